import { columnsOf, leadingUnnamed } from './bom-columns.js'
import { normalHeading } from './bom-heading-score.js'
import { SPECIFICATION_HEADINGS } from './bom-headings.js'
import { COLUMN_ROLES, type ColumnRole } from './bom-line.js'
import { pairColumns, type NumberPair } from './bom-number-pairs.js'
import { numberStyleOf, type NumberStyle } from './bom-quantity.js'
import type { Region } from './bom-regions.js'

/** Everything about a table that its rows are read with. */
export interface TableLayout {
  readonly sheet: string | null
  readonly headings: readonly string[]
  readonly columns: Readonly<Record<ColumnRole, readonly number[]>>
  readonly pairs: readonly NumberPair[]
  /** leading columns without a heading: names and section titles */
  readonly unnamed: ReadonlySet<number>
  readonly ignored: ReadonlySet<number>
  readonly numberStyle: NumberStyle
  /** columns without a role that state a value: column → name of the specification */
  readonly specifications: ReadonlyMap<number, string>
}

/** One row: as it came, and as the grammar reads it. */
export interface TableRow {
  /** 1-based */
  readonly rowNo: number
  readonly raw: readonly string[]
  /** by column; '' for columns of another table */
  readonly cells: readonly string[]
}

/** Prepares a region for reading its rows. */
export function layoutOf(sheet: string | null, region: Region, rows: readonly (readonly string[])[]): TableLayout {
  const columns = Object.fromEntries(COLUMN_ROLES.map((role) => [role, columnsOf(region.roles, role)]))
  const numeric = (['quantity', 'price'] as const).flatMap((role) => columnsOf(region.roles, role))
  return {
    sheet,
    headings: region.headings,
    columns: columns as Record<ColumnRole, number[]>,
    pairs: pairColumns(region.headings, region.roles),
    unnamed: new Set(region.headerRow === null ? [] : leadingUnnamed(region.headings, region.roles)),
    ignored: new Set(region.ignored),
    numberStyle: numberStyleOf(
      rows.slice(region.from, region.to).flatMap((row) => numeric.map((column) => row[column] ?? '')),
    ),
    specifications: specificationColumns(region),
  }
}

/** The filled cells of a role, from left to right. */
export function cellsOf(row: TableRow, layout: TableLayout, role: ColumnRole): string[] {
  return layout.columns[role].map((column) => row.cells[column] ?? '').filter((cell) => cell !== '')
}

function specificationColumns({ headings, roles, ignored }: Region): ReadonlyMap<number, string> {
  return new Map(
    headings.flatMap((heading, column) => {
      if (roles.has(column) || ignored.includes(column)) return []
      const words = normalHeading(heading).split(/[^\p{L}]+/u)
      const name = words.map((word) => SPECIFICATION_HEADINGS[word]).find((one) => one !== undefined)
      return name === undefined ? [] : [[column, name] as const]
    }),
  )
}
