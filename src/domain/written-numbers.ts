import type { PartText, TextSpan } from './part-values.js'

/**
 * Every number of electronics in the texts, once each: digits with point or comma, a metric prefix, a unit. The prefix
 * or the unit may stand where the point would (`4k7`, `0R47`, `R47`, `u1`). What is glued to other letters or digits is
 * no number (`X7R`, `RC0603`), nor is `1,000`, which is read in two ways, nor a code as `0402`. Expects folded texts; takes
 * time in proportion to their length.
 */
export function writtenNumbers({ fields }: PartText): WrittenNumber[] {
  return fields.filter(({ field }) => field !== 'mpn').flatMap(({ field, text }) => numbersOf(field, text))
}

function numbersOf(field: string, text: string): WrittenNumber[] {
  if (!/\d/.test(text)) return []
  const found: WrittenNumber[] = []
  for (const { pattern, read } of NOTATIONS) {
    for (const match of text.matchAll(pattern)) {
      const span = { field, start: match.index, end: match.index + match[0].length }
      const number = found.some((other) => overlap(other.span, span)) ? undefined : read(match)
      if (number !== undefined) found.push({ ...number, span, ...surroundings(text, span) })
    }
  }
  return found.sort((one, other) => one.span.start - other.span.start)
}

/** Nothing glued in front but a count: `4x10k`. Looks ahead first, because looking back at every place is slow. */
const BEFORE = String.raw`(?=\d)(?:(?<![\p{L}\d]|\d[.,])|(?<=(?<![\p{L}\d])[1-9]x))`
const BEFORE_LETTER = BEFORE.replace(String.raw`\d`, String.raw`\d|[pnukmrvΩ]\d`)
/** Nor behind; `10 000` is one number that is not read. */
const AFTER = String.raw`(?![\p{L}\d]|[.,]\d| 000)`
const UNITS = 'ohms?|Ω|farads?|henry|hz|volts?|vdc|vac|v|amps?|a|watts?|w|ppm|r|f|h'

/** Each place of the text is read once, by the first notation that fits. */
const NOTATIONS: readonly Notation[] = [
  { pattern: new RegExp(String.raw`${BEFORE}(\d{1,2})/(\d{1,2}) ?w(?:atts?)?${AFTER}`, 'giu'), read: readFraction },
  {
    pattern: new RegExp(String.raw`${BEFORE_LETTER}(\d{0,6})([pnukmrvΩ])(\d{1,3})(ohms?|Ω|f|hz|h)?${AFTER}`, 'giu'),
    read: readLetterPoint,
  },
  { pattern: new RegExp(String.raw`${BEFORE}(\d{1,12}(?:[.,]\d{1,9})?) ?(%)`, 'gu'), read: readPlain },
  {
    pattern: new RegExp(
      String.raw`${BEFORE}(\d{1,12}(?:[.,]\d{1,9})?)(?: ?([pnukmg]?) ?(${UNITS})|( ?k|[pnumg]))?${AFTER}`,
      'giu',
    ),
    read: ([all = '', digits = '', prefix = '', unit = '', alone = '']) =>
      / a$/.test(all) ? undefined : readPlain(['', digits, unit, prefix || alone.trim()]),
  },
]

function readFraction([, over = '', under = '']: readonly string[]): Reading | undefined {
  const decimal = Number(over) / Number(under)
  return Number.isFinite(decimal)
    ? { decimal: String(decimal), prefix: '', unit: 'w', isLetterPoint: false }
    : undefined
}

/** Upper-case letters in front are designators and threads (`U1`, `P2`, `M3`), save the `R` of `R47`. */
function readLetterPoint([, whole = '', letter = '', fraction = '', unit = '']: readonly string[]):
  Reading | undefined {
  if (whole === '' && !/[unpkR]/.test(letter)) return undefined
  const decimal = `${whole}.${fraction}`
  const pointUnit = canonicalUnit(letter)
  if (pointUnit !== undefined) return { decimal, prefix: '', unit: pointUnit, isLetterPoint: true }
  return { decimal, prefix: letter, unit: canonicalUnit(unit) ?? '', isLetterPoint: true }
}

function readPlain([, digits = '', unit = '', prefix = '']: readonly string[]): Reading | undefined {
  if (/^[1-9]\d{0,2},\d{3}$|^0\d/.test(digits)) return undefined
  return { decimal: digits.replace(',', '.'), prefix, unit: canonicalUnit(unit) ?? '', isLetterPoint: false }
}

function canonicalUnit(unit: string): Unit | undefined {
  return CANONICAL[unit.toLowerCase()]
}

const CANONICAL: Readonly<Record<string, Unit>> = {
  r: 'ohm',
  Ω: 'ohm',
  ω: 'ohm',
  ohm: 'ohm',
  ohms: 'ohm',
  f: 'f',
  farad: 'f',
  farads: 'f',
  h: 'h',
  henry: 'h',
  hz: 'hz',
  v: 'v',
  vdc: 'v',
  vac: 'v',
  volt: 'v',
  volts: 'v',
  a: 'a',
  amp: 'a',
  amps: 'a',
  w: 'w',
  watt: 'w',
  watts: 'w',
  '%': '%',
  ppm: 'ppm',
}

/** A few characters on both sides tell what a number is: `±5 %`, `@ 100 MHz`, `DCR=0.1R`. */
function surroundings(text: string, { start, end }: TextSpan): Pick<WrittenNumber, 'role' | 'isFirst' | 'isWholeText'> {
  const before = text.slice(Math.max(0, start - 14), start)
  const after = text.slice(end, end + 8)
  const isFirst = text.slice(0, start).trim() === ''
  return { role: roleOf(before, after), isFirst, isWholeText: isFirst && text.slice(end).trim() === '' }
}

function roleOf(before: string, after: string): NumberRole {
  if (/(?:±|\+\/-|\+-|-\/\+) ?$/.test(before)) return 'deviation'
  if (/@ ?$/.test(before)) return 'condition'
  if (/\b(?:dcr|rdc)\W{0,3}$/i.test(before) || /^ ?(?:dcr|rdc)\b(?!\W{0,3}\d)/i.test(after)) return 'dc_resistance'
  if (
    /\b(?:esr|rds|rds ?\(?on\)?|vf|vgs|tcr)\W{0,3}$/i.test(before) ||
    /^ ?(?:esr\b(?!\W{0,3}\d)|\/ ?°|\/k\b)/i.test(after)
  )
    return 'other'
  return /^ ?@/.test(after) ? 'at_condition' : 'value'
}

function overlap(one: TextSpan, other: TextSpan): boolean {
  return one.start < other.end && other.start < one.end
}

interface Notation {
  readonly pattern: RegExp
  readonly read: (match: readonly string[]) => Reading | undefined
}

interface Reading {
  /** digits with a point, as `Number` reads them; it begins with the point where the text begins with a letter (`R47`) */
  readonly decimal: string
  /** as written, so that `M` and `m` stay apart; empty when there is none */
  readonly prefix: string
  readonly unit: Unit | ''
  /** `4k7`, `4R7` */
  readonly isLetterPoint: boolean
}

type Unit = 'ohm' | 'f' | 'h' | 'hz' | 'v' | 'a' | 'w' | '%' | 'ppm'

/** `at_condition` is the value itself, stated at a condition: `600R @ 100 MHz`. */
type NumberRole = 'value' | 'at_condition' | 'condition' | 'deviation' | 'dc_resistance' | 'other'

export interface WrittenNumber extends Reading {
  readonly span: TextSpan
  readonly role: NumberRole
  /** nothing stands in front of it in its field */
  readonly isFirst: boolean
  readonly isWholeText: boolean
}
