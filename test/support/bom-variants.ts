import type { BomSheet } from '../../src/domain/bom-line.js'
import { readBomContent } from '../../src/readers/bom-content.js'
import { decodeBomText } from '../../src/readers/bom-text.js'
import {
  addPreamble,
  addTotal,
  knownTables,
  renameHeads,
  shuffleColumns,
  shuffleRows,
  useDecimalCommas,
  type KnownTable,
} from './bom-changes.js'
import type { WholeReading } from './bom-reading.js'
import { encoded, padded, savedAsText } from './bom-saving.js'
import { savedAsWorkbook } from './workbooks.js'

/** The same list written in another way: its lines are the same (bom.md 18, E4). */
export interface BomVariant {
  readonly change: string
  readonly content: Buffer
}

const TURNS = [1, 2]

/** Ways to write a parts list with tables; `reading` is how it was read as it is. */
export async function variantsOf(content: Buffer, reading: WholeReading): Promise<BomVariant[]> {
  const { found } = await readBomContent(content)
  if ('document' in found) return []
  const tables = knownTables(found.sheets, reading.dialect.tables, reading.otherRows)
  const changed = (change: (table: KnownTable) => BomSheet['rows']): Buffer => {
    const sheets = found.sheets.map((sheet) => {
      const table = tables.get(sheet)
      return table ? { ...sheet, rows: change(table) } : sheet
    })
    return saved(sheets, reading.dialect.delimiter)
  }
  const variants = [
    ...(reading.dialect.kind === 'csv' ? reencoded(content) : []),
    ...resaved(found.sheets),
    { change: 'decimal comma', content: changed(useDecimalCommas) },
    // Over a table without a header nothing tells titles from parts.
    ...(tablesHaveHeaders(reading) ? [{ change: '3 rows above', content: changed(addPreamble) }] : []),
    { change: 'a total below', content: changed(addTotal) },
  ]
  for (const turn of TURNS) {
    variants.push(
      { change: `columns ${turn}`, content: changed((table) => shuffleColumns(table, turn)) },
      { change: `rows ${turn}`, content: changed((table) => shuffleRows(table, turn)) },
      { change: `heads ${turn}`, content: changed((table) => renameHeads(table, turn)) },
    )
  }
  return variants
}

function tablesHaveHeaders({ dialect }: WholeReading): boolean {
  return dialect.tables.every(({ isHeaderGuessed }) => !isHeaderGuessed)
}

function reencoded(content: Buffer): BomVariant[] {
  const text = decodeBomText(content).text
  const lines = text.replace(/\r\n?/g, '\n')
  const encodings = (['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const).flatMap((encoding) => {
    const bytes = encoded(text, encoding)
    return bytes ? [{ change: encoding, content: bytes }] : []
  })
  return [
    ...encodings,
    { change: 'LF', content: Buffer.from(lines) },
    { change: 'CRLF', content: Buffer.from(lines.replaceAll('\n', '\r\n')) },
  ]
}

function resaved(sheets: readonly BomSheet[]): BomVariant[] {
  const [sheet, ...others] = sheets
  const texts = [',', ';', '\t'].flatMap((delimiter) =>
    sheet && others.length === 0
      ? [{ change: `delimiter ${JSON.stringify(delimiter)}`, content: savedAsText(padded(sheet.rows), delimiter) }]
      : [],
  )
  return [...texts, { change: 'xlsx', content: savedAsWorkbook(sheets) }]
}

function saved(sheets: readonly BomSheet[], delimiter: string | null): Buffer {
  const [sheet] = sheets
  return sheet && delimiter !== null ? savedAsText(sheet.rows, delimiter) : savedAsWorkbook(sheets)
}
