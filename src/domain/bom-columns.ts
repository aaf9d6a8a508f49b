import { contentScore, evidenceOf, provenRole } from './bom-evidence.js'
import { numberedHeading, ROLES, scoreHeading } from './bom-heading-score.js'
import { REPEATED_ROLES } from './bom-headings.js'
import type { ColumnRole } from './bom-line.js'

/** Role of each column by its 0-based index; columns that say nothing about parts are missing. */
export type ColumnRoles = ReadonlyMap<number, ColumnRole>

const ENOUGH = 0.5

/**
 * Gives the columns of a table their roles (bom.md 4): heading and content are scored, the best pairs first, of equal ones
 * the fullest, each role once except those that may repeat. `body[c]` are the cells under `headings[c]`; `fixed` are roles that a person gave.
 */
export function assignColumns(
  headings: readonly string[],
  body: readonly (readonly string[])[],
  fixed: ColumnRoles = new Map(),
): ColumnRoles {
  const roles = new Map(fixed)
  for (const { column, role } of candidates(headings, body)) {
    const isFree = REPEATED_ROLES.has(role) || ![...roles.values()].includes(role)
    if (isFree && !roles.has(column)) roles.set(column, role)
  }
  for (const column of leadingUnnamed(headings, roles)) {
    if (!roles.has(column)) roles.set(column, 'description')
  }
  return new Map([...roles].sort(([a], [b]) => a - b))
}

/** Columns of one role, from left to right. */
export function columnsOf(roles: ColumnRoles, role: ColumnRole): number[] {
  return [...roles].filter(([, one]) => one === role).map(([column]) => column)
}

/** Unnamed columns left of the first named column that holds text: names stand there (bom.md 4). */
export function leadingUnnamed(headings: readonly string[], roles: ColumnRoles): number[] {
  const named = headings.findIndex((heading, column) => heading !== '' && roles.get(column) !== 'row_number')
  return headings.slice(0, Math.max(0, named)).flatMap((heading, column) => (heading === '' ? [column] : []))
}

function candidates(headings: readonly string[], body: readonly (readonly string[])[]): Candidate[] {
  const numbered = numberedAlternates(headings)
  const found = body.flatMap((cells, column) => {
    const evidence = evidenceOf(cells)
    const filled = cells.filter((cell) => cell !== '').length
    const named = numbered.has(column) ? ALTERNATE : scoreHeading(headings[column] ?? '')
    return ROLES.flatMap((role, order) => {
      const heading = named.get(role) ?? 0
      const proven = provenRole(evidence) === role ? ENOUGH : 0
      const score = heading > 0 ? heading + contentScore(role, evidence) : proven
      return score >= ENOUGH ? [{ column, role, score, filled, order }] : []
    })
  })
  return found.sort((a, b) => b.score - a.score || b.filled - a.filled || a.column - b.column || a.order - b.order)
}

/** `MPN2` and `MFG3` are alternates; `MPN_1` is one where a plain `MPN` stands beside it. */
function numberedAlternates(headings: readonly string[]): ReadonlySet<number> {
  const numbered = headings.map(numberedHeading)
  if (numbered.every((one) => one === null)) return new Set()
  const plain = headings.map((heading) => scoreHeading(heading))
  return new Set(
    numbered.flatMap((one, column) =>
      one && (one.n > 1 || plain.some((scores) => scores.get(one.base) === 1)) ? [column] : [],
    ),
  )
}

const ALTERNATE: ReadonlyMap<ColumnRole, number> = new Map<ColumnRole, number>([['alternate', 1]])

interface Candidate {
  readonly column: number
  readonly role: ColumnRole
  readonly score: number
  readonly filled: number
  readonly order: number
}
