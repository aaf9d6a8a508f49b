import { groupPlaces, joinAlternates } from './bom-grouping.js'
import { BOM_LIMITS, bomLimitExceeded, bomUnreadable } from './bom-limits.js'
import { layoutOf, type TableRow } from './bom-layout.js'
import type {
  BomLine,
  BomReading,
  BomSheet,
  BomTableDialect,
  ColumnRole,
  OtherRow,
  RowKind,
  TableOverrule,
} from './bom-line.js'
import { noTable } from './bom-refusals.js'
import { findRegions, headlessRegion, isReadable, type Region, type RegionHints } from './bom-regions.js'
import { readRowLine, type RowLine } from './bom-row-line.js'
import { judgeRows, textOf, type JudgedRow } from './bom-rows.js'
import { leftOutSentence, tableWarnings, type OpenSheet } from './bom-table-warnings.js'
import { cutText, normalRow } from './bom-text.js'

export interface ReadingOptions {
  /** what the shopper says about one table of this file */
  readonly overrule?: TableOverrule
  /** what the same shopper said about tables with the same heads: fingerprint → normal heading or 0-based column → role */
  readonly rolesByFingerprint?: Readonly<Record<string, Readonly<Record<string, ColumnRole>>>>
}

/**
 * Understands the sheets of a file: finds tables and their columns, judges every row, and reads the part rows into lines
 * (bom.md 4 to 6). Lines are `row-1`, `row-2`, … over the whole file. Refusals: `bom_unreadable` with the reason `empty`,
 * `no_table` or `columns_unclear`; `bom_limit_exceeded` over 5,000 lines.
 */
export function readBomTables(sheets: readonly BomSheet[], options: ReadingOptions = {}): BomReading {
  const opened = sheets.map(openSheet).filter((sheet) => sheet.rows.length > 0)
  if (opened.length === 0) throw bomUnreadable('empty')
  const chosen = chooseSheets(opened, sheets, options.overrule)
  const tables = findTables(chosen, options).map((found) => readTable(found))
  const lines = tables.flatMap((table) => table.lines)
  if (lines.length > BOM_LIMITS.lines) throw bomLimitExceeded('lines', lines.length)
  return {
    lines: lines.map((line, index): BomLine => ({ bomItemId: `row-${index + 1}`, ...line })),
    tables: tables.map((table) => table.dialect),
    otherRows: tables.flatMap((table) => table.otherRows),
    warnings: tables.flatMap((table) => table.warnings),
  }
}

function openSheet({ name, rows: raw }: BomSheet): OpenSheet {
  const rows = raw.map(normalRow)
  return { name, raw, rows: rows.some((row) => row.length > 0) ? rows : [] }
}

/** All sheets, or the one that was asked for by name or 0-based number. */
function chooseSheets(
  opened: readonly OpenSheet[],
  all: readonly BomSheet[],
  overrule?: TableOverrule,
): readonly OpenSheet[] {
  const wanted = overrule?.sheet
  if (wanted === undefined) return opened
  const sheet = all.find(({ name }, index) => index === wanted || name === wanted || String(index) === wanted)
  const found = opened.find(({ raw }) => raw === sheet?.rows)
  if (!found) throw bomUnreadable('no_table', `The file has no filled sheet "${String(wanted).slice(0, 60)}".`)
  return [found]
}

/** Tables with a header in every sheet; tables without one only if there are no others. Sheets without any come along. */
function findTables(sheets: readonly OpenSheet[], { overrule, rolesByFingerprint }: ReadingOptions): FoundTable[] {
  const hintsOf = (index: number): RegionHints => ({
    ...(rolesByFingerprint && { rolesByFingerprint }),
    ...(index === 0 && overrule?.headerRow !== undefined && { headerRow: overrule.headerRow - 1 }),
    ...(index === 0 && overrule?.columnRoles && { roles: toColumns(overrule.columnRoles) }),
  })
  const found = sheets.map((sheet, index) => ({ sheet, regions: findRegions(sheet.rows, hintsOf(index)) }))
  const headed = found.flatMap(({ sheet, regions }) => tablesOf(sheet, regions))
  if (headed.some(({ isRead }) => isRead)) return headed
  const headless = sheets.map((sheet, index) => ({ sheet, region: headlessRegion(sheet.rows, hintsOf(index)) }))
  const guessed = headless.flatMap(({ sheet, region }) => tablesOf(sheet, region ? [region] : []))
  if (guessed.some(({ isRead }) => isRead)) return guessed
  throw noTable(
    sheets,
    found.some(({ regions }) => regions.length > 0),
  )
}

function tablesOf(sheet: OpenSheet, regions: readonly Region[]): FoundTable[] {
  if (regions.length > 0) return regions.map((region) => ({ sheet, region, isRead: isReadable(region) }))
  const whole = { headerRow: null, headings: [], roles: new Map(), ignored: [], from: 0, to: sheet.rows.length }
  return [{ sheet, region: whole, isRead: false }]
}

function toColumns(roles: Readonly<Record<string, ColumnRole>>): ReadonlyMap<number, ColumnRole> {
  return new Map(Object.entries(roles).map(([column, role]) => [Number(column), role]))
}

function readTable({ sheet, region, isRead }: FoundTable): ReadTable {
  const layout = layoutOf(sheet.name, region, sheet.rows)
  const rows = tableRows(sheet, region)
  const headerRowNo = region.headerRow === null ? null : region.headerRow + 1
  const judged = isRead ? judgeRows(rows, layout, headerRowNo) : rows.map(leftOut)
  const parts = judged.filter(({ kind }) => kind === 'part').map((row) => readRowLine(row, layout))
  return {
    lines: groupPlaces(joinAlternates(parts)),
    dialect: dialectOf(sheet, region, judged),
    otherRows: judged.flatMap((row) => toOtherRow(row, sheet.name)),
    warnings: isRead ? tableWarnings(sheet, region) : [leftOutSentence(sheet, region)],
  }
}

function tableRows({ raw, rows }: OpenSheet, { from, to, ignored }: Region): TableRow[] {
  const hidden = new Set(ignored)
  return rows.slice(from, to).map((cells, index) => ({
    rowNo: from + index + 1,
    raw: raw[from + index] ?? [],
    cells: hidden.size === 0 ? cells : cells.map((cell, column) => (hidden.has(column) ? '' : cell)),
  }))
}

function leftOut(row: TableRow): JudgedRow {
  const isBlank = row.cells.every((cell) => cell === '')
  return { ...row, section: null, ...(isBlank ? { kind: 'blank' } : { kind: 'skipped', reason: 'no table of parts' }) }
}

function dialectOf(sheet: OpenSheet, region: Region, rows: readonly JudgedRow[]): BomTableDialect {
  const rowsByKind: Partial<Record<RowKind, number>> = {}
  for (const { kind } of rows) rowsByKind[kind] = (rowsByKind[kind] ?? 0) + 1
  return {
    sheet: sheet.name,
    headerRow: region.headerRow === null ? null : region.headerRow + 1,
    isHeaderGuessed: region.headerRow === null,
    columnRoles: Object.fromEntries([...region.roles].map(([column, role]) => [String(column), role])),
    headings: region.headings,
    rowsByKind,
  }
}

function toOtherRow(row: JudgedRow, sheet: string | null): OtherRow[] {
  const { kind, rowNo, reason } = row
  if (kind === 'part' || kind === 'blank') return []
  return [{ sheet, rowNo, kind, text: cutText(textOf(row)), ...(reason !== undefined && { reason }) }]
}

interface FoundTable {
  readonly sheet: OpenSheet
  readonly region: Region
  readonly isRead: boolean
}

interface ReadTable {
  readonly lines: readonly RowLine[]
  readonly dialect: BomTableDialect
  readonly otherRows: readonly OtherRow[]
  readonly warnings: readonly string[]
}
