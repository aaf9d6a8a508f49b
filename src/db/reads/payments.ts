import type { Attributes } from 'sequelize'

import { Payment, Refund } from '../models/payments.js'
import { firstRow, type Database } from '../sequelize.js'

export type PaymentRow = Attributes<Payment>
export type RefundRow = Attributes<Refund>

/** All attempts to pay these orders, the first attempt first. */
export async function findAttempts(orderIds: readonly number[]): Promise<PaymentRow[]> {
  return Payment.findAll({ where: { orderId: [...orderIds] }, order: [['attempt', 'ASC']], raw: true })
}

export async function findRefund(id: string): Promise<RefundRow | undefined> {
  return (await Refund.findByPk(id, { raw: true })) ?? undefined
}

/** What is left of an order's payment, minor units: refunds under way count as gone. 0 when it is not paid. */
export async function refundableMinor(database: Database, orderId: number): Promise<number> {
  const row = await firstRow<{ left: number }>(
    database,
    `SELECT (payments.amount_minor - COALESCE(sum(refunds.amount_minor), 0))::bigint AS left
     FROM payments LEFT JOIN refunds ON refunds.payment_id = payments.id AND refunds.status IN ('pending', 'succeeded')
     WHERE payments.order_id = $1 AND payments.status = 'paid' GROUP BY payments.id`,
    [orderId],
  )
  return row?.left ?? 0
}
