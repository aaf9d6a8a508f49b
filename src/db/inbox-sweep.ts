import { execute, rows, type Database } from './sequelize.js'

/** A stored fact that is due for another delivery. */
export interface ClaimedFact {
  readonly id: string
  readonly provider: string
  readonly subject: string
}

/** The most that one claim takes. */
export const CLAIM_SIZE = 100

/**
 * Claims due facts by moving their next attempt: 5 s, doubled, at most 5 min apart. Two claims at once never take the
 * same fact. The newest comes first.
 */
export async function claimOpenFacts(database: Database): Promise<ClaimedFact[]> {
  return rows<ClaimedFact>(
    database,
    `WITH due AS MATERIALIZED (
       SELECT id FROM webhook_inbox
       WHERE state IN ('received', 'signalled') AND next_attempt_at <= now() AND subject IS NOT NULL
       ORDER BY next_attempt_at LIMIT $1 FOR UPDATE SKIP LOCKED),
     claimed AS (
       UPDATE webhook_inbox
       SET attempts = attempts + 1,
           next_attempt_at = now() + least(300, 5 * power(2, least(attempts, 10))) * interval '1 second',
           updated_at = now()
       FROM due WHERE webhook_inbox.id = due.id
       RETURNING webhook_inbox.id, provider, subject, received_seq)
     SELECT id, provider, subject FROM claimed ORDER BY received_seq DESC`,
    [CLAIM_SIZE],
  )
}

/** Gives claimed facts back: nobody could be told, which is no reason to wait longer the next time. */
export async function returnFacts(database: Database, ids: readonly string[]): Promise<void> {
  await execute(
    database,
    `UPDATE webhook_inbox SET attempts = attempts - 1, next_attempt_at = now() + interval '5 seconds', updated_at = now()
     WHERE id = ANY($1::uuid[]) AND state IN ('received', 'signalled')`,
    [[...ids]],
  )
}

/** Replayed facts may still look for their row. */
const IS_UNMATCHED = `(state = 'unmatched' OR state = 'signalled'
  AND subject ~ '^(payment_ref|service_payment|service_number|cave_job):')`

/**
 * Finds the rows that unmatched facts are about, once they exist, and notes them as the facts' subjects; they are due
 * at once. Money is about the order, a callback about the service order.
 */
export async function matchFacts(database: Database): Promise<void> {
  await execute(
    database,
    `WITH named AS MATERIALIZED (
       SELECT id, provider, split_part(subject, ':', 1) AS kind, substr(subject, position(':' IN subject) + 1) AS name
       FROM webhook_inbox WHERE ${IS_UNMATCHED}),
     found AS (
       SELECT named.id, 'order:' || orders.id AS subject
       FROM named JOIN store_orders AS orders
         ON orders.id = CASE WHEN named.kind = 'order' THEN named.name::bigint END
       UNION ALL
       SELECT named.id, 'order:' || payments.order_id
       FROM named JOIN payments
         ON named.kind = 'payment_ref' AND payments.provider_ref = named.name AND payments.provider = named.provider
       UNION ALL
       SELECT named.id, 'order:' || service.order_id
       FROM named JOIN service_orders AS service
         ON service.id = CASE WHEN named.kind = 'service_payment' THEN named.name::uuid END
       UNION ALL
       SELECT named.id, 'service_order:' || service.id
       FROM named JOIN service_orders AS service
         ON service.number = CASE WHEN named.kind = 'service_number' THEN named.name::int END
       UNION ALL
       SELECT named.id, 'service_order:' || service.id
       FROM named JOIN service_orders AS service ON named.kind = 'cave_job' AND service.cave_job_id = named.name)
     UPDATE webhook_inbox AS fact
     SET subject = found.subject, state = 'signalled', next_attempt_at = now(), updated_at = now()
     FROM found WHERE fact.id = found.id AND fact.state IN ('unmatched', 'signalled')`,
  )
}

/** Ends the search after 24 hours; answers the facts that this call gave up. */
export async function rejectUnmatched(database: Database): Promise<{ id: string; provider: string }[]> {
  return rows(
    database,
    `UPDATE webhook_inbox
     SET state = 'rejected', error = 'nothing matched it for 24 hours', done_at = now(), next_attempt_at = NULL,
         updated_at = now()
     WHERE ${IS_UNMATCHED} AND received_at < now() - interval '24 hours' RETURNING id, provider`,
  )
}

/** What waits, by sender: how much and for how long. */
export async function inboxAges(database: Database): Promise<{ provider: string; pending: number; seconds: number }[]> {
  return rows(
    database,
    `SELECT provider, count(*)::int AS pending, extract(epoch FROM now() - min(received_at))::int AS seconds
     FROM webhook_inbox WHERE state IN ('received', 'signalled', 'unmatched') GROUP BY provider`,
  )
}
