import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { migrateUp } from '../../migrations/migrate.js'
import { matchBomLines } from '../../src/db/reads/bom-matching.js'
import { createDatabase, rows, type Database } from '../../src/db/sequelize.js'
import { startPostgres } from '../../src/development/embedded-postgres.js'
import type { LineDecision } from '../../src/domain/bom-line-decision.js'
import type { MatchableLine } from '../../src/domain/match-reading.js'
import type { ScoredLine } from './score.js'

const BATCH = 500
const POOL = { poolSize: 2, maxOverflow: 0, acquireSeconds: 30, recycleSeconds: 600 }

/** A shop of its own with the products that `fill` puts into it, for as long as the work takes. */
export async function withShelf<T>(
  fill: (database: Database) => Promise<unknown>,
  work: (shelf: Shelf) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'makrx-eval-'))
  const postgres = await startPostgres({ dataDirectory: join(folder, 'postgres'), persistent: false })
  try {
    await migrateUp(postgres.url)
    const database = createDatabase({ url: postgres.url, ...POOL }, { statementTimeoutMs: 120_000, name: 'eval-bom' })
    try {
      await fill(database)
      await database.query('ANALYZE')
      return await work(shelfOf(database, await idsBySku(database)))
    } finally {
      await database.close()
    }
  } finally {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function shelfOf(database: Database, ids: ReadonlyMap<string, number>): Shelf {
  const names = new Map([...ids].map(([sku, id]) => [id, sku]))
  const skuOf = (id: number): string => names.get(id) ?? `product ${id}`
  return {
    database,
    skuOf,
    namesIn(decision) {
      const chosen = decision?.productId ?? null
      return {
        decision,
        chosen: chosen === null ? null : skuOf(chosen),
        shown: (decision?.matches ?? []).map(({ productId }) => skuOf(productId)),
      }
    },
    async match(lines) {
      const decisions: LineDecision[] = []
      for (let start = 0; start < lines.length; start += BATCH) {
        const batch = lines.slice(start, start + BATCH)
        decisions.push(...(await matchBomLines(database, { userId: 'eval', lines: batch })))
      }
      return decisions
    },
  }
}

async function idsBySku(database: Database): Promise<Map<string, number>> {
  const found = await rows<{ id: number; sku: string }>(database, 'SELECT id, sku FROM store_products')
  return new Map(found.map(({ id, sku }) => [sku, id]))
}

export interface Shelf {
  readonly database: Database
  skuOf(productId: number): string
  /** the products of a decision by their SKUs */
  namesIn(decision: LineDecision | undefined): Pick<ScoredLine, 'decision' | 'chosen' | 'shown'>
  /** the decisions in the order of the lines */
  match(lines: readonly MatchableLine[]): Promise<LineDecision[]>
}
