import { addLine, type CartLines, type CartRefusal } from '../domain/cart.js'
import { bomSources, withBomSource } from '../domain/cart-meta.js'
import { changeCart } from './open-cart.js'
import { findProducts, type ShelfProduct } from './reads/products.js'
import type { Database } from './sequelize.js'

/** A decided line of a parts list on its way into the cart. */
export interface BomCartLine {
  readonly bomItemId: string
  readonly name: string
  readonly productId: number
  /** packs; 0 where the packs of other lines suffice */
  readonly quantity: number
  readonly isManual: boolean
}

export interface BomAdd {
  readonly userId: string
  readonly importId: string
  readonly lines: readonly BomCartLine[]
}

export interface BomAddResult {
  readonly bomItemId: string
  readonly outcome: 'added' | 'failed'
  /** packs that are in the cart for this line; 0 when it failed */
  readonly quantity: number
  /** why it failed */
  readonly code?: CartRefusal
}

/**
 * Puts lines of one import into the shopper's cart, all in one transaction, in the order given. Nothing is clamped: a line
 * that does not fit as a whole is reported, and the others go on. A line that is in the cart already, by import, item and
 * product, is reported as added and adds nothing.
 *
 * A shopper may take lines out again, so the cart alone cannot tell what an import has added. The caller knows, in
 * `bom_import_lines`: within one `inTransaction`, lock the import's row, pass the lines whose `added_at` is null, and set
 * `added_at` and `added_quantity` (or `add_error`) from the results. The import's row comes before the cart's, everywhere.
 * A repeat then finds no lines to pass, and a crash leaves neither.
 */
export async function addBomLines(
  database: Database,
  { userId, importId, lines }: BomAdd,
): Promise<{ readonly cartId: number; readonly results: readonly BomAddResult[] }> {
  const products = await findProducts(
    database,
    lines.map(({ productId }) => productId),
  )
  const { result, contents } = await changeCart(database, { userId }, (cart) =>
    lines.map((line) => addBomLine(cart.lines, { importId, line, product: products.get(line.productId) })),
  )
  return { cartId: contents.cart.id, results: result }
}

interface BomLineToAdd {
  readonly importId: string
  readonly line: BomCartLine
  readonly product: ShelfProduct | undefined
}

function addBomLine(cart: CartLines, { importId, line, product }: BomLineToAdd): BomAddResult {
  const { bomItemId, quantity } = line
  if (!product?.isActive) return { bomItemId, outcome: 'failed', quantity: 0, code: 'unknown_product' }
  const known = bomSources(cart.get(product.id)?.meta ?? {}).find(
    (source) => source.bom_import_id === importId && source.bom_item_id === bomItemId,
  )
  if (known) return { bomItemId, outcome: 'added', quantity: known.quantity }
  const code = quantity === 0 ? undefined : addLine(cart, { product, quantity })
  if (code) return { bomItemId, outcome: 'failed', quantity: 0, code }
  noteSource(cart, importId, line)
  return { bomItemId, outcome: 'added', quantity }
}

/** A line that needs no packs of its own leaves its name where the packs are, if they are still there. */
function noteSource(cart: CartLines, importId: string, line: BomCartLine): void {
  const held = cart.get(line.productId)
  if (!held) return
  const source = { bom_import_id: importId, bom_item_id: line.bomItemId, bom_item_name: line.name }
  const manual = line.isManual ? { manual_mapping: true as const } : {}
  cart.set(line.productId, {
    ...held,
    meta: withBomSource(held.meta, { ...source, quantity: line.quantity, ...manual }),
  })
}
