import type { BaseUnit } from '../../domain/bom-line.js'
import type { CartProduct } from '../../domain/cart.js'
import { stockOf, type Stock } from '../../domain/stock.js'
import { rows, type Database } from '../sequelize.js'

/** A product as carts, reorder lists and matched lines show it: today's price, today's stock. */
export interface ShelfProduct extends CartProduct, Stock {
  readonly name: string
  readonly slug: string
  readonly sku: string | null
  readonly brand: string | null
  readonly featuredImage: string | null
  readonly isDigital: boolean
  readonly packSize: number
  readonly baseUnit: BaseUnit
}

/** Products by id, also those that are no longer sold; unknown ids are not in the map. */
export async function findProducts(database: Database, ids: readonly number[]): Promise<Map<number, ShelfProduct>> {
  if (ids.length === 0) return new Map()
  const found = await rows<ProductRow>(database, `${SELECT} WHERE product.id = ANY($1::bigint[])`, [[...new Set(ids)]])
  return new Map(found.map((row) => [row.id, shelfProduct(row)]))
}

/** Products by SKU in lower case: people and machines write them either way. */
export async function findProductsBySku(
  database: Database,
  skus: readonly string[],
): Promise<Map<string, ShelfProduct>> {
  const wanted = [...new Set(skus.map((sku) => sku.toLowerCase()))]
  const found = await rows<ProductRow>(database, `${SELECT} WHERE lower(product.sku) = ANY($1::text[])`, [wanted])
  return new Map(found.map((row) => [(row.sku ?? '').toLowerCase(), shelfProduct(row)]))
}

const SELECT = `SELECT product.id, product.name, product.slug, product.sku, brand.name AS brand,
    product.featured_image AS "featuredImage", product.effective_price_minor AS "priceMinor",
    product.status = 'active' AS "isActive", product.is_digital AS "isDigital", product.stock_on_hand AS "onHand",
    product.stock_reserved AS reserved, product.track_inventory AS "isTracked",
    product.allow_backorder AS "mayBackorder", product.min_order_qty AS "minOrderQty",
    product.pack_size AS "packSize", product.base_unit AS "baseUnit"
  FROM store_products product LEFT JOIN store_brands brand ON brand.id = product.brand_id`

interface ProductRow extends Omit<ShelfProduct, keyof Stock> {
  readonly onHand: number
  readonly reserved: number
  readonly isTracked: boolean
  readonly mayBackorder: boolean
}

function shelfProduct({ onHand, reserved, isTracked, mayBackorder, ...row }: ProductRow): ShelfProduct {
  const stock = stockOf({ onHand, reserved, isTracked, mayBackorder })
  return { ...row, ...stock, inStock: row.isActive && stock.inStock }
}
