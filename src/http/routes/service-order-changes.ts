import { z } from 'zod'

import { findRefund } from '../../db/reads/payments.js'
import type { ServiceOrderRow } from '../../db/reads/service-orders.js'
import { newId } from '../../db/record.js'
import { DomainError } from '../../domain/errors.js'
import { canCancel, serviceOrderRank } from '../../domain/service-order-status.js'
import { address, checkDestination } from '../address-schema.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { checkIfMatch } from '../conditional.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { pathReference, visibleServiceOrder } from '../service-order-reference.js'
import { viewerOf } from '../viewer.js'
import { note } from '../wire-text.js'
import { Refund, wireRefund } from './refund.wire.js'
import { Done } from './service-orders.wire.js'

const CHANGING = { tag: 'service orders', access: 'user', limit: 'api', idempotency: 'optional' } as const
const params = z.object({ id: pathReference() })
const RANK_PAID = 1

/** What a shopper may change about a service order. */
export function serviceOrderChangeRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  return [addressRoute(dependencies), cancelRoute(dependencies)]
}

function addressRoute({ workflows }: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...CHANGING,
    method: 'PUT',
    path: '/api/service-orders/order/:id/address',
    summary: 'Give or change the delivery address',
    schema: { params, body: z.object({ shipping_address: address() }), response: { 200: Done } },
    async handler({ principal, params: { id }, body, claim, request }) {
      const serviceOrder = await visibleServiceOrder(id, viewerOf(principal))
      checkIfMatch(request, serviceOrder.version)
      checkDestination(body.shipping_address, 'body.shipping_address')
      refuseAddressChange(serviceOrder)
      const command = { address: body.shipping_address }
      await workflows.setAddress({ quoteId: serviceOrder.quoteId, updateId: claim.ids.updateId, command })
      return { message: 'The delivery address is set.', success: true }
    },
  })
}

function cancelRoute({ workflows }: ApiDependencies): RouteDefinition {
  const answer = Done.extend({ status: z.string(), refund: Refund.nullable() })
  return defineRoute({
    ...CHANGING,
    method: 'POST',
    path: '/api/service-orders/order/:id/cancel',
    summary: 'Cancel a service order; what was paid goes back',
    drawIds: () => ({ refundId: newId() }),
    schema: { params, body: z.object({ reason: note().nullish() }), response: { 200: answer } },
    async handler({ principal, params: { id }, body, claim, request }) {
      const viewer = viewerOf(principal)
      const { quoteId, status, version } = await visibleServiceOrder(id, viewer)
      checkIfMatch(request, version)
      const by = principal.isAdmin ? 'admin' : 'customer'
      if (!canCancel(status, by)) throw notCancellable(status)
      const { refundId, updateId } = claim.ids
      const command = { by, refundId, ...(body.reason && { reason: body.reason }) } as const
      const { isCancelled, refundId: made } = await workflows.cancelServiceOrder({ quoteId, updateId, command })
      const refund = made === null ? undefined : await findRefund(made)
      const after = await visibleServiceOrder(id, viewer)
      return { message: cancelMessage(isCancelled), success: true, status: after.status, refund: wireRefund(refund) }
    },
  })
}

/** The sentence for a cancellation; one that MakrCave must confirm first is under way. */
export function cancelMessage(isCancelled: boolean): string {
  return isCancelled
    ? 'The order is cancelled.'
    : 'The maker has been asked to stop; what was paid goes back after that.'
}

export function notCancellable(status: string): DomainError {
  return new DomainError('not_cancellable', 'This order can no longer be cancelled.', {
    members: { current_status: status },
  })
}

function refuseAddressChange({ status, jobBody }: ServiceOrderRow): void {
  const rank = serviceOrderRank(status)
  if (rank !== undefined && rank <= RANK_PAID && jobBody === null) return
  throw new DomainError('invalid_transition', 'The address can no longer be changed.', {
    members: { current_status: status, allowed: [] },
  })
}
