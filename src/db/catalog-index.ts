import type { ManufacturerAliases } from '../domain/manufacturer.js'
import { saveIdentifiers, writtenNumbers } from './catalog-identifiers.js'
import { countTokens, indexParts } from './catalog-parts.js'
import { execute, inTransaction, rows, type Database } from './sequelize.js'

const BATCH = 500

/**
 * Computes identifiers, parameters, tokens and search words of every product anew, 500 in a transaction, and then how
 * rare each token is. Needed after a change of the grammar or of makers' names; safe to repeat and beside a running shop.
 */
export async function rebuildPartIndex(
  database: Database,
  aliases: ManufacturerAliases,
  onProgress: (done: number) => void = () => undefined,
): Promise<number> {
  let done = 0
  for (let after = 0; ;) {
    const ids = await inTransaction(database, () => rebuildBatch(database, aliases, after))
    const last = ids.at(-1)
    if (last === undefined) break
    after = last
    done += ids.length
    onProgress(done)
  }
  await countTokens(database)
  return done
}

/**
 * Keeps what makes these products findable in step with their texts: parameters and tokens for parts lists, words for
 * the search. Within the transaction that wrote the products.
 */
export async function indexProducts(database: Database, ids: readonly number[]): Promise<void> {
  await indexParts(database, ids)
  await execute(database, REFRESH_SEARCH, [ids])
}

async function rebuildBatch(database: Database, aliases: ManufacturerAliases, after: number): Promise<number[]> {
  const locked = await rows<{ id: number }>(
    database,
    'SELECT id FROM store_products WHERE id > $1 ORDER BY id LIMIT $2 FOR UPDATE',
    [after, BATCH],
  )
  const ids = locked.map(({ id }) => id)
  if (ids.length === 0) return ids
  await saveIdentifiers(database, await writtenNumbers(database, ids), aliases)
  await indexProducts(database, ids)
  return ids
}

/**
 * Words of contract 10.2 with their weights, without accents and case; everything but letters, digits and points
 * parts them, so a search has to be taken apart in the same way. A number stands there as written and as its key.
 */
const REFRESH_SEARCH = `
  WITH texts AS (
    SELECT product.id, product.short_description AS c, product.description AS d,
      concat_ws(' ', product.name, product.sku, (
        SELECT string_agg(raw || ' ' || key, ' ' ORDER BY kind, key) FROM store_product_identifiers
        WHERE product_id = product.id AND kind <> 'own_sku')) AS a,
      concat_ws(' ', brand.name, product.attributes ->> 'material', (
        SELECT string_agg(tag.name, ' ' ORDER BY tag.name) FROM store_product_tags AS pair
          JOIN store_tags AS tag ON tag.id = pair.tag_id
        WHERE pair.product_id = product.id)) AS b
    FROM store_products AS product LEFT JOIN store_brands AS brand ON brand.id = product.brand_id
    WHERE product.id = ANY ($1::bigint[])
  ), plain AS (
    SELECT id, regexp_replace(unaccent(lower(a)), '[^[:alnum:].]+', ' ', 'g') AS a,
      regexp_replace(unaccent(lower(b)), '[^[:alnum:].]+', ' ', 'g') AS b,
      regexp_replace(unaccent(lower(COALESCE(c, ''))), '[^[:alnum:].]+', ' ', 'g') AS c,
      regexp_replace(unaccent(lower(COALESCE(d, ''))), '[^[:alnum:].]+', ' ', 'g') AS d
    FROM texts
  ), fresh AS (
    SELECT id, setweight(to_tsvector('simple', a), 'A') || setweight(to_tsvector('simple', b), 'B') ||
      setweight(to_tsvector('simple', c), 'C') || setweight(to_tsvector('simple', d), 'D') AS search
    FROM plain
  )
  UPDATE store_products AS product SET search = fresh.search FROM fresh
  WHERE product.id = fresh.id AND product.search IS DISTINCT FROM fresh.search`
