import { readCaveBom } from '../cave-boms.js'
import { matchBomLines } from '../db/reads/bom-matching.js'
import type { ImportLineRow } from '../db/reads/bom-imports.js'
import { findProducts, type ShelfProduct } from '../db/reads/products.js'
import { isUnresolved } from '../domain/bom-import-status.js'
import type { BomLine } from '../domain/bom-line.js'
import type { LineDecision } from '../domain/bom-line-decision.js'
import { weighLines, type LineStanding } from '../domain/bom-standing.js'
import { matchableLines } from '../domain/contested-numbers.js'
import type { ApiDependencies } from './api-dependencies.js'
import { productIdsOf, type Shelf } from './routes/bom-import-lines.wire.js'

/** Lines that a preview looks at; those behind them are counted and no more. */
const MOST_LINES = 500

export interface ImportPreview {
  readonly projectName: string | null
  /** in MakrCave's own words */
  readonly updatedAt: string | null
  /** lines of the whole list */
  readonly total: number
  /** the first 500, as an import would judge them */
  readonly lines: readonly ImportLineRow[]
  readonly shelf: Shelf
}

/** What an import of a project would come to; nothing of it is stored. Refusals: those of `readCaveBom`. */
export async function previewProject(
  { cave, database }: Pick<ApiDependencies, 'cave' | 'database'>,
  project: { readonly projectId: string; readonly userId: string },
): Promise<ImportPreview> {
  const { projectName, updatedAt, reading } = await readCaveBom(cave, project)
  const asked = matchableLines(reading.lines).slice(0, MOST_LINES)
  const decisions = await matchBomLines(database, { userId: project.userId, lines: asked })
  const judged = asked.map(({ line }, position) => judgedRow(line, decisions[position], position))
  const shelf = await findProducts(database, productIdsOf(judged))
  return { projectName, updatedAt, total: reading.lines.length, lines: weighed(judged, shelf), shelf }
}

export interface PreviewCounts {
  readonly mappable: number
  readonly unmappable: number
  /** minor units of everything that would go into the cart */
  readonly totalMinor: number
}

/** Lines with a product, lines that would wait for a person, and what the cart would cost. */
export function countPreview({ lines, shelf }: ImportPreview): PreviewCounts {
  const decided = lines.filter(({ status }) => status === 'mapped' || status === 'out_of_stock')
  const prices = decided.map((line) => line.cartQuantity * (shelf.get(line.productId ?? 0)?.priceMinor ?? 0))
  return {
    mappable: decided.length,
    unmappable: lines.filter(({ status }) => status !== null && isUnresolved(status)).length,
    totalMinor: prices.reduce((sum, price) => sum + price, 0),
  }
}

/** The line as an import would have stored it after matching, with what is needed for one build. */
function judgedRow(line: BomLine, decision: LineDecision | undefined, position: number): ImportLineRow {
  const { bomItemId, sheet, rowNo, name, raw, quantityMilli, unit } = line
  const stored = { position, bomItemId, sheet, rowNo, name, raw, normalised: line, quantityMilli, unit }
  return { ...stored, neededMilli: quantityMilli, cartQuantity: 0, isAdded: false, ...(decision ?? UNJUDGED) }
}

const UNJUDGED = {
  status: null,
  disposition: null,
  stage: null,
  confidence: null,
  reasons: [],
  warnings: [],
  matches: [],
  productId: null,
}

/** Packs and stock over all lines together, as `weighImport` stores them. */
function weighed(lines: readonly ImportLineRow[], shelf: ReadonlyMap<number, ShelfProduct>): ImportLineRow[] {
  const standings = weighLines(lines.flatMap(toWeigh), shelf)
  return lines.map((line) => {
    const standing = standings.get(line.bomItemId)
    return standing ? { ...line, ...changesOf(line, standing) } : line
  })
}

function toWeigh(line: ImportLineRow): Parameters<typeof weighLines>[0] {
  const { bomItemId, status, productId, matches, neededMilli, unit, normalised } = line
  if (status === null) return []
  const suggestedId = matches[0]?.productId ?? null
  const need = { neededMilli, unit, pieceMilli: normalised.pieceMilli }
  return [{ bomItemId, status, productId, suggestedId, ...need, added: null }]
}

/** A doubt makes a decided line an open one. */
function changesOf(line: ImportLineRow, { status, cartQuantity, doubt }: LineStanding): Partial<ImportLineRow> {
  if (doubt === null) return { status, cartQuantity }
  return { status, cartQuantity, disposition: 'suggested', productId: null, warnings: [...line.warnings, doubt] }
}
