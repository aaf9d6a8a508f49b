import type { LengthUnit } from '../domain/length-unit.js'
import { checkUploadQuota, KEPT_DAYS, type UploadUse } from '../domain/upload-rules.js'
import { canMoveUpload } from '../domain/upload-status.js'
import { Upload } from './models/uploads.js'
import type { UploadRow } from './reads/uploads.js'
import { announce, mustExist } from './record.js'
import { type Database, execute, firstRow, inTransaction } from './sequelize.js'

const DAY_MS = 86_400_000

/**
 * Notes an upload down before its bytes exist. A repeat with the same id answers the row as it is; a person whose
 * share is used up is refused with `quota_exceeded`, also when many requests come at once.
 */
export async function signUpload(database: Database, draft: UploadDraft): Promise<UploadRow> {
  return inTransaction(database, async () => {
    await execute(database, `SELECT pg_advisory_xact_lock(hashtextextended('uploads:' || $1, 0))`, [draft.userId])
    const known = await Upload.findOne({ where: { id: draft.id, userId: draft.userId } })
    if (known) return known.get()
    checkUploadQuota(await uploadUse(database, draft.userId), draft.fileSize)
    return (await Upload.create(draft)).get()
  })
}

/**
 * The bytes are there: `uploaded` becomes `processing`, and the time it is kept begins. Any other status stays as it
 * is. Answers the row; undefined when the upload was hidden meanwhile.
 */
export async function completeUpload(database: Database, completion: Completion): Promise<UploadRow | undefined> {
  const { id, completedAt, unit, etag, declaredSha256 } = completion
  return inTransaction(database, async () => {
    const upload = await Upload.findOne({ where: { id, deletedAt: null }, lock: true })
    if (!upload || !canMoveUpload(upload.status, 'processing')) return upload?.get()
    await upload.update({
      status: 'processing',
      unit,
      etag,
      declaredSha256,
      completedAt,
      expiresAt: new Date(completedAt.getTime() + KEPT_DAYS * DAY_MS),
      version: upload.version + 1,
    })
    await announce(database, `upload:${id}`)
    return upload.get()
  })
}

/**
 * Hides an upload from its owner. Answers whether its objects may go: not while a quote can be accepted or an order
 * may still be printed from them. Undefined when there is none.
 */
export async function hideUpload(database: Database, owned: OwnedUpload): Promise<HiddenUpload | undefined> {
  const { id, userId } = owned
  return inTransaction(database, async () => {
    const upload = await Upload.findOne({ where: { id, userId, deletedAt: null }, lock: true })
    if (!upload) return undefined
    await upload.update({ deletedAt: new Date(), version: upload.version + 1 })
    await announce(database, `upload:${id}`)
    return { fileKey: upload.fileKey, isNeeded: await isNeeded(database, id) }
  })
}

/** What one person signed within a day and keeps. A hidden upload counts while its objects are needed. */
async function uploadUse(database: Database, userId: string): Promise<UploadUse> {
  const use = await firstRow<UploadUse>(
    database,
    `SELECT (count(*) FILTER (WHERE is_recent))::int AS "signsToday",
       COALESCE(ceil(extract(epoch FROM min(created_at) FILTER (WHERE is_recent) + interval '1 day' - now())), 0)::int
         AS "secondsToNextSign",
       COALESCE(sum(file_size) FILTER (WHERE is_kept), 0)::bigint AS "keptBytes"
     FROM (
       SELECT created_at, file_size, created_at > now() - interval '1 day' AS is_recent,
         CASE
           WHEN status = 'expired' OR (status = 'uploaded' AND expires_at <= now()) THEN false
           WHEN deleted_at IS NULL THEN true
           ELSE EXISTS (SELECT 1 FROM quotes WHERE upload_id = uploads.id AND status = 'active' AND expires_at > now())
             OR EXISTS (SELECT 1 FROM service_orders WHERE upload_id = uploads.id AND status <> 'cancelled')
         END AS is_kept
       FROM uploads WHERE user_id = $1
     ) AS mine`,
    [userId],
  )
  return mustExist(use, 'the sum over uploads')
}

/**
 * Orders keep their objects until they are over, for another 90 days once completed: a job that MakrCave cancelled or
 * failed may be replaced.
 */
async function isNeeded(database: Database, uploadId: string): Promise<boolean> {
  const needed = await firstRow(
    database,
    `SELECT 1 FROM quotes WHERE upload_id = $1 AND status = 'active' AND expires_at > now()
     UNION ALL
     SELECT 1 FROM service_orders service JOIN store_orders orders ON orders.id = service.order_id
     WHERE service.upload_id = $1
       AND (orders.status IN ('pending', 'processing', 'shipped') OR service.completed_at > now() - interval '90 days')
     LIMIT 1`,
    [uploadId],
  )
  return needed !== undefined
}

export interface UploadDraft {
  readonly id: string
  readonly userId: string
  readonly fileKey: string
  readonly fileName: string
  /** bytes, as declared */
  readonly fileSize: number
  readonly mimeType: string
  readonly expiresAt: Date
}

export interface Completion {
  readonly id: string
  readonly completedAt: Date
  readonly unit: LengthUnit
  readonly etag: string
  /** hex, as the client gave it and the store could not confirm it */
  readonly declaredSha256: string | null
}

export interface OwnedUpload {
  readonly id: string
  readonly userId: string
}

export interface HiddenUpload {
  readonly fileKey: string
  readonly isNeeded: boolean
}
