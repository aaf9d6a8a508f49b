import { z } from 'zod'

import { findAttempts, findRefund, refundableMinor } from '../../db/reads/payments.js'
import type { StoreOrderRow } from '../../db/reads/store-orders.js'
import { mustExist, newId } from '../../db/record.js'
import { DomainError } from '../../domain/errors.js'
import { minorToWire } from '../../domain/money.js'
import { pickProvider } from '../../payment-providers.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { checkIfMatch } from '../conditional.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { viewerOf } from '../viewer.js'
import { visibleServicePair, visibleStoreOrder } from '../visible-store-order.js'
import { pathInteger } from '../wire-query.js'
import { requiredText, text, wireTime } from '../wire-text.js'
import { wireMoney } from '../wire-number.js'
import { wireAmount } from './order-wish.wire.js'
import { paymentIntent, PaymentIntent } from './payment-intent.wire.js'
import { Refund } from './refund.wire.js'

const MONEY = { method: 'POST', tag: 'orders', limit: 'checkout' } as const
const params = z.object({ id: pathInteger() })

const IntentAnswer = z.object({ order_id: z.int(), payment_intent: PaymentIntent, pay_by: wireTime() })
const RefundRequest = z.object({ amount: wireAmount({ min: 0.01 }).nullish(), reason: requiredText({ max: 500 }) })
const RefundAnswer = Refund.extend({ order_id: z.int(), refunded_amount: wireMoney() })

/** Money of an order: another attempt to pay it, and money that goes back. */
export function storeOrderPaymentRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  return [intentRoute(dependencies), refundRoute(dependencies)]
}

function intentRoute({ workflows, payments }: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...MONEY,
    path: '/api/orders/:id/payment-intent',
    summary: 'A new attempt to pay an order; the open one is cancelled',
    access: 'user',
    idempotency: 'optional',
    drawIds: () => ({ paymentId: newId() }),
    schema: {
      params,
      body: z.object({ payment_method: text({ max: 32 }).nullish() }),
      response: { 200: IntentAnswer },
    },
    async handler({ principal, params: { id }, body, claim, request }) {
      const { order, serviceOrder } = await visibleServicePair(id, viewerOf(principal))
      checkIfMatch(request, order.version)
      refuseUnlessPayable(order)
      const method = body.payment_method ?? undefined
      pickProvider(payments, method)
      const { paymentId, updateId } = claim.ids
      const command = { paymentId, ...(method !== undefined && { method }) }
      await workflows.requestPayment({ quoteId: serviceOrder.quoteId, updateId, command })
      const attempt = (await findAttempts([id])).find((one) => one.id === paymentId)
      return {
        order_id: id,
        payment_intent: paymentIntent(mustExist(attempt, 'the new attempt')),
        pay_by: order.payBy.toISOString(),
      }
    },
  })
}

function refundRoute({ database, workflows }: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...MONEY,
    path: '/api/orders/:id/refunds',
    summary: 'Send money back, all or a part',
    access: 'admin',
    idempotency: 'required',
    drawIds: () => ({ refundId: newId() }),
    schema: { params, body: RefundRequest, response: { 200: RefundAnswer } },
    async handler({ principal, params: { id }, body, claim, request }) {
      const { order: before, serviceOrder } = await visibleServicePair(id, 'everybody')
      checkIfMatch(request, before.version)
      const { refundId, updateId } = claim.ids
      const amountMinor = body.amount ?? undefined
      if (!(await findRefund(refundId))) {
        const leftMinor = await refundableMinor(database, id)
        if (leftMinor === 0 || (amountMinor ?? 0) > leftMinor) throw tooMuch(leftMinor)
        const wish = { reason: body.reason, requestedBy: principal.id }
        const command = { refundId, ...wish, ...(amountMinor !== undefined && { amountMinor }) }
        await workflows.refundOrder({ quoteId: serviceOrder.quoteId, updateId, command })
      }
      const refund = await findRefund(refundId)
      if (!refund) throw tooMuch(0)
      const order = await visibleStoreOrder(id, 'everybody')
      return {
        refund_id: refund.id,
        amount: minorToWire(refund.amountMinor),
        status: refund.status,
        order_id: id,
        refunded_amount: minorToWire(order.refundedMinor),
      }
    },
  })
}

function refuseUnlessPayable(order: StoreOrderRow): void {
  if (order.paymentStatus === 'paid' || order.paymentStatus === 'refunded') {
    throw new DomainError('already_paid', 'This order is paid already.')
  }
  if (order.status === 'pending' && order.payBy > new Date()) return
  throw new DomainError('invalid_transition', 'This order can no longer be paid.', {
    members: { current_status: order.status, allowed: [] },
  })
}

function tooMuch(leftMinor: number): DomainError {
  return new DomainError('refund_exceeds_payment', 'The refund is larger than what is left of the payment.', {
    members: { refundable: minorToWire(leftMinor) },
  })
}
