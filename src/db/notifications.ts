import { type Database, firstRow, rows } from './sequelize.js'

export interface NotificationRow {
  readonly id: string
  readonly type: string
  readonly subject: string
  readonly message: string
  readonly related_type: string | null
  readonly related_id: string | null
  readonly read_at: Date | null
  readonly created_at: Date
}

export interface NotificationQuery {
  readonly userId: string
  readonly type: string | undefined
  readonly status: string | undefined
  readonly isRead: boolean | undefined
  readonly limit: number
  readonly offset: number
}

/** One page of a person's notifications, newest first, and how many there are in all. */
export async function listNotifications(
  database: Database,
  query: NotificationQuery,
): Promise<{ readonly page: readonly NotificationRow[]; readonly total: number }> {
  const filter = [query.userId, query.type ?? null, query.status ?? null, query.isRead ?? null]
  const page = await rows<NotificationRow>(
    database,
    `SELECT id, type, subject, message, related_type, related_id, read_at, created_at FROM notifications
     WHERE user_id = $1 AND ($2::text IS NULL OR type = $2) AND ($3::text IS NULL OR status = $3)
       AND ($4::boolean IS NULL OR (read_at IS NOT NULL) = $4)
     ORDER BY created_at DESC, id DESC LIMIT $5 OFFSET $6`,
    [...filter, query.limit, query.offset],
  )
  const counted = await firstRow<{ total: number }>(
    database,
    `SELECT count(*) AS total FROM notifications
     WHERE user_id = $1 AND ($2::text IS NULL OR type = $2) AND ($3::text IS NULL OR status = $3)
       AND ($4::boolean IS NULL OR (read_at IS NOT NULL) = $4)`,
    filter,
  )
  return { page, total: counted?.total ?? 0 }
}

export async function countUnread(database: Database, userId: string): Promise<number> {
  const sql = 'SELECT count(*) AS unread FROM notifications WHERE user_id = $1 AND read_at IS NULL'
  return (await firstRow<{ unread: number }>(database, sql, [userId]))?.unread ?? 0
}

/** Marks one notification of this person as read; false when there is none. Repeats keep the first time. */
export async function markRead(database: Database, userId: string, id: string): Promise<boolean> {
  const sql = `UPDATE notifications SET read_at = coalesce(read_at, now()), updated_at = now()
    WHERE id = $1 AND user_id = $2 RETURNING id`
  return (await firstRow(database, sql, [id, userId])) !== undefined
}

export async function markAllRead(database: Database, userId: string): Promise<void> {
  const sql = `UPDATE notifications SET read_at = now(), updated_at = now()
    WHERE user_id = $1 AND read_at IS NULL RETURNING id`
  await rows(database, sql, [userId])
}
