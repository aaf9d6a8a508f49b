import { z } from 'zod'

import { findRefund } from '../../db/reads/payments.js'
import type { StoreOrderRow } from '../../db/reads/store-orders.js'
import { newId } from '../../db/record.js'
import { canCancel } from '../../domain/service-order-status.js'
import { canMoveStoreOrder, storeOrderMoves, type StoreOrderStatus } from '../../domain/store-order-status.js'
import { DomainError } from '../../domain/errors.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { checkIfMatch } from '../conditional.js'
import { bookOfflinePayment } from '../offline-payment.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { viewerOf } from '../viewer.js'
import { visibleServicePair, visibleStoreOrder, type ServicePair } from '../visible-store-order.js'
import { pathInteger } from '../wire-query.js'
import { note, text } from '../wire-text.js'
import { Refund, wireRefund } from './refund.wire.js'
import { cancelMessage, notCancellable } from './service-order-changes.js'
import { Done } from './service-orders.wire.js'
import { OrderStatus, PaymentStatus } from './store-orders.wire.js'

const params = z.object({ id: pathInteger() })
const CHANGING = { tag: 'orders', limit: 'api', idempotency: 'optional' } as const

const StatusChange = z
  .object({
    status: OrderStatus.nullish(),
    payment_status: PaymentStatus.nullish(),
    tracking_number: text({ max: 100 }).nullish(),
    note: note().nullish(),
  })
  .check((context) => {
    const { status, payment_status, tracking_number } = context.value
    if (status ?? payment_status ?? tracking_number) return
    const message = 'Say what changes: status, payment_status or tracking_number.'
    context.issues.push({ code: 'custom', params: { code: 'required' }, path: ['status'], message, input: undefined })
  })

/** Moves of an order by hand: a shopper's cancellation, an admin's booking. */
export function storeOrderChangeRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  return [cancelRoute(dependencies), statusRoute(dependencies)]
}

function cancelRoute({ workflows }: ApiDependencies): RouteDefinition {
  const answer = Done.extend({ status: OrderStatus, payment_status: PaymentStatus, refund: Refund.nullable() })
  return defineRoute({
    ...CHANGING,
    method: 'POST',
    path: '/api/orders/:id/cancel',
    summary: 'Cancel an order; what was paid goes back',
    access: 'user',
    drawIds: () => ({ refundId: newId() }),
    schema: { params, body: z.object({ reason: note().nullish() }), response: { 200: answer } },
    async handler({ principal, params: { id }, body, claim, request }) {
      const viewer = viewerOf(principal)
      const { order, serviceOrder } = await visibleServicePair(id, viewer)
      checkIfMatch(request, order.version)
      const by = principal.isAdmin ? 'admin' : 'customer'
      if (!canCancel(serviceOrder.status, by)) throw notCancellable(order.status)
      const { refundId, updateId } = claim.ids
      const command = { by, refundId, ...(body.reason && { reason: body.reason }) } as const
      const { quoteId } = serviceOrder
      const { isCancelled, refundId: made } = await workflows.cancelServiceOrder({ quoteId, updateId, command })
      const refund = made === null ? undefined : await findRefund(made)
      const { status, paymentStatus } = await visibleStoreOrder(id, viewer)
      const message = cancelMessage(isCancelled)
      return { message, success: true, status, payment_status: paymentStatus, refund: wireRefund(refund) }
    },
  })
}

function statusRoute(dependencies: ApiDependencies): RouteDefinition {
  const answer = Done.extend({ order_id: z.int(), status: OrderStatus, payment_status: PaymentStatus })
  return defineRoute({
    ...CHANGING,
    method: 'PUT',
    path: '/api/orders/:id/status',
    summary: 'Book an offline payment, or cancel by hand',
    access: 'admin',
    drawIds: () => ({ paymentId: newId(), refundId: newId() }),
    // A booking that was not applied in time keeps its ids, so that its repeat is the same payment.
    businessKey: ({ body }) => (body.payment_status === 'paid' ? 'payment_status:paid' : undefined),
    schema: { params, body: StatusChange, response: { 200: answer } },
    async handler({ params: { id }, body, claim, request }) {
      const pair = await visibleServicePair(id, 'everybody')
      checkIfMatch(request, pair.order.version)
      refuseByHand(pair, body)
      if (body.payment_status && body.payment_status !== pair.order.paymentStatus) {
        await bookOfflinePayment(dependencies, { order: pair.order, paymentId: claim.ids.paymentId })
      }
      await applyStatus(dependencies, { id, body, ids: claim.ids })
      const { status, paymentStatus } = await visibleStoreOrder(id, 'everybody')
      return { message: 'The order is updated.', success: true, order_id: id, status, payment_status: paymentStatus }
    },
  })
}

/** A service order's run moves it; by hand it is only paid for or cancelled. The same state again is no move. */
function refuseByHand({ order }: ServicePair, body: Change): void {
  const { payment_status: paid, status, tracking_number: trackingNumber } = body
  const isBooking = isPayable(order) && paid === 'paid'
  const isOtherPayment = paid && paid !== order.paymentStatus && !isBooking
  const reachable: readonly StoreOrderStatus[] = [
    order.status,
    'cancelled',
    ...(isBooking ? ['processing' as const] : []),
  ]
  const isOtherMove = status && !reachable.includes(status)
  if (isOtherPayment || trackingNumber || isOtherMove) throw forbidden(order.status)
}

function isPayable({ status, paymentStatus }: StoreOrderRow): boolean {
  return status === 'pending' && (paymentStatus === 'pending' || paymentStatus === 'failed')
}

type Change = z.output<typeof StatusChange>

interface StatusWish {
  readonly id: number
  readonly body: Change
  readonly ids: { readonly refundId: string; readonly updateId: string }
}

async function applyStatus({ workflows }: ApiDependencies, { id, body, ids }: StatusWish): Promise<void> {
  if (body.status !== 'cancelled') return
  const { order, serviceOrder } = await visibleServicePair(id, 'everybody')
  if (order.status === 'cancelled') return
  const isOpen = canMoveStoreOrder(order.status, 'cancelled') && canCancel(serviceOrder.status, 'admin')
  if (!isOpen) throw forbidden(order.status)
  const { refundId, updateId } = ids
  const command = { status: 'cancelled', refundId, ...(body.note && { note: body.note }) } as const
  await workflows.setOrderStatus({ quoteId: serviceOrder.quoteId, updateId, command })
}

function forbidden(current: StoreOrderStatus): DomainError {
  return new DomainError('invalid_transition', 'This order cannot be moved there by hand.', {
    members: { current_status: current, allowed: storeOrderMoves(current).filter((move) => move === 'cancelled') },
  })
}
