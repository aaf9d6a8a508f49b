import { isDesignatorList } from './bom-designators.js'
import { isPriceCell, isTotalWord } from './bom-evidence.js'
import { cellsOf, type TableLayout, type TableRow } from './bom-layout.js'
import type { ColumnRole, RowKind } from './bom-line.js'
import { footerStart, repeatsHeader } from './bom-regions.js'
import { looksLikePartNumber } from './mpn-key.js'

/** A row with what it is; parts carry the section that they stand in. */
export interface JudgedRow extends TableRow {
  readonly kind: RowKind
  readonly section: string | null
  /** for `skipped`: why */
  readonly reason?: string
}

const LONGEST_SECTION = 60

/** Says of every row what it is (bom.md 5): exactly one kind each, in their order. `headerRowNo` is 1-based. */
export function judgeRows(rows: readonly TableRow[], layout: TableLayout, headerRowNo: number | null): JudgedRow[] {
  const footer = footerStart(rows.map(({ cells }) => cells))
  let section: string | null = null
  return rows.map((row, index) => {
    const kind = kindOf(row, { layout, section, headerRowNo, isFooter: index >= footer })
    if (kind === 'section') section = sectionName(row)
    if (kind === 'header' || kind === 'repeated_header') section = null
    const reason = kind === 'skipped' ? { reason: RULE.test(textOf(row)) ? 'a ruled line' : NOTHING_NAMED } : {}
    return { ...row, kind, section: kind === 'part' ? section : null, ...reason }
  })
}

/** The filled cells of a row as one text, for the report. */
export function textOf({ cells }: TableRow): string {
  return cells.filter((cell) => cell !== '').join(' | ')
}

function kindOf(row: TableRow, place: Place): RowKind {
  const filled = filledColumns(row)
  if (filled.length === 0) return 'blank'
  if (place.headerRowNo !== null && row.rowNo <= place.headerRowNo) {
    return row.rowNo === place.headerRowNo ? 'header' : 'note'
  }
  const found = KIND_RULES.find(({ fits }) => fits({ row, filled, ...place }))
  return found?.kind ?? (namesPart(row, place.layout) ? 'part' : 'skipped')
}

/** In order: the first that fits decides. What none of them takes is a part if it names one. */
const KIND_RULES: readonly { readonly kind: RowKind; readonly fits: (judged: Judged) => boolean }[] = [
  { kind: 'skipped', fits: ({ row }) => RULE.test(textOf(row)) },
  { kind: 'repeated_header', fits: ({ row, layout }) => repeatsHeader(row.cells, layout.headings) },
  { kind: 'footer', fits: ({ isFooter }) => isFooter },
  { kind: 'blank', fits: ({ filled, layout }) => filled.every((column) => isOf(layout, 'row_number', column)) },
  { kind: 'total', fits: isTotal },
  { kind: 'note', fits: isNote },
  { kind: 'section', fits: isSection },
  { kind: 'note', fits: ({ row, section, layout }) => ESTIMATE.test(section ?? '') && !hasQuantity(row, layout) },
]

function isTotal({ row, filled, layout }: Judged): boolean {
  if (filled.some((column) => isTotalWord(row.cells[column] ?? ''))) return true
  const named = filled.filter((column) => !isOf(layout, 'row_number', column))
  return named.every((column) => isOf(layout, 'price', column) && isPriceCell(row.cells[column] ?? ''))
}

function isNote({ row, filled, layout }: Judged): boolean {
  const first = row.cells[filled[0] ?? -1] ?? ''
  if (/^(?:#|\/\/|\*\s?note)/i.test(first) && !hasQuantity(row, layout)) return true
  if (filled.length !== 1 || FRAMED.test(first)) return false
  return first.length > LONGEST_SECTION ? !namesAlone(first, layout, filled[0]) : isAside(layout, filled[0] ?? -1)
}

function isSection({ row, filled, layout }: Judged): boolean {
  const first = row.cells[filled[0] ?? -1] ?? ''
  if (cellsOf(row, layout, 'row_number').length > 0) return false
  if (layout.columns.quantity.length > 0 && filled.every((column) => layout.unnamed.has(column))) return true
  if (filled.length !== 1 || !/\p{L}/u.test(first)) return false
  return FRAMED.test(first) || (!hasQuantity(row, layout) && !namesAlone(first, layout, filled[0]))
}

/** A lone cell that names a part by its column: a place on the board, a part number. */
function namesAlone(cell: string, layout: TableLayout, column = -1): boolean {
  if (isOf(layout, 'designators', column)) return isDesignatorList(cell)
  return isOf(layout, 'mpn', column) && looksLikePartNumber(cell)
}

/** Columns that speak about parts but name none: a lone cell in them is a remark. */
function isAside(layout: TableLayout, column: number): boolean {
  return (['notes', 'fitted', 'price', 'unit', 'length'] as const).some((role) => isOf(layout, role, column))
}

function namesPart(row: TableRow, layout: TableLayout): boolean {
  return PART_ROLES.some((role) => cellsOf(row, layout, role).length > 0)
}

function hasQuantity(row: TableRow, layout: TableLayout): boolean {
  return cellsOf(row, layout, 'quantity').length > 0
}

/** Without its frame: `=== OUTPUT STAGE ===` is the section "OUTPUT STAGE". */
function sectionName(row: TableRow): string {
  return row.cells
    .filter((cell) => cell !== '')
    .map((cell) => cell.replace(/^[=\-*#\s]+|[=\-*#\s]+$/g, ''))
    .filter((cell) => cell !== '')
    .join(', ')
}

function filledColumns({ cells }: TableRow): number[] {
  return cells.flatMap((cell, column) => (cell === '' ? [] : [column]))
}

function isOf(layout: TableLayout, role: ColumnRole, column: number): boolean {
  return layout.columns[role].includes(column)
}

const NOTHING_NAMED = 'no cell of the row names a part'
const RULE = /^[-=|*_\s]+$/
const FRAMED = /^(?:={2,}|-{2,}).*[^\s=-].*(?:={2,}|-{2,})$/
const ESTIMATE = /\b(?:costs?|estimates?|prices?|legend)\b/i
const PART_ROLES = ['designators', 'mpn', 'own_sku', 'value', 'description'] as const

interface Place {
  readonly layout: TableLayout
  readonly section: string | null
  readonly headerRowNo: number | null
  readonly isFooter: boolean
}

interface Judged extends Place {
  readonly row: TableRow
  readonly filled: readonly number[]
}
