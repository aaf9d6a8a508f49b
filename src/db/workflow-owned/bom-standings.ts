import type { LineDecision } from '../../domain/bom-line-decision.js'
import { weighLines, type LineStanding, type WeighedLine } from '../../domain/bom-standing.js'
import { cleanJson } from '../clean-json.js'
import { findProducts } from '../reads/products.js'
import { execute, inTransaction, rows, type Database } from '../sequelize.js'
import { lockOpenImport } from './bom-imports.js'

/** All lines are judged: counts the packs of each and looks at the stock. A repeat comes to the same. */
export async function weighImport(database: Database, importId: string): Promise<void> {
  await inTransaction(database, async () => {
    const row = await lockOpenImport(importId)
    if (row.status !== 'processing') return
    const lines = await weighedLines(database, importId)
    const products = await findProducts(database, productIdsOf(lines))
    await storeStandings(database, importId, [...weighLines(lines, products).values()])
  })
}

/** The judged lines of an import, in order. */
export async function weighedLines(database: Database, importId: string): Promise<WeighedLine[]> {
  return rows<WeighedLine>(
    database,
    `SELECT bom_item_id AS "bomItemId", status, product_id AS "productId",
            (matches -> 0 ->> 'productId')::bigint AS "suggestedId", needed AS "neededMilli", unit,
            (normalised ->> 'pieceMilli')::bigint AS "pieceMilli", added_quantity AS added
     FROM bom_import_lines WHERE import_id = $1 AND status IS NOT NULL ORDER BY position`,
    [importId],
  )
}

/** A doubt makes a decided line an open one, with what was decided as its suggestion. */
async function storeStandings(database: Database, importId: string, standings: readonly LineStanding[]): Promise<void> {
  const disposition: LineDecision['disposition'] = 'suggested'
  await execute(
    database,
    `UPDATE bom_import_lines AS line
     SET status = made.status, cart_quantity = least(made."cartQuantity", 2147483647),
         disposition = CASE WHEN made.doubt IS NULL THEN line.disposition ELSE $3 END,
         product_id = CASE WHEN made.doubt IS NULL THEN line.product_id END,
         decided_by = CASE WHEN made.doubt IS NULL THEN line.decided_by END,
         warnings = CASE WHEN made.doubt IS NULL THEN line.warnings ELSE line.warnings || to_jsonb(made.doubt) END,
         updated_at = now()
     FROM jsonb_to_recordset($2::jsonb) AS made ("bomItemId" text, status text, "cartQuantity" bigint, doubt text)
     WHERE line.import_id = $1 AND line.bom_item_id = made."bomItemId"`,
    [importId, cleanJson(standings), disposition],
  )
}

function productIdsOf(lines: readonly WeighedLine[]): number[] {
  return lines.flatMap(({ productId, suggestedId }) => [productId, suggestedId].filter((id) => id !== null))
}
