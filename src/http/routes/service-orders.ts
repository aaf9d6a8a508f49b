import { z } from 'zod'

import { bundleServiceOrder, bundleServiceOrders, listServiceOrders } from '../../db/reads/service-orders.js'
import { findQuotedUpload } from '../../db/reads/quotes.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { setVersionTag } from '../conditional.js'
import { orderLinks } from '../order-links.js'
import { drawOrderIds, type OrderIds, type OrderWish } from '../order-wish.js'
import type { UserPrincipal } from '../principal.js'
import { refuseUnknownQuote, takeQuote } from '../quote-acceptance.js'
import { defineRoute, type Claim, type RouteDefinition } from '../route.js'
import { pathReference, visibleServiceOrder } from '../service-order-reference.js'
import { viewerOf } from '../viewer.js'
import { pageAndSize, withinOffset } from '../wire-query.js'
import { FromQuoteRequest, fromQuoteWish, OrderRequest, orderWish } from './order-wish.wire.js'
import { statusDocument, StatusDocument } from './service-order-status.wire.js'
import { trackingDocument, TrackingDocument } from './service-order-tracking.wire.js'
import { orderedAnswer, OrderedAnswer, StatusFilter, statusesOf } from './service-orders.wire.js'

const OWN = { tag: 'service orders', access: 'user' } as const
const ORDERING = { ...OWN, method: 'POST', limit: 'checkout', idempotency: 'optional' } as const
const READING = { ...OWN, method: 'GET', limit: 'read', idempotency: 'none' } as const
const params = z.object({ id: pathReference() })

/** Service orders: made from quotes, shown to their owners. */
export function serviceOrderRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  return [
    fromQuoteRoute(dependencies),
    orderRoute(dependencies),
    trackingRoute(dependencies),
    statusRoute(dependencies),
    listRoute(dependencies),
  ]
}

function fromQuoteRoute(dependencies: ApiDependencies): RouteDefinition {
  const { database, config } = dependencies
  return defineRoute({
    ...ORDERING,
    path: '/api/complete_flows/service-orders/from-quote',
    summary: 'Order a quoted print',
    drawIds: () => drawOrderIds(database),
    businessKey: ({ body }) => body.quote_id,
    schema: { body: FromQuoteRequest, response: { 200: OrderedAnswer } },
    async handler({ principal: user, body, claim }) {
      const { quote_id: quoteId } = body
      const bundle = await orderQuote(dependencies, { quoteId, user, claim, wish: fromQuoteWish(body) })
      const { upload } = (await findQuotedUpload({ id: quoteId, userId: user.id })) ?? refuseUnknownQuote()
      const links = orderLinks(config, bundle.serviceOrder.id, user)
      return orderedAnswer(bundle, { fileKey: upload.fileKey, links })
    },
  })
}

function orderRoute(dependencies: ApiDependencies): RouteDefinition {
  const { database, config } = dependencies
  return defineRoute({
    ...ORDERING,
    path: '/api/service-orders/order',
    summary: 'Order a quoted print and follow it',
    drawIds: () => drawOrderIds(database),
    businessKey: ({ body }) => body.quote_id,
    schema: { body: OrderRequest, response: { 200: TrackingDocument } },
    async handler({ principal: user, body, claim, reply }) {
      const bundle = await orderQuote(dependencies, { quoteId: body.quote_id, user, claim, wish: orderWish(body) })
      setVersionTag(reply, bundle.serviceOrder.version)
      return trackingDocument(bundle, orderLinks(config, bundle.serviceOrder.id, user))
    },
  })
}

function trackingRoute({ database, config }: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...READING,
    path: '/api/service-orders/order/:id',
    summary: 'A service order as the storefront follows it',
    schema: { params, response: { 200: TrackingDocument } },
    async handler({ principal, params: { id }, reply }) {
      const serviceOrder = await visibleServiceOrder(id, viewerOf(principal))
      const bundle = await bundleServiceOrder(database, serviceOrder)
      setVersionTag(reply, serviceOrder.version)
      return trackingDocument(bundle, orderLinks(config, serviceOrder.id, principal))
    },
  })
}

function statusRoute({ database, config }: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...READING,
    path: '/api/complete_flows/service-orders/:id/status',
    summary: 'Where a service order stands and how it got there',
    schema: { params, response: { 200: StatusDocument } },
    async handler({ principal, params: { id }, reply }) {
      const serviceOrder = await visibleServiceOrder(id, viewerOf(principal))
      const bundle = await bundleServiceOrder(database, serviceOrder)
      const links = orderLinks(config, serviceOrder.id, principal)
      setVersionTag(reply, serviceOrder.version)
      return statusDocument(bundle, { isAdmin: principal.isAdmin, links })
    },
  })
}

function listRoute({ database, config }: ApiDependencies): RouteDefinition {
  const query = z.object({ ...pageAndSize(), status: StatusFilter.optional() }).refine(...withinOffset)
  const answer = z.object({
    service_orders: z.array(TrackingDocument),
    total: z.int(),
    page: z.int(),
    per_page: z.int(),
    pages: z.int(),
  })
  return defineRoute({
    ...READING,
    path: '/api/service-orders',
    summary: 'Your service orders, newest first',
    schema: { query, response: { 200: answer } },
    async handler({ principal, query: { page, per_page, status } }) {
      const statuses = status && statusesOf(status)
      const range = { skip: (page - 1) * per_page, limit: per_page }
      const { found, total } = await listServiceOrders({ userId: principal.id, statuses, ...range })
      const bundles = await bundleServiceOrders(database, found)
      const documents = bundles.map((one) => trackingDocument(one, orderLinks(config, one.serviceOrder.id, principal)))
      return { service_orders: documents, total, page, per_page, pages: Math.max(1, Math.ceil(total / per_page)) }
    },
  })
}

interface Ordering {
  readonly quoteId: string
  readonly user: UserPrincipal
  readonly claim: Claim<OrderIds>
  readonly wish: OrderWish
}

async function orderQuote(dependencies: ApiDependencies, ordering: Ordering) {
  const id = await takeQuote(dependencies, ordering)
  const serviceOrder = await visibleServiceOrder(id, viewerOf(ordering.user))
  return bundleServiceOrder(dependencies.database, serviceOrder)
}
