import { addLine, setLine, type CartRefusal } from '../domain/cart.js'
import type { CartMeta } from '../domain/cart-meta.js'
import { DomainError } from '../domain/errors.js'
import { CartItem } from './models/carts.js'
import { changeCart, type OpenCart } from './open-cart.js'
import { findCart, type CartContents, type CartEntry, type CartOwner } from './reads/carts.js'
import { findProducts, type ShelfProduct } from './reads/products.js'
import { mustExist } from './record.js'
import type { Database } from './sequelize.js'

export interface CartChange {
  readonly owner: CartOwner
  /** looks at the version that is about to be changed, under the row's lock, and throws to refuse */
  readonly checkVersion: (version: number) => void
}

/** A cart after a change, and the line that was meant. */
export interface ChangedItem {
  readonly contents: CartContents
  readonly entry: CartEntry
}

/**
 * Adds a quantity of a product at today's price. Refuses with `product_not_found`, `insufficient_stock`, `cart_full`, or
 * `validation_error` where the line would be smaller than the product's smallest order or above 999.
 */
export async function addToCart(
  database: Database,
  { owner, checkVersion, productId, ...wish }: CartChange & QuantityWish & { readonly productId: number },
): Promise<ChangedItem> {
  const { contents } = await changeCart(database, owner, async ({ version, lines }) => {
    checkVersion(version)
    const product = await productToSell(database, productId)
    const refusal = addLine(lines, { ...wish, product })
    if (refusal) throw refusalOf(refusal, product)
  })
  return { contents, entry: entryOf(contents, productId) }
}

/** Gives a line another quantity, at today's price. Refuses as adding does, or with `cart_item_not_found`. */
export async function setCartItem(
  database: Database,
  { owner, checkVersion, itemId, ...wish }: CartChange & QuantityWish & { readonly itemId: number },
): Promise<ChangedItem> {
  const { contents, result } = await changeCart(database, owner, async (cart) => {
    checkVersion(cart.version)
    const product = await productToSell(database, await productOfItem(cart, itemId))
    const refusal = setLine(cart.lines, { ...wish, product })
    if (refusal) throw refusalOf(refusal, product)
    return product
  })
  return { contents, entry: entryOf(contents, result.id) }
}

/** Takes one line out, or refuses with `cart_item_not_found`. */
export async function removeCartItem(
  database: Database,
  { owner, checkVersion, itemId }: CartChange & { readonly itemId: number },
): Promise<CartContents> {
  const { contents } = await changeCart(database, owner, async (cart) => {
    checkVersion(cart.version)
    cart.lines.delete(await productOfItem(cart, itemId))
  })
  return contents
}

/** Takes everything out. Undefined when there was no cart. */
export async function clearCart(
  database: Database,
  { owner, checkVersion }: CartChange,
): Promise<CartContents | undefined> {
  if (!(await findCart(database, owner))) return undefined
  const { contents } = await changeCart(database, owner, ({ version, lines }) => {
    checkVersion(version)
    lines.clear()
  })
  return contents
}

interface QuantityWish {
  readonly quantity: number
  readonly remarks?: CartMeta | undefined
}

async function productToSell(database: Database, id: number): Promise<ShelfProduct> {
  const product = (await findProducts(database, [id])).get(id)
  if (product?.isActive) return product
  throw new DomainError('product_not_found', 'There is no such product.')
}

async function productOfItem(cart: OpenCart, id: number): Promise<number> {
  const item = await CartItem.findOne({ where: { id, cartId: cart.id }, raw: true })
  if (item) return item.productId
  throw new DomainError('cart_item_not_found', 'There is no such line in your cart.')
}

function entryOf({ entries }: CartContents, productId: number): CartEntry {
  const entry = entries.find((one) => one.productId === productId)
  return mustExist(entry, 'the changed line')
}

function refusalOf(refusal: CartRefusal, { id, name, minOrderQty, buyable }: ShelfProduct): DomainError {
  const path = 'body.quantity'
  switch (refusal) {
    case 'unknown_product':
      return new DomainError('product_not_found', 'There is no such product.')
    case 'cart_full':
      return new DomainError('cart_full', 'The cart is full: it holds at most 1,000 lines.')
    case 'too_small':
      return invalidQuantity('too_small', `${name} is sold from ${minOrderQty} pieces on.`)
    case 'too_big':
      return invalidQuantity('too_big', `A cart holds at most 999 of one product.`)
    case 'insufficient_stock': {
      const available = buyable ?? 0
      const message = `Only ${available} of ${name} are left, counting those in your cart.`
      return new DomainError('insufficient_stock', message, {
        errors: [{ path, code: 'range', message, product_id: id, available }],
      })
    }
  }
}

function invalidQuantity(code: string, message: string): DomainError {
  return new DomainError('validation_error', message, { errors: [{ path: 'body.quantity', code, message }] })
}
