import type { Client } from 'pg'

import type { AskedNumber } from '../src/db/reads/match-stages.js'
import type { LineReading } from '../src/domain/match-reading.js'

/** What a shop does that asks line by line, each statement prepared once; answers ids of products. */
export class LineLoops {
  readonly #client: Client

  constructor(client: Client) {
    this.#client = client
  }

  async byNumber({ kind, key }: AskedNumber): Promise<number[]> {
    return this.#ask('number', 'SELECT product_id AS id FROM store_product_identifiers WHERE kind = $1 AND key = $2', [
      kind,
      key,
    ])
  }

  /** Number after number, then values. */
  async waterfall({ identifiers, question }: LineReading): Promise<number[]> {
    for (const identifier of identifiers) {
      const found = await this.byNumber(identifier)
      if (found.length > 0) return found
    }
    if (question === undefined) return []
    const { cls, n1, t1, t2, n2, n3 } = question
    return this.#ask(
      'values',
      `SELECT product.id FROM store_product_params AS stated JOIN store_products AS product ON product.id = stated.product_id
       WHERE cls = $1 AND n1 = $2 AND ($3::text IS NULL OR t1 = $3) AND ($4::text IS NULL OR t2 = $4) AND product.status = 'active'
         AND ($5::bigint IS NULL OR n2 BETWEEN $5 AND $6) AND ($7::bigint IS NULL OR n3 BETWEEN $7 AND $8)
       ORDER BY stock_on_hand - stock_reserved > 0 DESC, effective_price_minor, product.id LIMIT 20`,
      [cls, n1, t1, t2, n2?.least, n2?.most, n3?.least, n3?.most],
    )
  }

  /** Nearest names first, over an index that the bench makes for this. */
  async byLikeness(text: string): Promise<number[]> {
    return this.#ask('likeness', `SELECT id FROM store_products WHERE status = 'active' ORDER BY name <-> $1 LIMIT 5`, [
      text,
    ])
  }

  /** All words in their order, anywhere in a name, as a shop without an index of trigrams looks; no `%` occurs. */
  async byPattern(text: string): Promise<number[]> {
    return this.#ask(
      'pattern',
      `SELECT id FROM store_products WHERE status = 'active' AND name || '' ILIKE $1 LIMIT 5`,
      [`%${text}%`],
    )
  }

  async waterfallWithLikeness(reading: LineReading): Promise<number[]> {
    const found = await this.waterfall(reading)
    return found.length > 0 ? found : this.byLikeness(reading.said)
  }

  async #ask(name: string, text: string, values: readonly unknown[]): Promise<number[]> {
    const { rows } = await this.#client.query<{ id: number }>({ name, text, values: [...values] })
    return rows.map(({ id }) => id)
  }
}
