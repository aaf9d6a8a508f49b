import type { UploadRow } from '../db/reads/uploads.js'
import { DomainError } from '../domain/errors.js'
import { uploadUnusable } from '../domain/model-refusals.js'
import type { UploadStatus } from '../domain/upload-status.js'
import type { ApiDependencies } from './api-dependencies.js'
import { waitForRow } from './row-wait.js'
import { ownUpload } from './upload-completion.js'

const ANALYSIS_WAIT_MS = 10_000

/**
 * A measured upload of this person. Waits up to 10 s for an analysis that is still running; refuses what will not be
 * measured, or not in time.
 */
export async function readyUpload(
  { listener }: Pick<ApiDependencies, 'listener'>,
  wanted: { readonly uploadId: string; readonly userId: string },
): Promise<UploadRow> {
  const upload = await ownUpload(wanted)
  if (upload.status !== 'processing') return usable(upload)
  const wait = { subject: `upload:${wanted.uploadId}`, ms: ANALYSIS_WAIT_MS }
  const measured = await waitForRow(listener, wait, async () => {
    const now = await ownUpload(wanted)
    return now.status === 'processing' ? undefined : now
  })
  return usable(measured ?? upload)
}

function usable(upload: UploadRow): UploadRow {
  if (upload.expiresAt <= new Date()) throw expired()
  const status: UploadStatus = upload.status
  switch (status) {
    case 'processed':
      return upload
    case 'failed':
      throw uploadUnusable(upload)
    case 'expired':
      throw expired()
    case 'uploaded':
    case 'processing':
      throw new DomainError('upload_not_ready', WAITING[status], {
        members: { upload_status: status },
        retryAfter: 2,
      })
  }
}

const WAITING = {
  uploaded: 'The file has not arrived yet. Please complete the upload first.',
  processing: 'The model is still being measured; please try again in a moment.',
} as const

function expired(): DomainError {
  return new DomainError('upload_expired', 'This upload has expired; please send the file again.')
}
