/** The counts of a product's row. */
export interface StockCounts {
  readonly onHand: number
  readonly reserved: number
  readonly isTracked: boolean
  readonly mayBackorder: boolean
}

export interface Stock {
  /** what is left, at least 0; null when nobody counts */
  readonly stockQty: number | null
  readonly inStock: boolean
  /** how many one order may take; null: any number */
  readonly buyable: number | null
}

/** What the counts mean for a shopper (contract 10.1). Filters and facets use the same rule. */
export function stockOf({ onHand, reserved, isTracked, mayBackorder }: StockCounts): Stock {
  const left = Math.max(0, onHand - reserved)
  const isLimited = isTracked && !mayBackorder
  return { stockQty: isTracked ? left : null, inStock: !isLimited || left > 0, buyable: isLimited ? left : null }
}
