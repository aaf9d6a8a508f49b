import { z } from 'zod'

import type { CartContents, CartEntry } from '../../db/reads/carts.js'
import { MAX_LINE_QUANTITY } from '../../domain/cart.js'
import { MAX_META_BYTES } from '../../domain/cart-meta.js'
import { minorToWire } from '../../domain/money.js'
import type { CartSummary } from '../cart-summary.js'
import { integer, integerId, wireMoney } from '../wire-number.js'
import { wireTime } from '../wire-text.js'

const CURRENCY = 'INR'

const remarks = z
  .record(z.string(), z.unknown())
  .refine((meta) => Buffer.byteLength(JSON.stringify(meta)) <= MAX_META_BYTES, {
    message: `at most ${MAX_META_BYTES} bytes`,
    params: { code: 'too_long' },
  })

export const AddRequest = z.object({
  product_id: integerId(),
  quantity: integer({ min: 1, max: MAX_LINE_QUANTITY }).default(1),
  meta: remarks.nullish(),
})

export const SetRequest = z.object({
  quantity: integer({ min: 1, max: MAX_LINE_QUANTITY }),
  meta: remarks.nullish(),
})

const Summary = z
  .object({
    total_amount: wireMoney(),
    total_items: z.int(),
    currency: z.string(),
    estimated: z.object({
      shipping_method: z.string().nullable(),
      shipping_amount: wireMoney(),
      tax_amount: wireMoney(),
      total: wireMoney(),
    }),
  })
  .meta({ id: 'CartSummary' })

const Item = z.object({
  id: z.int(),
  product: z.object({
    id: z.int(),
    name: z.string(),
    slug: z.string(),
    sku: z.string().nullable(),
    featured_image: z.string().nullable(),
    current_price: wireMoney(),
    in_stock: z.boolean(),
    stock_qty: z.int().nullable(),
  }),
  quantity: z.int(),
  price_at_time: wireMoney(),
  item_total: wireMoney(),
  price_changed: z.boolean(),
  meta: z.record(z.string(), z.unknown()),
  added_at: wireTime(),
})

export const CartDocument = z
  .object({
    cart: z
      .object({
        id: z.int(),
        user_id: z.string().nullable(),
        status: z.enum(['active', 'abandoned', 'converted', 'merged']),
        version: z.int(),
        created_at: wireTime(),
        updated_at: wireTime(),
      })
      .nullable(),
    items: z.array(Item),
    summary: Summary,
  })
  .meta({ id: 'Cart' })

const Changed = z.object({ message: z.string(), success: z.boolean(), summary: Summary })
const ItemPrice = z.object({ id: z.int(), quantity: z.int(), price: wireMoney() })

export const AddedAnswer = Changed.extend({
  cart_item: ItemPrice.extend({ product_id: z.int() }),
  cart_id: z.int(),
})
export const SetAnswer = Changed.extend({ cart_item: ItemPrice })
export const ChangedAnswer = Changed

/** The whole cart as its owner sees it. */
export function cartDocument(contents: CartContents | undefined, summary: CartSummary): z.output<typeof CartDocument> {
  const cart = contents && {
    id: contents.cart.id,
    user_id: contents.cart.userId ?? null,
    status: contents.cart.status,
    version: contents.cart.version,
    created_at: contents.cart.createdAt.toISOString(),
    updated_at: contents.cart.updatedAt.toISOString(),
  }
  return { cart: cart ?? null, items: (contents?.entries ?? []).map(item), summary: summaryDocument(summary) }
}

export function summaryDocument({ pieces, shippingMethod, totals }: CartSummary): z.output<typeof Summary> {
  return {
    total_amount: minorToWire(totals.subtotalMinor),
    total_items: pieces,
    currency: CURRENCY,
    estimated: {
      shipping_method: shippingMethod,
      shipping_amount: minorToWire(totals.shippingMinor),
      tax_amount: minorToWire(totals.taxMinor),
      total: minorToWire(totals.totalMinor),
    },
  }
}

/** A changed line in short. */
export function itemPrice({ id, productId, quantity, unitPriceMinor }: CartEntry) {
  return { id, product_id: productId, quantity, price: minorToWire(unitPriceMinor) }
}

function item({ id, product, quantity, unitPriceMinor, meta, addedAt }: CartEntry): z.output<typeof Item> {
  return {
    id,
    product: {
      id: product.id,
      name: product.name,
      slug: product.slug,
      sku: product.sku,
      featured_image: product.featuredImage,
      current_price: minorToWire(product.priceMinor),
      in_stock: product.inStock,
      stock_qty: product.stockQty,
    },
    quantity,
    price_at_time: minorToWire(unitPriceMinor),
    item_total: minorToWire(unitPriceMinor * quantity),
    price_changed: unitPriceMinor !== product.priceMinor,
    meta,
    added_at: addedAt.toISOString(),
  }
}
