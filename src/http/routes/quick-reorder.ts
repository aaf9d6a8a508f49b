import { z } from 'zod'

import {
  createQuickReorder,
  deleteQuickReorder,
  executeQuickReorder,
  findQuickReorder,
  listQuickReorders,
  previewQuickReorder,
  refuseUnknown,
  updateQuickReorder,
  type ReorderContent,
} from '../../db/quick-reorders.js'
import { findProducts } from '../../db/reads/products.js'
import { newId } from '../../db/record.js'
import type { Database } from '../../db/sequelize.js'
import { DomainError } from '../../domain/errors.js'
import type { ReorderItem } from '../../domain/quick-reorder.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { queryBoolean } from '../wire-query.js'
import { text, uuid } from '../wire-text.js'
import * as wire from './quick-reorder.wire.js'

const OWN = { tag: 'quick reorder', access: 'user' } as const
const READING = { ...OWN, method: 'GET', limit: 'read', idempotency: 'none' } as const
const CHANGING = { ...OWN, limit: 'api', idempotency: 'optional' } as const
const params = z.object({ id: uuid() })

/** Lists that somebody buys again: written, kept, and put into the cart. */
export function quickReorderRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  return [
    createRoute(dependencies),
    listRoute(),
    executeRoute(dependencies),
    showRoute(dependencies),
    updateRoute(dependencies),
    deleteRoute(dependencies),
  ]
}

function createRoute({ database }: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...CHANGING,
    method: 'POST',
    path: '/api/quick-reorder/create',
    summary: 'Write a list that you buy again',
    drawIds: () => ({ reorderId: newId() }),
    schema: { body: wire.CreateRequest, response: { 200: wire.QuickReorder } },
    async handler({ principal, body, claim }) {
      const content = contentOf(body)
      const items = await pricedItems(database, body.items)
      const own = { id: claim.ids.reorderId, userId: principal.id }
      return wire.quickReorder(await createQuickReorder(database, { ...own, ...content, name: body.name, items }))
    },
  })
}

function listRoute(): RouteDefinition {
  const query = z.object({ makrcave_id: text().optional(), include_inactive: queryBoolean().default(false) })
  return defineRoute({
    ...READING,
    path: '/api/quick-reorder/list',
    summary: 'Your lists, newest first',
    schema: { query, response: { 200: z.array(wire.QuickReorder) } },
    async handler({ principal, query: { makrcave_id: makrcaveId, include_inactive: withInactive } }) {
      const lists = await listQuickReorders({ userId: principal.id, makrcaveId, withInactive })
      return lists.map(wire.quickReorder)
    },
  })
}

function showRoute({ database }: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...READING,
    path: '/api/quick-reorder/:id',
    summary: 'One list at today’s prices and stock',
    schema: { params, response: { 200: wire.PricedReorder } },
    async handler({ principal, params: { id } }) {
      const row = (await findQuickReorder({ id, userId: principal.id })) ?? refuseUnknown()
      const ids = row.items.map(({ productId }) => productId)
      return wire.pricedReorder(row, await findProducts(database, ids))
    },
  })
}

function updateRoute({ database }: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...CHANGING,
    method: 'PUT',
    path: '/api/quick-reorder/:id',
    summary: 'Change a list',
    schema: { params, body: wire.UpdateRequest, response: { 200: wire.QuickReorder } },
    async handler({ principal, params: { id }, body }) {
      const items = body.items && { items: await pricedItems(database, body.items) }
      const changes = { ...contentOf(body), ...items }
      return wire.quickReorder(await updateQuickReorder(database, { id, userId: principal.id }, changes))
    },
  })
}

function deleteRoute({ database }: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...CHANGING,
    method: 'DELETE',
    path: '/api/quick-reorder/:id',
    summary: 'Forget a list',
    schema: { params, response: { 200: z.object({ success: z.boolean(), message: z.string() }) } },
    async handler({ principal, params: { id } }) {
      await deleteQuickReorder(database, { id, userId: principal.id })
      return { success: true, message: 'The list is gone.' }
    },
  })
}

function executeRoute({ database }: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...CHANGING,
    method: 'POST',
    path: '/api/quick-reorder/execute',
    summary: 'Put a list into your cart',
    schema: { body: wire.ExecuteRequest, response: { 200: wire.ExecuteAnswer } },
    async handler({ principal, body }) {
      const own = { id: body.reorder_id, userId: principal.id }
      const wish = {
        multiplier: body.quantity_multiplier,
        excludesShort: body.exclude_out_of_stock,
        notes: body.notes ?? null,
      }
      const run = body.add_to_cart ? executeQuickReorder : previewQuickReorder
      return wire.executeAnswer(await run(database, own, wish))
    },
  })
}

/** What is said about a list; what is left out is not there, so that it stays as it is. */
function contentOf(body: Partial<z.output<typeof wire.UpdateRequest>>): ReorderContent {
  const said = {
    name: body.name,
    description: body.description,
    makrcaveId: body.makrcave_id,
    autoReorder: body.auto_reorder,
    frequency: body.reorder_frequency,
    threshold: body.reorder_threshold,
    isActive: body.is_active,
  }
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))
}

/** The items at today's prices; every product must be sold. */
async function pricedItems(database: Database, wishes: readonly wire.ReorderItemWish[]): Promise<ReorderItem[]> {
  const products = await findProducts(
    database,
    wishes.map(({ product_id: id }) => id),
  )
  const errors = wishes.flatMap(({ product_id: id }, index) =>
    products.get(id)?.isActive === true
      ? []
      : [
          {
            path: `body.items[${index}].product_id`,
            code: 'unknown_product',
            message: `Product ${id} is not sold.`,
            product_id: id,
          },
        ],
  )
  if (errors.length === 0) return wire.reorderItems(wishes, products)
  throw new DomainError('validation_error', 'Some of these products are not sold.', { errors })
}
