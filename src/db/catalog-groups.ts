import { inTransaction, rows, type Database } from './sequelize.js'

/** Inserts or updates brands by slug; answers how many rows are new or different. */
export async function saveBrands(database: Database, brands: readonly BrandDraft[]): Promise<number> {
  const records = brands.map((brand) => ({
    ...{ name: brand.name, slug: brand.slug, description: brand.description },
    ...{ website: brand.website ?? null, founded: brand.founded ?? null, headquarters: brand.headquarters ?? null },
    specialties: brand.specialties ?? [],
    is_featured: brand.isFeatured ?? false,
  }))
  const changed = await rows(
    database,
    `INSERT INTO store_brands (name, slug, description, website, founded, headquarters, specialties, is_featured)
     SELECT name, slug, description, website, founded, headquarters, specialties, is_featured
     FROM jsonb_populate_recordset(NULL::store_brands, $1::jsonb) ORDER BY slug
     ON CONFLICT (slug) DO UPDATE SET name = excluded.name, description = excluded.description,
       website = excluded.website, founded = excluded.founded, headquarters = excluded.headquarters,
       specialties = excluded.specialties, is_featured = excluded.is_featured, updated_at = now()
     WHERE to_jsonb(store_brands) - $2::text[] IS DISTINCT FROM to_jsonb(excluded) - $2::text[]
     RETURNING id`,
    [JSON.stringify(records), NOT_COMPARED],
  )
  return changed.length
}

/** Inserts or updates categories by slug, parents before their children; path and level follow from the parent. */
export async function saveCategories(database: Database, categories: readonly CategoryDraft[]): Promise<number> {
  const paths = new Map<string, string>()
  const records = categories.map(({ slug, parent, name, description, icon, isFeatured }, order) => {
    const path = parent === undefined ? slug : `${paths.get(parent) ?? parent}/${slug}`
    paths.set(slug, path)
    return { slug, parent, name, description, icon, path, is_featured: isFeatured ?? false, sort_order: order }
  })
  return inTransaction(database, async () => {
    let changed = 0
    for (const record of records) changed += (await rows(database, SAVE_CATEGORY, [JSON.stringify(record)])).length
    return changed
  })
}

const SAVE_CATEGORY = `
  INSERT INTO store_categories (name, slug, description, icon, parent_id, path, level, sort_order, is_featured)
  SELECT draft.name, draft.slug, draft.description, draft.icon, parent.id, draft.path, COALESCE(parent.level + 1, 0),
    draft.sort_order, draft.is_featured
  FROM jsonb_to_record($1::jsonb) AS draft (name text, slug text, description text, icon text, parent text, path text,
    sort_order integer, is_featured boolean)
    LEFT JOIN store_categories AS parent ON parent.slug = draft.parent
  ON CONFLICT (slug) DO UPDATE SET name = excluded.name, description = excluded.description, icon = excluded.icon,
    parent_id = excluded.parent_id, path = excluded.path, level = excluded.level, sort_order = excluded.sort_order,
    is_featured = excluded.is_featured, updated_at = now()
  WHERE (store_categories.name, store_categories.description, store_categories.icon, store_categories.parent_id,
    store_categories.path, store_categories.sort_order, store_categories.is_featured)
    IS DISTINCT FROM (excluded.name, excluded.description, excluded.icon, excluded.parent_id, excluded.path,
    excluded.sort_order, excluded.is_featured)
  RETURNING id`

/** Inserts or updates collections by slug, with exactly these products in this order; unknown SKUs are left out. */
export async function saveCollections(database: Database, collections: readonly CollectionDraft[]): Promise<number> {
  const records = collections.map(({ slug, name, description, curatorName, isFeatured, tags }) => {
    return { slug, name, description, curator_name: curatorName, is_featured: isFeatured ?? false, tags }
  })
  const contents = collections.flatMap(({ slug, products }) =>
    products.map((sku, order) => ({ slug, sku, sort_order: order, is_featured: order < FEATURED })),
  )
  return inTransaction(database, async () => {
    const changed = await rows(database, SAVE_COLLECTIONS, [JSON.stringify(records), NOT_COMPARED])
    const filled = await rows(database, FILL_COLLECTIONS, [JSON.stringify(contents)])
    return changed.length + filled.length
  })
}

/** The first ones of a collection are shown with it. */
const FEATURED = 4

const SAVE_COLLECTIONS = `
  INSERT INTO store_collections (slug, name, description, curator_name, is_featured, tags, featured_categories)
  SELECT slug, name, description, curator_name, is_featured, tags, '[]'
  FROM jsonb_populate_recordset(NULL::store_collections, $1::jsonb) ORDER BY slug
  ON CONFLICT (slug) DO UPDATE SET name = excluded.name, description = excluded.description,
    curator_name = excluded.curator_name, is_featured = excluded.is_featured, tags = excluded.tags, updated_at = now()
  WHERE to_jsonb(store_collections) - $2::text[] IS DISTINCT FROM to_jsonb(excluded) - $2::text[]
  RETURNING id`

const FILL_COLLECTIONS = `
  WITH wanted AS (
    SELECT collection.id AS collection_id, product.id AS product_id, item.is_featured, item.sort_order
    FROM jsonb_to_recordset($1::jsonb) AS item (slug text, sku text, sort_order integer, is_featured boolean)
      JOIN store_collections AS collection ON collection.slug = item.slug
      JOIN store_products AS product ON lower(product.sku) = lower(item.sku)
  ), gone AS (
    DELETE FROM store_collection_products AS held
    WHERE collection_id IN (SELECT collection_id FROM wanted) AND NOT EXISTS (
      SELECT FROM wanted WHERE (wanted.collection_id, wanted.product_id) = (held.collection_id, held.product_id))
    RETURNING product_id
  ), added AS (
    INSERT INTO store_collection_products AS held (collection_id, product_id, is_featured, sort_order)
    SELECT collection_id, product_id, is_featured, sort_order FROM wanted ORDER BY collection_id, product_id
    ON CONFLICT (collection_id, product_id) DO UPDATE
      SET is_featured = excluded.is_featured, sort_order = excluded.sort_order
      WHERE (held.is_featured, held.sort_order) IS DISTINCT FROM (excluded.is_featured, excluded.sort_order)
    RETURNING product_id
  )
  SELECT product_id FROM gone UNION ALL SELECT product_id FROM added`

/** Columns that a draft does not set. */
const NOT_COMPARED = ['id', 'created_at', 'updated_at']

export interface BrandDraft {
  readonly slug: string
  readonly name: string
  readonly description: string
  readonly website?: string
  readonly founded?: number
  readonly headquarters?: string
  readonly specialties?: readonly string[]
  readonly isFeatured?: boolean
}

export interface CategoryDraft {
  readonly slug: string
  readonly name: string
  readonly description: string
  /** slug of a category that stands before this one */
  readonly parent?: string
  readonly icon?: string
  readonly isFeatured?: boolean
}

export interface CollectionDraft {
  readonly slug: string
  readonly name: string
  readonly description: string
  readonly curatorName: string
  readonly tags: readonly string[]
  readonly isFeatured?: boolean
  /** SKUs in the order in which they are shown */
  readonly products: readonly string[]
}
