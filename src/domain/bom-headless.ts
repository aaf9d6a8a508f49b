import type { ColumnRoles } from './bom-columns.js'
import { evidenceOf, type Evidence } from './bom-evidence.js'
import type { ColumnRole } from './bom-line.js'

/**
 * Roles by content alone, for a table without a header (bom.md 4): one column of words and one of quantities or
 * designators are needed; undefined when they are not there.
 */
export function contentRoles(body: readonly (readonly string[])[]): ColumnRoles | undefined {
  const looks = body.map((cells) => evidenceOf(cells))
  const roles = new Map<number, ColumnRole>()
  for (const { role, fits } of CONTENT_RULES) {
    const column = looks.findIndex((evidence, index) => !roles.has(index) && fits(evidence))
    if (column >= 0) roles.set(column, role)
  }
  const found = new Set(roles.values())
  const isTable = (found.has('description') || found.has('mpn')) && (found.has('quantity') || found.has('designators'))
  return isTable ? roles : undefined
}

/** In order of trust. */
const CONTENT_RULES: readonly {
  readonly role: ColumnRole
  readonly fits: (evidence: ReadonlySet<Evidence>) => boolean
}[] = [
  { role: 'link', fits: (has) => has.has('link') },
  { role: 'designators', fits: (has) => has.has('known_places') },
  { role: 'price', fits: (has) => has.has('currency') },
  { role: 'row_number', fits: (has) => has.has('row_number') },
  { role: 'quantity', fits: (has) => has.has('quantity') && !has.has('words') && !has.has('package') },
  { role: 'mpn', fits: (has) => has.has('part_number') && !has.has('value') && !has.has('package') },
  { role: 'description', fits: (has) => has.has('words') },
]
