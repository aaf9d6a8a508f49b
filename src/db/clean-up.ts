import { execute, rows, type Database } from './sequelize.js'

/** Ends uploads past their time that no active quote and no order needs; returns the keys of their objects. */
export async function expireUploads(database: Database): Promise<string[]> {
  const expired = await rows<{ file_key: string }>(
    database,
    `UPDATE uploads SET status = 'expired', version = version + 1, updated_at = now()
     WHERE expires_at < now() AND status IN ('uploaded', 'processed')
       AND NOT EXISTS (SELECT 1 FROM quotes WHERE quotes.upload_id = uploads.id AND quotes.status = 'active')
       AND NOT EXISTS (
         SELECT 1 FROM service_orders WHERE service_orders.upload_id = uploads.id
           AND coalesce(service_orders.completed_at, service_orders.cancelled_at, now()) > now() - interval '90 days')
     RETURNING file_key`,
  )
  return expired.map((row) => row.file_key)
}

/** Those of the keys that no row knows. */
export async function unknownObjects(database: Database, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return []
  const unknown = await rows<{ key: string }>(
    database,
    `SELECT key FROM unnest($1::text[]) AS key WHERE NOT EXISTS (SELECT 1 FROM uploads WHERE file_key = key)`,
    [[...keys]],
  )
  return unknown.map((row) => row.key)
}

/** Forgets expired claims, cached computations after 90 days, and bodies of facts after 400 days (their ids stay). */
export async function forgetOldRows(database: Database): Promise<void> {
  await execute(database, `DELETE FROM idempotency_keys WHERE expires_at < now() AND lease_until < now()`)
  await execute(database, `DELETE FROM mesh_features WHERE updated_at < now() - interval '90 days'`)
  await execute(database, `DELETE FROM slice_results WHERE updated_at < now() - interval '90 days'`)
  await execute(
    database,
    `UPDATE webhook_inbox SET raw = NULL, headers = '{}' WHERE raw IS NOT NULL AND received_at < now() - interval '400 days'`,
  )
}
