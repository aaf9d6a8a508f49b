/**
 * A text as a CSV cell: always quoted, and harmless in a spreadsheet. What a program would take for a formula gets a
 * leading apostrophe, in each line of a cell with several, also behind blanks.
 */
export function csvText(text: string): string {
  const safe = text.split(/(\r\n|\r|\n)/).map((piece, index) => (index % 2 === 1 ? piece : harmless(piece)))
  return `"${safe.join('').replaceAll('"', '""')}"`
}

/** A number as a CSV cell; empty for none. */
export function csvNumber(number: number | null): string {
  return number === null ? '' : String(number)
}

const FORMULA = /^[=+\-@]/
const CONTROL = /^[\t\r\n]/

/** `trim` takes away every blank that a spreadsheet may, the unbreakable one among them. */
function harmless(line: string): string {
  return CONTROL.test(line) || FORMULA.test(line.trim()) ? `'${line}` : line
}
