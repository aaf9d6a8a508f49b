import type { ReorderItem } from '../../domain/quick-reorder.js'
import type { BomImport } from '../models/bom-imports.js'
import { createQuickReorder } from '../quick-reorders.js'
import { rows, type Database } from '../sequelize.js'

const MOST_ITEMS = 200
const MOST_PACKS = 999

/** The list for buying the same again, when the shopper wished one; null: none wished, or nothing to put on it. */
export async function makeQuickReorder(database: Database, row: BomImport): Promise<string | null> {
  const { options, userId, projectName, bomName, projectId } = row
  if (!options.quickReorderId) return null
  const items = await decidedProducts(database, row.id)
  if (items.length === 0) return null
  const name = options.quickReorderName ?? `BOM: ${projectName ?? bomName}`.slice(0, 255)
  const list = { id: options.quickReorderId, userId, name, items, makrcaveId: projectId }
  return (await createQuickReorder(database, list)).id
}

/** Each decided product with the packs that the import needs of it; the first 200 of a longer list. */
async function decidedProducts(database: Database, importId: string): Promise<ReorderItem[]> {
  const found = await rows<Pick<ReorderItem, 'productId' | 'quantity' | 'priceMinor'>>(
    database,
    `SELECT product.id AS "productId", least(sum(line.cart_quantity), $2)::int AS quantity,
            product.effective_price_minor AS "priceMinor"
     FROM bom_import_lines line JOIN store_products product ON product.id = line.product_id
     WHERE line.import_id = $1 AND line.status IN ('mapped', 'out_of_stock')
     GROUP BY product.id HAVING sum(line.cart_quantity) > 0 ORDER BY min(line.position) LIMIT $3`,
    [importId, MOST_PACKS, MOST_ITEMS],
  )
  return found.map((item) => ({ ...item, notes: null, priority: 1 }))
}
