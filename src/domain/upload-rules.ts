import { DomainError } from './errors.js'

export const MIN_UPLOAD_BYTES = 100

/** File name endings that are taken. The last four are stored only; a person quotes them. */
export const ALLOWED_TYPES = ['.stl', '.obj', '.3mf', '.ply', '.amf', '.step', '.stp'] as const

/** What a shopper says about a file before its bytes exist. Names and types are never trusted, only limited. */
export interface DeclaredFile {
  readonly fileName: string
  readonly contentType: string
  readonly fileSize: number
}

/**
 * Refuses what we would not take, and answers the one content type under which the bytes may arrive: lower case,
 * without parameters; none counts as `application/octet-stream`. `maxBytes` is the configured limit.
 */
export function acceptedContentType(file: DeclaredFile, maxBytes: number): string {
  const contentType = (file.contentType.split(';', 1)[0] ?? '').trim().toLowerCase() || BYTES
  if (!hasAllowedEnding(file.fileName) || !isAllowedContentType(contentType)) throw unsupportedFile()
  if (file.fileSize > maxBytes) throw tooLarge(maxBytes)
  if (file.fileSize < MIN_UPLOAD_BYTES) throw tooSmall()
  return contentType
}

/**
 * Where the bytes of an upload arrive: `uploads/{upload_id}/{YYYYMMDD_HHMMSS}_{name}`. Only keys below `uploads/` are
 * ever signed for writing.
 */
export function uploadKey(upload: { readonly id: string; readonly fileName: string; readonly signedAt: Date }): string {
  const [day = '', time = ''] = upload.signedAt.toISOString().split('T')
  const stamp = `${day.replaceAll('-', '')}_${time.slice(0, 8).replaceAll(':', '')}`
  return `uploads/${upload.id}/${stamp}_${safeName(upload.fileName)}`
}

/** The name reduced to letters, digits, `.`, `_` and `-`, at most 100 characters, its ending kept. */
export function safeName(fileName: string): string {
  const plain = fileName.normalize('NFKD').replace(/\p{M}+/gu, '')
  const reduced = plain.replace(/[^A-Za-z0-9._-]+/g, '_').replace(/\.{2,}/g, '.')
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(reduced)?.[0] ?? ''
  return reduced.slice(0, reduced.length - ending.length).slice(0, MAX_NAME - ending.length) + ending
}

/** Copies that nobody was ever allowed to write: what is measured, shown and handed on. */
export function cleanPrefix(uploadId: string): string {
  return `clean/${uploadId}/`
}

export function cleanModelKey(uploadId: string): string {
  return `${cleanPrefix(uploadId)}model`
}

/** The normalised mesh in millimetres, one for each unit that was tried. */
export function cleanMeshKey(uploadId: string, normalisedSha256: string): string {
  return `${cleanPrefix(uploadId)}${normalisedSha256}.stl`
}

export function pictureKey(uploadId: string): string {
  return `${cleanPrefix(uploadId)}picture.png`
}

/** How much one person may keep and sign. */
export const UPLOAD_QUOTAS = { signsPerDay: 100, keptBytes: 2 * 1024 ** 3 } as const

/** Refuses one more upload when this person's share is used up. */
export function checkUploadQuota(use: UploadUse, fileSize: number): void {
  if (use.signsToday >= UPLOAD_QUOTAS.signsPerDay) throw usedUp('signs_per_day', use.secondsToNextSign)
  if (use.keptBytes + fileSize > UPLOAD_QUOTAS.keptBytes) throw usedUp('kept_bytes', SECONDS_PER_HOUR)
}

export interface UploadUse {
  /** within the last 24 hours */
  readonly signsToday: number
  /** until the oldest of them is a day old */
  readonly secondsToNextSign: number
  readonly keptBytes: number
}

/** Days that a completed upload is kept when nobody orders it. */
export const KEPT_DAYS = 30

const MAX_NAME = 100
const BYTES = 'application/octet-stream'
const SECONDS_PER_HOUR = 3600
const CONTENT_TYPES: ReadonlySet<string> = new Set([
  BYTES,
  'application/sla',
  'application/vnd.ms-pki.stl',
  'application/vnd.ms-package.3dmanufacturing-3dmodel+xml',
  'application/zip',
  'application/x-zip-compressed',
  'application/step',
  'application/x-step',
  'text/plain',
])

function isAllowedContentType(contentType: string): boolean {
  return CONTENT_TYPES.has(contentType) || /^model\/[a-z0-9][a-z0-9.+_-]{0,99}$/.test(contentType)
}

function hasAllowedEnding(fileName: string): boolean {
  const name = fileName.toLowerCase()
  return ALLOWED_TYPES.some((ending) => name.endsWith(ending))
}

function unsupportedFile(): DomainError {
  const message = `We take ${ALLOWED_TYPES.join(', ')} files. Please export the model in one of these formats.`
  return new DomainError('unsupported_file_type', message, { members: { allowed_types: ALLOWED_TYPES } })
}

function tooLarge(limit: number): DomainError {
  const message = `The file is larger than ${limit} bytes. Please reduce the model.`
  return new DomainError('payload_too_large', message, { members: { limit } })
}

function tooSmall(): DomainError {
  const message = `A model has at least ${MIN_UPLOAD_BYTES} bytes.`
  return new DomainError('validation_error', message, {
    errors: [{ path: 'body.file_size', code: 'too_small', message }],
  })
}

function usedUp(quota: string, retryAfter: number): DomainError {
  const message =
    quota === 'kept_bytes'
      ? 'Your storage is full. Please delete models that you no longer need.'
      : 'You have started as many uploads as one day allows. Please continue tomorrow.'
  return new DomainError('quota_exceeded', message, { members: { quota }, retryAfter })
}
