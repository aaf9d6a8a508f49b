import { headerFingerprint, normalHeading } from './bom-heading-score.js'
import type { BomTableDialect, ColumnRole, TableOverrule } from './bom-line.js'

/** How a person wants the columns below some headings read. */
export interface RememberedColumns {
  /** sorted normal headings */
  readonly fingerprint: string
  /** by normal heading; by 0-based column where the heading is empty or stands twice */
  readonly roles: Readonly<Record<string, ColumnRole>>
}

/**
 * What is to be remembered of a correction, once the file was read with it: the roles under the headings of the table
 * that they were for. Undefined when no roles were given, or the table has no headings.
 */
export function columnsToRemember(
  tables: readonly BomTableDialect[],
  { headerRow, columnRoles = {} }: TableOverrule,
): RememberedColumns | undefined {
  const corrected = Object.entries(columnRoles)
  const table = tables.find((one) => headerRow === undefined || one.headerRow === headerRow)
  if (corrected.length === 0 || !table || table.headerRow === null) return undefined
  const headings = table.headings.map(normalHeading)
  const roles = corrected.map(([column, role]) => [columnName(headings, Number(column)), role] as const)
  return { fingerprint: headerFingerprint(table.headings), roles: Object.fromEntries(roles) }
}

function columnName(headings: readonly string[], column: number): string {
  const heading = headings[column] ?? ''
  const isTelling = heading !== '' && headings.indexOf(heading) === headings.lastIndexOf(heading)
  return isTelling ? heading : String(column)
}
