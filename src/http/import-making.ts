import { findImport, type ImportRow } from '../db/reads/bom-imports.js'
import { newId } from '../db/record.js'
import { bomObjectKey, type BomSource } from '../domain/bom-import.js'
import { DomainError } from '../domain/errors.js'
import type { ApiDependencies } from './api-dependencies.js'
import { importResource } from './import-links.js'
import { optionsOf, sourceOf, type ImportWish } from './import-wish.js'
import type { Claim } from './route.js'
import { waitForRow } from './row-wait.js'
import { storageCall } from './storage-call.js'

export interface ImportIds {
  readonly importId: string
  readonly quickReorderId: string
}

/** The ids of a new import. */
export function drawImportIds(): ImportIds {
  return { importId: newId(), quickReorderId: newId() }
}

export interface ImportRequest {
  readonly wish: ImportWish
  readonly uploaded: Buffer | undefined
  readonly userId: string
  readonly claim: Claim<ImportIds>
  readonly waitSeconds: number
}

/**
 * Stores what must be read, starts the import's run and answers its row as it is after the wait; undefined when the run has
 * not written it yet. A repeat with the same claim meets the same run. A list that is refused in time throws its refusal.
 */
export async function makeImport(
  dependencies: ApiDependencies,
  request: ImportRequest,
): Promise<ImportRow | undefined> {
  const { wish, uploaded, userId, claim, waitSeconds } = request
  const { importId, quickReorderId, updateId } = claim.ids
  const { source, bytes } = sourceOf(wish, uploaded)
  if (bytes) await storeList(dependencies, { importId, source, bytes })
  const input = {
    id: importId,
    userId,
    source,
    ...(wish.makrcave_project_id && { projectId: wish.makrcave_project_id }),
    ...(wish.bom_name && { bomName: wish.bom_name }),
    options: optionsOf(wish, quickReorderId),
  }
  const answer = await dependencies.workflows.startImport({ input, updateId, waitMs: waitSeconds * 1000 })
  const row = await waitForRow(dependencies.listener, { subject: importResource(importId), ms: ROW_MS }, () =>
    findImport(importId, { userId }),
  )
  if (row || answer === 'pending') return row
  throw new DomainError('workflow_unavailable', 'The import could not be begun; please repeat the request.', {
    retryAfter: 2,
  })
}

/** Whoever is sent to an import finds it there: its run writes the row first of all. */
const ROW_MS = 2_000

async function storeList(
  { store }: ApiDependencies,
  list: { readonly importId: string; readonly source: BomSource; readonly bytes: Buffer },
): Promise<void> {
  const contentType = list.source === 'inline' ? 'application/json' : 'application/octet-stream'
  await storageCall(store.put({ key: bomObjectKey(list.importId), body: list.bytes, contentType }))
}
