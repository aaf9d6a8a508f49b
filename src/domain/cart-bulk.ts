import {
  cappedQuantity,
  quantityOf,
  setCapped,
  setLine,
  type CartLines,
  type CartProduct,
  type CartRefusal,
} from './cart.js'
import type { CartMeta } from './cart-meta.js'

export const MERGE_STRATEGIES = ['add', 'replace', 'update'] as const
/** `add` sums, `replace` overwrites, `update` keeps the larger quantity. */
export type MergeStrategy = (typeof MERGE_STRATEGIES)[number]

/** One line of a push; the product is undefined where nobody knows the SKU. */
export interface BulkItem<P> {
  readonly sku: string
  readonly quantity: number
  readonly product: P | undefined
  readonly remarks: CartMeta
}

export interface BulkOutcome {
  readonly sku: string
  readonly status: 'added' | 'updated' | 'skipped' | 'failed'
  readonly action?: 'quantity_added' | 'replaced' | 'quantity_increased'
  /** of the line afterwards */
  readonly quantity?: number
  readonly refusal?: BulkRefusal
}

/** An SKU that nobody knows is told apart from a product that is no longer sold. */
export type BulkRefusal = CartRefusal | 'inactive_product'

/** Puts the items into the cart one after the other, and says what became of each. What does not fit changes nothing. */
export function pushItems(
  lines: CartLines,
  items: readonly BulkItem<CartProduct>[],
  strategy: MergeStrategy,
): BulkOutcome[] {
  return items.map((item) => {
    const { sku, product, remarks } = item
    if (!product) return { sku, status: 'failed', refusal: 'unknown_product' }
    if (!product.isActive) return { sku, status: 'failed', refusal: 'inactive_product' }
    const before = quantityOf(lines, product)
    const quantity = combine(strategy, before, item.quantity)
    if (before > 0 && quantity === before) return { sku, status: 'skipped', quantity }
    const refusal = setLine(lines, { product, quantity, remarks })
    if (refusal) return { sku, status: 'failed', refusal }
    if (before === 0) return { sku, status: 'added', action: 'quantity_added', quantity }
    return { sku, status: 'updated', action: ACTIONS[strategy], quantity }
  })
}

/** The same without an answer: a cart that can take less gets what it can, and no line shrinks for want of stock. */
export function pushCapped(lines: CartLines, items: readonly BulkItem<CartProduct>[], strategy: MergeStrategy): void {
  for (const { product, quantity, remarks } of items) {
    if (!product) continue
    const before = quantityOf(lines, product)
    const wanted = combine(strategy, before, quantity)
    const isLoss = wanted > before && cappedQuantity(product, wanted) <= before
    if (!isLoss) setCapped(lines, { product, quantity: wanted, remarks })
  }
}

const ACTIONS = { add: 'quantity_added', replace: 'replaced', update: 'quantity_increased' } as const

function combine(strategy: MergeStrategy, before: number, pushed: number): number {
  if (strategy === 'add') return before + pushed
  return strategy === 'replace' ? pushed : Math.max(before, pushed)
}
