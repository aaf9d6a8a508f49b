import type { ShippingRate } from '../../domain/goods-totals.js'
import { rows, type Database } from '../sequelize.js'

export interface ShippingMethod extends ShippingRate {
  readonly code: string
  readonly label: string
  readonly minDays: number
  readonly maxDays: number
}

/** What people may choose from, the first one by default. */
export async function listShippingMethods(database: Database): Promise<ShippingMethod[]> {
  return rows<ShippingMethod>(
    database,
    `SELECT code, label, price_minor AS "priceMinor", free_from_minor AS "freeFromMinor", min_days AS "minDays",
       max_days AS "maxDays"
     FROM store_shipping_methods WHERE is_active ORDER BY id`,
  )
}
