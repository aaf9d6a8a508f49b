import { z } from 'zod'

import type { ImportLineRow } from '../../db/reads/bom-imports.js'
import type { ShelfProduct } from '../../db/reads/products.js'
import { BOM_LINE_STATUSES, isUnresolved } from '../../domain/bom-import-status.js'
import { MATCH_STAGES, MATCH_TYPES, type LineMatch } from '../../domain/bom-line-decision.js'
import { MAX_LINE_QUANTITY } from '../../domain/cart.js'
import { minorToWire } from '../../domain/money.js'

const ProductMatch = z.object({
  confidence: z.number(),
  match_type: z.enum(MATCH_TYPES),
  stage: z.enum(MATCH_STAGES),
  store_product_id: z.int(),
  store_product_name: z.string(),
  store_product_slug: z.string(),
  store_product_brand: z.string().nullable(),
  store_product_price: z.number(),
  quantity_available: z.int(),
  match_reasons: z.array(z.string()),
})

export const BomLineResult = z.object({
  bom_item_id: z.string(),
  bom_item_name: z.string(),
  bom_quantity: z.number().nullable(),
  matches: z.array(ProductMatch),
  best_match: ProductMatch.nullable(),
  status: z.enum([...BOM_LINE_STATUSES, 'pending']),
  disposition: z.string().nullable(),
  needed_quantity: z.number(),
  cart_quantity: z.int(),
  added_to_cart: z.boolean(),
  part_number: z.string().nullable(),
  manufacturer: z.string().nullable(),
  designators: z.array(z.string()),
  reasons: z.array(z.string()),
  warnings: z.array(z.string()),
})

export const UnresolvedItem = z.object({
  id: z.string(),
  name: z.string(),
  quantity: z.number().nullable(),
  reason: z.string(),
})

export type Shelf = ReadonlyMap<number, ShelfProduct>

/** One line as it goes over the wire; a line that is not matched yet is `pending`. */
export function lineResult(line: ImportLineRow, shelf: Shelf): z.input<typeof BomLineResult> {
  const { normalised, status } = line
  const matches = line.matches.flatMap((match) => productMatch(match, shelf))
  return {
    bom_item_id: line.bomItemId,
    bom_item_name: line.name,
    bom_quantity: fromMilli(line.quantityMilli),
    matches,
    best_match: matches[0] ?? null,
    status: status ?? 'pending',
    disposition: line.disposition,
    needed_quantity: fromMilli(line.neededMilli) ?? 1,
    cart_quantity: line.cartQuantity,
    added_to_cart: line.isAdded,
    part_number: normalised.identity.partNumber?.mpn ?? normalised.identity.ownSku,
    manufacturer: normalised.identity.partNumber?.manufacturer ?? normalised.identity.manufacturer,
    designators: [...normalised.designators],
    reasons: [...line.reasons],
    warnings: [...normalised.warnings, ...line.warnings],
  }
}

/** The line as something that a person must decide, when it is. */
export function unresolvedItem(line: ImportLineRow): z.input<typeof UnresolvedItem>[] {
  if (line.status === null || !isUnresolved(line.status)) return []
  const reason = line.reasons[0] ?? line.warnings[0] ?? 'no product fits well enough'
  return [{ id: line.bomItemId, name: line.name, quantity: fromMilli(line.quantityMilli), reason }]
}

/** The decided product of the line, when there is one. */
export function itemMapping(line: ImportLineRow): [bomItemId: string, productId: number][] {
  const isDecided = line.status === 'mapped' || line.status === 'out_of_stock'
  return isDecided && line.productId !== null ? [[line.bomItemId, line.productId]] : []
}

/** Ids of every product that these lines show. */
export function productIdsOf(lines: readonly ImportLineRow[]): number[] {
  return lines.flatMap(({ matches }) => matches.map(({ productId }) => productId))
}

/** A product that is gone from the catalogue is no match any more. */
function productMatch(match: LineMatch, shelf: Shelf): z.input<typeof ProductMatch>[] {
  const product = shelf.get(match.productId)
  if (!product) return []
  return [
    {
      confidence: Math.round(match.confidence * 100) / 100,
      match_type: match.matchType,
      stage: match.stage,
      store_product_id: product.id,
      store_product_name: product.name,
      store_product_slug: product.slug,
      store_product_brand: product.brand,
      store_product_price: minorToWire(product.priceMinor),
      // Nobody counts it: as many as one order takes.
      quantity_available: product.buyable ?? MAX_LINE_QUANTITY,
      match_reasons: [...match.reasons],
    },
  ]
}

function fromMilli(milli: number | null): number | null {
  return milli === null ? null : milli / 1000
}
