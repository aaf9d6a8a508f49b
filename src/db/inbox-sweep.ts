import { firstRow, rows, type Database } from './sequelize.js'

/** A stored fact that is due for another delivery. */
export interface ClaimedFact {
  readonly id: string
  readonly provider: string
  readonly subject: string
  readonly state: 'received' | 'signalled' | 'unmatched'
}

/** Claims up to 100 due facts by moving their next attempt: 5 s, doubled, at most 5 min apart. */
export async function claimOpenFacts(database: Database): Promise<ClaimedFact[]> {
  return rows<ClaimedFact>(
    database,
    `UPDATE webhook_inbox
     SET attempts = attempts + 1,
         next_attempt_at = now() + least(300, 5 * power(2, least(attempts, 10))) * interval '1 second',
         updated_at = now()
     WHERE id IN (
       SELECT id FROM webhook_inbox
       WHERE state IN ('received', 'signalled', 'unmatched') AND next_attempt_at <= now() AND subject IS NOT NULL
       ORDER BY next_attempt_at LIMIT 100 FOR UPDATE SKIP LOCKED)
     RETURNING id, provider, subject, state`,
  )
}

/** Finds the row that an unmatched fact is about, once it exists, and notes it as the fact's subject. */
export async function matchFact(database: Database, fact: ClaimedFact): Promise<string | undefined> {
  const row = await firstRow<{ subject: string }>(
    database,
    `UPDATE webhook_inbox SET subject = found.subject, state = 'signalled', updated_at = now()
     FROM (
       SELECT 'service_order:' || id AS subject FROM service_orders WHERE 'cave_job:' || cave_job_id = $2
       UNION ALL SELECT 'service_order:' || id FROM service_orders WHERE 'service_order:' || id = $2
       UNION ALL SELECT 'service_order:' || id FROM service_orders WHERE 'service_number:' || number = $2
       UNION ALL SELECT 'order:' || order_id FROM payments WHERE 'payment_ref:' || provider_ref = $2
       UNION ALL SELECT 'order:' || id FROM store_orders WHERE 'order:' || id = $2
       LIMIT 1) AS found
     WHERE webhook_inbox.id = $1
     RETURNING webhook_inbox.subject`,
    [fact.id, fact.subject],
  )
  return row?.subject
}

/** Ends the search after 24 hours; true when this call ended it. */
export async function rejectUnmatched(database: Database, id: string): Promise<boolean> {
  const row = await firstRow(
    database,
    `UPDATE webhook_inbox SET state = 'rejected', error = 'nothing matched it for 24 hours', done_at = now(), updated_at = now()
     WHERE id = $1 AND state = 'unmatched' AND received_at < now() - interval '24 hours' RETURNING id`,
    [id],
  )
  return row !== undefined
}

/** What waits, by sender: how much and for how long. */
export async function inboxAges(database: Database): Promise<{ provider: string; pending: number; seconds: number }[]> {
  return rows(
    database,
    `SELECT provider, count(*)::int AS pending, extract(epoch FROM now() - min(received_at))::int AS seconds
     FROM webhook_inbox WHERE state IN ('received', 'signalled', 'unmatched') GROUP BY provider`,
  )
}
