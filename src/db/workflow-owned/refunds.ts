import { DomainError } from '../../domain/errors.js'
import type { RefundOutcome } from '../../domain/loaded-rows.js'
import type { PaymentEvent } from '../../domain/payment-state.js'
import { canMoveStoreOrder } from '../../domain/store-order-status.js'
import { Payment, Refund } from '../models/payments.js'
import type { StoreOrder } from '../models/store-orders.js'
import { lockStoreOrder, mustExist, newId, recordStoreOrder } from '../record.js'
import { inTransaction, type Database } from '../sequelize.js'

export interface RefundRequest {
  readonly orderId: number
  readonly key: string
  readonly reason: string
  readonly refundId?: string
  readonly paymentId?: string
  readonly amountMinor?: number
  readonly requestedBy?: string
}

/** Writes a refund down under its key, within what is left of the payment; a repeat finds it there. */
export async function openRefund(database: Database, request: RefundRequest): Promise<RefundOutcome> {
  return inTransaction(database, async () => {
    const order = mustExist(await lockStoreOrder(request.orderId), 'the store order')
    const requestKey = `${order.id}:${request.key}`
    const known = await Refund.findOne({ where: { requestKey } })
    if (known) return { refundId: known.id, status: known.status }
    const payment = await findPayment(order, request.paymentId)
    if (!payment) return { refundId: null, status: 'none' }
    const left = payment.amountMinor - (await refundedOf(payment.id))
    const amountMinor = request.amountMinor ?? left
    if (amountMinor > left) throw tooMuch(left)
    if (amountMinor === 0) return { refundId: null, status: 'none' }
    const refund = await Refund.create({
      id: request.refundId ?? newId(),
      paymentId: payment.id,
      requestKey,
      amountMinor,
      status: 'pending',
      reason: request.reason,
      requestedBy: request.requestedBy ?? 'system',
    })
    await recordStoreOrder(database, order, {
      key: `refund-opened:${refund.id}`,
      type: 'payment',
      actor: 'system',
      applied: false,
      data: { payment_status: order.paymentStatus, refund_id: refund.id, refund_status: 'pending' },
    })
    return { refundId: refund.id, status: 'pending' }
  })
}

/** Books what the provider said of a refund, and the order's new totals with it. */
export async function bookRefund(
  database: Database,
  refundId: string,
  result: { readonly status: 'pending' | 'succeeded' | 'failed'; readonly providerRefundId: string | null },
): Promise<void> {
  await inTransaction(database, async () => {
    const refund = mustExist(await Refund.findByPk(refundId), 'the refund')
    const payment = mustExist(await Payment.findByPk(refund.paymentId), 'the payment')
    const order = mustExist(await lockStoreOrder(payment.orderId), 'the store order')
    await refund.reload({ lock: true })
    if (refund.status === 'succeeded') return
    await refund.update({ status: result.status, providerRefundId: result.providerRefundId ?? refund.providerRefundId })
    if (result.status === 'succeeded') await bookReturned(database, { order, payment, refund })
  })
}

/** A refund event of the provider: finds the row by our id or theirs. */
export async function bookRefundEvent(
  database: Database,
  told: { readonly order: StoreOrder; readonly event: PaymentEvent; readonly key: string },
): Promise<void> {
  const { event } = told
  const refund = event.refundId
    ? await Refund.findByPk(event.refundId)
    : await Refund.findOne({ where: { providerRefundId: event.providerRefundId } })
  if (!refund || event.kind === 'refund_changed') return
  const status = event.kind === 'refund_succeeded' ? 'succeeded' : 'failed'
  await bookRefund(database, refund.id, { status, providerRefundId: event.providerRefundId })
}

/** Payments of an order that brought money and have not gone back: the ids, paid attempt first. */
export async function listRefundable(orderId: number): Promise<string[]> {
  const payments = await Payment.findAll({
    where: { orderId, status: ['paid', 'duplicate'] },
    order: [['attempt', 'ASC']],
  })
  return payments.map((payment) => payment.id)
}

/** Payments that contradicted the order and hold money. */
export async function listStrayPayments(orderId: number): Promise<string[]> {
  const payments = await Payment.findAll({ where: { orderId, status: 'rejected' } })
  return payments.map((payment) => payment.id)
}

/** Refunds of an order that the provider has not finished, with their payments. */
export async function pendingRefunds(orderId: number): Promise<{ refund: Refund; payment: Payment }[]> {
  const payments = await Payment.findAll({ where: { orderId } })
  const refunds = await Refund.findAll({ where: { paymentId: payments.map(({ id }) => id), status: 'pending' } })
  return refunds.flatMap((refund) => {
    const payment = payments.find(({ id }) => id === refund.paymentId)
    return payment ? [{ refund, payment }] : []
  })
}

/** Failed refunds, opened once more under their own keys. */
export async function reopenFailedRefunds(
  orderId: number,
): Promise<{ refundId: string; key: string; reason: string }[]> {
  const failed = await failedRefunds(orderId)
  for (const refund of failed) await refund.update({ status: 'pending' })
  return failed.map((refund) => ({
    refundId: refund.id,
    key: refund.requestKey.slice(`${orderId}:`.length),
    reason: refund.reason,
  }))
}

/** A person paid back outside the provider; the books follow. */
export async function settleRefundsByHand(database: Database, orderId: number): Promise<void> {
  for (const refund of await failedRefunds(orderId)) {
    await bookRefund(database, refund.id, { status: 'succeeded', providerRefundId: null })
  }
}

async function failedRefunds(orderId: number): Promise<Refund[]> {
  const payments = await Payment.findAll({ where: { orderId }, attributes: ['id'] })
  return Refund.findAll({ where: { paymentId: payments.map((payment) => payment.id), status: 'failed' } })
}

async function bookReturned(
  database: Database,
  booked: { order: StoreOrder; payment: Payment; refund: Refund },
): Promise<void> {
  const { order, payment, refund } = booked
  const isOrdersPayment = payment.status === 'paid'
  const refundedMinor = isOrdersPayment ? order.refundedMinor + refund.amountMinor : order.refundedMinor
  const isAllBack = isOrdersPayment && refundedMinor >= payment.amountMinor
  if (isAllBack) await payment.update({ status: 'refunded' })
  const isMoving = isAllBack && canMoveStoreOrder(order.status, 'refunded')
  await recordStoreOrder(database, order, {
    key: `refunded:${refund.id}`,
    type: isMoving ? 'status' : 'payment',
    actor: 'system',
    ...(isMoving ? { from: order.status, to: 'refunded' } : {}),
    applied: isMoving,
    data: { payment_status: isAllBack ? 'refunded' : order.paymentStatus, refund_id: refund.id },
    changes: {
      refundedMinor,
      ...(isAllBack ? { paymentStatus: 'refunded' as const } : {}),
      ...(isMoving ? { status: 'refunded' as const } : {}),
    },
  })
}

async function findPayment(order: StoreOrder, paymentId: string | undefined): Promise<Payment | null> {
  if (paymentId) return Payment.findOne({ where: { id: paymentId, orderId: order.id } })
  return Payment.findOne({ where: { orderId: order.id, status: ['paid', 'refunded'] } })
}

async function refundedOf(paymentId: string): Promise<number> {
  const refunds = await Refund.findAll({ where: { paymentId, status: ['pending', 'succeeded'] } })
  return refunds.reduce((sum, refund) => sum + refund.amountMinor, 0)
}

function tooMuch(left: number): DomainError {
  return new DomainError('refund_exceeds_payment', 'The refund is larger than what is left of the payment.', {
    members: { refundable: left / 100 },
  })
}
