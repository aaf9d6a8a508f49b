import type { CartContents } from '../db/reads/carts.js'
import { listShippingMethods, type ShippingMethod } from '../db/reads/shipping-methods.js'
import { DomainError } from '../domain/errors.js'
import { goodsTotals, type GoodsTotals } from '../domain/goods-totals.js'
import type { ApiDependencies } from './api-dependencies.js'

/** What a cart costs, and what it would cost to the door. */
export interface CartSummary {
  readonly pieces: number
  /** null where the shop ships nothing at all */
  readonly shippingMethod: string | null
  readonly totals: GoodsTotals
}

/** Adds up a cart at the prices that the shopper saw. Without a wish the first shipping method counts. */
export async function summarise(
  { database, config }: Pick<ApiDependencies, 'database' | 'config'>,
  contents: CartContents | undefined,
  wishedMethod?: string,
): Promise<CartSummary> {
  const entries = contents?.entries ?? []
  const lines = entries.map(({ unitPriceMinor, quantity, product }) => ({
    unitPriceMinor,
    quantity,
    isDigital: product.isDigital,
  }))
  const shipping = choose(await listShippingMethods(database), wishedMethod)
  return {
    pieces: entries.reduce((sum, { quantity }) => sum + quantity, 0),
    shippingMethod: shipping?.code ?? null,
    totals: goodsTotals({ lines, shipping, taxPercent: config.shop.taxPercent }),
  }
}

function choose(methods: readonly ShippingMethod[], wished: string | undefined): ShippingMethod | null {
  if (wished === undefined) return methods[0] ?? null
  const method = methods.find(({ code }) => code === wished)
  if (method) return method
  throw new DomainError('shipping_method_unknown', 'There is no such shipping method.')
}
