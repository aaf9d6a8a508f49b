import { addBomLines, type BomAddResult, type BomCartLine } from '../bom-cart-lines.js'
import { cleanJson } from '../clean-json.js'
import { recordBomImport } from '../record.js'
import { execute, inTransaction, rows, type Database } from '../sequelize.js'
import { lockOpenImport } from './bom-imports.js'

/**
 * Puts every decided line of an import into the shopper's cart, once: all in one transaction with the lines' own rows, so
 * that a repeat finds nothing left to add. A line that does not fit says why, and the others go on.
 */
export async function addDecidedLines(database: Database, importId: string): Promise<void> {
  await inTransaction(database, async () => {
    const row = await lockOpenImport(importId)
    if (row.status !== 'processing') return
    const lines = await decidedLines(database, importId)
    if (lines.length === 0) return
    const { cartId, results } = await addBomLines(database, { userId: row.userId, importId, lines })
    await recordAdds(database, importId, withoutEmptyAdds(lines, results))
    const data = { stage: 'cart', done: lines.length, total: lines.length }
    await recordBomImport(database, row, { key: 'cart', type: 'progress', data, changes: { cartId } })
  })
}

async function decidedLines(database: Database, importId: string): Promise<BomCartLine[]> {
  return rows<BomCartLine>(
    database,
    `SELECT bom_item_id AS "bomItemId", name, product_id AS "productId", cart_quantity AS quantity, false AS "isManual"
     FROM bom_import_lines
     WHERE import_id = $1 AND status = 'mapped' AND added_at IS NULL AND add_error IS NULL AND product_id IS NOT NULL
     ORDER BY position`,
    [importId],
  )
}

/** A line that lives on the packs of another one is not in the cart when those are not. */
export function withoutEmptyAdds(lines: readonly BomCartLine[], results: readonly BomAddResult[]): BomAddResult[] {
  const refused = new Map<number, BomAddResult>()
  for (const [index, result] of results.entries()) {
    const line = lines[index]
    if (line && result.outcome === 'failed') refused.set(line.productId, result)
  }
  return results.map((result, index) => {
    const line = lines[index]
    const failed = line && line.quantity === 0 ? refused.get(line.productId) : undefined
    return failed ? { ...failed, bomItemId: result.bomItemId } : result
  })
}

/** Writes on the lines what the cart made of them. */
export async function recordAdds(
  database: Database,
  importId: string,
  results: readonly BomAddResult[],
): Promise<void> {
  const made = results.map(({ bomItemId, outcome, quantity, code }) => ({
    id: bomItemId,
    added: outcome === 'added' ? quantity : null,
    code: code ?? null,
    warning: code ? SENTENCES[code] : null,
  }))
  await execute(
    database,
    `UPDATE bom_import_lines AS line
     SET added_quantity = made.added, added_at = CASE WHEN made.added IS NOT NULL THEN now() END,
         add_error = made.code, updated_at = now(),
         warnings = CASE WHEN made.warning IS NULL THEN line.warnings ELSE line.warnings || to_jsonb(made.warning) END
     FROM jsonb_to_recordset($2::jsonb) AS made (id text, added integer, code text, warning text)
     WHERE line.import_id = $1 AND line.bom_item_id = made.id AND line.added_at IS NULL`,
    [importId, cleanJson(made)],
  )
}

const SENTENCES: Readonly<Record<NonNullable<BomAddResult['code']>, string>> = {
  unknown_product: 'The product is no longer sold.',
  too_small: 'This is less than the smallest quantity that the product is sold in.',
  too_big: 'The cart takes at most 999 of one product.',
  insufficient_stock: 'The product is sold out in this quantity.',
  cart_full: 'The cart is full.',
}
