import { MATCHER_VERSION, type BomImportOptions, type BomSource, type LoadedImport } from '../../domain/bom-import.js'
import { canMoveImport, endedStatus, settledStatus } from '../../domain/bom-import-status.js'
import { DomainError, type RefusalCode } from '../../domain/errors.js'
import { BomImport } from '../models/bom-imports.js'
import { announce, lockBomImport, mustExist, recordBomImport } from '../record.js'
import { firstRow, inTransaction, type Database } from '../sequelize.js'
import { countLines, totalOf } from './bom-line-counts.js'
import { makeQuickReorder } from './bom-quick-reorder.js'

export interface ImportDraft {
  readonly importId: string
  readonly userId: string
  readonly source: BomSource
  readonly projectId?: string | undefined
  readonly bomName?: string | undefined
  readonly options: BomImportOptions
}

/** Writes the import down; a repeat finds it. */
export async function recordImport(database: Database, draft: ImportDraft & { fileKey: string | null }): Promise<void> {
  await inTransaction(database, async () => {
    const { importId: id, projectId = null, bomName = '', ...wish } = draft
    const { userId, source, options, fileKey } = wish
    await BomImport.bulkCreate(
      [{ id, userId, source, projectId, bomName, options, fileKey, matcherVersion: MATCHER_VERSION }],
      { ignoreDuplicates: true },
    )
    await announce(database, `bom_import:${id}`)
  })
}

/** The import as its run needs it. */
export async function loadImport(database: Database, importId: string): Promise<LoadedImport> {
  const row = mustExist(await BomImport.findByPk(importId), `import ${importId}`)
  const settled = await firstRow<{ at: Date }>(
    database,
    `SELECT at FROM bom_import_events WHERE import_id = $1 AND event_key = 'settled'`,
    [importId],
  )
  return {
    status: row.status,
    source: row.source,
    wantsCart: row.options.addToCart,
    isRead: row.counters.total !== undefined,
    isClosed: row.completedAt !== null,
    openLines: row.counters.unmapped ?? 0,
    settledAtMs: settled?.at.getTime() ?? null,
    attention: row.attention,
  }
}

/** The locked row of an import that still goes on; every effect of its run begins with this. */
export async function lockOpenImport(importId: string): Promise<BomImport> {
  const row = mustExist(await lockBomImport(importId), `import ${importId}`)
  if (row.completedAt === null) return row
  throw new DomainError('import_closed', 'This import is closed; import the parts list again.')
}

/** Every line is judged: counts them, and closes the import when none is left to a person. A repeat changes nothing. */
export async function settleImport(database: Database, importId: string): Promise<LoadedImport> {
  await inTransaction(database, async () => {
    const row = await lockOpenImport(importId)
    if (row.status !== 'processing') return
    const quickReorderId = await makeQuickReorder(database, row)
    await recordCounts(database, row, { key: 'settled', changes: { quickReorderId } })
  })
  return loadImport(database, importId)
}

/** Nothing more is done for the import. With a code it goes into the import's log of errors. */
export async function endImport(
  database: Database,
  end: { readonly importId: string; readonly code: RefusalCode | null; readonly message: string | null },
): Promise<LoadedImport> {
  const { importId, code, message } = end
  await inTransaction(database, async () => {
    const row = mustExist(await lockBomImport(importId), `import ${importId}`)
    if (row.completedAt !== null) return
    const problem = { error: message ?? '', code: code ?? 'import_closed', timestamp: new Date().toISOString() }
    await recordBomImport(database, row, {
      key: 'ended',
      type: 'status',
      data: { status: endedStatus(row.status) },
      changes: {
        status: endedStatus(row.status),
        ...(row.counters.total === undefined ? {} : { counters: await countLines(database, importId) }),
        ...(code === null ? {} : { errorLog: [...row.errorLog, problem] }),
        completedAt: new Date(),
      },
    })
  })
  return loadImport(database, importId)
}

/**
 * Counts the lines again and moves the row where the table of moves allows it; the import is closed once no line is
 * left to a person. Call it with the row locked and `processing` or `partial`.
 */
export async function recordCounts(
  database: Database,
  row: BomImport,
  event: {
    readonly key: string
    readonly data?: Readonly<Record<string, unknown>>
    readonly changes?: Partial<BomImport['_attributes']>
  },
): Promise<void> {
  const counters = await countLines(database, row.id)
  const wanted = settledStatus(counters)
  const status = canMoveImport(row.status, wanted) ? wanted : row.status
  await recordBomImport(database, row, {
    key: event.key,
    type: 'status',
    data: { ...event.data, status },
    changes: {
      ...event.changes,
      status,
      counters,
      estimatedTotalMinor: await totalOf(database, row.id),
      ...(status === 'completed' ? { completedAt: new Date() } : {}),
    },
  })
}
