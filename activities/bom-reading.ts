import { createHash } from 'node:crypto'

import { cancellationSignal } from '@temporalio/activity'

import { readCaveBom } from '../src/cave-boms.js'
import { BomImport } from '../src/db/models/bom-imports.js'
import { mustExist } from '../src/db/record.js'
import { BATCH_LINES, beginReading, finishReading, storeLines } from '../src/db/workflow-owned/bom-import-lines.js'
import { loadImport } from '../src/db/workflow-owned/bom-imports.js'
import type { LoadedImport } from '../src/domain/bom-import.js'
import { readObject } from './bom-file-reading.js'
import type { ActivityDependencies } from './dependencies.js'

/** Parts lists become lines: of MakrCave as JSON, of people as files that only a killable child looks into. */
export function bomReadingActivities(dependencies: ActivityDependencies) {
  const { database, cave } = dependencies
  return {
    /**
     * Stores every line of an import, 500 at a time; a repeat begins again. What is wrong with the list is a refusal; a
     * child that crashed is `WorkFailed`.
     */
    async readBom({ importId }: { importId: string }): Promise<LoadedImport> {
      const row = mustExist(await BomImport.findByPk(importId), 'the import')
      if (row.counters.total === undefined) {
        await beginReading(database, importId)
        if (row.source === 'makrcave') await readProject(dependencies, row)
        else await readObject(dependencies, row)
      }
      return loadImport(database, importId)
    },

    /** Tells MakrCave how many lines of its list found a product. */
    async reportToCave({ importId }: { importId: string }): Promise<void> {
      const { projectId, counters } = mustExist(await BomImport.findByPk(importId), 'the import')
      if (projectId === null) return
      const { mapped: mappedItems = 0, unmapped: unmappedItems = 0 } = counters
      await cave.reportImport({ projectId, importId, mappedItems, unmappedItems })
    },
  }
}

async function readProject({ database, cave }: ActivityDependencies, row: BomImport): Promise<void> {
  const { id: importId, userId, projectId } = row
  const project = { projectId: projectId ?? '', userId, signal: cancellationSignal() }
  const { bom, projectName, reading } = await readCaveBom(cave, project)
  const { lines, tables, otherRows, warnings } = reading
  for (let first = 0; first < lines.length; first += BATCH_LINES) {
    await storeLines(database, { importId, first, lines: lines.slice(first, first + BATCH_LINES) })
  }
  const sha256 = createHash('sha256').update(JSON.stringify(bom)).digest('hex')
  const dialect = { ...MEMBERS, tables }
  await finishReading(database, {
    importId,
    total: lines.length,
    dialect,
    otherRows,
    sha256,
    name: null,
    projectName,
    warnings,
  })
}

const MEMBERS = { kind: 'json', encoding: null, delimiter: null, quote: null } as const
