import { scoreHeading } from '../../src/domain/bom-heading-score.js'
import { HEADINGS, REPEATED_ROLES } from '../../src/domain/bom-headings.js'
import type { BomSheet, BomTableDialect, ColumnRole, OtherRow, RowKind } from '../../src/domain/bom-line.js'
import { sequence, shuffled } from './sequence.js'

type Rows = BomSheet['rows']

/** A table with how it was understood before anything was changed. */
export interface KnownTable {
  readonly rows: Rows
  readonly dialect: BomTableDialect
  /** by 1-based number: rows that are no parts */
  readonly others: ReadonlyMap<number, RowKind>
}

/** The tables of a file; every sheet of the corpus holds one. */
export function knownTables(
  sheets: readonly BomSheet[],
  dialects: readonly BomTableDialect[],
  otherRows: readonly OtherRow[],
): Map<BomSheet, KnownTable> {
  return new Map(
    dialects.flatMap((dialect) => {
      const sheet = sheets.find(({ name }) => name === dialect.sheet)
      const others = otherRows
        .filter((row) => row.sheet === dialect.sheet)
        .map(({ rowNo, kind }) => [rowNo, kind] as const)
      return sheet ? [[sheet, { rows: sheet.rows, dialect, others: new Map(others) }] as const] : []
    }),
  )
}

/** Part rows in another order, each within its section. */
export function shuffleRows({ rows, others }: KnownTable, seed: number): Rows {
  const pick = sequence(seed)
  const isPart = (index: number): boolean => !others.has(index + 1) && (rows[index] ?? []).some((cell) => cell !== '')
  const runs: number[][] = []
  for (const index of rows.keys()) {
    if (!isPart(index)) continue
    if (isPart(index - 1)) runs.at(-1)?.push(index)
    else runs.push([index])
  }
  const places = runs.flatMap((run) => {
    const order = shuffled(run, pick)
    return run.map((index, step) => [index, order[step] ?? index] as const)
  })
  const from = new Map(places)
  return rows.map((row, index) => rows[from.get(index) ?? index] ?? row)
}

/**
 * Columns in another order. What the order means stays: of columns that share a role, of numbers with several makers, and
 * of names in front of the first heading.
 */
export function shuffleColumns({ rows, dialect, others }: KnownTable, seed: number): Rows {
  const roles = rolesOf(dialect)
  const isPaired =
    roles.filter(([, role]) => role === 'mpn').length > 1 || roles.some(([, role]) => role === 'alternate')
  const movable = roles
    .filter(([column]) => dialect.isHeaderGuessed || (dialect.headings[column] ?? '') !== '')
    .filter(([, role]) => !isPaired || !PAIRED_ROLES.has(role))
  const order = inOrder(shuffled(movable, sequence(seed)))
  const from = new Map(movable.map(([column], step) => [column, order[step]?.[0] ?? column]))
  return rows.map((row, index) => {
    if (index + 1 < (dialect.headerRow ?? 0) || others.get(index + 1) === 'footer') return row
    const width = Math.max(row.length, ...movable.map(([column]) => column + 1))
    return Array.from({ length: width }, (_, column) => row[from.get(column) ?? column] ?? '')
  })
}

/** Heads that say the same in other words; what they say beyond their role (a shop, a currency) has no other words. */
export function renameHeads({ rows, dialect }: KnownTable, turn: number): Rows {
  const names = new Map(
    rolesOf(dialect).flatMap(([column, role]) => {
      const isNamed = (dialect.headings[column] ?? '') !== '' && RENAMED_ROLES.has(role)
      const synonyms = HEADINGS[role].filter(
        (text) => [...scoreHeading(text).values()].filter((one) => one === 1).length === 1,
      )
      return isNamed ? [[column, synonyms[turn % synonyms.length] ?? ''] as const] : []
    }),
  )
  return rows.map((row, index) =>
    index + 1 === dialect.headerRow ? row.map((cell, column) => names.get(column) ?? cell) : row,
  )
}

/** A title, a revision and a date over the table. */
export function addPreamble({ rows }: KnownTable): Rows {
  return [['Bill of materials'], ['Revision', 'B'], ['Date', '2024-05-01'], ...rows]
}

/** A sum under the last part. */
export function addTotal({ rows, dialect, others }: KnownTable): Rows {
  const last = rows.findLastIndex((row, index) => !others.has(index + 1) && row.some((cell) => cell !== ''))
  const roles = rolesOf(dialect)
  const label = roles.find(([, role]) => LABEL_ROLES.has(role))?.[0] ?? 0
  const quantity = roles.find(([, role]) => role === 'quantity')?.[0]
  const total = Array.from({ length: rows[last]?.length ?? 0 }, (_, column) =>
    column === label ? 'Total' : column === quantity ? '273' : '',
  )
  return [...rows.slice(0, last + 1), total, ...rows.slice(last + 1)]
}

/** Numbers as a spreadsheet with another language saves them. */
export function useDecimalCommas({ rows }: KnownTable): Rows {
  return rows.map((row) => row.map((cell) => (DECIMAL.test(cell) ? cell.replace('.', ',') : cell)))
}

const DECIMAL = /^\s*[$€£]?\s*\d+\.\d+\s*[$€£]?\s*$/
const PAIRED_ROLES: ReadonlySet<ColumnRole> = new Set<ColumnRole>(['mpn', 'manufacturer', 'alternate'])
const LABEL_ROLES: ReadonlySet<ColumnRole> = new Set<ColumnRole>(['description', 'value', 'designators', 'mpn'])
const RENAMED_ROLES: ReadonlySet<ColumnRole> = new Set<ColumnRole>([
  ...(['designators', 'quantity', 'mpn', 'manufacturer', 'value', 'package', 'description', 'own_sku'] as const),
  ...(['supplier', 'link', 'unit', 'category', 'notes'] as const),
])

type RoleOfColumn = readonly [column: number, role: ColumnRole]

function rolesOf({ columnRoles }: BomTableDialect): RoleOfColumn[] {
  return Object.entries(columnRoles).map(([column, role]) => [Number(column), role])
}

/** Columns of a role that may repeat, in the places that they have together, from left to right. */
function inOrder(columns: readonly RoleOfColumn[]): RoleOfColumn[] {
  const waiting = new Map<ColumnRole, RoleOfColumn[]>()
  for (const role of REPEATED_ROLES) {
    waiting.set(
      role,
      columns.filter((one) => one[1] === role).sort(([a], [b]) => a - b),
    )
  }
  return columns.map((one) => waiting.get(one[1])?.shift() ?? one)
}
