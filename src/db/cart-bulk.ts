import type { CartLines } from '../domain/cart.js'
import { pushCapped, pushItems, type BulkItem, type BulkOutcome, type MergeStrategy } from '../domain/cart-bulk.js'
import { changeCart } from './open-cart.js'
import type { CartContents } from './reads/carts.js'
import type { ShelfProduct } from './reads/products.js'
import { verifiedUserOf } from './users.js'
import type { Database } from './sequelize.js'

export interface BulkPush {
  readonly items: readonly BulkItem<ShelfProduct>[]
  readonly strategy: MergeStrategy
}

/** A shopper's own push: judged against the cart as it is; what does not fit is reported and the others go on. */
export async function pushToOwnCart(
  database: Database,
  userId: string,
  { items, strategy }: BulkPush,
): Promise<{ readonly contents: CartContents; readonly outcomes: readonly BulkOutcome[] }> {
  const { result, contents } = await changeCart(database, { userId }, ({ lines }) => pushItems(lines, items, strategy))
  return { contents, outcomes: result }
}

/**
 * A service's push for a person, known by address. Without an account of that verified address it waits in a cart of its
 * own. What is answered is judged by this push alone, as into an empty cart, so it tells nothing about the person.
 */
export async function pushForAddress(
  database: Database,
  email: string,
  push: BulkPush,
): Promise<{ readonly lines: CartLines; readonly outcomes: readonly BulkOutcome[] }> {
  const { lines, outcomes } = judgePush(push)
  const accepted = push.items.filter((_item, index) => outcomes[index]?.status !== 'failed')
  if (accepted.length === 0) return { lines, outcomes }
  const claimEmail = email.toLowerCase()
  const userId = await verifiedUserOf(database, claimEmail)
  const owner = userId === undefined ? { claimEmail } : { userId }
  await changeCart(database, owner, (cart) => pushCapped(cart.lines, accepted, push.strategy))
  return { lines, outcomes }
}

/** What an empty cart would make of it. */
export function judgePush({ items, strategy }: BulkPush): {
  readonly lines: CartLines
  readonly outcomes: readonly BulkOutcome[]
} {
  const lines: CartLines = new Map()
  return { lines, outcomes: pushItems(lines, items, strategy) }
}
