import type { ShelfItem } from './shelf-item.js'

/** FNV-1a over the characters: spreads what looks alike, and is the same on every machine. */
export function skuHash(sku: string): number {
  let hash = 0x811c9dc5
  for (const character of sku) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return hash
}

/**
 * Stock and offers of the demonstration, by rule: up to 499 on hand, every twentieth article sold out, half of these
 * to be ordered all the same, every twelfth at 15 % less.
 */
export function stockRule(item: ShelfItem, index: number): StockRule {
  const isSoldOut = index % 20 === 19
  const offer = Math.floor((item.priceMinor * 0.85) / 100) * 100
  const isOffered = skuHash(item.sku) % 12 === 0 && offer > 0
  return {
    stock: item.stock ?? (isSoldOut ? 0 : skuHash(item.sku) % 500),
    allowBackorder: item.allowBackorder ?? (isSoldOut && index % 40 === 39),
    ...(item.salePriceMinor !== undefined && { salePriceMinor: item.salePriceMinor }),
    ...(item.salePriceMinor === undefined && isOffered && { salePriceMinor: offer }),
  }
}

interface StockRule {
  readonly stock: number
  readonly allowBackorder: boolean
  readonly salePriceMinor?: number
}
