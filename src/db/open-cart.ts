import type { CartLine, CartLines } from '../domain/cart.js'
import { Cart, CartItem } from './models/carts.js'
import { cartContents, type CartContents, type CartOwner } from './reads/carts.js'
import { execute, inTransaction, rows, type Database } from './sequelize.js'

/** A cart whose row is locked by the open transaction, so its lines are ours to change. */
export interface OpenCart {
  readonly id: number
  /** 0 until the first change is stored */
  readonly version: number
  /** change them with the functions of the domain: what differs at the end is stored */
  readonly lines: CartLines
}

/**
 * The only way to change a cart, for the API and for activities: takes the row lock of the owner's active cart (one is
 * made when there is none), lets `change` work on its lines, stores what differs and counts the version up by one. All in
 * one transaction, which joins that of the caller; a refusal thrown by `change` leaves everything as it was.
 */
export async function changeCart<T>(
  database: Database,
  owner: CartOwner,
  change: (cart: OpenCart) => Promise<T> | T,
): Promise<ChangedCart<T>> {
  return inTransaction(database, async () => {
    const row = await lockCart(database, owner)
    const before = await loadLines(row.id)
    const lines: CartLines = new Map(before)
    const result = await change({ id: row.id, version: row.version, lines })
    if (await storeLines(database, { cartId: row.id, before, after: lines })) {
      await row.update({ version: row.version + 1, lastActivityAt: new Date() })
    }
    return { result, contents: await cartContents(database, row.get()) }
  })
}

export interface ChangedCart<T> {
  readonly result: T
  readonly contents: CartContents
}

/** Waits for whoever changes this cart at the moment. A cart that ends meanwhile is followed by a new one. */
async function lockCart(database: Database, owner: CartOwner): Promise<Cart> {
  const row = await Cart.findOne({ where: { ...owner, status: 'active' }, lock: true })
  if (row) return row
  const { userId = null, sessionHash = null, claimEmail = null } = owner as Partial<Record<OwnerKey, string>>
  await execute(
    database,
    `INSERT INTO store_carts (user_id, session_hash, claim_email, version) VALUES ($1, $2, $3, 0) ON CONFLICT DO NOTHING`,
    [userId, sessionHash, claimEmail],
  )
  return lockCart(database, owner)
}

type OwnerKey = 'userId' | 'sessionHash' | 'claimEmail'

async function loadLines(cartId: number): Promise<CartLines> {
  const items = await CartItem.findAll({ where: { cartId }, order: [['id', 'ASC']], raw: true })
  return new Map(
    items.map(({ productId, quantity, unitPriceMinor, meta }) => [
      productId,
      { productId, quantity, unitPriceMinor, meta },
    ]),
  )
}

/** Lines are replaced, never changed in place, so a new object is a changed line. Answers whether there was one. */
async function storeLines(
  database: Database,
  { cartId, before, after }: { readonly cartId: number; readonly before: CartLines; readonly after: CartLines },
): Promise<boolean> {
  const changed = [...after.values()].filter((line) => before.get(line.productId) !== line)
  const removed = [...before.keys()].filter((productId) => !after.has(productId))
  if (changed.length > 0) await upsertLines(database, cartId, changed)
  if (removed.length > 0) {
    await execute(database, 'DELETE FROM store_cart_items WHERE cart_id = $1 AND product_id = ANY($2::bigint[])', [
      cartId,
      removed,
    ])
  }
  return changed.length + removed.length > 0
}

async function upsertLines(database: Database, cartId: number, lines: readonly CartLine[]): Promise<void> {
  await rows(
    database,
    `INSERT INTO store_cart_items (cart_id, product_id, quantity, unit_price_minor, meta)
     SELECT $1, line."productId", line.quantity, line."unitPriceMinor", line.meta
     FROM jsonb_to_recordset($2::jsonb) AS line ("productId" bigint, quantity integer, "unitPriceMinor" bigint, meta jsonb)
     ON CONFLICT (cart_id, product_id) DO UPDATE SET quantity = excluded.quantity,
       unit_price_minor = excluded.unit_price_minor, meta = excluded.meta, updated_at = now()`,
    [cartId, JSON.stringify(lines)],
  )
}
