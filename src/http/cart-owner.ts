import { claimCarts } from '../db/cart-merges.js'
import type { CartOwner } from '../db/reads/carts.js'
import type { Database } from '../db/sequelize.js'
import type { PrincipalByAccess } from './principal.js'

/**
 * Whose cart this request means. A person who brings along a guest's session, or whose verified address has a cart
 * waiting, has these merged into their own first.
 */
export async function cartOwner(database: Database, principal: PrincipalByAccess['guest']): Promise<CartOwner> {
  if (principal.kind === 'guest') return { sessionHash: principal.sessionHash }
  const { id: userId, guestSessionHash = null, email, emailVerified } = principal
  await claimCarts(database, {
    userId,
    sessionHash: guestSessionHash,
    verifiedEmail: emailVerified && email !== undefined ? email : null,
  })
  return { userId }
}
