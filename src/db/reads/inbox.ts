import { firstRow, rows, type Database } from '../sequelize.js'

/** How far a callback has come: its state, whether it moved the order, and the order's status now. */
export async function readInboxState(
  database: Database,
  id: string,
): Promise<{ state: string; is_applied: boolean; status: string } | undefined> {
  return firstRow(
    database,
    `SELECT inbox.state, coalesce(events.applied, false) AS is_applied, orders.status
     FROM webhook_inbox inbox
     JOIN service_orders orders ON inbox.subject = 'service_order:' || orders.id
     LEFT JOIN service_order_events events
       ON events.service_order_id = orders.id AND events.event_key = 'fact:' || inbox.id
     WHERE inbox.id = $1`,
    [id],
  )
}

/** A stored fact as operators see it. */
export interface InboxRow {
  readonly id: string
  readonly provider: string
  readonly event_id: string
  readonly event_type: string
  readonly subject: string | null
  readonly state: string
  readonly attempts: number
  readonly received_at: Date
  readonly error: string | null
}

/** Stored facts, newest first. */
export async function listInbox(
  database: Database,
  wish: { readonly provider?: string; readonly state?: string; readonly limit: number; readonly offset: number },
): Promise<{ entries: InboxRow[]; total: number }> {
  const filter = [wish.provider ?? null, wish.state ?? null]
  const entries = await rows<InboxRow>(
    database,
    `SELECT id, provider, event_id, event_type, subject, state, attempts, received_at, error FROM webhook_inbox
     WHERE ($1::text IS NULL OR provider = $1) AND ($2::text IS NULL OR state = $2)
     ORDER BY received_seq DESC LIMIT $3 OFFSET $4`,
    [...filter, wish.limit, wish.offset],
  )
  const counted = await firstRow<{ total: number }>(
    database,
    `SELECT count(*)::int AS total FROM webhook_inbox
     WHERE ($1::text IS NULL OR provider = $1) AND ($2::text IS NULL OR state = $2)`,
    filter,
  )
  return { entries, total: counted?.total ?? 0 }
}
