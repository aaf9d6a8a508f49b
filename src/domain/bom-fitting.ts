import { normalHeading } from './bom-heading-score.js'
import { cellsOf, type TableLayout, type TableRow } from './bom-layout.js'
import { readDesignators } from './bom-designators.js'

/** What of a row is placed. */
export interface Fitting {
  readonly isFitted: boolean
  /** named by `NF(C341 C324)`, and found in the row; empty when the whole row is meant */
  readonly leftOut: readonly string[]
}

/** Not fitted by a mark of its own column, a word, or a wrapper such as `NA(…)` (bom.md 6). */
export function readFitting(row: TableRow, layout: TableLayout, designators: readonly string[]): Fitting {
  const named = MARKED_ROLES.flatMap((role) => cellsOf(row, layout, role)).flatMap(namedInside)
  const leftOut = designators.filter((one) => named.includes(one))
  if (leftOut.length > 0) return { isFitted: leftOut.length < designators.length, leftOut }
  return { isFitted: !isMarked(row, layout), leftOut: [] }
}

/** A value without the wrapper that says it is not fitted: `NA(10uF/C0603)` is 10uF/C0603. */
export function unwrapValue(value: string): string {
  const inside = WRAPPER.exec(value)?.[1]
  return (inside ?? value.replace(NOT_ASSEMBLED, '')).trim()
}

function isMarked(row: TableRow, layout: TableLayout): boolean {
  const fitted = layout.columns.fitted.some((column) =>
    isFittedMark(layout.headings[column] ?? '', row.cells[column] ?? ''),
  )
  const values = [...cellsOf(row, layout, 'value'), ...cellsOf(row, layout, 'fitted')]
  const texts = [...values, ...cellsOf(row, layout, 'description'), ...cellsOf(row, layout, 'quantity')]
  return (
    fitted ||
    values.some((cell) => MARK.test(cell) || WRAPPER.test(cell) || NOT_ASSEMBLED.test(cell)) ||
    [...texts, ...cellsOf(row, layout, 'notes')].some((cell) => SURE_MARK.test(cell) || PHRASE.test(cell))
  )
}

/** `DNP = x` and `Fitted = No` say the same. */
function isFittedMark(heading: string, cell: string): boolean {
  const word = cell.toLowerCase().trim()
  if (/^(?:dn[pfis]|do not)\b/.test(normalHeading(heading))) return /^(?:y|yes|x|1|true|dn[pfis]|是)$/.test(word)
  return /^(?:n|no|0|false|not fitted|nf|否)$/.test(word)
}

/** Designators in `NF(…)`. */
function namedInside(cell: string): readonly string[] {
  const inside = /\b(?:NF|DNP|DNF|NM|NC)\s?\(([^()]{1,2000})\)/i.exec(cell)?.[1]
  return inside === undefined ? [] : readDesignators(inside).designators
}

const MARKED_ROLES = ['fitted', 'value', 'notes'] as const

const MARK = /^(?:dnp|dnf|dni|dns|nf|nc|ns|na|n\.c\.|nopop)$/i
const SURE_MARK = /(?:^|[\s,;/([])(?:dnp|dnf|dni|nopop|nofit|no[ -]?stuff)(?:$|[\s,;/)\].])/i
const PHRASE = /\bdo(?:n't| not) (?:fit|place|populate|stuff|mount)\b|\b(?:not|un)[ -]?(?:fitted|populated|placed)\b/i
const WRAPPER = /^(?:NA|NF|NC|NS|DNP|DNF|DNI|DNS)\s?\((.+)\)$/i
const NOT_ASSEMBLED = /^(?:NA|NF|NC|NS|DNP)\//i
