import { caseNamesIn } from './case-names.js'
import { chipSizesIn, lettersBeforeChipSize } from './chip-sizes.js'
import type { PartClass } from './part-class.js'
import type { PartText, PartValue } from './part-values.js'

/**
 * The package that a text names, in one spelling: an imperial chip code, or the name of a case. Nothing when two
 * different ones are named in the same field (`L_1008_1210`); the first field that names one decides, a field for
 * packages before all others.
 */
export function packageValues(text: PartText): PartValue[] {
  for (const { field, text: given } of inOrderOfTrust(text)) {
    const found = [...chipSizesIn(given), ...caseNamesIn(given)]
    const [first] = found
    if (first === undefined) continue
    if (found.some(({ name }) => name !== first.name)) return []
    return [{ name: 'package', value: first.name, span: { field, start: first.start, end: first.end } }]
  }
  return []
}

/** What the letter in front of a chip code says of the part: `R0603`, `C_0603_1608Metric`, `LED0603`. */
export function packageClasses({ fields }: PartText): PartClass[] {
  for (const { text } of fields) {
    const letters = lettersBeforeChipSize(text)
    const classes = letters === undefined ? undefined : CLASSES_OF_LETTERS[letters]
    if (classes !== undefined) return [...classes]
  }
  return []
}

function inOrderOfTrust({ fields }: PartText): PartText['fields'] {
  const named = fields.filter(({ field }) => PACKAGE_FIELDS.has(field))
  return [...named, ...fields.filter(({ field }) => !PACKAGE_FIELDS.has(field) && field !== 'mpn')]
}

const PACKAGE_FIELDS: ReadonlySet<string> = new Set(['specifications.package', 'package', 'specifications.footprint'])

const CLASSES_OF_LETTERS: Readonly<Record<string, readonly PartClass[]>> = {
  R: ['resistor'],
  RES: ['resistor'],
  C: ['capacitor'],
  CAP: ['capacitor'],
  L: ['inductor', 'ferrite'],
  FB: ['ferrite'],
  LED: ['led'],
  D: ['diode', 'led'],
}
