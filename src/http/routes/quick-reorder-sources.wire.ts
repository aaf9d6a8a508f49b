import { z } from 'zod'

import type { ShelfProduct } from '../../db/reads/products.js'
import type { RepeatedPurchase } from '../../db/reads/reorder-sources.js'
import { MAX_LINE_QUANTITY } from '../../domain/cart.js'
import { minorToWire } from '../../domain/money.js'
import { wireMoney } from '../wire-number.js'

const Suggestion = z.object({
  product_id: z.int(),
  product_name: z.string(),
  brand: z.string().nullable(),
  current_price: wireMoney(),
  suggested_quantity: z.int(),
  order_frequency: z.int(),
  total_ordered: z.int(),
  in_stock: z.boolean(),
  stock_level: z.int().nullable(),
})

export const Suggestions = z.object({ suggestions: z.array(Suggestion) })

/** What is bought again and again; the quantity is that of an average order. */
export function suggestion({ orders, pieces }: RepeatedPurchase, product: ShelfProduct): z.output<typeof Suggestion> {
  const average = Math.round(pieces / orders)
  return {
    product_id: product.id,
    product_name: product.name,
    brand: product.brand,
    current_price: minorToWire(product.priceMinor),
    suggested_quantity: Math.min(MAX_LINE_QUANTITY, Math.max(product.minOrderQty, average)),
    order_frequency: orders,
    total_ordered: pieces,
    in_stock: product.inStock,
    stock_level: product.stockQty,
  }
}
