import { mergeLine, type CartLine } from '../domain/cart.js'
import { changeCart } from './open-cart.js'
import { CartItem } from './models/carts.js'
import { findProducts } from './reads/products.js'
import { execute, firstRow, inTransaction, rows, type Database } from './sequelize.js'

/** A signed-in person, with what proves that other carts are theirs too. */
export interface CartClaimant {
  readonly userId: string
  /** the guest's session that they bring along */
  readonly sessionHash: string | null
  /** an address that the identity provider has verified */
  readonly verifiedEmail: string | null
}

/**
 * The carts of this person's guest session, and of their address, become one with their own: all in one transaction, and
 * once, however many calls come at the same time. Afterwards the session opens an empty cart.
 */
export async function claimCarts(database: Database, claimant: CartClaimant): Promise<void> {
  // Nearly always there is none, and then nothing is locked.
  if (!(await firstRow(database, `${CLAIMED} LIMIT 1`, claimValues(claimant)))) return
  await inTransaction(database, async () => {
    // Sources before the person's own cart, in the order of their ids: everybody locks in this order.
    const sources = await rows<{ id: number }>(database, `${CLAIMED} ORDER BY id FOR UPDATE`, claimValues(claimant))
    const ids = sources.map(({ id }) => id)
    if (ids.length === 0) return
    const cartId = await takeLines(database, claimant.userId, await linesOf(ids))
    await execute(
      database,
      `UPDATE store_carts SET status = 'merged', merged_into = $2, version = version + 1, updated_at = now()
       WHERE id = ANY($1::bigint[])`,
      [ids, cartId],
    )
  })
}

const CLAIMED = `SELECT id FROM store_carts WHERE status = 'active' AND (session_hash = $1 OR claim_email = $2)`

function claimValues({ sessionHash, verifiedEmail }: CartClaimant): (string | null)[] {
  return [sessionHash, verifiedEmail?.toLowerCase() ?? null]
}

async function linesOf(cartIds: readonly number[]): Promise<CartLine[]> {
  return CartItem.findAll({ where: { cartId: [...cartIds] }, order: [['id', 'ASC']], raw: true })
}

async function takeLines(database: Database, userId: string, lines: readonly CartLine[]): Promise<number | null> {
  if (lines.length === 0) return null
  const products = await findProducts(
    database,
    lines.map(({ productId }) => productId),
  )
  const { contents } = await changeCart(database, { userId }, (cart) => {
    for (const line of lines) {
      const product = products.get(line.productId)
      if (product) mergeLine(cart.lines, product, line)
    }
  })
  return contents.cart.id
}
