import type { PartClass } from './part-class.js'
import type { PartText, PartValue } from './part-values.js'

/** Imperial codes of chips and their metric twins (IPC-7351; `0603` alone is imperial, `0603 Metric` is 0201). */
const METRIC_OF_IMPERIAL: Readonly<Record<string, string>> = {
  '01005': '0402',
  '0201': '0603',
  '0402': '1005',
  '0603': '1608',
  '0612': '1632',
  '0805': '2012',
  '1008': '2520',
  '1206': '3216',
  '1210': '3225',
  '1806': '4516',
  '1808': '4520',
  '1812': '4532',
  '2010': '5025',
  '2220': '5750',
  '2512': '6332',
}
const IMPERIAL_OF_METRIC: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(METRIC_OF_IMPERIAL).map(([imperial, metric]) => [metric, imperial]),
)

/**
 * The package that a text names, in one spelling: an imperial chip code, or the name of a case. Nothing when two
 * different ones are named in the same field (`L_1008_1210`); the first field that names one decides.
 */
export function packageValues(text: PartText): PartValue[] {
  for (const { field, text: given } of inOrderOfTrust(text)) {
    const found = packagesIn(field, given)
    const [first] = found
    if (first === undefined) continue
    return found.every(({ value }) => value === first.value) ? [first] : []
  }
  return []
}

/** What the letter in front of a chip code says of the part: `R0603`, `C_0603_1608Metric`, `LED0603`. */
export function packageClasses({ fields }: PartText): PartClass[] {
  for (const { text } of fields) {
    const letters = CHIP_FAMILY.exec(text)?.[1]?.toUpperCase()
    const classes = letters === undefined ? undefined : CLASSES_OF_LETTERS[letters]
    if (classes !== undefined) return [...classes]
  }
  return []
}

function inOrderOfTrust({ fields }: PartText): PartText['fields'] {
  const named = fields.filter(({ field }) => PACKAGE_FIELDS.has(field))
  return [...named, ...fields.filter(({ field }) => !PACKAGE_FIELDS.has(field))]
}

const PACKAGE_FIELDS: ReadonlySet<string> = new Set(['specifications.package', 'package', 'specifications.footprint'])
const CHIP_FAMILY =
  /(?<![A-Za-z0-9])(RES|CAP|LED|FB|R|C|L|D)[_-]?(?:SMD_?)?(?:01005|0201|0402|0603|0805|1206|1210|1812|2010|2512)(?![0-9])/i
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

function packagesIn(field: string, text: string): PartValue[] {
  return PATTERNS.flatMap(({ pattern, read }) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const value = read(match)
      if (value === undefined) return []
      return [
        { name: 'package' as const, value, span: { field, start: match.index, end: match.index + match[0].length } },
      ]
    }),
  )
}

const IMPERIAL_CODES = Object.keys(METRIC_OF_IMPERIAL).join('|')
const METRIC_CODES = Object.keys(IMPERIAL_OF_METRIC).join('|')

const PATTERNS: readonly PackagePattern[] = [
  {
    pattern: new RegExp(`(?<![\\d.])(${METRIC_CODES})[ _-]?(?:metric|m)(?![A-Za-z0-9])`, 'gi'),
    read: ([, code = '']) => IMPERIAL_OF_METRIC[code],
  },
  {
    pattern: new RegExp(
      `(?<![\\dA-Za-z.,+-])(?:SMD|CAP|RES|LED|FB|[RCLD])?[ _-]?(${IMPERIAL_CODES})(?![A-Za-z0-9.,]*[0-9A-Za-z]|[ _-]?(?:metric|m)\\b)`,
      'gi',
    ),
    read: ([, code]) => code,
  },
]

interface PackagePattern {
  readonly pattern: RegExp
  readonly read: (match: readonly string[]) => string | undefined
}
