import { assignColumns, columnsOf, type ColumnRoles } from './bom-columns.js'
import { isBodyCell } from './bom-evidence.js'
import { headerFingerprint, isKnownHeading, normalHeading, scoreHeading } from './bom-heading-score.js'
import { ANCHOR_ROLES } from './bom-headings.js'
import type { ColumnRole } from './bom-line.js'
import { contentRoles } from './bom-headless.js'

/** Non-empty rows among which a header is looked for. */
const SEARCHED_ROWS = 50
const ENOUGH = 2

/** One table of a sheet: rows `from` to `to` (0-based, `to` excluded), its header among them. */
export interface Region {
  /** 0-based; null where the table has none */
  readonly headerRow: number | null
  readonly headings: readonly string[]
  readonly roles: ColumnRoles
  /** columns that are not read: of another table beside this one, or right of all heads */
  readonly ignored: readonly number[]
  readonly from: number
  readonly to: number
}

/** What a person knows better about a sheet. */
export interface RegionHints {
  /** 0-based */
  readonly headerRow?: number
  readonly roles?: ColumnRoles
  readonly rolesByFingerprint?: Readonly<Record<string, Readonly<Record<string, ColumnRole>>>>
}

/** The tables of a sheet that have a header, from top to bottom; `rows` are normal rows. None when nothing is a header. */
export function findRegions(rows: readonly (readonly string[])[], hints: RegionHints = {}): Region[] {
  const first = hints.headerRow ?? knownHeader(rows, hints) ?? findHeader(rows)
  if (first === undefined) return []
  const starts = [first, ...laterHeaders(rows, first)]
  return starts.map((headerRow, index) => {
    const from = index === 0 ? 0 : headerRow
    return readRegion(rows, { headerRow, from, to: starts[index + 1] ?? rows.length }, index === 0 ? hints : {})
  })
}

/** A table without a header: roles by content, or by what a person said. */
export function headlessRegion(rows: readonly (readonly string[])[], hints: RegionHints = {}): Region | undefined {
  const body = columnCells(rows, 0)
  const roles = hints.roles?.size ? assignColumns([], body, hints.roles) : contentRoles(body)
  return roles && { headerRow: null, headings: [], roles, ignored: [], from: 0, to: rows.length }
}

/** A table is worth reading if it says how many or where, and of what (bom.md 4). */
export function isReadable({ roles }: Region): boolean {
  const has = (...wanted: ColumnRole[]): boolean => wanted.some((role) => columnsOf(roles, role).length > 0)
  return has('quantity', 'designators') && has('description', 'value', 'mpn', 'own_sku')
}

/** True when the cells of a row repeat the heads over them in two places or more. */
export function repeatsHeader(row: readonly string[], headings: readonly string[]): boolean {
  const equal = row.filter((cell, column) => cell !== '' && isSame(cell, headings[column] ?? ''))
  return equal.length >= 2
}

/** Index of the first of the `key: value` rows that end a table; the number of rows when there are none. */
export function footerStart(rows: readonly (readonly string[])[]): number {
  let start = rows.length
  for (let index = rows.length - 1; index >= 0; index--) {
    const filled = (rows[index] ?? []).filter((cell) => cell !== '')
    if (filled.length === 0) continue
    if (filled.length > 2 || !FOOTER_KEY.test(filled[0] ?? '')) break
    start = index
  }
  return start
}

const FOOTER_KEY = /^[^:]{1,60}:$/

function isSame(cell: string, heading: string): boolean {
  return cell.length === heading.length && cell.toLowerCase() === heading.toLowerCase()
}

/** The row whose heads this shopper has explained before, whatever they look like to others. */
function knownHeader(
  rows: readonly (readonly string[])[],
  { rolesByFingerprint = {} }: RegionHints,
): number | undefined {
  const filled = [...rows.keys()].filter((row) => (rows[row] ?? []).length > 0).slice(0, SEARCHED_ROWS)
  if (Object.keys(rolesByFingerprint).length === 0) return undefined
  return filled.find((row) => Object.hasOwn(rolesByFingerprint, headerFingerprint(rows[row] ?? [])))
}

function findHeader(rows: readonly (readonly string[])[]): number | undefined {
  let best: { row: number; score: number } | undefined
  let searched = 0
  for (const [row, cells] of rows.entries()) {
    if (cells.length === 0) continue
    if (++searched > SEARCHED_ROWS) break
    const score = headerScore(cells)
    if (score >= ENOUGH && score > (best?.score ?? 0)) best = { row, score }
  }
  return best?.row
}

/** Sum of the best heading scores, less what no header has; 0 when two roles or an anchor are missing. */
function headerScore(cells: readonly string[]): number {
  const roles = new Set<ColumnRole>()
  let sum = 0
  for (const cell of cells) {
    if (cell === '') continue
    const [role, score] = bestOf(cell)
    if (role) roles.add(role)
    sum += score - (role === undefined && isBodyCell(cell) ? 0.5 : 0)
  }
  return roles.size >= 2 && [...roles].some((role) => ANCHOR_ROLES.has(role)) ? sum : 0
}

function bestOf(cell: string): [ColumnRole | undefined, number] {
  let best: [ColumnRole | undefined, number] = [undefined, 0]
  for (const [role, score] of scoreHeading(cell)) if (score > best[1]) best = [role, score]
  return best
}

/** Rows below the header that begin another table: other heads, or the same ones in other places. */
function laterHeaders(rows: readonly (readonly string[])[], first: number): number[] {
  const found: number[] = []
  let headings = rows[first] ?? []
  for (let row = first + 1; row < rows.length; row++) {
    const cells = rows[row] ?? []
    if (!isOtherHeader(cells, headings)) continue
    found.push(row)
    headings = cells
  }
  return found
}

function isOtherHeader(cells: readonly string[], headings: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== '')
  const wordy = filled.filter((cell) => /^\D{1,40}$/.test(cell))
  if (wordy.length < 2 || wordy.length < filled.length * 0.6) return false
  if (filled.every((cell) => isSame(cell, headings[cells.indexOf(cell)] ?? ''))) return false
  const known = filled.filter(isKnownHeading).length
  return known >= 2 && known >= filled.length * 0.6 && headerScore(cells) >= ENOUGH
}

function readRegion(
  rows: readonly (readonly string[])[],
  { headerRow, from, to }: { headerRow: number; from: number; to: number },
  hints: RegionHints,
): Region {
  const headings = rows[headerRow] ?? []
  const table = rows.slice(0, to)
  const body = columnCells(table.slice(0, Math.max(headerRow + 1, footerStart(table))), headerRow + 1)
  const fixed = new Map([...rememberedRoles(headings, hints), ...(hints.roles ?? [])])
  const ignored = sideColumns(headings, body).filter((column) => !fixed.has(column))
  const without = <T>(list: readonly T[], nothing: T): T[] =>
    list.map((one, column) => (ignored.includes(column) ? nothing : one))
  const roles = assignColumns(without(headings, ''), without(body, []), fixed)
  return { headerRow, headings, roles, ignored, from, to }
}

/** What this shopper once said about the same heads; keys are normal headings, or 0-based columns. */
function rememberedRoles(headings: readonly string[], { rolesByFingerprint }: RegionHints): ColumnRoles {
  const remembered = new Map(Object.entries(rolesByFingerprint?.[headerFingerprint(headings)] ?? {}))
  return new Map(
    headings.flatMap((heading, column) => {
      const role = remembered.get(normalHeading(heading)) ?? remembered.get(String(column))
      return role === undefined ? [] : [[column, role] as const]
    }),
  )
}

/**
 * Columns behind an empty one that are no part of the table: of a second table to the right (it names what the first one
 * names, or is no more than a sum beside it, bom.md 4), or scribbles right of all heads.
 */
function sideColumns(headings: readonly string[], body: readonly (readonly string[])[]): number[] {
  const [main, ...others] = runsOf(headings, body)
    .map((columns) => ({ columns, roles: rolesOf(columns, headings, body) }))
    .sort((a, b) => b.roles.size - a.roles.size)
  return others
    .filter(({ columns, roles }) => {
      if (columns.every((column) => (headings[column] ?? '') === '')) return isRightOf(columns, headings)
      const repeats = [...roles].some((role) => ANCHOR_ROLES.has(role) && main?.roles.has(role))
      return repeats || roles.size === 0 || (roles.size === 1 && roles.has('price'))
    })
    .flatMap(({ columns }) => columns)
}

function isRightOf(columns: readonly number[], headings: readonly string[]): boolean {
  return columns.every((column) => headings.slice(column).every((heading) => heading === ''))
}

/** Groups of columns between columns that are wholly empty. */
function runsOf(headings: readonly string[], body: readonly (readonly string[])[]): number[][] {
  const runs: number[][] = [[]]
  for (let column = 0; column < body.length; column++) {
    const isEmpty = (headings[column] ?? '') === '' && (body[column] ?? []).every((cell) => cell === '')
    if (isEmpty) runs.push([])
    else runs[runs.length - 1]?.push(column)
  }
  return runs.filter((run) => run.length > 0)
}

function rolesOf(
  columns: readonly number[],
  headings: readonly string[],
  body: readonly (readonly string[])[],
): ReadonlySet<ColumnRole> {
  const names = columns.map((column) => headings[column] ?? '')
  const cells = columns.map((column) => body[column] ?? [])
  return new Set(assignColumns(names, cells).values())
}

/** Cells of the rows from `first` on, by column. */
function columnCells(rows: readonly (readonly string[])[], first: number): string[][] {
  const width = Math.max(0, ...rows.slice(Math.max(0, first - 1)).map((row) => row.length))
  return Array.from({ length: width }, (_, column) => rows.slice(first).map((row) => row[column] ?? ''))
}
