import { ANY_CLASS, PART_CLASS } from '../domain/part-class.js'
import { partParams } from '../domain/part-params.js'
import { partTextOfProduct } from '../domain/part-text.js'
import { partTokens } from '../domain/part-tokens.js'
import { readPartValues } from '../domain/read-part-values.js'
import { execute, rows, type Database } from './sequelize.js'

/**
 * Gives products exactly the parameters and tokens that the grammar reads from their texts, as it reads a line of a parts
 * list. Unchanged rows are not written. Within the transaction that locked the products.
 */
export async function indexParts(database: Database, ids: readonly number[]): Promise<void> {
  const texts = await rows<ProductRow>(database, READ_TEXTS, [ids])
  const parts = texts.map(partOf)
  const params = parts.flatMap(({ product_id, cls, params }) => (params ? [{ product_id, cls, ...params }] : []))
  await execute(database, REPLACE_PARAMS, [ids, JSON.stringify(params)])
  await execute(database, REPLACE_TOKENS, [ids, JSON.stringify(parts.flatMap(tokensOf))])
}

/** Counts for every token how many products carry it, and from that how much it tells: idf = ln(products / df). */
export async function countTokens(database: Database): Promise<void> {
  await execute(database, COUNT_TOKENS)
  await execute(
    database,
    `DELETE FROM store_token_stats AS held WHERE NOT EXISTS (
       SELECT FROM store_product_tokens AS used WHERE (used.cls, used.token) = (held.cls, held.token))`,
  )
}

function partOf(row: ProductRow): Part {
  const text = partTextOfProduct(row)
  const read = readPartValues(text)
  const cls = read.cls === undefined ? undefined : PART_CLASS[read.cls]
  return { product_id: row.id, cls, params: partParams(read), tokens: partTokens(text) }
}

/** Every token stands under its class and under any class: a line need not know what it is. */
function tokensOf({ product_id, cls, tokens }: Part): object[] {
  const classes = cls === undefined ? [ANY_CLASS] : [ANY_CLASS, cls]
  return classes.flatMap((each) => tokens.map((token) => ({ cls: each, token, product_id })))
}

const READ_TEXTS = `
  SELECT product.id, product.name, product.short_description AS "shortDescription", product.description,
    category.name AS category, product.specifications, product.attributes
  FROM store_products AS product JOIN store_categories AS category ON category.id = product.category_id
  WHERE product.id = ANY ($1::bigint[]) ORDER BY product.id`

const REPLACE_PARAMS = `
  WITH wanted AS (SELECT * FROM jsonb_populate_recordset(NULL::store_product_params, $2::jsonb)),
  gone AS (
    DELETE FROM store_product_params AS held WHERE product_id = ANY ($1::bigint[])
      AND NOT EXISTS (SELECT FROM wanted WHERE wanted.product_id = held.product_id)
  )
  INSERT INTO store_product_params AS held SELECT * FROM wanted
  ON CONFLICT (product_id) DO UPDATE SET cls = excluded.cls, n1 = excluded.n1, n2 = excluded.n2, n3 = excluded.n3,
    n4 = excluded.n4, t1 = excluded.t1, t2 = excluded.t2, t3 = excluded.t3
  WHERE held IS DISTINCT FROM excluded`

/** Statistics learn of new tokens at once, as rare ones; how rare they are is counted by a rebuild. */
const REPLACE_TOKENS = `
  WITH wanted AS (SELECT DISTINCT * FROM jsonb_populate_recordset(NULL::store_product_tokens, $2::jsonb)),
  gone AS (
    DELETE FROM store_product_tokens AS held WHERE product_id = ANY ($1::bigint[]) AND NOT EXISTS (
      SELECT FROM wanted WHERE (wanted.cls, wanted.token, wanted.product_id) = (held.cls, held.token, held.product_id))
  ), known AS (
    INSERT INTO store_token_stats (cls, token, df, idf)
    SELECT DISTINCT cls, token, 1, ln(greatest((SELECT count(*) FROM store_products), 1)::float8)::real
    FROM wanted ORDER BY cls, token
    ON CONFLICT DO NOTHING
  )
  INSERT INTO store_product_tokens (cls, token, product_id) SELECT cls, token, product_id FROM wanted
  ORDER BY cls, token, product_id ON CONFLICT DO NOTHING`

const COUNT_TOKENS = `
  INSERT INTO store_token_stats AS held (cls, token, df, idf)
  SELECT cls, token, count(*), ln((SELECT count(*) FROM store_products)::float8 / count(*))::real
  FROM store_product_tokens GROUP BY cls, token ORDER BY cls, token
  ON CONFLICT (cls, token) DO UPDATE SET df = excluded.df, idf = excluded.idf
  WHERE (held.df, held.idf) IS DISTINCT FROM (excluded.df, excluded.idf)`

interface ProductRow {
  readonly id: number
  readonly name: string
  readonly shortDescription: string | null
  readonly description: string | null
  readonly category: string
  readonly specifications: Readonly<Record<string, unknown>>
  readonly attributes: Readonly<Record<string, unknown>>
}

interface Part {
  readonly product_id: number
  readonly cls: number | undefined
  readonly params: ReturnType<typeof partParams>
  readonly tokens: readonly string[]
}
