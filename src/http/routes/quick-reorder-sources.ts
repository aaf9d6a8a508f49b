import { z } from 'zod'

import { createQuickReorder } from '../../db/quick-reorders.js'
import { findProducts } from '../../db/reads/products.js'
import { orderedProducts, repeatedPurchases } from '../../db/reads/reorder-sources.js'
import { newId } from '../../db/record.js'
import { MAX_LINE_QUANTITY } from '../../domain/cart.js'
import { DomainError } from '../../domain/errors.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { invalidField } from '../validation.js'
import { pathInteger } from '../wire-query.js'
import { requiredText, text } from '../wire-text.js'
import { Suggestions, suggestion } from './quick-reorder-sources.wire.js'
import { QuickReorder, quickReorder } from './quick-reorder.wire.js'

const OWN = { tag: 'quick reorder', access: 'user' } as const

/** Where lists come from, besides being written: an order, and what somebody buys all the time. */
export function quickReorderSourceRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  return [fromOrderRoute(dependencies), suggestionsRoute(dependencies)]
}

function fromOrderRoute({ database }: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...OWN,
    method: 'POST',
    path: '/api/quick-reorder/from-order/:order_id',
    summary: 'Make a list of an order',
    limit: 'api',
    idempotency: 'optional',
    drawIds: () => ({ reorderId: newId() }),
    schema: {
      params: z.object({ order_id: pathInteger() }),
      query: z.object({ name: requiredText(), description: text({ max: 5000 }).optional() }),
      response: { 200: QuickReorder },
    },
    async handler({ principal, params: { order_id: orderId }, query: { name, description }, claim }) {
      const bought = await orderedProducts(database, { orderId, userId: principal.id })
      if (!bought) throw new DomainError('order_not_found', 'There is no such order.')
      if (bought.length === 0) {
        throw invalidField('path.order_id', 'unknown_product', 'Nothing of this order is sold any more.')
      }
      const products = await findProducts(
        database,
        bought.map(({ productId }) => productId),
      )
      const items = bought.map(({ productId, quantity }) => ({
        productId,
        quantity: Math.min(quantity, MAX_LINE_QUANTITY),
        notes: null,
        priority: 1,
        priceMinor: products.get(productId)?.priceMinor ?? 0,
      }))
      const own = { id: claim.ids.reorderId, userId: principal.id }
      return quickReorder(await createQuickReorder(database, { ...own, name, description: description ?? null, items }))
    },
  })
}

function suggestionsRoute({ database }: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...OWN,
    method: 'GET',
    path: '/api/quick-reorder/suggestions/:makrcave_id',
    summary: 'What you have bought again and again in the last 90 days',
    limit: 'read',
    idempotency: 'none',
    schema: { params: z.object({ makrcave_id: requiredText() }), response: { 200: Suggestions } },
    async handler({ principal }) {
      const purchases = await repeatedPurchases(database, principal.id)
      const products = await findProducts(
        database,
        purchases.map(({ productId }) => productId),
      )
      const suggestions = purchases.flatMap((purchase) => {
        const product = products.get(purchase.productId)
        return product ? [suggestion(purchase, product)] : []
      })
      return { suggestions }
    },
  })
}
