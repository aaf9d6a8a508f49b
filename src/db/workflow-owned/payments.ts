import { DomainError } from '../../domain/errors.js'
import type { PaymentAttempt } from '../../domain/payment-state.js'
import { Payment } from '../models/payments.js'
import { ServiceOrder } from '../models/service-orders.js'
import type { StoreOrder } from '../models/store-orders.js'
import { lockStoreOrder, mustExist, recordStoreOrder } from '../record.js'
import { inTransaction, type Database } from '../sequelize.js'

const INTENT_MINUTES = 30

export interface AttemptDraft {
  readonly paymentId: string
  readonly orderId: number
  readonly provider: 'stripe' | 'razorpay'
  readonly mode: 'live' | 'test'
  readonly method: string | null
}

/** Writes the attempt down before the provider hears of it; a repeat finds it there. */
export async function openAttempt(
  database: Database,
  draft: AttemptDraft,
): Promise<{ payment: Payment; order: StoreOrder }> {
  return inTransaction(database, async () => {
    const order = mustExist(await lockStoreOrder(draft.orderId), 'the store order')
    const known = await Payment.findByPk(draft.paymentId)
    if (known) return { payment: known, order }
    refuseUnlessPayable(order)
    const attempt = 1 + (await Payment.count({ where: { orderId: order.id } }))
    const payment = await Payment.create({
      id: draft.paymentId,
      orderId: order.id,
      attempt,
      provider: draft.provider,
      mode: draft.mode,
      method: draft.method,
      amountMinor: order.totalMinor,
      currency: order.currency,
      status: 'created',
      expiresAt: new Date(Date.now() + INTENT_MINUTES * 60_000),
    })
    if (order.paymentStatus === 'failed') {
      await recordStoreOrder(database, order, {
        key: `attempt:${payment.id}`,
        type: 'payment',
        actor: 'customer',
        data: { payment_status: 'pending' },
        changes: { paymentStatus: 'pending' },
      })
    }
    return { payment, order }
  })
}

/** Keeps what the provider answered. */
export async function recordAttempt(
  paymentId: string,
  answer: { readonly providerRef: string; readonly intent: Readonly<Record<string, string>> },
): Promise<void> {
  await Payment.update({ providerRef: answer.providerRef, intent: answer.intent }, { where: { id: paymentId } })
}

/** Attempts that may still bring money: not cancelled, not decided. */
export async function openAttempts(orderId: number): Promise<Payment[]> {
  return Payment.findAll({
    where: { orderId, status: ['created', 'authorized', 'failed'] },
    order: [['attempt', 'ASC']],
  })
}

/** Attempts whose money may still turn up: cancelled ones too, since not every provider can close what it opened. */
export async function undecidedAttempts(orderId: number): Promise<Payment[]> {
  return Payment.findAll({
    where: { orderId, status: ['created', 'authorized', 'failed', 'cancelled'] },
    order: [['attempt', 'ASC']],
  })
}

/** An attempt with everything that an event is compared with. */
export async function attemptFacts(payment: Payment): Promise<PaymentAttempt> {
  const serviceOrder = await ServiceOrder.findOne({ where: { orderId: payment.orderId }, order: [['number', 'ASC']] })
  return {
    paymentId: payment.id,
    orderId: payment.orderId,
    serviceOrderId: serviceOrder?.id ?? null,
    providerRef: payment.providerRef,
    amountMinor: payment.amountMinor,
    currency: payment.currency,
    mode: payment.mode,
  }
}

function refuseUnlessPayable(order: StoreOrder): void {
  if (order.paymentStatus === 'paid' || order.paymentStatus === 'refunded') {
    throw new DomainError('already_paid', 'This order is paid already.')
  }
  if (order.status !== 'pending' || order.payBy.getTime() <= Date.now()) {
    throw new DomainError('invalid_transition', 'This order can no longer be paid.', {
      members: { current_status: order.status, allowed: [] },
    })
  }
}
