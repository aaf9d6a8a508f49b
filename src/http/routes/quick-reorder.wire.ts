import { z } from 'zod'

import type { ExecutedReorder, QuickReorderRow } from '../../db/quick-reorders.js'
import type { ShelfProduct } from '../../db/reads/products.js'
import { MAX_LINE_QUANTITY, type CartRefusal } from '../../domain/cart.js'
import { minorToWire } from '../../domain/money.js'
import { REORDER_FREQUENCIES, type ReorderItem, type ReorderOutcome } from '../../domain/quick-reorder.js'
import { decimal, integer, integerId, wireMoney } from '../wire-number.js'
import { note, requiredText, text, uuid, wireTime } from '../wire-text.js'

const MAX_ITEMS = 200
const CURRENCY = 'INR'

const ItemWish = z.object({
  product_id: integerId(),
  quantity: integer({ min: 1, max: MAX_LINE_QUANTITY }),
  notes: note().nullish(),
  priority: integer({ min: 1, max: 5 }).default(1),
})
export type ReorderItemWish = z.output<typeof ItemWish>

const threshold = z.record(z.string().regex(/^[1-9]\d{0,9}$/), integer()).refine((map) => size(map) <= MAX_ITEMS, {
  message: `at most ${MAX_ITEMS} products`,
  params: { code: 'too_long' },
})

export const CreateRequest = z.object({
  name: requiredText(),
  description: text({ max: 5000 }).nullish(),
  items: z.array(ItemWish).min(1).max(MAX_ITEMS),
  makrcave_id: text().nullish(),
  auto_reorder: z.boolean().default(false),
  reorder_frequency: z.enum(REORDER_FREQUENCIES).nullish(),
  reorder_threshold: threshold.nullish(),
})

export const UpdateRequest = CreateRequest.extend({ auto_reorder: z.boolean(), is_active: z.boolean() }).partial()

export const ExecuteRequest = z.object({
  reorder_id: uuid(),
  quantity_multiplier: decimal({ min: 0, max: 10 }).positive().default(1),
  exclude_out_of_stock: z.boolean().default(true),
  add_to_cart: z.boolean().default(true),
  notes: note().nullish(),
})

const Item = z.object({
  product_id: z.int(),
  quantity: z.int(),
  notes: z.string().nullable(),
  priority: z.int(),
  estimated_price: wireMoney(),
  estimated_total: wireMoney(),
})

const List = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  total_items: z.int(),
  estimated_total: wireMoney(),
  currency: z.string(),
  is_active: z.boolean(),
  auto_reorder: z.boolean(),
  reorder_frequency: z.enum(REORDER_FREQUENCIES).nullable(),
  times_used: z.int(),
  last_ordered: wireTime().nullable(),
  created_at: wireTime(),
})

export const QuickReorder = List.extend({ items: z.array(Item) }).meta({ id: 'QuickReorder' })

export const PricedReorder = List.extend({
  items: z.array(
    Item.extend({
      current_price: wireMoney().nullable(),
      current_total: wireMoney().nullable(),
      price_changed: z.boolean(),
      in_stock: z.boolean(),
      stock_qty: z.int().nullable(),
      product_name: z.string().nullable(),
      product_brand: z.string().nullable(),
      available: z.boolean(),
    }),
  ),
}).meta({ id: 'PricedQuickReorder' })

export const ExecuteAnswer = z.object({
  success: z.boolean(),
  cart_id: z.int().nullable(),
  order_id: z.null(),
  items_added: z.int(),
  items_skipped: z.int(),
  total_amount: wireMoney(),
  skipped_items: z.array(
    z.object({ product_id: z.int(), product_name: z.string().nullable(), quantity: z.int(), reason: z.string() }),
  ),
  warnings: z.array(z.string()),
})

/** The items as they are kept, at today's prices. */
export function reorderItems(
  wishes: readonly ReorderItemWish[],
  products: ReadonlyMap<number, ShelfProduct>,
): ReorderItem[] {
  return wishes.map(({ product_id: productId, quantity, notes, priority }) => {
    return { productId, quantity, notes: notes ?? null, priority, priceMinor: products.get(productId)?.priceMinor ?? 0 }
  })
}

/** A list as it was written. */
export function quickReorder(row: QuickReorderRow): z.output<typeof QuickReorder> {
  return { ...list(row), items: row.items.map(item) }
}

/** A list with what its products cost and have in stock today. */
export function pricedReorder(
  row: QuickReorderRow,
  products: ReadonlyMap<number, ShelfProduct>,
): z.output<typeof PricedReorder> {
  return { ...list(row), items: row.items.map((one) => ({ ...item(one), ...today(one, products.get(one.productId)) })) }
}

export function executeAnswer({ outcomes, products, cartId }: ExecutedReorder): z.output<typeof ExecuteAnswer> {
  const added = outcomes.filter((one) => one.added > 0)
  const skipped = outcomes.flatMap(({ item: { productId }, wanted, refusal }) =>
    refusal
      ? [
          {
            product_id: productId,
            product_name: products.get(productId)?.name ?? null,
            quantity: wanted,
            reason: refusal,
          },
        ]
      : [],
  )
  const totalMinor = added.reduce(
    (sum, one) => sum + one.added * (products.get(one.item.productId)?.priceMinor ?? 0),
    0,
  )
  return {
    success: added.length > 0,
    cart_id: cartId,
    order_id: null,
    items_added: added.length,
    items_skipped: skipped.length,
    total_amount: minorToWire(totalMinor),
    skipped_items: skipped,
    warnings: outcomes.flatMap((outcome) => warning(outcome, products.get(outcome.item.productId))),
  }
}

function list(row: QuickReorderRow): z.output<typeof List> {
  const totalMinor = row.items.reduce((sum, { quantity, priceMinor }) => sum + quantity * priceMinor, 0)
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    total_items: row.items.length,
    estimated_total: minorToWire(totalMinor),
    currency: CURRENCY,
    is_active: row.isActive,
    auto_reorder: row.autoReorder,
    reorder_frequency: row.frequency,
    times_used: row.timesUsed,
    last_ordered: row.lastOrdered?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
  }
}

function item({ productId, quantity, notes, priority, priceMinor }: ReorderItem): z.output<typeof Item> {
  return {
    product_id: productId,
    quantity,
    notes,
    priority,
    estimated_price: minorToWire(priceMinor),
    estimated_total: minorToWire(priceMinor * quantity),
  }
}

// eslint-disable-next-line complexity -- each missing value is one `??` in a plain list of fields
function today({ quantity, priceMinor }: ReorderItem, product: ShelfProduct | undefined) {
  return {
    current_price: product ? minorToWire(product.priceMinor) : null,
    current_total: product ? minorToWire(product.priceMinor * quantity) : null,
    price_changed: product !== undefined && product.priceMinor !== priceMinor,
    in_stock: product?.inStock ?? false,
    stock_qty: product?.stockQty ?? null,
    product_name: product?.name ?? null,
    product_brand: product?.brand ?? null,
    available: product?.isActive ?? false,
  }
}

function warning({ item: { productId }, wanted, added, refusal }: ReorderOutcome, product: ShelfProduct | undefined) {
  const name = product?.name ?? `Product ${productId}`
  if (refusal) return [`${name} was left out: ${REASONS[refusal]}.`]
  if (added < wanted) return [`Of ${name} only ${added} of ${wanted} could be had.`]
  return added > wanted ? [`${name} is sold from ${product?.minOrderQty ?? 1} pieces on.`] : []
}

const REASONS: Readonly<Record<CartRefusal, string>> = {
  unknown_product: 'it is no longer sold',
  insufficient_stock: 'there is not enough in stock',
  too_small: 'too few are left for an order',
  too_big: 'a cart holds at most 999 of it',
  cart_full: 'the cart is full',
}

function size(map: object): number {
  return Object.keys(map).length
}
