import type { Attributes } from 'sequelize'

import type { CartLine } from '../../domain/cart.js'
import { Cart, CartItem } from '../models/carts.js'
import type { Database } from '../sequelize.js'
import { findProducts, type ShelfProduct } from './products.js'

export type CartRow = Attributes<Cart>

/** Whose cart: exactly one of a person, a guest's session, an address that waits for its person. */
export type CartOwner = { readonly userId: string } | { readonly sessionHash: string } | { readonly claimEmail: string }

export interface CartEntry extends CartLine {
  readonly id: number
  readonly addedAt: Date
  readonly product: ShelfProduct
}

export interface CartContents {
  readonly cart: CartRow
  /** the oldest first */
  readonly entries: readonly CartEntry[]
}

/** The active cart with today's prices and stock; undefined when there is none. */
export async function findCart(database: Database, owner: CartOwner): Promise<CartContents | undefined> {
  const cart = await Cart.findOne({ where: { ...owner, status: 'active' }, raw: true })
  return cart ? cartContents(database, cart) : undefined
}

/** What is in a cart whose row is known. */
export async function cartContents(database: Database, cart: CartRow): Promise<CartContents> {
  const items = await CartItem.findAll({ where: { cartId: cart.id }, order: [['id', 'ASC']], raw: true })
  const products = await findProducts(
    database,
    items.map(({ productId }) => productId),
  )
  const entries = items.flatMap(({ id, productId, quantity, unitPriceMinor, meta, createdAt }) => {
    const product = products.get(productId)
    return product ? [{ id, productId, quantity, unitPriceMinor, meta, addedAt: createdAt, product }] : []
  })
  return { cart, entries }
}
