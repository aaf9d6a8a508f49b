import { heartbeat } from '@temporalio/activity'

import { bomObjectKey, type LoadedImport } from '../src/domain/bom-import.js'
import type { RefusalCode } from '../src/domain/errors.js'
import { BomImport } from '../src/db/models/bom-imports.js'
import type { Chosen } from '../src/db/reads/bom-choices.js'
import { matchBomLines } from '../src/db/reads/bom-matching.js'
import { mustExist } from '../src/db/record.js'
import { applyChoices, type Choices } from '../src/db/workflow-owned/bom-choices.js'
import { finishReading } from '../src/db/workflow-owned/bom-import-lines.js'
import {
  endImport,
  loadImport,
  recordImport,
  settleImport,
  type ImportDraft,
} from '../src/db/workflow-owned/bom-imports.js'
import { recordDecisions, undecidedLines } from '../src/db/workflow-owned/bom-line-decisions.js'
import { weighImport } from '../src/db/workflow-owned/bom-standings.js'
import type { ActivityDependencies } from './dependencies.js'

interface ImportKey {
  readonly importId: string
}

/** The rows of an import, from its first line to its end. */
export function bomImportActivities({ database }: ActivityDependencies) {
  return {
    async recordImport(draft: ImportDraft): Promise<LoadedImport> {
      const fileKey = draft.source === 'makrcave' ? null : bomObjectKey(draft.importId)
      await recordImport(database, { ...draft, fileKey })
      return loadImport(database, draft.importId)
    },

    loadImport: ({ importId }: ImportKey): Promise<LoadedImport> => loadImport(database, importId),

    /** A person goes on with the lines that were stored before reading broke. */
    async finishReading({ importId }: ImportKey): Promise<LoadedImport> {
      await finishReading(database, { ...NOTHING_MORE, importId })
      return loadImport(database, importId)
    },

    /** Judges every line that is not judged, 500 at a time, and then the import as a whole. What is judged stays so. */
    async matchLines({ importId }: ImportKey): Promise<LoadedImport> {
      const { userId } = mustExist(await BomImport.findByPk(importId), 'the import')
      for (;;) {
        const batch = await undecidedLines(database, importId)
        const last = batch.at(-1)
        if (!last) break
        heartbeat({ stage: 'matching', done: last.position })
        const decisions = await matchBomLines(database, { userId, lines: batch })
        await recordDecisions(database, { importId, decisions, lastPosition: last.position })
      }
      await weighImport(database, importId)
      return loadImport(database, importId)
    },

    settleImport: ({ importId }: ImportKey): Promise<LoadedImport> => settleImport(database, importId),

    async applyChoices(call: Choices): Promise<Chosen & { readonly row: LoadedImport }> {
      const chosen = await applyChoices(database, call)
      return { ...chosen, row: await loadImport(database, call.importId) }
    },

    endImport: (end: ImportKey & { code: RefusalCode | null; message: string | null }): Promise<LoadedImport> =>
      endImport(database, end),
  }
}

const NOTHING_MORE = {
  total: null,
  dialect: null,
  otherRows: [],
  sha256: null,
  name: null,
  projectName: null,
  warnings: ['Reading broke off; lines at the end of the list may be missing.'],
}
