import { rows, type Database } from '../../src/db/sequelize.js'
import type { BomLine } from '../../src/domain/bom-line.js'
import { mpnKey } from '../../src/domain/mpn-key.js'
import { ANY_CLASS } from '../../src/domain/part-class.js'
import { partTextOf } from '../../src/domain/part-text.js'
import { partTokens } from '../../src/domain/part-tokens.js'
import type { Figure } from './report.js'
import { verdictOf, type ScoredLine } from './score.js'
import type { Shelf } from './shelf.js'

const BATCH = 250

/** What simpler rules would have bought for each line, as SKUs by the name of the rule. */
export async function askBaselines(shelf: Shelf, lines: readonly BomLine[]): Promise<Bought[]> {
  const bought = lines.map((): Record<string, string> => ({}))
  for (const [name, choose] of Object.entries(BASELINES)) {
    for (let start = 0; start < lines.length; start += BATCH) {
      for (const { place, id } of await choose(shelf.database, lines.slice(start, start + BATCH))) {
        const one = bought[start + place]
        if (one) one[name] = shelf.skuOf(id)
      }
    }
  }
  return bought
}

/** How good these are, printed beside the matcher; they have no target. */
export function baselineFigures(lines: readonly AskedLine[]): Figure[] {
  const meant = lines.filter(({ truth }) => truth.exact.size > 0).length
  return Object.keys(BASELINES).flatMap((name) => {
    const verdicts = lines.flatMap(({ bought, truth }) => {
      const sku = bought?.[name]
      return sku === undefined ? [] : [verdictOf(sku, truth)]
    })
    const exact = verdicts.filter((verdict) => verdict === 'exact').length
    const equivalent = verdicts.filter((verdict) => verdict === 'equivalent').length
    return [
      { figure: `baseline ${name}: right of what it buys`, count: exact + equivalent, of: verdicts.length },
      { figure: `baseline ${name}: exact of what is meant`, count: exact, of: meant },
    ]
  })
}

const BASELINES: Readonly<Record<string, (database: Database, lines: readonly BomLine[]) => Promise<Choice[]>>> = {
  'exact MPN': (database, lines) =>
    rows(
      database,
      `SELECT asked.place - 1 AS place, min(product_id) AS id
       FROM unnest($1::text[]) WITH ORDINALITY AS asked (key, place)
         JOIN store_product_identifiers AS held ON held.kind = 'mpn' AND held.key = asked.key
       GROUP BY asked.place HAVING count(DISTINCT product_id) = 1`,
      [lines.map(({ identity }) => mpnKey(identity.partNumber?.mpn ?? '') ?? '')],
    ),
  trigram: (database, lines) =>
    rows(
      database,
      `SELECT asked.place - 1 AS place, best.id
       FROM unnest($1::text[]) WITH ORDINALITY AS asked (said, place) CROSS JOIN LATERAL (
         SELECT id FROM store_products WHERE status = 'active' AND similarity(name, said) >= 0.3
         ORDER BY similarity(name, said) DESC, id LIMIT 1) AS best`,
      [
        lines.map(({ name, text }) =>
          [...new Set([name, text.value, text.package, text.description])].filter(Boolean).join(' '),
        ),
      ],
    ),
  // Equal attributes, else at least half of the words in common; most words first.
  'words and attributes': (database, lines) => {
    const words = lines.flatMap((line, place) => partTokens(partTextOf(line)).map((token) => ({ place, token })))
    return rows(
      database,
      `WITH word AS (SELECT * FROM unnest($1::int[], $2::text[]) AS word (place, token)),
         size AS (SELECT place, count(*) AS words FROM word GROUP BY place),
         shared AS (SELECT place, product_id, count(*) AS words FROM word JOIN store_product_tokens AS held USING (token)
           WHERE held.cls = $3 GROUP BY place, product_id)
       SELECT DISTINCT ON (place) place, product_id AS id
       FROM shared JOIN size USING (place) JOIN store_products AS product ON product.id = product_id
       WHERE product.status = 'active' AND (shared.words * 2 >= size.words OR EXISTS (
         SELECT FROM jsonb_each_text(product.specifications) AS stated
         WHERE lower(stated.value) = lower(($4::text[])[place + 1])))
       ORDER BY place, shared.words DESC, product_id`,
      [
        words.map(({ place }) => place),
        words.map(({ token }) => token),
        ANY_CLASS,
        lines.map(({ text }) => text.value ?? ''),
      ],
    )
  },
}

interface Choice {
  /** of the line in the batch, from 0 */
  readonly place: number
  readonly id: number
}

type Bought = Readonly<Record<string, string>>

interface AskedLine {
  readonly bought: Bought | undefined
  readonly truth: ScoredLine['truth']
}
