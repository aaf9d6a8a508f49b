import { z } from 'zod'

import { newestStoreOrderEvents } from '../../db/reads/events.js'
import { bundleStoreOrders, listStoreOrders, type StoreOrderRow } from '../../db/reads/store-orders.js'
import type { Viewer } from '../../db/reads/viewer.js'
import { mustExist } from '../../db/record.js'
import { DomainError } from '../../domain/errors.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { setVersionTag } from '../conditional.js'
import type { UserPrincipal } from '../principal.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { viewerOf } from '../viewer.js'
import { visibleStoreOrder } from '../visible-store-order.js'
import { MAX_OFFSET, pageAndSize, pathInteger, queryInteger, withinOffset } from '../wire-query.js'
import { orderTracking, OrderTracking } from './store-order-tracking.wire.js'
import { OrderDocument, orderDocument, OrderStatus, PaymentStatus } from './store-orders.wire.js'

const READING = { method: 'GET', tag: 'orders', access: 'user', limit: 'read', idempotency: 'none' } as const
const MAX_EVENTS = 200
const [IS_WITHIN, WHERE_NOT] = withinOffset
const params = z.object({ id: pathInteger() })

const ListQuery = z
  .object({
    ...pageAndSize(),
    limit: queryInteger({ min: 1, max: 100 }).optional(),
    offset: queryInteger({ min: 0, max: MAX_OFFSET }).optional(),
    status: OrderStatus.optional(),
    status_filter: OrderStatus.optional(),
    payment_status: PaymentStatus.optional(),
    scope: z.enum(['mine', 'all']).optional(),
  })
  .refine(({ page, per_page, limit = per_page }) => IS_WITHIN({ page, per_page: limit }), WHERE_NOT)

/** Orders as the shopper pays them, goods or services. */
export function storeOrderRoutes({ database }: ApiDependencies): RouteDefinition[] {
  return [
    listRoute(),
    defineRoute({
      ...READING,
      path: '/api/orders/:id',
      summary: 'One order with its lines',
      schema: { params, response: { 200: OrderDocument } },
      async handler({ principal, params: { id }, reply }) {
        const order = await visibleStoreOrder(id, viewerOf(principal))
        setVersionTag(reply, order.version)
        return orderDocument(await bundleOf(order), principal.isAdmin)
      },
    }),
    defineRoute({
      ...READING,
      path: '/api/orders/:id/tracking',
      summary: 'Where an order is',
      schema: { params, response: { 200: OrderTracking } },
      async handler({ principal, params: { id } }) {
        const order = await visibleStoreOrder(id, viewerOf(principal))
        const events = await newestStoreOrderEvents(database, { orderId: id, limit: MAX_EVENTS })
        return orderTracking(await bundleOf(order), events)
      },
    }),
  ]
}

function listRoute(): RouteDefinition {
  const answer = z.object({
    orders: z.array(OrderDocument),
    total: z.int(),
    page: z.int(),
    per_page: z.int(),
    pages: z.int(),
  })
  return defineRoute({
    ...READING,
    path: '/api/orders',
    summary: 'Orders, newest first',
    schema: { query: ListQuery, response: { 200: answer } },
    async handler({ principal, query }) {
      const { skip, limit } = rangeOf(query)
      const { orders, total } = await listStoreOrders({
        viewer: scopeOf(principal, query.scope),
        status: query.status ?? query.status_filter,
        paymentStatus: query.payment_status,
        skip,
        limit,
      })
      const bundles = await bundleStoreOrders(orders)
      return {
        orders: bundles.map((bundle) => orderDocument(bundle, principal.isAdmin)),
        total,
        page: Math.floor(skip / limit) + 1,
        per_page: limit,
        pages: Math.max(1, Math.ceil(total / limit)),
      }
    },
  })
}

/** `limit` and `offset` are the older words for the same. */
function rangeOf({ page, per_page, limit = per_page, offset }: z.output<typeof ListQuery>) {
  return { skip: offset ?? (page - 1) * limit, limit }
}

function scopeOf(principal: UserPrincipal, scope: 'mine' | 'all' | undefined): Viewer {
  if (scope === 'all' && !principal.isAdmin) {
    throw new DomainError('insufficient_permissions', 'Only admins see the orders of others.')
  }
  return scope === 'mine' ? { userId: principal.id } : viewerOf(principal)
}

async function bundleOf(order: StoreOrderRow) {
  const [bundle] = await bundleStoreOrders([order])
  return mustExist(bundle, 'the order')
}
