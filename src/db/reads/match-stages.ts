import { rows, type Database } from '../sequelize.js'

/**
 * The stages of bom.md 10 as one statement each over everything that a batch of lines asks; what is asked goes in as
 * arrays, and lines that ask the same share the answer. No statement runs per line.
 */

/**
 * Products that carry one of these numbers. The maker is answered and never filtered by: it only weighs. `OFFSET 0` keeps
 * one walk through the index for each kind; joined, a large batch would read the numbers of the whole shop.
 */
export async function findNumbers(database: Database, asked: readonly AskedNumber[]): Promise<NumberHit[]> {
  if (asked.length === 0) return []
  return rows<NumberHit>(
    database,
    `SELECT kind, key, product_id AS "productId", manufacturer_key AS "productMaker"
     FROM (SELECT kind, array_agg(key) AS keys FROM unnest($1::text[], $2::text[]) AS asked (kind, key) GROUP BY kind) AS asked
       CROSS JOIN LATERAL (
         SELECT key, product_id, manufacturer_key FROM store_product_identifiers AS held
         WHERE held.kind = asked.kind AND key = ANY (asked.keys) OFFSET 0
       ) AS held ORDER BY product_id`,
    [asked.map(({ kind }) => kind), asked.map(({ key }) => key)],
  )
}

/** What this person confirmed for a key, else what at least three did and nobody otherwise (bom.md 11). */
export async function findMemories(database: Database, userId: string, keys: readonly string[]): Promise<Memory[]> {
  return rows<Memory>(
    database,
    `SELECT * FROM (
       SELECT encode(line_key, 'hex') AS "lineKey", bool_or(user_id = $1) AS "isOwn",
         coalesce(max(product_id) FILTER (WHERE user_id = $1),
           CASE WHEN count(*) >= 3 AND min(product_id) = max(product_id) THEN min(product_id) END) AS "productId"
       FROM bom_match_memory JOIN unnest($2::text[]) AS asked (hex) ON line_key = decode(hex, 'hex')
       GROUP BY line_key
     ) AS remembered WHERE "productId" IS NOT NULL`,
    [userId, keys],
  )
}

/**
 * Active products whose parameters are what is asked, in stock and cheap ones first; at most 20 for one question. A
 * parameter that the product does not state is no agreement.
 */
export async function findValues(database: Database, asked: readonly AskedValues[]): Promise<ProbeHit[]> {
  if (asked.length === 0) return []
  return rows<ProbeHit>(
    database,
    `SELECT probe, "productId" FROM (
       SELECT asked.probe, product.id AS "productId", row_number() OVER (PARTITION BY asked.probe
         ORDER BY product.stock_on_hand - product.stock_reserved > 0 DESC, product.effective_price_minor, product.id) AS place
       FROM unnest($1::int[], $2::smallint[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::bigint[],
         $8::bigint[], $9::bigint[]) AS asked (probe, cls, n1, t1, t2, n2_least, n2_most, n3_least, n3_most)
       JOIN store_product_params AS stated ON stated.cls = asked.cls AND stated.n1 = asked.n1
         AND (asked.t1 IS NULL OR stated.t1 = asked.t1)
         AND (asked.t2 IS NULL OR stated.t2 = asked.t2)
         AND (asked.n2_least IS NULL OR stated.n2 BETWEEN asked.n2_least AND asked.n2_most)
         AND (asked.n3_least IS NULL OR stated.n3 BETWEEN asked.n3_least AND asked.n3_most)
       JOIN store_products AS product ON product.id = stated.product_id AND product.status = 'active'
     ) AS fitting WHERE place <= 20 ORDER BY probe, place`,
    valueColumns(asked),
  )
}

/**
 * Active products that share rare words, the five best of a question: at most four of its rarest words, within 1,000
 * postings, find at most 50 products, and only those are compared letter by letter. Weights are `real` and summed as
 * `float8`, which is exact: otherwise the order of rows would decide between products that fit equally well.
 */
export async function findWords(database: Database, asked: readonly AskedWords[]): Promise<WordHit[]> {
  const words = asked.flatMap(({ probe, cls, tokens }) => tokens.map((token) => ({ probe, cls, token })))
  if (words.length === 0) return []
  return rows<WordHit>(
    database,
    `WITH asked AS MATERIALIZED (
       SELECT probe, cls, token, stats.df, coalesce(stats.idf, 10) AS idf
       FROM unnest($1::int[], $2::smallint[], $3::text[]) AS asked (probe, cls, token)
       LEFT JOIN store_token_stats AS stats USING (cls, token)
     ), total AS (
       SELECT probe, sum(idf::float8) AS idf FROM asked GROUP BY probe
     ), rare AS (
       SELECT probe, cls, token, idf FROM (
         SELECT probe, cls, token, idf, row_number() OVER word AS place, sum(df) OVER word AS postings
         FROM asked WHERE df <= 1000
         WINDOW word AS (PARTITION BY probe ORDER BY df, token ROWS UNBOUNDED PRECEDING)
       ) AS ordered WHERE place = 1 OR place <= 4 AND postings <= 1000
     ), shared AS (
       SELECT rare.probe, found.product_id, sum(rare.idf::float8) AS idf
       FROM rare JOIN store_product_tokens AS found USING (cls, token) GROUP BY rare.probe, found.product_id
     ), best AS (
       SELECT probe, product_id, idf FROM (
         SELECT *, row_number() OVER (PARTITION BY probe ORDER BY idf DESC, product_id) AS place FROM shared
       ) AS ordered WHERE place <= 50
     ), compared AS (
       SELECT best.probe, product.id, similarity(product.name, said.text) AS likeness,
         CASE WHEN total.idf > 0 THEN best.idf / total.idf ELSE 0 END AS share
       FROM best JOIN total USING (probe)
       JOIN unnest($4::int[], $5::text[]) AS said (probe, text) USING (probe)
       JOIN store_products AS product ON product.id = best.product_id AND product.status = 'active'
     )
     SELECT probe, id AS "productId", share, likeness FROM (
       SELECT *, row_number() OVER (PARTITION BY probe ORDER BY 0.45 * share + 0.25 * likeness DESC, id) AS place
       FROM compared
     ) AS ordered WHERE place <= 5 ORDER BY probe, place`,
    [
      words.map(({ probe }) => probe),
      words.map(({ cls }) => cls),
      words.map(({ token }) => token),
      asked.map(({ probe }) => probe),
      asked.map(({ text }) => text),
    ],
  )
}

function valueColumns(asked: readonly AskedValues[]): unknown[] {
  return [
    asked.map(({ probe }) => probe),
    asked.map(({ cls }) => cls),
    asked.map(({ n1 }) => n1),
    asked.map(({ t1 }) => t1),
    asked.map(({ t2 }) => t2),
    asked.map(({ n2 }) => n2?.least ?? null),
    asked.map(({ n2 }) => n2?.most ?? null),
    asked.map(({ n3 }) => n3?.least ?? null),
    asked.map(({ n3 }) => n3?.most ?? null),
  ]
}

export interface AskedNumber {
  readonly kind: string
  readonly key: string
}

export interface NumberHit extends AskedNumber {
  readonly productId: number
  readonly productMaker: string | null
}

export interface Memory {
  /** hex */
  readonly lineKey: string
  readonly productId: number
  readonly isOwn: boolean
}

/** The typed parameters of `store_product_params` that a question states; null = not stated. */
export interface AskedValues {
  readonly probe: number
  readonly cls: number
  readonly n1: number
  readonly t1: string | null
  readonly t2: string | null
  readonly n2: AskedRange | null
  readonly n3: AskedRange | null
}

interface AskedRange {
  readonly least: number
  readonly most: number
}

export interface AskedWords {
  readonly probe: number
  /** −1 where the line proves no class */
  readonly cls: number
  /** distinct */
  readonly tokens: readonly string[]
  readonly text: string
}

export interface ProbeHit {
  readonly probe: number
  readonly productId: number
}

export interface WordHit extends ProbeHit {
  /** of all that its words weigh, what the product shares; 0 to 1 */
  readonly share: number
  /** trigram similarity of the names; 0 to 1 */
  readonly likeness: number
}
