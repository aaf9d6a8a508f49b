import type { BomImportCounters } from '../../domain/bom-import-status.js'
import { firstRow, type Database } from '../sequelize.js'

/** The numbers of an import's document, counted from its lines as they are now. */
export async function countLines(database: Database, importId: string): Promise<BomImportCounters> {
  const counted = await firstRow<BomImportCounters>(
    database,
    `SELECT count(*)::int AS total,
            count(*) FILTER (WHERE status IN ('mapped', 'out_of_stock'))::int AS mapped,
            count(*) FILTER (WHERE status IN ('multiple_matches', 'unmapped'))::int AS unmapped,
            count(*) FILTER (WHERE status = 'excluded')::int AS excluded,
            count(*) FILTER (WHERE added_at IS NOT NULL)::int AS imported,
            count(*) FILTER (WHERE added_at IS NULL AND add_error IS NOT NULL)::int AS failed
     FROM bom_import_lines WHERE import_id = $1`,
    [importId],
  )
  return counted ?? { total: 0, mapped: 0, unmapped: 0, excluded: 0, imported: 0, failed: 0 }
}

/** Σ price × cart quantity over the lines with a decided product, in minor units, at today's prices. */
export async function totalOf(database: Database, importId: string): Promise<number> {
  const found = await firstRow<{ total: number }>(
    database,
    `SELECT coalesce(sum(products.effective_price_minor * lines.cart_quantity), 0)::bigint AS total
     FROM bom_import_lines lines JOIN store_products products ON products.id = lines.product_id
     WHERE lines.import_id = $1 AND lines.status IN ('mapped', 'out_of_stock')`,
    [importId],
  )
  return found?.total ?? 0
}
