import { judgePush, pushForAddress, pushToOwnCart, type BulkPush } from '../../db/cart-bulk.js'
import { findProductsBySku } from '../../db/reads/products.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { invalidField } from '../validation.js'
import * as wire from './cart-bulk.wire.js'

const BULK_BYTES = 1_048_576
const PUSHING = { method: 'POST', tag: 'cart', access: 'user_or_service', bodyLimit: BULK_BYTES } as const

/** Many items at once, by SKU: a shopper's own, or a service's for a person whom it knows by address. */
export function cartBulkRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  return [addRoute(dependencies), validateRoute(dependencies)]
}

function addRoute({ database }: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...PUSHING,
    path: '/api/cart/bulk-add',
    summary: 'Put many items into a cart; what does not fit is reported and the others go on',
    limit: 'api',
    idempotency: 'optional',
    schema: { body: wire.BulkRequest, response: { 200: wire.BulkAnswer } },
    async handler({ principal, body }) {
      const products = await findProductsBySku(database, skusOf(body.items))
      const items = wire.bulkItems(body.items, products, wire.pushRemarks(body))
      const push: BulkPush = { items, strategy: body.merge_strategy }
      const overrides = body.items.filter(({ unit_price_override: price }) => typeof price === 'number').length
      if (principal.kind === 'user') {
        const { contents, outcomes } = await pushToOwnCart(database, principal.id, push)
        return wire.bulkAnswer(push, outcomes, { id: contents.cart.id, lines: contents.entries, overrides })
      }
      const email = body.user_email ?? refuseNobody()
      const { lines, outcomes } = await pushForAddress(database, email, push)
      return wire.bulkAnswer(push, outcomes, { id: null, lines: lines.values(), overrides })
    },
  })
}

function validateRoute({ database }: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...PUSHING,
    path: '/api/cart/bulk-validate',
    summary: 'Which of many items could be put into an empty cart',
    limit: 'read',
    idempotency: 'none',
    schema: { body: wire.Items, response: { 200: wire.ValidateAnswer } },
    async handler({ body }) {
      const items = wire.bulkItems(body, await findProductsBySku(database, skusOf(body)))
      const { outcomes } = judgePush({ items, strategy: 'add' })
      return wire.validateAnswer(items, outcomes)
    },
  })
}

function skusOf(items: readonly { readonly sku: string }[]): string[] {
  return items.map(({ sku }) => sku)
}

function refuseNobody(): never {
  throw invalidField('body.user_email', 'required', 'A service must say whose cart it fills.')
}
