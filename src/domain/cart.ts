import { joinMeta, withRemarks, type CartMeta } from './cart-meta.js'

export const MAX_CART_LINES = 1000
/** Of one product, in a cart and in an order. */
export const MAX_LINE_QUANTITY = 999

/** Why a product does not go into a cart. */
export type CartRefusal = 'unknown_product' | 'too_small' | 'too_big' | 'insufficient_stock' | 'cart_full'

/** What a cart must know of a product. */
export interface CartProduct {
  readonly id: number
  readonly isActive: boolean
  /** what the shopper pays today */
  readonly priceMinor: number
  readonly minOrderQty: number
  /** null: any number */
  readonly buyable: number | null
}

export interface CartLine {
  readonly productId: number
  /** 1 to 999 */
  readonly quantity: number
  /** the price when it was put in: what the shopper saw */
  readonly unitPriceMinor: number
  readonly meta: CartMeta
}

/** The lines of one cart by product, the oldest first. The functions here change the map that they are given. */
export type CartLines = Map<number, CartLine>

export interface LineWish {
  readonly product: CartProduct
  /** of the line afterwards, not what is added */
  readonly quantity: number
  /** replaces the shopper's remarks */
  readonly remarks?: CartMeta | undefined
}

/** Why the line cannot have this quantity; undefined when it can. */
function refuseLine(lines: CartLines, { product, quantity }: LineWish): CartRefusal | undefined {
  if (!product.isActive) return 'unknown_product'
  if (quantity < product.minOrderQty) return 'too_small'
  if (quantity > MAX_LINE_QUANTITY) return 'too_big'
  if (product.buyable !== null && quantity > product.buyable) return 'insufficient_stock'
  if (!lines.has(product.id) && lines.size >= MAX_CART_LINES) return 'cart_full'
  return undefined
}

/** Gives a product's line this quantity at today's price, or changes nothing and says why. */
export function setLine(lines: CartLines, wish: LineWish): CartRefusal | undefined {
  const refusal = refuseLine(lines, wish)
  if (refusal === undefined) putLine(lines, wish)
  return refusal
}

/** The same for more of it: what is there already counts. */
export function addLine(lines: CartLines, wish: LineWish): CartRefusal | undefined {
  return setLine(lines, { ...wish, quantity: quantityOf(lines, wish.product) + wish.quantity })
}

/** How many of a product are in the cart. */
export function quantityOf(lines: CartLines, product: Pick<CartProduct, 'id'>): number {
  return lines.get(product.id)?.quantity ?? 0
}

/** The part of a quantity that can be had; 0 when that is not enough for an order. */
export function cappedQuantity(product: CartProduct, quantity: number): number {
  const most = product.isActive ? Math.min(quantity, MAX_LINE_QUANTITY, product.buyable ?? MAX_LINE_QUANTITY) : 0
  return most < product.minOrderQty ? 0 : most
}

/** As `setLine`, but with what can be had of it; a line that finds no room is left out. */
export function setCapped(lines: CartLines, wish: LineWish): void {
  const quantity = cappedQuantity(wish.product, wish.quantity)
  const hasRoom = lines.has(wish.product.id) || lines.size < MAX_CART_LINES
  if (quantity > 0 && hasRoom) putLine(lines, { ...wish, quantity })
}

/**
 * Takes over the lines of another cart: quantities add, capped at the stock and at 999, and nothing that is there shrinks.
 * Of two prices the lower one is kept, so that whoever pays more than they saw is told at checkout.
 */
export function mergeLine(lines: CartLines, product: CartProduct, other: CartLine): void {
  const own = lines.get(product.id)
  const before = own?.quantity ?? 0
  const quantity = Math.max(before, cappedQuantity(product, before + other.quantity))
  if (quantity === 0 || (!own && lines.size >= MAX_CART_LINES)) return
  const unitPriceMinor = Math.min(own?.unitPriceMinor ?? other.unitPriceMinor, other.unitPriceMinor)
  lines.set(product.id, {
    productId: product.id,
    quantity,
    unitPriceMinor,
    meta: joinMeta(own?.meta ?? {}, other.meta),
  })
}

function putLine(lines: CartLines, { product, quantity, remarks }: LineWish): void {
  const meta = withRemarks(lines.get(product.id)?.meta ?? {}, remarks)
  lines.set(product.id, { productId: product.id, quantity, unitPriceMinor: product.priceMinor, meta })
}
