import { BOM_LIMITS, bomLimitExceeded, LAST_BOM_ROW, MAX_BOM_TEXT } from '../domain/bom-limits.js'
import type { BomSheet } from '../domain/bom-line.js'

/**
 * The cells of one file as they come, held to the limits of bom.md 2: every reader of tables writes here. Rows stand at
 * their physical place; a cell is cut to 2,000 characters, which is remembered.
 */
export class BomCells {
  /** keys (`cellRowKey`) of rows with a cell that was cut */
  readonly cutRows = new Set<string>()
  private readonly found: { readonly name: string | null; readonly rows: string[][] }[] = []
  private filledRows = 0
  private textBytes = 0

  /** Begins a table; what follows belongs to it. */
  begin(name: string | null): void {
    this.found.push({ name: name === null ? null : clean(name), rows: [] })
    if (this.found.length > BOM_LIMITS.sheets) throw bomLimitExceeded('sheets', this.found.length)
  }

  /** Adds a row at its place, 1-based; rows come in order. */
  addRow(rowNo: number, cells: readonly string[]): void {
    const sheet = this.found.at(-1)
    const width = filledWidth(cells)
    if (sheet === undefined || width === 0) return
    if (width > BOM_LIMITS.columns) throw bomLimitExceeded('columns', width)
    if (rowNo > LAST_BOM_ROW) throw bomLimitExceeded('rows', rowNo)
    if (++this.filledRows > BOM_LIMITS.rows) throw bomLimitExceeded('rows', this.filledRows)
    while (sheet.rows.length < rowNo - 1) sheet.rows.push([])
    sheet.rows.push(cells.slice(0, BOM_LIMITS.columns).map((cell) => this.take(cell, cellRowKey(sheet.name, rowNo))))
  }

  /** All tables that hold something. */
  sheets(): BomSheet[] {
    return this.found.filter(({ rows }) => rows.length > 0)
  }

  /** Rows that hold a value, in all tables. */
  rows(): number {
    return this.filledRows
  }

  private take(cell: string, row: string): string {
    this.textBytes += Buffer.byteLength(cell)
    if (this.textBytes > BOM_LIMITS.text) throw bomLimitExceeded('text', this.textBytes)
    if (cell.length <= MAX_BOM_TEXT) return clean(cell)
    this.cutRows.add(row)
    return clean(cell.slice(0, MAX_BOM_TEXT))
  }
}

/** One row among all sheets. */
export function cellRowKey(sheet: string | null, rowNo: number): string {
  return `${rowNo} ${sheet ?? ''}`
}

function filledWidth(cells: readonly string[]): number {
  return 1 + cells.findLastIndex((cell) => cell.trim() !== '')
}

/** What no database stores and nobody sees: control characters and halves of pairs; every line end is LF. */
function clean(text: string): string {
  if (!UNCLEAN.test(text)) return text
  return text.replace(/\r\n?/g, '\n').replace(UNSTORABLE, '')
}

const UNCLEAN = /[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]/
const UNSTORABLE = /[\0-\x08\x0b-\x1f\x7f-\x9f]|\p{Cs}/gu
