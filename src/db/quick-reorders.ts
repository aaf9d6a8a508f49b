import type { Attributes, WhereOptions } from 'sequelize'

import { DomainError } from '../domain/errors.js'
import { fillFromReorder, type ReorderItem, type ReorderOutcome, type ReorderWish } from '../domain/quick-reorder.js'
import { QuickReorder } from './models/quick-reorders.js'
import { changeCart } from './open-cart.js'
import { findProducts, type ShelfProduct } from './reads/products.js'
import { inTransaction, type Database } from './sequelize.js'

export type QuickReorderRow = Attributes<QuickReorder>

export interface OwnReorder {
  readonly id: string
  readonly userId: string
}

/** What may be said about a list; prices of items are today's, whatever the draft says. */
export type ReorderContent = Partial<
  Pick<
    QuickReorder,
    'makrcaveId' | 'name' | 'description' | 'isActive' | 'autoReorder' | 'frequency' | 'threshold' | 'items'
  >
>

const MAX_LISTED = 200

/** Writes a list down. A repeat with the same id answers the list as it is; also for activities, in their transaction. */
export async function createQuickReorder(
  database: Database,
  draft: OwnReorder & ReorderContent & Pick<QuickReorder, 'name' | 'items'>,
): Promise<QuickReorderRow> {
  return inTransaction(database, async () => {
    const known = await QuickReorder.findOne({ where: { id: draft.id, userId: draft.userId } })
    return (known ?? (await QuickReorder.create(draft))).get()
  })
}

/** One person's list; undefined when it is unknown or somebody else's. */
export async function findQuickReorder({ id, userId }: OwnReorder): Promise<QuickReorderRow | undefined> {
  return (await QuickReorder.findOne({ where: { id, userId }, raw: true })) ?? undefined
}

/** One person's lists, the newest first, at most 200. */
export async function listQuickReorders(wish: {
  readonly userId: string
  readonly makrcaveId: string | undefined
  readonly withInactive: boolean
}): Promise<QuickReorderRow[]> {
  const where: WhereOptions<QuickReorder> = {
    userId: wish.userId,
    ...(wish.makrcaveId !== undefined && { makrcaveId: wish.makrcaveId }),
    ...(!wish.withInactive && { isActive: true }),
  }
  const order: [string, string][] = [
    ['createdAt', 'DESC'],
    ['id', 'DESC'],
  ]
  return QuickReorder.findAll({ where, order, limit: MAX_LISTED, raw: true })
}

/** Changes what is given and keeps the rest; refuses with `reorder_not_found`. */
export async function updateQuickReorder(
  database: Database,
  own: OwnReorder,
  changes: ReorderContent,
): Promise<QuickReorderRow> {
  return inTransaction(database, async () => (await (await lockReorder(own)).update(changes)).get())
}

/** Forgets a list; refuses with `reorder_not_found`. */
export async function deleteQuickReorder(database: Database, own: OwnReorder): Promise<void> {
  await inTransaction(database, async () => (await lockReorder(own)).destroy())
}

export interface ExecutedReorder {
  readonly outcomes: readonly ReorderOutcome[]
  readonly products: ReadonlyMap<number, ShelfProduct>
  /** null: nothing was put anywhere */
  readonly cartId: number | null
}

/** Fills the shopper's cart from a list and counts its use, together; refuses with `reorder_not_found`. */
export async function executeQuickReorder(
  database: Database,
  own: OwnReorder,
  wish: ReorderWish,
): Promise<ExecutedReorder> {
  return inTransaction(database, async () => {
    const row = await lockReorder(own)
    const products = await productsOf(database, row.items)
    const list = { items: row.items, wish }
    const { result, contents } = await changeCart(database, { userId: own.userId }, ({ lines }) =>
      fillFromReorder(lines, list, products),
    )
    await row.update({ timesUsed: row.timesUsed + 1, lastOrdered: new Date() })
    return { outcomes: result, products, cartId: contents.cart.id }
  })
}

/** What executing a list would do to an empty cart; nothing is changed. */
export async function previewQuickReorder(
  database: Database,
  own: OwnReorder,
  wish: ReorderWish,
): Promise<ExecutedReorder> {
  const row = (await findQuickReorder(own)) ?? refuseUnknown()
  const products = await productsOf(database, row.items)
  const outcomes = fillFromReorder(new Map(), { items: row.items, wish }, products)
  return { outcomes, products, cartId: null }
}

export function refuseUnknown(): never {
  throw new DomainError('reorder_not_found', 'There is no such list.')
}

async function productsOf(database: Database, items: readonly ReorderItem[]): Promise<Map<number, ShelfProduct>> {
  return findProducts(
    database,
    items.map(({ productId }) => productId),
  )
}

/** Lists are locked before carts. */
async function lockReorder({ id, userId }: OwnReorder): Promise<QuickReorder> {
  return (await QuickReorder.findOne({ where: { id, userId }, lock: true })) ?? refuseUnknown()
}
