import { rows, type Database } from '../sequelize.js'

/** Something that a person buys again and again. */
export interface RepeatedPurchase {
  readonly productId: number
  /** orders that it was in */
  readonly orders: number
  /** pieces in all of them */
  readonly pieces: number
}

/** Products in at least two paid orders of the last 90 days that are still sold, the most frequent first, at most 20. */
export async function repeatedPurchases(database: Database, userId: string): Promise<RepeatedPurchase[]> {
  return rows<RepeatedPurchase>(
    database,
    `SELECT item.product_id AS "productId", count(DISTINCT orders.id)::int AS orders, sum(item.quantity)::int AS pieces
     FROM store_orders orders
     JOIN store_order_items item ON item.order_id = orders.id
     JOIN store_products product ON product.id = item.product_id AND product.status = 'active'
     WHERE orders.user_id = $1 AND orders.payment_status = 'paid' AND orders.status NOT IN ('cancelled', 'refunded')
       AND orders.created_at > now() - interval '90 days'
     GROUP BY item.product_id HAVING count(DISTINCT orders.id) >= 2
     ORDER BY orders DESC, pieces DESC, "productId" LIMIT 20`,
    [userId],
  )
}

/** The products of one person's order that are still sold, with how many were bought; undefined when there is no such order. */
export async function orderedProducts(
  database: Database,
  own: { readonly orderId: number; readonly userId: string },
): Promise<{ productId: number; quantity: number }[] | undefined> {
  const found = await rows<{ productId: number | null; quantity: number }>(
    database,
    `SELECT product.id AS "productId", sum(item.quantity)::int AS quantity
     FROM store_orders orders
     LEFT JOIN store_order_items item ON item.order_id = orders.id
     LEFT JOIN store_products product ON product.id = item.product_id AND product.status = 'active'
     WHERE orders.id = $1 AND orders.user_id = $2
     GROUP BY product.id ORDER BY min(item.id)`,
    [own.orderId, own.userId],
  )
  if (found.length === 0) return undefined
  return found.flatMap(({ productId, quantity }) => (productId === null ? [] : [{ productId, quantity }]))
}
