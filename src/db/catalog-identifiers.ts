import type { ManufacturerAliases } from '../domain/manufacturer.js'
import { identifiersOfProduct, type ProductNumbers } from '../domain/part-identity.js'
import { execute, rows, type Database } from './sequelize.js'

/** Gives products exactly the identifiers of these numbers; what came from elsewhere than the catalogue stays. */
export async function saveIdentifiers(
  database: Database,
  products: readonly NumberedProduct[],
  aliases: ManufacturerAliases,
): Promise<void> {
  const wanted = products.flatMap(({ id, numbers }) =>
    identifiersOfProduct(numbers, aliases).map(({ kind, key, raw, manufacturerKey }) => {
      return { product_id: id, kind, key, raw, manufacturer_key: manufacturerKey, source: 'catalog' }
    }),
  )
  await execute(database, REPLACE_IDENTIFIERS, [products.map(({ id }) => id), JSON.stringify(wanted)])
}

const REPLACE_IDENTIFIERS = `
  WITH wanted AS (SELECT * FROM jsonb_populate_recordset(NULL::store_product_identifiers, $2::jsonb)),
  gone AS (
    DELETE FROM store_product_identifiers AS held
    WHERE product_id = ANY ($1::bigint[]) AND source = 'catalog' AND NOT EXISTS (
      SELECT FROM wanted WHERE (wanted.kind, wanted.key, wanted.product_id) = (held.kind, held.key, held.product_id))
  )
  INSERT INTO store_product_identifiers AS held (kind, key, product_id, manufacturer_key, raw, source)
  SELECT kind, key, product_id, manufacturer_key, raw, source FROM wanted
  ON CONFLICT (kind, key, product_id) DO UPDATE
    SET manufacturer_key = excluded.manufacturer_key, raw = excluded.raw, source = excluded.source, updated_at = now()
    WHERE (held.manufacturer_key, held.raw, held.source)
      IS DISTINCT FROM (excluded.manufacturer_key, excluded.raw, excluded.source)`

/** The numbers of products as they were once written, from which their identifiers can be made again. */
export async function writtenNumbers(database: Database, ids: readonly number[]): Promise<NumberedProduct[]> {
  const found = await rows<WrittenRow>(
    database,
    `SELECT product.id, product.sku, product.specifications ->> 'manufacturer' AS manufacturer,
       COALESCE(jsonb_agg(jsonb_build_object('kind', kind, 'text', raw) ORDER BY kind, key)
         FILTER (WHERE kind NOT IN ('own_sku', 'mpn_folded')), '[]') AS written
     FROM store_products AS product
       LEFT JOIN store_product_identifiers AS held ON held.product_id = product.id AND held.source = 'catalog'
     WHERE product.id = ANY ($1::bigint[]) GROUP BY product.id ORDER BY product.id`,
    [ids],
  )
  return found.map(({ id, sku, manufacturer, written }) => ({
    id,
    numbers: { sku, manufacturer, ...grouped(written) },
  }))
}

function grouped(written: WrittenRow['written']): Omit<ProductNumbers, 'sku' | 'manufacturer'> {
  const textsOf = (kind: string): string[] => written.flatMap((one) => (one.kind === kind ? [one.text] : []))
  const shopNumbers = written.filter(({ kind }) => !NO_SHOP.has(kind)) as ProductNumbers['shopNumbers'][number][]
  return {
    mpns: textsOf('mpn'),
    gtin: textsOf('gtin')[0] ?? null,
    shopNumbers,
    caveParts: textsOf('makrcave_part'),
    aliases: textsOf('alias'),
  }
}

const NO_SHOP: ReadonlySet<string> = new Set(['mpn', 'gtin', 'makrcave_part', 'alias'])

interface NumberedProduct {
  readonly id: number
  readonly numbers: ProductNumbers
}

interface WrittenRow {
  readonly id: number
  readonly sku: string | null
  readonly manufacturer: string | null
  readonly written: readonly { readonly kind: string; readonly text: string }[]
}
