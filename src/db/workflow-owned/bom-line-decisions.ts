import type { BomLine } from '../../domain/bom-line.js'
import type { LineDecision } from '../../domain/bom-line-decision.js'
import { cleanJson } from '../clean-json.js'
import type { BomImport } from '../models/bom-imports.js'
import { recordBomImport } from '../record.js'
import { execute, inTransaction, rows, type Database } from '../sequelize.js'
import { BATCH_LINES, STORED_LINE } from './bom-import-lines.js'
import { lockOpenImport } from './bom-imports.js'

/** A stored line that waits for a decision. */
export interface UndecidedLine {
  readonly position: number
  readonly line: BomLine
  readonly neededMilli: number | null
  /** shop numbers on it that the import gives to different parts */
  readonly contestedNumbers: readonly string[]
}

/** The next lines without a decision, in order; none when all are decided. */
export async function undecidedLines(database: Database, importId: string): Promise<UndecidedLine[]> {
  return rows<UndecidedLine>(
    database,
    `SELECT position, needed AS "neededMilli", ${STORED_LINE} AS line,
            coalesce(normalised -> 'contestedNumbers', '[]') AS "contestedNumbers"
     FROM bom_import_lines WHERE import_id = $1 AND status IS NULL ORDER BY position LIMIT $2`,
    [importId, BATCH_LINES],
  )
}

/** Stores the decisions of one batch and tells who watches. */
export async function recordDecisions(
  database: Database,
  batch: { readonly importId: string; readonly decisions: readonly LineDecision[]; readonly lastPosition: number },
): Promise<void> {
  const { importId, decisions, lastPosition } = batch
  await inTransaction(database, async () => {
    const row = await lockOpenImport(importId)
    await execute(
      database,
      `UPDATE bom_import_lines AS line
       SET line_key = decode(made."lineKey", 'hex'), cls = made.cls, status = made.status,
           disposition = made.disposition, stage = made.stage, confidence = made.confidence, reasons = made.reasons,
           warnings = made.warnings, matches = made.matches, product_id = made."productId",
           decided_by = CASE WHEN made."productId" IS NOT NULL THEN 'matcher' END, updated_at = now()
       FROM jsonb_to_recordset($2::jsonb) AS made ("bomItemId" text, "lineKey" text, cls smallint, status text,
         disposition text, stage text, confidence real, reasons jsonb, warnings jsonb, matches jsonb, "productId" bigint)
       WHERE line.import_id = $1 AND line.bom_item_id = made."bomItemId" AND line.status IS NULL`,
      [importId, cleanJson(decisions)],
    )
    await announceLines(database, row, { key: `matched:${lastPosition}`, lines: decisions })
    const data = { stage: 'matching', done: lastPosition + 1, total: row.counters.total ?? null }
    await recordBomImport(database, row, { key: `matching:${lastPosition}`, type: 'progress', data })
  })
}

/** Tells what lines have become, at most 100 in one event. */
export async function announceLines(
  database: Database,
  row: BomImport,
  news: { readonly key: string; readonly lines: readonly { readonly bomItemId: string; readonly status: string }[] },
): Promise<void> {
  for (let first = 0; first < news.lines.length; first += LINES_PER_EVENT) {
    const items = news.lines
      .slice(first, first + LINES_PER_EVENT)
      .map(({ bomItemId, status }) => ({ bom_item_id: bomItemId, status }))
    await recordBomImport(database, row, { key: `${news.key}:${first}`, type: 'lines', data: { items } })
  }
}

const LINES_PER_EVENT = 100
