import { BOM_LIMITS, bomLimitExceeded, LAST_BOM_ROW, MAX_BOM_TEXT } from '../domain/bom-limits.js'
import type { BomSheet } from '../domain/bom-line.js'
import { storableText } from '../domain/bom-text.js'

/**
 * The cells of one file as they come, held to the limits of bom.md 2: every reader of tables writes here. Rows stand at
 * their physical place. Of a cell that is too long one character more is kept than is read, so that the cut is seen.
 */
export class BomCells {
  private readonly found: { readonly name: string | null; readonly rows: string[][] }[] = []
  private filledRows = 0
  private textBytes = 0

  /** Begins a table; what follows belongs to it. */
  begin(name: string | null): void {
    this.found.push({ name: name === null ? null : storableText(name), rows: [] })
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
    sheet.rows.push(cells.slice(0, BOM_LIMITS.columns).map((cell) => this.take(cell)))
  }

  /** All tables that hold something. */
  sheets(): BomSheet[] {
    return this.found.filter(({ rows }) => rows.length > 0)
  }

  /** Rows that hold a value, in all tables. */
  rows(): number {
    return this.filledRows
  }

  private take(cell: string): string {
    this.textBytes += Buffer.byteLength(cell)
    if (this.textBytes > BOM_LIMITS.text) throw bomLimitExceeded('text', this.textBytes)
    return storableText(cell.slice(0, MAX_BOM_TEXT + 1))
  }
}

function filledWidth(cells: readonly string[]): number {
  return 1 + cells.findLastIndex((cell) => cell.trim() !== '')
}
