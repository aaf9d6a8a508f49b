import type { OpenSheet } from './bom-table-warnings.js'
import { DomainError } from './errors.js'

/** Part needs that one import may have (bom.md 2). */
export const MAX_LINES = 5_000

/** No sheet has a table that says of what and how many. */
export function noTable(sheets: readonly Pick<OpenSheet, 'rows'>[], hasHeader: boolean): DomainError {
  if (hasHeader) {
    return unreadable(
      'columns_unclear',
      'No table has both a column of parts and one of quantities or designators; name the columns.',
    )
  }
  const isOneColumn = sheets.every(({ rows }) => rows.every((row) => row.length <= 1))
  if (isOneColumn)
    return unreadable('columns_unclear', 'The lines do not divide into columns; save the list as csv or xlsx.')
  return unreadable('no_table', 'The file has no table with a header of parts and quantities.')
}

export function unreadable(reason: 'empty' | 'no_table' | 'columns_unclear', sentence: string): DomainError {
  return new DomainError('bom_unreadable', sentence, { members: { reason } })
}

export function tooManyLines(found: number): DomainError {
  return new DomainError('bom_limit_exceeded', `The file has ${found} parts; ${MAX_LINES} can be read at once.`, {
    members: { limit: 'lines', allowed: MAX_LINES, found },
  })
}
