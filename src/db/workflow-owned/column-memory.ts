import type { RememberedColumns } from '../../domain/column-memory.js'
import { cleanJson } from '../clean-json.js'
import { execute, rows, type Database } from '../sequelize.js'

const MOST = 200

/** What a person has corrected, the newest first. */
export async function columnMemory(database: Database, userId: string): Promise<RememberedColumns[]> {
  return rows<RememberedColumns>(
    database,
    `SELECT header_fingerprint AS fingerprint, roles FROM bom_column_memory
     WHERE user_id = $1 ORDER BY updated_at DESC LIMIT $2`,
    [userId, MOST],
  )
}

/** Keeps a correction; a later one for the same heading takes its place. */
export async function rememberColumns(
  database: Database,
  userId: string,
  { fingerprint, roles }: RememberedColumns,
): Promise<void> {
  await execute(
    database,
    `INSERT INTO bom_column_memory (user_id, header_fingerprint, roles) VALUES ($1, $2, $3)
     ON CONFLICT (user_id, header_fingerprint) DO UPDATE SET roles = excluded.roles, updated_at = now()`,
    [userId, fingerprint, cleanJson(roles)],
  )
}
