import { percentOf } from './money.js'

export interface GoodsLine {
  readonly unitPriceMinor: number
  readonly quantity: number
  readonly isDigital: boolean
}

export interface ShippingRate {
  readonly priceMinor: number
  /** a subtotal from which it costs nothing */
  readonly freeFromMinor: number | null
}

export interface GoodsTotals {
  readonly subtotalMinor: number
  readonly shippingMinor: number
  readonly taxMinor: number
  readonly totalMinor: number
}

/**
 * What goods cost in the end (contract 3.13): the tax of each line and of the shipping is rounded by itself, half up, and
 * totals are sums of rounded parts. Nothing to ship ships for nothing.
 */
export function goodsTotals(goods: {
  readonly lines: readonly GoodsLine[]
  readonly shipping: ShippingRate | null
  readonly taxPercent: number
}): GoodsTotals {
  const { lines, shipping, taxPercent } = goods
  const amounts = lines.map(({ unitPriceMinor, quantity }) => unitPriceMinor * quantity)
  const subtotalMinor = sum(amounts)
  const shippingMinor = lines.every(({ isDigital }) => isDigital) ? 0 : shippingPrice(shipping, subtotalMinor)
  const taxMinor = sum([...amounts, shippingMinor].map((amount) => percentOf(amount, taxPercent)))
  return { subtotalMinor, shippingMinor, taxMinor, totalMinor: subtotalMinor + shippingMinor + taxMinor }
}

function shippingPrice(shipping: ShippingRate | null, subtotalMinor: number): number {
  if (shipping === null) return 0
  const isFree = shipping.freeFromMinor !== null && subtotalMinor >= shipping.freeFromMinor
  return isFree ? 0 : shipping.priceMinor
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}
