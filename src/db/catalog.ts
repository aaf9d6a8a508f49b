import type { BaseUnit } from '../domain/bom-line.js'
import type { ManufacturerAliases } from '../domain/manufacturer.js'
import type { ProductNumbers } from '../domain/part-identity.js'
import { saveIdentifiers } from './catalog-identifiers.js'
import { indexProducts } from './catalog-index.js'
import { saveProductTags } from './catalog-tags.js'
import type { ProductStatus } from './models/catalog.js'
import { mustExist } from './record.js'
import { inTransaction, rows, type Database } from './sequelize.js'

const BATCH = 500

/**
 * Inserts or updates products by their SKU, 500 in a transaction, together with everything by which a search or a parts
 * list finds them. Stock is written when a product is new and never again: it belongs to stock activities. Brand,
 * category and tags are named by slug and must exist. Answers the ids by SKU, and how many rows are new or different.
 */
export async function saveProducts(
  database: Database,
  drafts: readonly ProductDraft[],
  aliases: ManufacturerAliases,
): Promise<SavedProducts> {
  const ids = new Map<string, number>()
  let changed = 0
  for (let start = 0; start < drafts.length; start += BATCH) {
    const batch = drafts.slice(start, start + BATCH)
    const saved = await inTransaction(database, () => saveBatch(database, batch, aliases))
    for (const [sku, id] of saved.ids) ids.set(sku, id)
    changed += saved.changed
  }
  return { ids, changed }
}

async function saveBatch(
  database: Database,
  drafts: readonly ProductDraft[],
  aliases: ManufacturerAliases,
): Promise<SavedProducts> {
  const records = await recordsOf(database, drafts)
  // Rows are locked in the order of their SKUs, also the ones that stay as they are: batches never lock crosswise.
  const changed = await rows(database, UPSERT, [JSON.stringify(records), NOT_COMPARED])
  const ids = await idsBySku(database, drafts)
  const products = drafts.map(({ sku, tags, numbers }) => {
    return { id: mustExist(ids.get(sku), `product ${sku}`), tags, numbers: { ...numbers, sku } }
  })
  await saveProductTags(database, products)
  await saveIdentifiers(database, products, aliases)
  await indexProducts(database, [...ids.values()])
  return { ids, changed: changed.length }
}

/** `to_jsonb` compares every column that a draft may set, whichever there will be. */
const NOT_COMPARED = [
  ...['id', 'stock_on_hand', 'stock_reserved', 'stock_source', 'effective_price_minor', 'replaced_by', 'search'],
  ...['created_at', 'updated_at'],
]

const UPSERT = `
  INSERT INTO store_products (sku, slug, name, description, short_description, brand_id, category_id, price_minor,
    sale_price_minor, stock_on_hand, track_inventory, allow_backorder, min_order_qty, pack_size, base_unit, weight,
    dimensions, attributes, specifications, compatibility, images, featured_image, status, is_featured, is_digital)
  SELECT sku, slug, name, description, short_description, brand_id, category_id, price_minor,
    sale_price_minor, stock_on_hand, track_inventory, allow_backorder, min_order_qty, pack_size, base_unit, weight,
    dimensions, attributes, specifications, compatibility, images, featured_image, status, is_featured, is_digital
  FROM jsonb_populate_recordset(NULL::store_products, $1::jsonb) ORDER BY lower(sku)
  ON CONFLICT (lower(sku)) DO UPDATE SET
    sku = excluded.sku, slug = excluded.slug, name = excluded.name, description = excluded.description,
    short_description = excluded.short_description, brand_id = excluded.brand_id, category_id = excluded.category_id,
    price_minor = excluded.price_minor, sale_price_minor = excluded.sale_price_minor,
    track_inventory = excluded.track_inventory, allow_backorder = excluded.allow_backorder,
    min_order_qty = excluded.min_order_qty, pack_size = excluded.pack_size, base_unit = excluded.base_unit,
    weight = excluded.weight, dimensions = excluded.dimensions, attributes = excluded.attributes,
    specifications = excluded.specifications, compatibility = excluded.compatibility, images = excluded.images,
    featured_image = excluded.featured_image, status = excluded.status, is_featured = excluded.is_featured,
    is_digital = excluded.is_digital, updated_at = now()
  WHERE to_jsonb(store_products) - $2::text[] IS DISTINCT FROM to_jsonb(excluded) - $2::text[]
  RETURNING id`

async function recordsOf(database: Database, drafts: readonly ProductDraft[]): Promise<object[]> {
  const brands = await idsBySlug(database, 'SELECT id, slug FROM store_brands')
  const categories = await idsBySlug(database, 'SELECT id, slug FROM store_categories')
  return drafts.map((draft) => ({
    sku: draft.sku,
    slug: draft.slug,
    name: draft.name,
    description: draft.description ?? null,
    short_description: draft.shortDescription ?? null,
    brand_id: draft.brand === undefined ? null : mustExist(brands.get(draft.brand), `brand ${draft.brand}`),
    category_id: mustExist(categories.get(draft.category), `category ${draft.category}`),
    price_minor: draft.priceMinor,
    sale_price_minor: draft.salePriceMinor ?? null,
    stock_on_hand: draft.stock,
    ...handling(draft),
    ...documents(draft),
    featured_image: draft.images?.[0] ?? null,
  }))
}

function handling(draft: ProductDraft) {
  return {
    track_inventory: draft.trackInventory ?? true,
    allow_backorder: draft.allowBackorder ?? false,
    min_order_qty: draft.minOrderQuantity ?? 1,
    pack_size: draft.packSize ?? 1,
    base_unit: draft.baseUnit ?? 'each',
    status: draft.status ?? 'active',
    is_featured: draft.isFeatured ?? false,
    is_digital: draft.isDigital ?? false,
  }
}

/** The maker stands among the specifications: people see it there, and a rebuild reads it back. */
function documents(draft: ProductDraft) {
  const { manufacturer } = draft.numbers
  return {
    weight: draft.weight ?? null,
    dimensions: draft.dimensions ?? {},
    attributes: draft.attributes ?? {},
    specifications: { ...draft.specifications, ...(manufacturer !== null && { manufacturer }) },
    compatibility: draft.compatibility ?? [],
    images: draft.images ?? [],
  }
}

async function idsBySlug(database: Database, sql: string): Promise<ReadonlyMap<string, number>> {
  const found = await rows<{ id: number; slug: string }>(database, sql)
  return new Map(found.map(({ id, slug }) => [slug, id]))
}

/** By the SKU as it was just written. */
async function idsBySku(database: Database, drafts: readonly ProductDraft[]): Promise<ReadonlyMap<string, number>> {
  const found = await rows<{ id: number; sku: string }>(
    database,
    'SELECT id, sku FROM store_products WHERE lower(sku) IN (SELECT lower(wanted) FROM unnest($1::text[]) AS wanted)',
    [drafts.map(({ sku }) => sku)],
  )
  return new Map(found.map(({ id, sku }) => [sku, id]))
}

export interface ProductDraft {
  readonly sku: string
  readonly slug: string
  readonly name: string
  readonly description?: string
  readonly shortDescription?: string
  /** slug */
  readonly brand?: string
  /** slug */
  readonly category: string
  /** slugs */
  readonly tags: readonly string[]
  readonly priceMinor: number
  readonly salePriceMinor?: number
  /** on hand when the product is new */
  readonly stock: number
  readonly trackInventory?: boolean
  readonly allowBackorder?: boolean
  readonly minOrderQuantity?: number
  /** how many base units one sold piece holds */
  readonly packSize?: number
  readonly baseUnit?: BaseUnit
  readonly weight?: Readonly<Record<string, unknown>>
  readonly dimensions?: Readonly<Record<string, unknown>>
  readonly attributes?: Readonly<Record<string, unknown>>
  /** what people read and the value grammar believes first */
  readonly specifications?: Readonly<Record<string, string>>
  /** names of what it fits */
  readonly compatibility?: readonly string[]
  readonly images?: readonly string[]
  readonly status?: ProductStatus
  readonly isFeatured?: boolean
  readonly isDigital?: boolean
  /** the SKU stands above */
  readonly numbers: Omit<ProductNumbers, 'sku'>
}

interface SavedProducts {
  readonly ids: ReadonlyMap<string, number>
  readonly changed: number
}
