import type { BomDialect } from '../../domain/bom-import.js'
import type { BomLine, OtherRow } from '../../domain/bom-line.js'
import { neededMilli } from '../../domain/import-need.js'
import { contestedNumbers, type NumberedLine } from '../../domain/contested-numbers.js'
import { DomainError } from '../../domain/errors.js'
import { cleanJson } from '../clean-json.js'
import type { BomImport } from '../models/bom-imports.js'
import { recordBomImport } from '../record.js'
import { execute, firstRow, inTransaction, rows, type Database } from '../sequelize.js'
import { lockOpenImport } from './bom-imports.js'

/** Lines are stored and matched this many at a time. */
export const BATCH_LINES = 500
/** SQL: a stored line as it was read, put together again from its two columns (`lineRow`). */
export const STORED_LINE = `normalised || jsonb_build_object('raw', raw)`

/** Begins, or begins again: what an earlier try has stored goes away. */
export async function beginReading(database: Database, importId: string): Promise<void> {
  await inTransaction(database, async () => {
    const row = await lockOpenImport(importId)
    if (row.counters.total !== undefined) return
    await execute(database, 'DELETE FROM bom_import_lines WHERE import_id = $1', [importId])
    const status = 'processing'
    await recordBomImport(database, row, { key: 'reading', type: 'status', data: { status }, changes: { status } })
  })
}

/** Stores some lines behind the ones that are there; `first` is the position of the first of them, from 0. */
export async function storeLines(
  database: Database,
  batch: { readonly importId: string; readonly first: number; readonly lines: readonly BomLine[] },
): Promise<void> {
  const { importId, first, lines } = batch
  await inTransaction(database, async () => {
    const row = await lockOpenImport(importId)
    await execute(
      database,
      `INSERT INTO bom_import_lines
         (import_id, position, bom_item_id, sheet, row_no, name, raw, normalised, line_key, quantity, needed, unit)
       SELECT $1, position, bom_item_id, sheet, row_no, name, raw, normalised, '', quantity, needed, unit
       FROM jsonb_to_recordset($2::jsonb) AS line (position integer, bom_item_id text, sheet text, row_no integer,
         name text, raw jsonb, normalised jsonb, quantity bigint, needed bigint, unit text)`,
      [importId, cleanJson(lines.map((line, index) => lineRow(line, { row, position: first + index })))],
    )
    const done = first + lines.length
    await recordBomImport(database, row, {
      key: `parsing:${done}`,
      type: 'progress',
      data: { stage: 'parsing', done, total: null },
    })
  })
}

export interface ReadEnd {
  readonly importId: string
  /** lines that were stored; null: as many as there are */
  readonly total: number | null
  readonly dialect: BomDialect | null
  readonly otherRows: readonly OtherRow[]
  readonly sha256: string | null
  /** the name that the file or the project has, where the shopper gave none */
  readonly name: string | null
  readonly projectName: string | null
  readonly warnings: readonly string[]
}

/** All lines are there: applies what holds over the whole import. A repeat changes nothing. */
export async function finishReading(database: Database, end: ReadEnd): Promise<void> {
  const { importId, sha256 } = end
  await inTransaction(database, async () => {
    const row = await lockOpenImport(importId)
    if (row.counters.total !== undefined) return
    const total = await lineTotal(database, importId)
    if (end.total !== null && end.total !== total) throw new Error('another try has begun to read this list')
    if (total === 0) throw new DomainError('bom_unreadable', 'There is no part in this list.', NO_TABLE)
    await markContested(database, importId)
    await recordBomImport(database, row, {
      key: 'read',
      type: 'progress',
      data: { stage: 'parsing', done: total, total },
      changes: {
        counters: { total },
        dialect: end.dialect,
        otherRows: [...end.otherRows],
        fileSha256: sha256,
        projectName: end.projectName,
        bomName: row.bomName || end.name || end.projectName || 'BOM',
        warnings: [...end.warnings, ...(await sameContentWarning(database, row, sha256))],
      },
    })
  })
}

const NO_TABLE = { members: { reason: 'no_table' } }

function lineRow(line: BomLine, { row, position }: { readonly row: BomImport; readonly position: number }): object {
  const { raw, bomItemId, sheet, rowNo, name, quantityMilli, unit } = line
  return {
    position,
    bom_item_id: bomItemId,
    sheet,
    row_no: rowNo,
    name,
    raw,
    normalised: { ...line, raw: undefined },
    quantity: quantityMilli,
    needed: neededMilli(line, row.options),
    unit,
  }
}

async function lineTotal(database: Database, importId: string): Promise<number> {
  const counted = 'SELECT count(*)::int AS total FROM bom_import_lines WHERE import_id = $1'
  return (await firstRow<{ total: number }>(database, counted, [importId]))?.total ?? 0
}

/** A number that the import itself gives to different parts says nothing about any of them. */
async function markContested(database: Database, importId: string): Promise<void> {
  const numbered = await rows<NumberedLine>(
    database,
    `SELECT bom_item_id AS "bomItemId", normalised -> 'identity' AS identity,
            jsonb_build_object('value', normalised -> 'text' -> 'value') AS text
     FROM bom_import_lines
     WHERE import_id = $1 AND jsonb_array_length(normalised -> 'identity' -> 'shopNumbers') > 0`,
    [importId],
  )
  const contested = [...contestedNumbers(numbered)].map(([id, numbers]) => ({ id, numbers }))
  if (contested.length === 0) return
  await execute(
    database,
    `UPDATE bom_import_lines SET normalised = normalised || jsonb_build_object('contestedNumbers', found.numbers)
     FROM jsonb_to_recordset($2::jsonb) AS found (id text, numbers jsonb)
     WHERE import_id = $1 AND bom_item_id = found.id`,
    [importId, cleanJson(contested)],
  )
}

/** Two imports are two imports, but whoever brings the same list twice is told. */
async function sameContentWarning(database: Database, row: BomImport, sha256: string | null): Promise<string[]> {
  if (sha256 === null) return []
  const earlier = await firstRow<{ at: Date }>(
    database,
    `SELECT created_at AS at FROM bom_imports
     WHERE user_id = $1 AND file_sha256 = $2 AND id <> $3 AND deleted_at IS NULL ORDER BY created_at DESC LIMIT 1`,
    [row.userId, sha256, row.id],
  )
  const day = earlier?.at.toISOString().slice(0, 10)
  return day ? [`This list is unchanged since ${day}; its lines may already be in the cart.`] : []
}
