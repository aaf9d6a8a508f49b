import { createHash } from 'node:crypto'

import { UniqueConstraintError } from 'sequelize'

import type { InboxState } from '../domain/inbox-state.js'
import { InboxEntry } from './models/inbox.js'
import { newId } from './record.js'
import { execute, firstRow, rows, type Database } from './sequelize.js'

/** A verified fact on its way into the inbox. */
export interface InboxDraft {
  readonly provider: 'stripe' | 'razorpay' | 'makrcave' | 'manual'
  readonly eventId: string
  readonly eventType: string
  /**
   * `order:<id>`, `service_order:<uuid>`; for rows that are not there yet also `payment_ref:<id>`,
   * `service_payment:<uuid>`, `service_number:<number>`, `cave_job:<id>`; null when it names nothing of ours
   */
  readonly subject: string | null
  readonly state: InboxState
  readonly fact: object | null
  readonly raw?: Buffer
  readonly error?: string
}

/** The two kinds of rows that facts are about. */
export function orderSubject(orderId: number): string {
  return `order:${orderId}`
}

export function serviceOrderSubject(serviceOrderId: string): string {
  return `service_order:${serviceOrderId}`
}

/** Stores a fact once. `isNew` is false when this event id was stored before; then the stored row is the answer. */
export async function storeFact(draft: InboxDraft): Promise<{ id: string; isNew: boolean; state: InboxState }> {
  const raw = draft.raw ?? Buffer.from(JSON.stringify(draft.fact))
  try {
    const row = await InboxEntry.create({
      id: newId(),
      provider: draft.provider,
      eventId: draft.eventId,
      eventType: draft.eventType,
      subject: draft.subject,
      state: draft.state,
      fact: draft.fact as Record<string, unknown> | null,
      raw,
      bodySha256: createHash('sha256').update(raw).digest('hex'),
      error: draft.error ?? null,
      doneAt: draft.state === 'ignored' || draft.state === 'rejected' ? new Date() : null,
      nextAttemptAt: draft.state === 'unmatched' || draft.state === 'received' ? new Date(Date.now() + 30_000) : null,
    })
    return { id: row.id, isNew: true, state: row.state }
  } catch (error) {
    if (!(error instanceof UniqueConstraintError)) throw error
    const known = await InboxEntry.findOne({ where: { provider: draft.provider, eventId: draft.eventId } })
    if (!known) throw error
    return { id: known.id, isNew: false, state: known.state }
  }
}

/** True when the same body came from the same sender before, under whatever event id. */
export async function isBodyKnown(database: Database, provider: string, raw: Buffer): Promise<boolean> {
  const hash = createHash('sha256').update(raw).digest('hex')
  const known = 'SELECT 1 FROM webhook_inbox WHERE provider = $1 AND body_sha256 = $2 LIMIT 1'
  return (await firstRow(database, known, [provider, hash])) !== undefined
}

/** The open facts about a subject, oldest first. */
export async function openFacts(subject: string): Promise<InboxEntry[]> {
  return InboxEntry.findAll({
    where: { subject, state: ['received', 'signalled'] },
    order: [
      ['receivedAt', 'ASC'],
      ['id', 'ASC'],
    ],
    lock: true,
  })
}

/** True when something about the subject waits to be applied. */
export async function hasOpenFacts(subject: string): Promise<boolean> {
  return (await InboxEntry.count({ where: { subject, state: ['received', 'signalled'] } })) > 0
}

/** Marks that the run was told, where the fact is still merely received. */
export async function markSignalled(database: Database, id: string): Promise<void> {
  await execute(
    database,
    `UPDATE webhook_inbox SET state = 'signalled', signalled_at = now(), next_attempt_at = now() + interval '30 seconds', updated_at = now()
     WHERE id = $1 AND state IN ('received', 'unmatched')`,
    [id],
  )
}

/** The workflow that a fact is for. */
export type FactTarget =
  { readonly kind: 'payment'; readonly quoteId: string } | { readonly kind: 'cave'; readonly serviceOrderId: string }

/** Finds out which run must hear of a subject; undefined while there is no such row. */
export async function findFactTarget(database: Database, subject: string): Promise<FactTarget | undefined> {
  const [kind, id] = splitSubject(subject)
  if (kind === 'service_order') {
    const row = await firstRow(database, 'SELECT 1 FROM service_orders WHERE id = $1', [id])
    return row ? { kind: 'cave', serviceOrderId: id } : undefined
  }
  if (kind !== 'order') return undefined
  const row = await firstRow<{ quote_id: string }>(
    database,
    'SELECT quote_id FROM service_orders WHERE order_id = $1 ORDER BY number DESC LIMIT 1',
    [Number(id)],
  )
  return row ? { kind: 'payment', quoteId: row.quote_id } : undefined
}

/** True while an older fact of the same subject has been signalled and not yet applied: that wake-up covers this one. */
export async function isOlderFactSignalled(
  database: Database,
  entry: { id: string; subject: string },
): Promise<boolean> {
  const older = await rows(
    database,
    `SELECT 1 FROM webhook_inbox older JOIN webhook_inbox this ON this.id = $1
     WHERE older.subject = $2 AND older.state = 'signalled' AND older.received_seq < this.received_seq LIMIT 1`,
    [entry.id, entry.subject],
  )
  return older.length > 0
}

function splitSubject(subject: string): [string, string] {
  const colon = subject.indexOf(':')
  return [subject.slice(0, colon), subject.slice(colon + 1)]
}

/** Opens a stored fact for another delivery; a fact that is done stays done. Undefined when there is none. */
export async function reopenFact(
  database: Database,
  id: string,
): Promise<{ id: string; state: InboxState; subject: string | null } | undefined> {
  await execute(
    database,
    `UPDATE webhook_inbox SET state = CASE WHEN fact IS NULL THEN state ELSE 'signalled' END,
       next_attempt_at = now(), done_at = NULL, updated_at = now()
     WHERE id = $1 AND state IN ('ignored', 'unmatched', 'rejected')`,
    [id],
  )
  return firstRow(database, 'SELECT id, state, subject FROM webhook_inbox WHERE id = $1', [id])
}
