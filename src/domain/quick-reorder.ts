import { addLine, MAX_LINE_QUANTITY, quantityOf, type CartLines, type CartProduct, type CartRefusal } from './cart.js'

export const REORDER_FREQUENCIES = ['weekly', 'monthly', 'as_needed'] as const
export type ReorderFrequency = (typeof REORDER_FREQUENCIES)[number]

export interface ReorderItem {
  readonly productId: number
  /** 1 to 999 */
  readonly quantity: number
  readonly notes: string | null
  /** 1 is the most wanted, 5 the least */
  readonly priority: number
  /** the price when the list was written */
  readonly priceMinor: number
}

export interface ReorderWish {
  /** over 0, at most 10 */
  readonly multiplier: number
  /** what is short is left out as a whole; else it is bought as far as it goes */
  readonly excludesShort: boolean
  readonly notes: string | null
}

export interface ReorderOutcome {
  readonly item: ReorderItem
  /** what the list asks for */
  readonly wanted: number
  /** what was put into the cart; 0 when the item was left out */
  readonly added: number
  /** why it was left out */
  readonly refusal?: CartRefusal
}

/** The quantity of one item: at least 1, rounded down. The multiplier counts in ten-thousandths: 100 × 1.15 is 115. */
export function reorderQuantity(quantity: number, multiplier: number): number {
  return Math.max(1, Math.floor((quantity * Math.round(multiplier * 10_000)) / 10_000))
}

/** Puts a list into the cart, the most wanted items first, and says what became of each of them. */
export function fillFromReorder(
  lines: CartLines,
  list: { readonly items: readonly ReorderItem[]; readonly wish: ReorderWish },
  products: ReadonlyMap<number, CartProduct>,
): ReorderOutcome[] {
  const byPriority = [...list.items].sort((one, other) => one.priority - other.priority)
  return byPriority.map((item) => {
    const wanted = reorderQuantity(item.quantity, list.wish.multiplier)
    const product = products.get(item.productId)
    if (!product) return { item, wanted, added: 0, refusal: 'unknown_product' }
    const quantity = quantityToAdd(lines, product, { wanted, excludesShort: list.wish.excludesShort })
    const notes = item.notes ?? list.wish.notes
    const refusal = addLine(lines, { product, quantity, ...(notes !== null && { remarks: { notes } }) })
    return refusal ? { item, wanted, added: 0, refusal } : { item, wanted, added: quantity }
  })
}

/** Raised to the smallest order; where that is more than there is, and may be cut: what is left. */
function quantityToAdd(
  lines: CartLines,
  product: CartProduct,
  { wanted, excludesShort }: { readonly wanted: number; readonly excludesShort: boolean },
): number {
  const inCart = quantityOf(lines, product)
  const raised = Math.max(wanted, product.minOrderQty - inCart)
  const left = Math.min(product.buyable ?? MAX_LINE_QUANTITY, MAX_LINE_QUANTITY) - inCart
  // Nothing left: asking for all of it gives the reason.
  return excludesShort || left <= 0 ? raised : Math.min(raised, left)
}
