import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { cancellationSignal, heartbeat } from '@temporalio/activity'

import type { BomImport } from '../src/db/models/bom-imports.js'
import { columnMemory, rememberColumns } from '../src/db/workflow-owned/column-memory.js'
import { finishReading, storeLines } from '../src/db/workflow-owned/bom-import-lines.js'
import type { BomLine } from '../src/domain/bom-line.js'
import { bomUnreadable } from '../src/domain/bom-limits.js'
import { columnsToRemember } from '../src/domain/column-memory.js'
import { WorkFailed } from '../src/domain/errors.js'
import { ChildKilled, readBom, type BomFileReading } from '../src/readers/isolate.js'
import type { ActivityDependencies } from './dependencies.js'
import { fetchObject } from './stored-objects.js'

const HEARTBEAT_MS = 5_000

/** Reads the stored object of an import in a killable child and stores its lines as they come. */
export async function readObject(dependencies: ActivityDependencies, row: BomImport): Promise<void> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'makrx-bom-'))
  const pulse = setInterval(() => heartbeat({ stage: 'reading' }), HEARTBEAT_MS)
  try {
    const file = path.join(scratch, 'list')
    const sha256 = await fetchObject(dependencies.store, row.fileKey ?? '', file)
    if (sha256 === undefined) throw bomUnreadable('broken', 'The stored list is gone; please import it again.')
    await storeReading(dependencies, row, { sha256, reading: await readInChild(dependencies, row, file) })
  } finally {
    clearInterval(pulse)
    await rm(scratch, { recursive: true, force: true })
  }
}

async function readInChild(
  { database }: ActivityDependencies,
  { id: importId, userId, options }: BomImport,
  file: string,
): Promise<BomFileReading> {
  const known = await columnMemory(database, userId)
  const signal = cancellationSignal()
  let first = 0
  const onLines = async (lines: readonly BomLine[]): Promise<void> => {
    await storeLines(database, { importId, first, lines })
    first += lines.length
    heartbeat({ stage: 'reading', done: first })
  }
  const wishes = {
    ...(options.table && { overrule: options.table }),
    rolesByFingerprint: Object.fromEntries(known.map(({ fingerprint, roles }) => [fingerprint, roles])),
  }
  try {
    return await readBom({ path: file, scratchDirectory: path.dirname(file), onLines, signal, ...wishes })
  } catch (error) {
    if (!(error instanceof ChildKilled)) throw error
    // Being cancelled says nothing about the file.
    signal.throwIfAborted()
    throw new WorkFailed(`reading was ended (${error.reason})`)
  }
}

/** A correction that made the file readable is remembered for the next one with the same headings. */
async function storeReading(
  { database }: ActivityDependencies,
  { id: importId, userId, options }: BomImport,
  { sha256, reading }: { readonly sha256: string; readonly reading: BomFileReading },
): Promise<void> {
  const { dialect, otherRows, warnings, lines: total } = reading
  const correction = columnsToRemember(dialect.tables, options.table ?? {})
  if (correction) await rememberColumns(database, userId, correction)
  const name = nameOf(options.fileName)
  await finishReading(database, { importId, total, dialect, otherRows, sha256, name, projectName: null, warnings })
}

/** A file's name without folders and ending, as the import's name. */
function nameOf(fileName: string | undefined): string | null {
  const bare = (fileName ?? '').replace(/^.*[/\\]/, '').replace(/\.[A-Za-z0-9]{1,5}$/, '')
  return bare.trim() === '' ? null : bare.trim().slice(0, 255)
}
