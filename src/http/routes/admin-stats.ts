import { z } from 'zod'

import { readStats } from '../../db/reads/stats.js'
import { minorToWire } from '../../domain/money.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { wireMoney } from '../wire-number.js'
import { wireTime } from '../wire-text.js'

const product = z.object({ id: z.int(), name: z.string(), slug: z.string(), featured_image: z.string().nullable() })

const recentOrder = z.object({
  id: z.int(),
  order_number: z.string(),
  status: z.string(),
  total: wireMoney(),
  created_at: wireTime(),
})

const stats = z
  .object({
    total_orders: z.int(),
    total_revenue: wireMoney(),
    total_products: z.int(),
    total_users: z.int(),
    total_customers: z.int(),
    pending_orders: z.int(),
    active_orders: z.int(),
    low_stock_products: z.int(),
    recent_orders: z.array(recentOrder),
    top_products: z.array(z.object({ product, quantity_sold: z.int(), revenue: wireMoney() })),
    revenue_chart: z.array(z.object({ date: z.string(), revenue: wireMoney(), orders: z.int() })),
    notice: z.string().optional(),
  })
  .meta({ id: 'Stats' })

/** The shop in numbers; what concerns products is zero until there is a catalogue. */
export function adminStatsRoutes({ database, config }: ApiDependencies): RouteDefinition[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/admin/stats',
      summary: 'The shop in numbers',
      tag: 'admin',
      access: 'admin',
      limit: 'read',
      idempotency: 'none',
      schema: { response: { 200: stats } },
      async handler() {
        const { adminStatsEnabled: isEnabled } = config.api
        const found = await readStats(database, { isEnabled })
        return {
          ...found,
          total_revenue: minorToWire(found.total_revenue),
          recent_orders: found.recent_orders.map((order) => ({
            ...order,
            total: minorToWire(order.total),
            created_at: order.created_at.toISOString(),
          })),
          revenue_chart: found.revenue_chart.map((day) => ({ ...day, revenue: minorToWire(day.revenue) })),
          top_products: [],
          ...(isEnabled ? {} : { notice: 'Statistics are switched off.' }),
        }
      },
    }),
  ]
}
