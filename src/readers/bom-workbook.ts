import { CFB, read, type CellObject, type WorkBook, type WorkSheet } from '@e965/xlsx'

import { bomTypeRefused, bomUnreadable, LAST_BOM_ROW } from '../domain/bom-limits.js'
import type { BomCells } from './bom-cells.js'

/** Everything of a workbook that is not the text of its cells stays unread. */
const VALUES_ONLY = {
  type: 'buffer',
  dense: true,
  cellFormula: false,
  cellHTML: false,
  cellStyles: false,
  bookVBA: false,
} as const

/** Reads a packed workbook that was checked before: no value stands below the last row that is read. */
export function readPackedWorkbook(bytes: Buffer, cells: BomCells): void {
  takeSheets(parsed(bytes, LAST_BOM_ROW), cells)
}

/**
 * Reads an old binary workbook (xls). It cannot be checked beforehand, but every cell takes bytes of its own, so the size
 * of the file bounds it; it is read to the end, so that nothing is cut silently.
 */
export function readXls(bytes: Buffer, cells: BomCells): void {
  const parts = partsOf(bytes)
  if (parts.some((part) => /EncryptedPackage$/.test(part))) throw bomUnreadable('protected')
  if (!parts.some((part) => /\/(?:Workbook|Book)$/i.test(part))) throw bomTypeRefused('a document that is no workbook')
  takeSheets(parsed(bytes, 0), cells)
}

function partsOf(bytes: Buffer): readonly string[] {
  try {
    return (CFB as CompoundFiles).read(bytes, { type: 'buffer' }).FullPaths
  } catch {
    throw bomUnreadable('broken')
  }
}

function parsed(bytes: Buffer, sheetRows: number): WorkBook {
  try {
    return read(bytes, { ...VALUES_ONLY, sheetRows })
  } catch (error) {
    throw bomUnreadable(/password/i.test(String(error)) ? 'protected' : 'broken')
  }
}

function takeSheets(book: WorkBook, cells: BomCells): void {
  for (const name of book.SheetNames) {
    cells.begin(name)
    rowsOf(book.Sheets[name]).forEach((row, index) => cells.addRow(index + 1, Array.from(row, shownText)))
  }
}

/** Rows without a value are holes, which `forEach` leaves out; so are cells. */
function rowsOf(sheet: WorkSheet | undefined): readonly (readonly (CellObject | undefined)[])[] {
  return sheet?.['!data'] ?? []
}

/** As the spreadsheet shows it: `9.55E+12` stays what a person saw. */
function shownText(cell: CellObject | undefined): string {
  if (cell === undefined || cell.t === 'z') return ''
  return cell.w ?? String(cell.v ?? '')
}

/** The part of the library that has no types. */
interface CompoundFiles {
  read(bytes: Buffer, options: { readonly type: 'buffer' }): { readonly FullPaths: readonly string[] }
}
