import type { Attributes } from 'sequelize'

import type { LineDecision, LineMatch } from '../../domain/bom-line-decision.js'
import type { BomImportCounters, BomImportStatus, BomLineStatus } from '../../domain/bom-import-status.js'
import type { BaseUnit, BomLine } from '../../domain/bom-line.js'
import { BomImport } from '../models/bom-imports.js'
import { rows, type Database } from '../sequelize.js'
import { visibleTo, type Viewer } from './viewer.js'

/** `status` without the mark that makes it optional when a row is made. */
export type ImportRow = Omit<Attributes<BomImport>, 'status' | 'counters'> & {
  readonly status: BomImportStatus
  readonly counters: Partial<BomImportCounters>
}

/** An import that is not hidden, if these eyes may see it. */
export async function findImport(id: string, viewer: Viewer): Promise<ImportRow | undefined> {
  const where = { id, deletedAt: null, ...visibleTo(viewer) }
  return (await BomImport.findOne({ where, raw: true })) ?? undefined
}

/** One person's imports, newest first, with their number before paging. */
export async function listImports(page: {
  readonly userId: string
  readonly skip: number
  readonly limit: number
}): Promise<{ imports: ImportRow[]; total: number }> {
  const where = { userId: page.userId, deletedAt: null }
  const order: [string, string][] = [
    ['createdAt', 'DESC'],
    ['id', 'DESC'],
  ]
  const [total, imports] = await Promise.all([
    BomImport.count({ where }),
    BomImport.findAll({ where, order, offset: page.skip, limit: page.limit, raw: true }),
  ])
  return { imports, total }
}

/** A line as it is shown. Before it is matched it has no status. */
export interface ImportLineRow {
  readonly position: number
  readonly bomItemId: string
  readonly sheet: string | null
  readonly rowNo: number | null
  readonly name: string
  readonly raw: BomLine['raw']
  readonly normalised: Omit<BomLine, 'raw'>
  readonly quantityMilli: number | null
  readonly neededMilli: number | null
  readonly unit: BaseUnit
  readonly cartQuantity: number
  readonly status: BomLineStatus | null
  readonly disposition: LineDecision['disposition'] | null
  readonly stage: LineDecision['stage']
  readonly confidence: number | null
  readonly reasons: readonly string[]
  readonly warnings: readonly string[]
  readonly matches: readonly LineMatch[]
  readonly productId: number | null
  readonly isAdded: boolean
}

/** Lines of an import in order, those behind position `after` (-1: from the first), at most `limit`. */
async function importLines(
  database: Database,
  page: { readonly importId: string; readonly after: number; readonly limit: number },
): Promise<ImportLineRow[]> {
  return rows<ImportLineRow>(
    database,
    `SELECT position, bom_item_id AS "bomItemId", sheet, row_no AS "rowNo", name, raw, normalised,
            quantity AS "quantityMilli", needed AS "neededMilli", unit, cart_quantity AS "cartQuantity", status,
            disposition, stage, confidence, reasons, warnings, matches, product_id AS "productId",
            added_at IS NOT NULL AS "isAdded"
     FROM bom_import_lines WHERE import_id = $1 AND position > $2 ORDER BY position LIMIT $3`,
    [page.importId, page.after, page.limit],
  )
}

const BATCH = 500

/** All lines of an import, 500 at a time. */
export async function* importLineBatches(database: Database, importId: string): AsyncGenerator<ImportLineRow[]> {
  for (let after = -1; ;) {
    const batch = await importLines(database, { importId, after, limit: BATCH })
    if (batch.length > 0) yield batch
    if (batch.length < BATCH) return
    after = batch.at(-1)?.position ?? after
  }
}

/** The newest of a person's imports that has the line, for each line that has one. */
export async function newestImportsWith(
  database: Database,
  wanted: { readonly userId: string; readonly bomItemIds: readonly string[] },
): Promise<Map<string, string>> {
  const found = await rows<{ bomItemId: string; importId: string }>(
    database,
    `SELECT DISTINCT ON (line.bom_item_id) line.bom_item_id AS "bomItemId", bom.id AS "importId"
     FROM bom_imports bom JOIN bom_import_lines line ON line.import_id = bom.id
     WHERE bom.user_id = $1 AND bom.deleted_at IS NULL AND line.bom_item_id = ANY($2::text[])
     ORDER BY line.bom_item_id, bom.created_at DESC, bom.id DESC`,
    [wanted.userId, wanted.bomItemIds],
  )
  return new Map(found.map(({ bomItemId, importId }) => [bomItemId, importId]))
}

export interface ImportEventRow {
  readonly seq: number
  readonly type: 'status' | 'progress' | 'lines' | 'attention'
  readonly data: Readonly<Record<string, unknown>>
}

/** The events of an import with `after` < seq <= `upTo`, at most `limit`, in order. */
export async function importEvents(
  database: Database,
  range: { readonly importId: string; readonly after: number; readonly upTo: number; readonly limit: number },
): Promise<ImportEventRow[]> {
  return rows<ImportEventRow>(
    database,
    `SELECT seq, type, data FROM bom_import_events
     WHERE import_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4`,
    [range.importId, range.after, range.upTo, range.limit],
  )
}
