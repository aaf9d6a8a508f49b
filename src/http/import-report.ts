import { importLineBatches, type ImportLineRow, type ImportRow } from '../db/reads/bom-imports.js'
import { findProducts } from '../db/reads/products.js'
import type { Database } from '../db/sequelize.js'
import type { OtherRow } from '../domain/bom-line.js'
import { csvNumber, csvText } from '../domain/csv-cell.js'
import { productIdsOf, type Shelf } from './routes/bom-import-lines.wire.js'

const COLUMNS = [
  'row_kind',
  'row_number',
  'sheet',
  'raw',
  'item_id',
  'name',
  'part_number',
  'manufacturer',
  'quantity',
  'needed',
  'status',
  'disposition',
  'product',
  'sku',
  'confidence',
  'stage',
  'reasons',
  'warnings',
]
const BYTE_ORDER_MARK = '\uFEFF'

/** The report of an import as CSV (UTF-8 with a mark, CRLF): its lines, then the rows that are no part. */
export async function* reportChunks(database: Database, row: ImportRow): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvRow(COLUMNS.map(csvText))
  for await (const batch of importLineBatches(database, row.id)) {
    const shelf = await findProducts(database, productIdsOf(batch))
    yield batch.map((line) => csvRow(lineCells(line, shelf))).join('')
  }
  yield row.otherRows.map((other) => csvRow(otherCells(other))).join('')
}

function lineCells(line: ImportLineRow, shelf: Shelf): string[] {
  return [
    csvText('part'),
    csvNumber(line.rowNo),
    csvText(line.sheet ?? ''),
    csvText(rawText(line.raw)),
    csvText(line.bomItemId),
    csvText(line.name),
    ...statedCells(line.normalised.identity),
    csvNumber(inUnits(line.quantityMilli)),
    csvNumber(inUnits(line.neededMilli)),
    csvText(line.status ?? 'pending'),
    csvText(line.disposition ?? ''),
    ...productCells(line, shelf),
    csvNumber(line.confidence === null ? null : Math.round(line.confidence * 100) / 100),
    csvText(line.stage ?? ''),
    csvText(line.reasons.join('; ')),
    csvText([...line.normalised.warnings, ...line.warnings].join('; ')),
  ]
}

/** What the line itself says of part and maker. */
function statedCells({ partNumber, ownSku, manufacturer }: ImportLineRow['normalised']['identity']): string[] {
  return [csvText(partNumber?.mpn ?? ownSku ?? ''), csvText(partNumber?.manufacturer ?? manufacturer ?? '')]
}

function productCells({ productId }: ImportLineRow, shelf: Shelf): string[] {
  const product = productId === null ? undefined : shelf.get(productId)
  return [csvText(product?.name ?? ''), csvText(product?.sku ?? '')]
}

function inUnits(milli: number | null): number | null {
  return milli === null ? null : milli / 1000
}

function otherCells(other: OtherRow): string[] {
  const empty = Array.from({ length: COLUMNS.length - 5 }, () => csvText(''))
  const head = [csvText(other.kind), csvNumber(other.rowNo), csvText(other.sheet ?? ''), csvText(other.text)]
  return [...head, ...empty, csvText(other.reason ?? '')]
}

function rawText(raw: ImportLineRow['raw']): string {
  return Array.isArray(raw) ? raw.join(' | ') : JSON.stringify(raw)
}

function csvRow(cells: readonly string[]): string {
  return `${cells.join(',')}\r\n`
}
