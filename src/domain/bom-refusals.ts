import type { OpenSheet } from './bom-table-warnings.js'
import { bomUnreadable } from './bom-limits.js'
import type { DomainError } from './errors.js'

/** No sheet has a table that says of what and how many. */
export function noTable(sheets: readonly Pick<OpenSheet, 'rows'>[], hasHeader: boolean): DomainError {
  if (hasHeader) {
    return bomUnreadable(
      'columns_unclear',
      'No table has both a column of parts and one of quantities or designators; name the columns.',
    )
  }
  const isOneColumn = sheets.every(({ rows }) => rows.every((row) => row.length <= 1))
  if (isOneColumn)
    return bomUnreadable('columns_unclear', 'The lines do not divide into columns; save the list as csv or xlsx.')
  return bomUnreadable('no_table', 'The file has no table with a header of parts and quantities.')
}
