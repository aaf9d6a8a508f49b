import type { NumberName, PartText, PartValue, TextSpan } from './part-values.js'

/**
 * Every length in the texts: `12mm`, `0.4"`, `1/2 in`, `1.5 m`. A range (`6-20mm`) is none, nor is a piece of a size
 * (`5x14x5mm`) or what stands in a taken span. Expects folded texts; takes time in proportion to their length.
 */
export function writtenLengths(text: PartText, taken: readonly TextSpan[] = []): WrittenLength[] {
  const away = [...taken, ...writtenSizes(text).map(({ span }) => span)]
  return text.fields.flatMap(({ field, text: given }) =>
    [...given.matchAll(LENGTH)].flatMap((match) => {
      const [all, digits = '', unit = ''] = match
      const span = { field, start: match.index, end: match.index + all.length }
      const before = given.slice(Math.max(0, span.start - AROUND), span.start)
      if (RANGE_BEFORE.test(before) || away.some((other) => overlap(other, span))) return []
      return [{ value: inMicrometres(digits, unit), span, before, after: given.slice(span.end, span.end + AROUND) }]
    }),
  )
}

/** Every size of two or three numbers: `5x14x5mm`, `3mm*14mm`, `1/2 x 1/8 x 1/16in`; without a unit they are mm. */
export function writtenSizes({ fields }: PartText): WrittenSize[] {
  return fields.flatMap(({ field, text }) =>
    [...text.matchAll(SIZE)].map((match) => {
      const [all, first = '', firstUnit, second = '', secondUnit, third = '', thirdUnit] = match
      const last = thirdUnit ?? secondUnit
      const pieces = [
        [first, firstUnit],
        [second, secondUnit],
        [third, thirdUnit],
      ] as const
      const written = pieces.filter(([digits]) => digits !== '')
      return {
        values: written.map(([digits, unit]) => inMicrometres(digits, unit ?? last ?? 'mm')),
        hasUnit: (firstUnit ?? last) !== undefined,
        span: { field, start: match.index, end: match.index + all.length },
      }
    }),
  )
}

/** Whether the words around a length say what it measures: `bore 5mm`, `9mm wide`. */
export function isNoted({ before, after }: WrittenLength, note: LengthNote): boolean {
  return note.before.test(before) || note.after.test(after)
}

/** The length that stands in a named place: `specifications.length`, the length column; digits alone are mm. */
export function namedLength({ fields }: PartText, places: readonly string[], name: NumberName): PartValue[] {
  for (const { field, text } of fields) {
    if (!places.includes(field)) continue
    const match = WHOLE_LENGTH.exec(text)
    if (match === null) continue
    return [
      { name, value: inMicrometres(match[1] ?? '', match[2] ?? 'mm'), span: { field, start: 0, end: text.length } },
    ]
  }
  return []
}

/** The values of the first field that states any, each once; two different ones leave the name open. */
export function firstStated(candidates: readonly PartValue[]): PartValue[] {
  const [first] = candidates
  const sameField = candidates.filter(({ span }) => span.field === first?.span.field)
  return sameField.filter(({ value }, at) => sameField.findIndex((other) => other.value === value) === at)
}

function overlap(one: TextSpan, other: TextSpan): boolean {
  return one.field === other.field && one.start < other.end && other.start < one.end
}

function inMicrometres(digits: string, unit: string): number {
  const [over = '', under] = digits.split('/')
  const number = Number(over.replace(',', '.')) / Number(under ?? 1)
  return Math.round(number * (MICROMETRES[unit.toLowerCase()] ?? 1_000))
}

const MICROMETRES: Readonly<Record<string, number>> = {
  um: 1,
  mm: 1_000,
  cm: 10_000,
  m: 1_000_000,
  metre: 1_000_000,
  meter: 1_000_000,
  in: 25_400,
  inch: 25_400,
  '"': 25_400,
  "''": 25_400,
}

const AROUND = 16
const NUMBER = String.raw`\d{1,2}/\d{1,2}|\d{1,5}(?:[.,]\d{1,4})?`
const UNIT = `mm|cm|inch|in|"|''`
const RANGE_BEFORE = /\d ?(?:-|\.\.|~|to|or) ?$/i
const LENGTH = new RegExp(
  String.raw`(?<![\p{L}\d.,/]|\d-)(${NUMBER}) ?(${UNIT}|metre|meter|m)(?:s|es)?(?![\p{L}\d])`,
  'giu',
)
const WHOLE_LENGTH = new RegExp(`^ ?(${NUMBER}) ?(${UNIT}|m)? ?$`, 'i')
const SIZE = new RegExp(
  String.raw`(?<![A-Za-z\d.,/])(${NUMBER}) ?(${UNIT})? ?[x*] ?(${NUMBER}) ?(${UNIT})?(?: ?[x*] ?(${NUMBER}) ?(${UNIT})?)?(?![A-Za-z\d/]|[.,]\d)`,
  'gi',
)

export interface WrittenLength {
  /** µm */
  readonly value: number
  readonly span: TextSpan
  /** a few characters on both sides tell what is measured */
  readonly before: string
  readonly after: string
}

export interface WrittenSize {
  /** two or three, in µm, as written */
  readonly values: readonly number[]
  readonly hasUnit: boolean
  readonly span: TextSpan
}

/** How a length is called, directly in front of it or behind it. */
export interface LengthNote {
  readonly before: RegExp
  readonly after: RegExp
}
