import { z } from 'zod'

import { findImport } from '../../db/reads/bom-imports.js'
import { findProducts } from '../../db/reads/products.js'
import { BOM_IMPORT_STATUSES } from '../../domain/bom-import-status.js'
import { MAX_LINE_QUANTITY } from '../../domain/cart.js'
import { minorToWire } from '../../domain/money.js'
import type { MappingResult } from '../../../workflows/bom-import-contract.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { applyMappings, type MappingOutcome, type MappingRequest } from '../manual-mapping.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { integer, integerId } from '../wire-number.js'
import { requiredText, uuid } from '../wire-text.js'
import type { Shelf } from './bom-import-lines.wire.js'

const Mapping = z.object({
  bom_item_id: requiredText({ max: 64 }),
  store_product_id: integerId(),
  quantity: integer({ min: 1, max: MAX_LINE_QUANTITY }).nullish(),
})

const Result = z.object({
  bom_item_id: z.string(),
  success: z.boolean(),
  product_id: z.int().nullable(),
  product_name: z.string().nullable(),
  price: z.number().nullable(),
  quantity: z.int().nullable(),
  error: z.string().nullable(),
})

const Choices = z.object({
  mappings: z.array(Mapping).min(1).max(500),
  import_id: uuid().nullish(),
  add_to_cart: z.boolean().default(true),
  remember: z.boolean().default(true),
})

const Outcome = z.object({
  success: z.boolean(),
  cart_id: z.int().nullable(),
  import_id: z.string().nullable(),
  import_status: z.enum(BOM_IMPORT_STATUSES).nullable(),
  results: z.array(Result),
})

/** People choose products for the lines that were left to them. */
export function bomImportMappingRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/api/bom-import/manual-mapping',
      summary: 'Choose products for lines of an import; each row succeeds or fails for itself',
      tag: 'BOM import',
      access: 'user',
      limit: 'api',
      idempotency: 'optional',
      bodyLimit: 262_144,
      schema: { body: Choices, response: { 200: Outcome } },
      async handler({ principal, body, claim }) {
        const request = { userId: principal.id, ...wishOf(body), updateId: claim.ids.updateId }
        return outcome(dependencies, request, await applyMappings(dependencies, request))
      },
    }),
  ]
}

function wishOf({ mappings, import_id: importId, add_to_cart: addToCart, remember }: z.output<typeof Choices>) {
  return {
    importId: importId ?? undefined,
    mappings: mappings.map(({ bom_item_id: bomItemId, store_product_id: productId, quantity }) => ({
      bomItemId,
      productId,
      ...(quantity && { quantity }),
    })),
    addToCart,
    remember,
  }
}

async function outcome(
  { database }: ApiDependencies,
  { userId }: MappingRequest,
  { importId, cartId, results }: MappingOutcome,
): Promise<z.input<typeof Outcome>> {
  const row = importId === null ? undefined : await findImport(importId, { userId })
  const shelf = await findProducts(
    database,
    results.map(({ productId }) => productId),
  )
  return {
    success: results.some(({ error }) => error === null),
    cart_id: cartId,
    import_id: importId,
    import_status: row?.status ?? null,
    results: results.map((result) => wireResult(result, shelf)),
  }
}

function wireResult({ bomItemId, productId, quantity, error }: MappingResult, shelf: Shelf): z.input<typeof Result> {
  const product = shelf.get(productId)
  return {
    bom_item_id: bomItemId,
    success: error === null,
    product_id: product ? productId : null,
    product_name: product?.name ?? null,
    price: product ? minorToWire(product.priceMinor) : null,
    quantity,
    error,
  }
}
