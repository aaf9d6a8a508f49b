import { z } from 'zod'

import { listShippingMethods } from '../../db/reads/shipping-methods.js'
import { minorToWire } from '../../domain/money.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { wireMoney } from '../wire-number.js'

const ShippingMethod = z.object({
  code: z.string(),
  label: z.string(),
  price: wireMoney(),
  free_from: wireMoney().nullable(),
  min_days: z.int(),
  max_days: z.int(),
})

/** How goods may reach a person. */
export function shippingMethodRoutes({ database }: ApiDependencies): RouteDefinition[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/shipping-methods',
      summary: 'The shipping methods to choose from, with their prices',
      tag: 'cart',
      access: 'public',
      limit: 'read',
      idempotency: 'none',
      schema: { response: { 200: z.object({ shipping_methods: z.array(ShippingMethod) }) } },
      async handler() {
        const methods = await listShippingMethods(database)
        const shipping_methods = methods.map(({ code, label, priceMinor, freeFromMinor, minDays, maxDays }) => ({
          code,
          label,
          price: minorToWire(priceMinor),
          free_from: freeFromMinor === null ? null : minorToWire(freeFromMinor),
          min_days: minDays,
          max_days: maxDays,
        }))
        return { shipping_methods }
      },
    }),
  ]
}
