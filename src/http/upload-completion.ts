import { crashPoint } from '../crash-point.js'
import { findUpload, type UploadRow } from '../db/reads/uploads.js'
import { completeUpload } from '../db/uploads.js'
import { DomainError } from '../domain/errors.js'
import type { LengthUnit } from '../domain/length-unit.js'
import type { StoredObject } from '../ports.js'
import type { ApiDependencies } from './api-dependencies.js'
import { storageCall } from './storage-call.js'

/**
 * Checks that the declared bytes arrived, moves the upload to `processing` and starts its analysis; answers the row as
 * it is after the wait. Every step may be repeated: a repeat on a `processing` row meets the same run or starts the one
 * that a broken try left out, and on a later status it answers what is there.
 */
export async function completeAndAnalyse(services: CompletionServices, request: CompletionRequest): Promise<UploadRow> {
  const upload = await ownUpload(request)
  if (upload.fileKey !== request.fileKey) throw mismatch('The file key belongs to another upload.')
  const current = upload.status === 'uploaded' ? await acceptBytes(services, upload, request) : upload
  if (current.status === 'expired') throw expired()
  if (current.status !== 'processing') return current
  const { uploadId, updateId, waitMs } = request
  await services.workflows.startModelAnalysis({ uploadId, updateId, waitMs })
  return waitMs > 0 ? ownUpload(request) : current
}

/** The upload of this person, else `upload_not_found`. */
export async function ownUpload(request: { readonly uploadId: string; readonly userId: string }): Promise<UploadRow> {
  const upload = await findUpload({ id: request.uploadId, userId: request.userId })
  return upload ?? refuseUnknown()
}

export function refuseUnknown(): never {
  throw new DomainError('upload_not_found', 'You have no such upload.')
}

async function acceptBytes(
  { database, store }: CompletionServices,
  upload: UploadRow,
  request: CompletionRequest,
): Promise<UploadRow> {
  const completedAt = new Date()
  if (upload.expiresAt <= completedAt) throw expired()
  const stored = await storageCall(store.head(upload.fileKey))
  crashPoint('upload.after-head')
  if (stored === undefined) throw notArrived()
  checkStored(stored, upload, request)
  const { unit = 'mm', sha256 } = request
  const declaredSha256 = stored.sha256 === undefined ? (sha256 ?? null) : null
  const completion = { id: upload.id, completedAt, unit, etag: stored.etag, declaredSha256 }
  return (await completeUpload(database, completion)) ?? refuseUnknown()
}

function checkStored(stored: StoredObject, upload: UploadRow, { sha256, etag }: CompletionRequest): void {
  if (stored.bytes !== upload.fileSize) throw mismatch(`The file has ${stored.bytes} bytes, not ${upload.fileSize}.`)
  const isOtherContent = sha256 !== undefined && stored.sha256 !== undefined && sha256 !== stored.sha256
  if (isOtherContent) throw mismatch('The file has another checksum.')
  const isOtherVersion = etag !== undefined && bare(etag) !== stored.etag
  if (isOtherVersion) throw mismatch('The file has another ETag.')
}

/** An ETag without quotes and weakness mark. */
function bare(etag: string): string {
  return etag.replace(/^W\//, '').replaceAll('"', '')
}

function mismatch(what: string): DomainError {
  return new DomainError('file_mismatch', `${what} Please upload the file again.`)
}

function expired(): DomainError {
  return new DomainError('upload_expired', 'This upload has expired. Please upload the file again.')
}

function notArrived(): DomainError {
  const message = 'The file has not arrived yet. Please send it to the signed address first.'
  return new DomainError('upload_not_ready', message, { members: { upload_status: 'uploaded' }, retryAfter: 2 })
}

export interface CompletionServices extends Pick<ApiDependencies, 'database' | 'store'> {
  readonly workflows: Pick<ApiDependencies['workflows'], 'startModelAnalysis'>
}

export interface CompletionRequest {
  readonly userId: string
  readonly uploadId: string
  readonly fileKey: string
  /** hex, lower case */
  readonly sha256?: string | undefined
  readonly etag?: string | undefined
  readonly unit?: LengthUnit | undefined
  readonly updateId: string
  readonly waitMs: number
}
