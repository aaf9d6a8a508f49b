import { execute, rows, type Database } from './sequelize.js'

/** Inserts or updates tags by slug; their use is counted with the products. */
export async function saveTags(database: Database, tags: readonly TagDraft[]): Promise<number> {
  const changed = await rows(
    database,
    `INSERT INTO store_tags (name, slug, description)
     SELECT name, slug, description FROM jsonb_populate_recordset(NULL::store_tags, $1::jsonb) ORDER BY slug
     ON CONFLICT (slug) DO UPDATE SET name = excluded.name, description = excluded.description, updated_at = now()
     WHERE (store_tags.name, store_tags.description) IS DISTINCT FROM (excluded.name, excluded.description)
     RETURNING id`,
    [JSON.stringify(tags)],
  )
  return changed.length
}

/**
 * Gives products exactly these tags, named by slug, and counts anew in how many active products each is used. Within
 * the transaction of the products.
 */
export async function saveProductTags(database: Database, products: readonly TaggedProduct[]): Promise<void> {
  const ids = products.map(({ id }) => id)
  const wanted = products.flatMap(({ tags }) => tags)
  const touched = await lockTags(database, ids, wanted)
  const pairs = products.flatMap(({ id, tags }) => tags.map((tag) => ({ id, tag })))
  await execute(database, REPLACE_TAGS, [ids, JSON.stringify(pairs)])
  await countUse(database, touched)
}

/**
 * A count is right only when nobody else gives or takes the tag at the same time, and is read after the wait: so locks
 * come first, in the order of ids, and counting is a statement of its own.
 */
async function lockTags(
  database: Database,
  productIds: readonly number[],
  slugs: readonly string[],
): Promise<number[]> {
  const locked = await rows<{ id: number }>(
    database,
    `SELECT id FROM store_tags WHERE slug = ANY ($2::text[])
       OR id IN (SELECT tag_id FROM store_product_tags WHERE product_id = ANY ($1::bigint[]))
     ORDER BY id FOR UPDATE`,
    [productIds, slugs],
  )
  return locked.map(({ id }) => id)
}

const REPLACE_TAGS = `
  WITH wanted AS (
    SELECT pair.id AS product_id, tag.id AS tag_id
    FROM jsonb_to_recordset($2::jsonb) AS pair (id bigint, tag text) LEFT JOIN store_tags AS tag ON tag.slug = pair.tag
  ), gone AS (
    DELETE FROM store_product_tags AS held WHERE product_id = ANY ($1::bigint[]) AND NOT EXISTS (
      SELECT FROM wanted WHERE (wanted.product_id, wanted.tag_id) = (held.product_id, held.tag_id))
  )
  INSERT INTO store_product_tags (product_id, tag_id) SELECT DISTINCT product_id, tag_id FROM wanted
  ON CONFLICT DO NOTHING`

async function countUse(database: Database, tagIds: readonly number[]): Promise<void> {
  await execute(
    database,
    `UPDATE store_tags AS tag SET usage_count = used.count, updated_at = now()
     FROM (
       SELECT wanted.id, count(product.id)::int AS count
       FROM unnest($1::bigint[]) AS wanted (id)
         LEFT JOIN store_product_tags AS pair ON pair.tag_id = wanted.id
         LEFT JOIN store_products AS product ON product.id = pair.product_id AND product.status = 'active'
       GROUP BY wanted.id
     ) AS used
     WHERE tag.id = used.id AND tag.usage_count <> used.count`,
    [tagIds],
  )
}

export interface TagDraft {
  readonly slug: string
  readonly name: string
  readonly description: string
}

interface TaggedProduct {
  readonly id: number
  readonly tags: readonly string[]
}
