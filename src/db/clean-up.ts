import { execute, inTransaction, rows, type Database } from './sequelize.js'

/** An upload whose time is over. */
interface EndedUpload {
  readonly id: string
  readonly fileKey: string
}

const EXPIRE_AT_ONCE = 500

/**
 * Keeps files beside everything that the upload's own row says: a quote can still be accepted (an hour is left for an
 * acceptance that is under way), or an order was printed from them within 90 days, or may yet be.
 */
const IS_IN_USE = `(
  EXISTS (SELECT 1 FROM quotes WHERE quotes.upload_id = uploads.id AND quotes.status = 'active'
            AND quotes.expires_at > now() - interval '1 hour')
  OR EXISTS (SELECT 1 FROM service_orders AS service WHERE service.upload_id = uploads.id
               AND coalesce(service.completed_at, service.cancelled_at,
                            CASE WHEN service.status = 'failed' THEN service.updated_at ELSE now() END)
                   > now() - interval '90 days'))`

const IS_OVER = `(expires_at < now() OR deleted_at IS NOT NULL) AND NOT ${IS_IN_USE}`

/**
 * Ends uploads that are past their time or deleted, and that no quote and no order needs. At most 500: repeat until it
 * answers none. The rows are locked before the second look, so a quote made meanwhile keeps its file.
 */
export async function expireUploads(database: Database): Promise<EndedUpload[]> {
  return inTransaction(database, async () => {
    const late = await rows<{ id: string }>(
      database,
      `SELECT id FROM uploads WHERE status IN ('uploaded', 'processed') AND ${IS_OVER}
       ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED`,
      [EXPIRE_AT_ONCE],
    )
    return rows<EndedUpload>(
      database,
      `UPDATE uploads SET status = 'expired', version = version + 1, updated_at = now()
       WHERE id = ANY($1::uuid[]) AND ${IS_OVER} RETURNING id, file_key AS "fileKey"`,
      [late.map(({ id }) => id)],
    )
  })
}

/** Prefixes below which every object belongs to a row. */
export const SWEPT_PREFIXES = ['uploads/', 'clean/', 'boms/'] as const

/** Those of the keys whose row is not there, or has no use for them any more. */
export async function unneededObjects(database: Database, keys: readonly string[]): Promise<string[]> {
  const unneeded = await rows<{ key: string }>(
    database,
    `SELECT key FROM unnest($1::text[]) AS key
     WHERE NOT EXISTS (
       SELECT 1 FROM bom_imports
       WHERE id = CASE WHEN key ~ '^boms/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN split_part(key, '/', 2)::uuid END)
     AND NOT EXISTS (
       SELECT 1 FROM uploads
       WHERE (file_key = key
              OR id = CASE WHEN key ~ '^clean/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/'
                           THEN split_part(key, '/', 2)::uuid END)
         AND (${IS_IN_USE}
              OR (deleted_at IS NULL AND (status IN ('uploaded', 'processing', 'processed')
                                          OR (status = 'failed' AND expires_at > now())))))`,
    [[...keys]],
  )
  return unneeded.map((row) => row.key)
}

/**
 * Forgets expired claims; computations that were not used for 90 days, the features of kept models apart; and what
 * facts said after 400 days (their ids stay).
 */
export async function forgetOldRows(database: Database): Promise<void> {
  await execute(database, `DELETE FROM idempotency_keys WHERE expires_at < now() AND lease_until < now()`)
  await execute(
    database,
    `DELETE FROM mesh_features WHERE updated_at < now() - interval '90 days'
       AND split_part(key, ':', 1) NOT IN (
         SELECT report -> 'measures' ->> 'normalisedSha256' FROM mesh_reports JOIN uploads ON uploads.id = upload_id
         WHERE uploads.status = 'processed' AND report -> 'measures' ->> 'normalisedSha256' IS NOT NULL)`,
  )
  await execute(database, `DELETE FROM slice_results WHERE updated_at < now() - interval '90 days'`)
  await execute(
    database,
    `UPDATE webhook_inbox SET raw = NULL, headers = '{}', fact = NULL, updated_at = now()
     WHERE raw IS NOT NULL AND received_at < now() - interval '400 days' AND state IN ('done', 'ignored', 'rejected')`,
  )
}
