import { ANY_CLASS, PART_CLASS } from '../domain/part-class.js'
import { partParams } from '../domain/part-params.js'
import { partTextOfProduct, type ProductText } from '../domain/part-text.js'
import { partTokens } from '../domain/part-tokens.js'
import { readPartValues } from '../domain/read-part-values.js'
import { execute, rows, type Database } from './sequelize.js'

/**
 * Reads these products with the grammar of parts lists and gives them exactly the parameters and words that it finds.
 * Within the transaction that holds the products, so that two writers of one product come one after the other.
 */
export async function saveParts(database: Database, ids: readonly number[]): Promise<void> {
  const read = (await productTexts(database, ids)).map(({ id, ...text }) => readProduct(id, text))
  const params = read.flatMap((one) => one.params ?? [])
  const words = read.flatMap((one) => one.words)
  await execute(database, REPLACE_PARAMS, [ids, JSON.stringify(params)])
  const columns = [words.map(({ cls }) => cls), words.map(({ token }) => token), words.map(({ id }) => id)]
  await execute(database, REPLACE_TOKENS, [ids, ...columns])
  await execute(database, KNOW_TOKENS, columns.slice(0, 2))
}

/** Every word stands under the class of its product, for lines that prove theirs, and under no class. */
function readProduct(id: number, product: ProductText) {
  const text = partTextOfProduct(product)
  const values = readPartValues(text)
  const params = partParams(values)
  const cls = values.cls === undefined ? undefined : PART_CLASS[values.cls]
  const classes = cls === undefined ? [ANY_CLASS] : [cls, ANY_CLASS]
  return {
    params: params && { product_id: id, cls, ...params },
    words: partTokens(text).flatMap((token) => classes.map((one) => ({ cls: one, token, id }))),
  }
}

async function productTexts(database: Database, ids: readonly number[]): Promise<(ProductText & { id: number })[]> {
  return rows(
    database,
    `SELECT product.id, product.name, product.short_description AS "shortDescription", product.description,
       product.specifications, product.attributes, category.name AS category
     FROM store_products AS product LEFT JOIN store_categories AS category ON category.id = product.category_id
     WHERE product.id = ANY ($1::bigint[])`,
    [ids],
  )
}

const REPLACE_PARAMS = `
  WITH wanted AS (SELECT * FROM jsonb_populate_recordset(NULL::store_product_params, $2::jsonb)),
  gone AS (
    DELETE FROM store_product_params
    WHERE product_id = ANY ($1::bigint[]) AND product_id NOT IN (SELECT product_id FROM wanted)
  )
  INSERT INTO store_product_params AS held (product_id, cls, n1, n2, n3, n4, t1, t2, t3)
  SELECT product_id, cls, n1, n2, n3, n4, t1, t2, t3 FROM wanted
  ON CONFLICT (product_id) DO UPDATE SET cls = excluded.cls, n1 = excluded.n1, n2 = excluded.n2, n3 = excluded.n3,
    n4 = excluded.n4, t1 = excluded.t1, t2 = excluded.t2, t3 = excluded.t3
  WHERE held IS DISTINCT FROM excluded`

const REPLACE_TOKENS = `
  WITH wanted AS (SELECT * FROM unnest($2::smallint[], $3::text[], $4::bigint[]) AS word (cls, token, product_id)),
  gone AS (
    DELETE FROM store_product_tokens AS held WHERE product_id = ANY ($1::bigint[]) AND NOT EXISTS (
      SELECT FROM wanted
      WHERE (wanted.cls, wanted.token, wanted.product_id) = (held.cls, held.token, held.product_id))
  )
  INSERT INTO store_product_tokens (cls, token, product_id) SELECT cls, token, product_id FROM wanted
  ON CONFLICT DO NOTHING`

/**
 * A new word is as rare as can be until words are counted (`countWords`). In the order of the key, so that writers of
 * the same new words wait for each other and never crosswise.
 */
const KNOW_TOKENS = `
  INSERT INTO store_token_stats (cls, token, df, idf)
  SELECT cls, token, 1, ln(total.products::float8)::real
  FROM (SELECT DISTINCT cls, token FROM unnest($1::smallint[], $2::text[]) AS word (cls, token)) AS word,
    (SELECT count(*) AS products FROM store_products) AS total
  ORDER BY cls, token
  ON CONFLICT DO NOTHING`
