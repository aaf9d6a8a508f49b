import { execute, type Database } from './sequelize.js'

/** Keeps the words of the shop's search in step with the texts, numbers, tags and brands of these products. */
export async function refreshSearch(database: Database, ids: readonly number[]): Promise<void> {
  await execute(database, REFRESH, [ids])
}

/**
 * Words of contract 10.2 with their weights, without accents and case; everything but letters, digits and points
 * parts them, so a search has to be taken apart in the same way. A number stands there as written and as its key.
 */
const REFRESH = `
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
