import type { PaymentFacts } from '../../domain/loaded-rows.js'
import {
  comparePayment,
  nextAttemptStatus,
  type PaymentDifference,
  type PaymentEvent,
} from '../../domain/payment-state.js'
import { openFacts, orderSubject } from '../inbox.js'
import type { InboxEntry } from '../models/inbox.js'
import { Payment } from '../models/payments.js'
import { ServiceOrder } from '../models/service-orders.js'
import type { StoreOrder } from '../models/store-orders.js'
import { lockServiceOrder, lockStoreOrder, mustExist, recordServiceOrder, recordStoreOrder } from '../record.js'
import { inTransaction, rows, type Database } from '../sequelize.js'
import { bookRefundEvent } from './refunds.js'
import { attemptFacts } from './payments.js'

/**
 * Applies every open payment fact of an order, oldest first, under the order's lock, and says what the order came to.
 * What it says is read from the rows, so a repeated call says the same again.
 */
export async function applyPayments(database: Database, orderId: number): Promise<PaymentFacts> {
  return inTransaction(database, async () => {
    const order = mustExist(await lockStoreOrder(orderId), `store order ${orderId}`)
    const newest = await ServiceOrder.findOne({ where: { orderId }, order: [['number', 'DESC']] })
    const serviceOrder = newest ? mustExist(await lockServiceOrder(newest.id), 'the service order') : null
    for (let facts = await openFacts(orderSubject(orderId)); facts.length > 0;) {
      for (const fact of facts) await applyFact(database, { order, serviceOrder, fact })
      facts = await openFacts(orderSubject(orderId))
    }
    return summarise(database, order)
  })
}

/** What the rows say about the money of an order. */
export async function summarise(database: Database, order: StoreOrder): Promise<PaymentFacts> {
  const attempts = await rows<{ id: string; status: string; failure_reason: string | null; has_refund: boolean }>(
    database,
    `SELECT payments.id, payments.status, payments.failure_reason,
       EXISTS (SELECT 1 FROM refunds WHERE refunds.payment_id = payments.id) AS has_refund
     FROM payments WHERE order_id = $1 ORDER BY attempt`,
    [order.id],
  )
  const waiting = attempts.filter((attempt) => !attempt.has_refund)
  const isOver = order.status === 'cancelled'
  const rejected = waiting.find((attempt) => attempt.status === 'rejected')
  const refunds = await rows<{ status: string }>(
    database,
    `SELECT refunds.status FROM refunds JOIN payments ON payments.id = refunds.payment_id
     WHERE payments.order_id = $1 AND refunds.status IN ('pending', 'failed')`,
    [order.id],
  )
  return {
    isPaid: order.paymentStatus === 'paid' && !isOver,
    duplicates: waiting.filter((attempt) => attempt.status === 'duplicate').map((attempt) => attempt.id),
    late: isOver ? waiting.filter((attempt) => attempt.status === 'paid').map((attempt) => attempt.id) : [],
    mismatch: rejected ? (rejected.failure_reason ?? 'The payment does not fit the order.') : null,
    isDisputed: order.metadata.dispute === 'open',
    openRefunds: refunds.filter(({ status }) => status === 'pending').length,
    failedRefunds: refunds.filter(({ status }) => status === 'failed').length,
  }
}

interface Applying {
  readonly order: StoreOrder
  readonly serviceOrder: ServiceOrder | null
  readonly fact: InboxEntry
}

async function applyFact(database: Database, applying: Applying): Promise<void> {
  const event = applying.fact.fact as unknown as PaymentEvent
  switch (event.kind) {
    case 'refund_succeeded':
    case 'refund_failed':
    case 'refund_changed':
      await bookRefundEvent(database, { order: applying.order, event, key: applying.fact.id })
      return finish(applying.fact, 'done')
    case 'disputed':
      await bookDispute(database, applying)
      return finish(applying.fact, 'done')
    case 'paid':
      return applyPaid(database, applying, event)
    case 'authorized':
    case 'failed':
    case 'cancelled':
      return applyProgress(database, applying, event)
  }
}

async function applyPaid(database: Database, applying: Applying, event: PaymentEvent): Promise<void> {
  const attempt = (await findAttempt(applying.order, event)) ?? (await openManualAttempt(applying, event))
  if (!attempt) return finish(applying.fact, 'rejected', 'no attempt of this order belongs to it')
  if (isSettled(attempt)) return finish(applying.fact, 'done')
  const differences = comparePayment(event, await attemptFacts(attempt))
  if (differences.length > 0) return reject(database, applying, { attempt, event, differences })
  const paidBefore = await Payment.findOne({ where: { orderId: applying.order.id, status: ['paid', 'refunded'] } })
  const status = paidBefore ? 'duplicate' : 'paid'
  await attempt.update({ status, providerPaymentId: event.providerPaymentId, method: event.method ?? attempt.method })
  const key = `paid:${applying.fact.id}`
  if (status === 'paid') await markPaid(database, { ...applying, key }, { attempt, method: event.method })
  else await noteDuplicate(database, applying)
  await finish(applying.fact, 'done')
}

/** Books the attempt as the order's payment and lets the fabrication begin, each with its event. */
export async function markPaid(
  database: Database,
  booked: Pick<Applying, 'order' | 'serviceOrder'> & { readonly key: string },
  paid: { readonly attempt: Payment; readonly method: string | null },
): Promise<void> {
  const { order, serviceOrder, key } = booked
  const isOpen = order.status === 'pending'
  await recordStoreOrder(database, order, {
    key,
    type: isOpen ? 'status' : 'payment',
    actor: 'system',
    ...(isOpen ? { from: order.status, to: 'processing' } : {}),
    applied: isOpen,
    data: { payment_status: 'paid', payment_id: paid.attempt.id },
    changes: {
      paymentStatus: 'paid',
      paidAt: order.paidAt ?? new Date(),
      ...(isOpen ? { status: 'processing' as const } : {}),
      metadata: { ...order.metadata, ...paymentMetadata(paid.attempt, paid.method) },
    },
  })
  if (serviceOrder?.status !== 'pending_payment') return
  await recordServiceOrder(database, serviceOrder, {
    key,
    type: 'status',
    actor: 'system',
    from: 'pending_payment',
    to: 'paid',
    data: { payment_status: 'paid' },
    changes: { status: 'paid' },
  })
}

async function reject(
  database: Database,
  applying: Applying,
  found: { attempt: Payment; event: PaymentEvent; differences: readonly PaymentDifference[] },
): Promise<void> {
  const { attempt, event, differences } = found
  const reason = `The payment differs from attempt ${attempt.attempt} in: ${differences.join(', ')}.`
  await attempt.update({ status: 'rejected', providerPaymentId: event.providerPaymentId, failureReason: reason })
  await recordStoreOrder(database, applying.order, {
    key: `rejected:${applying.fact.id}`,
    type: 'payment',
    actor: 'system',
    applied: false,
    data: { payment_status: applying.order.paymentStatus, differences },
  })
  await finish(applying.fact, 'rejected', reason)
}

async function applyProgress(database: Database, applying: Applying, event: PaymentEvent): Promise<void> {
  const { order, serviceOrder, fact } = applying
  const attempt = await findAttempt(order, event)
  if (!attempt) return finish(fact, 'rejected', 'no attempt of this order belongs to it')
  const status = nextAttemptStatus(attempt.status, event)
  if (status === attempt.status) return finish(fact, 'done')
  await attempt.update({ status, failureReason: event.reason ?? attempt.failureReason })
  if (event.kind === 'failed' && order.paymentStatus === 'pending') {
    const failed = { payment_status: 'failed', reason: event.reason }
    const draft = { key: `failed:${fact.id}`, type: 'payment', actor: 'system', applied: false, data: failed } as const
    await recordStoreOrder(database, order, {
      ...draft,
      changes: {
        paymentStatus: 'failed',
        metadata: { ...order.metadata, payment_failure_reason: event.reason, error_code: event.errorCode },
      },
    })
    if (serviceOrder) await recordServiceOrder(database, serviceOrder, draft)
  }
  await finish(fact, 'done')
}

async function noteDuplicate(database: Database, { order, fact }: Applying): Promise<void> {
  await recordStoreOrder(database, order, {
    key: `duplicate:${fact.id}`,
    type: 'payment',
    actor: 'system',
    applied: false,
    note: 'A second payment came for this order; it goes back.',
    data: { payment_status: order.paymentStatus },
  })
}

async function bookDispute(database: Database, { order, fact }: Applying): Promise<void> {
  await recordStoreOrder(database, order, {
    key: `dispute:${fact.id}`,
    type: 'note',
    actor: 'system',
    applied: false,
    note: 'The payment is disputed.',
    changes: { metadata: { ...order.metadata, dispute: 'open' } },
  })
}

async function findAttempt(order: StoreOrder, event: PaymentEvent): Promise<Payment | null> {
  const attempts = await Payment.findAll({ where: { orderId: order.id } })
  return (
    attempts.find((attempt) => attempt.id === event.paymentId) ??
    attempts.find((attempt) => event.providerRef !== null && attempt.providerRef === event.providerRef) ??
    null
  )
}

/** An offline payment booked by an admin has no attempt yet: the booking is the attempt. */
async function openManualAttempt({ order, fact }: Applying, event: PaymentEvent): Promise<Payment | null> {
  if (fact.provider !== 'manual' || event.paymentId === null || event.amountMinor === null) return null
  return Payment.create({
    id: event.paymentId,
    orderId: order.id,
    attempt: 1 + (await Payment.count({ where: { orderId: order.id } })),
    provider: 'manual',
    amountMinor: order.totalMinor,
    currency: order.currency,
    mode: event.mode,
    method: 'manual',
    status: 'created',
    expiresAt: order.payBy,
  })
}

function isSettled(attempt: Payment): boolean {
  return attempt.status === 'paid' || attempt.status === 'duplicate' || attempt.status === 'refunded'
}

function paymentMetadata(attempt: Payment, method: string | null): Record<string, unknown> {
  const common = { payment_method: method ?? attempt.method, amount_paid: attempt.amountMinor }
  if (attempt.provider === 'stripe') return { ...common, stripe_payment_intent: attempt.providerRef }
  if (attempt.provider === 'razorpay') {
    return { ...common, razorpay_order_id: attempt.providerRef, razorpay_payment_id: attempt.providerPaymentId }
  }
  return common
}

async function finish(fact: InboxEntry, state: 'done' | 'rejected', error: string | null = null): Promise<void> {
  await fact.update({ state, error, doneAt: new Date(), nextAttemptAt: null })
}
