import { execute, inTransaction, rows, type Database } from './sequelize.js'

/**
 * Counts anew in how many products each word stands and how much it therefore tells (idf = ln(products / df)); words of
 * no product go. Answers how many words changed.
 */
export async function countWords(database: Database): Promise<number> {
  return inTransaction(database, async () => {
    // A writer that met a known word holds the table until it commits. So nobody's word is taken away meanwhile.
    await execute(database, `SET LOCAL lock_timeout = '20s'`)
    await execute(database, 'LOCK TABLE store_token_stats IN SHARE ROW EXCLUSIVE MODE')
    const changed = await rows<{ changed: number }>(database, COUNT)
    return changed[0]?.changed ?? 0
  })
}

const COUNT = `
  WITH counted AS (
    SELECT cls, token, count(*)::int AS df, ln(total.products::float8 / count(*))::real AS idf
    FROM store_product_tokens, (SELECT count(*) AS products FROM store_products) AS total
    GROUP BY cls, token, total.products
  ), gone AS (
    DELETE FROM store_token_stats AS held WHERE NOT EXISTS (
      SELECT FROM counted WHERE (counted.cls, counted.token) = (held.cls, held.token))
    RETURNING 1
  ), saved AS (
    INSERT INTO store_token_stats AS held (cls, token, df, idf) SELECT cls, token, df, idf FROM counted
    ON CONFLICT (cls, token) DO UPDATE SET df = excluded.df, idf = excluded.idf
      WHERE (held.df, held.idf) IS DISTINCT FROM (excluded.df, excluded.idf)
    RETURNING 1
  )
  SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM saved) AS changed`
