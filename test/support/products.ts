import { mustExist, newId } from '../../src/db/record.js'
import { firstRow, type Database } from '../../src/db/sequelize.js'

export interface GivenProduct {
  readonly name?: string
  readonly sku?: string | null
  readonly priceMinor?: number
  readonly salePriceMinor?: number | null
  readonly stock?: number
  readonly reserved?: number
  readonly isTracked?: boolean
  readonly mayBackorder?: boolean
  readonly minOrderQty?: number
  readonly packSize?: number
  readonly baseUnit?: string
  readonly status?: string
  readonly isDigital?: boolean
}

/** Puts a product on the shelf: 100.00 each, 50 in stock, unless said otherwise. Answers its id and SKU. */
export async function givenProduct(database: Database, given: GivenProduct = {}): Promise<{ id: number; sku: string }> {
  const unique = newId()
  const values = {
    name: 'Red filament',
    sku: `SKU-${unique}`,
    priceMinor: 10_000,
    salePriceMinor: null,
    stock: 50,
    reserved: 0,
    isTracked: true,
    mayBackorder: false,
    minOrderQty: 1,
    packSize: 1,
    baseUnit: 'each',
    status: 'active',
    isDigital: false,
    ...given,
  }
  const made = await firstRow<{ id: number; sku: string }>(
    database,
    `INSERT INTO store_products (name, slug, sku, price_minor, sale_price_minor, stock_on_hand, stock_reserved,
       track_inventory, allow_backorder, min_order_qty, pack_size, base_unit, status, is_digital)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id, sku`,
    [
      values.name,
      `product-${unique}`,
      values.sku,
      values.priceMinor,
      values.salePriceMinor,
      values.stock,
      values.reserved,
      values.isTracked,
      values.mayBackorder,
      values.minOrderQty,
      values.packSize,
      values.baseUnit,
      values.status,
      values.isDigital,
    ],
  )
  return mustExist(made, 'the product')
}

/** Many products at once, with the same columns; their ids in ascending order. */
export async function givenProducts(database: Database, count: number, given: GivenProduct = {}): Promise<number[]> {
  const ids: number[] = []
  for (let made = 0; made < count; made += 1) ids.push((await givenProduct(database, given)).id)
  return ids
}
