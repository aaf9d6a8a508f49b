import { rating } from './measures.js'
import { isCalled, namesOf } from './mechanical-nouns.js'
import type { PartClass } from './part-class.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstCode } from './written-codes.js'
import { firstStated, isNoted, namedLength, writtenLengths, writtenSizes, type LengthNote } from './written-sizes.js'
import { firstWord, type WordRule } from './written-words.js'

/**
 * Motors: `NEMA 17 stepper motor 48 mm 1.7 A`, `17HS4401`, `Servo motor 5V`. The length is that of the body; a motor that
 * is built onto a lead screw states none, since the length may be that of its screw.
 */
export const motorFamily: PartFamily = { classes: ['motor'], words: namesOf('motor'), designators: {}, read: readMotor }

function readMotor(text: ReadableText, known: readonly PartClass[]): FamilyReading | undefined {
  const { thing } = text
  if (thing !== undefined && thing !== 'motor') return undefined
  const frame = frameOf(text)
  if (!isCalled(thing, 'motor', frame.length > 0 ? ['motor'] : known)) return undefined
  const screw = firstCode(text, LEAD_SCREW)
  const kind =
    screw === undefined
      ? firstWord(text, 'kind', KINDS)
      : [{ name: 'kind' as const, value: 'lead screw stepper', span: screw.span }]
  if (frame.length === 0 && kind.length === 0) return undefined
  const ratings = [...rating(text.numbers, 'current'), ...rating(text.numbers, 'voltage')]
  const length = screw === undefined ? lengthOf(text, frame) : []
  return { cls: 'motor', values: [...frame, ...length, ...ratings, ...kind] }
}

/** NEMA ICS 16 numbers the face by tenths of an inch, and so do the makers who begin with it: `17HS`. */
function frameOf(text: ReadableText): PartValue[] {
  const code = firstCode(text, FRAME) ?? firstCode(text, HYBRID)
  return code === undefined ? [] : [{ name: 'frame_size', value: `nema ${code.match[1]}`, span: code.span }]
}

function lengthOf(text: ReadableText, [frame]: readonly PartValue[]): PartValue[] {
  const face = FACES[String(frame?.value)]
  const fits = (value: number): boolean => value >= SHORTEST && value <= LONGEST && value !== face
  const blocks = writtenSizes(text).flatMap(({ values: [wide, high, long], span }) =>
    long !== undefined && wide === high && fits(long) ? [{ value: long, span }] : [],
  )
  const lengths = writtenLengths(text).filter((length) => fits(length.value) && !isNoted(length, OTHER))
  const sources = [
    namedLength(text, ['specifications.length', 'specifications.body_length'], 'length'),
    lengths.filter((length) => isNoted(length, BODY)).map(asLength),
    blocks.map(asLength),
    frame === undefined ? [] : lengths.map(asLength),
  ]
  return firstStated(sources.find(({ length }) => length > 0) ?? [])
}

function asLength({ value, span }: Pick<PartValue, 'span'> & { readonly value: number }): PartValue {
  return { name: 'length', value, span }
}

/** µm */
const SHORTEST = 15_000
const LONGEST = 150_000
/** Sides of the face, by which people name a motor as well: `42 mm stepper`. */
const FACES: Readonly<Record<string, number>> = { 'nema 14': 35_000, 'nema 17': 42_000, 'nema 23': 57_000 }

/** `NEMA 14-50` is a plug. */
const FRAME = /\bNEMA[ -]?(8|11|14|16|17|23|24|34|42)(?![\d.]|-\d)/i
const HYBRID = /(?<![A-Z\d])(8|11|14|16|17|23|24|34)HS\d/i
const LEAD_SCREW = /\b(?:lead|ball) ?screw\b|(?<![A-Z\d])Tr?\d{1,2} ?x ?\d/i
const BODY: LengthNote = { before: /\b(?:body|length|long)[ :=]*$/i, after: /^ ?(?:body|long|length|height)\b/i }
const OTHER: LengthNote = {
  before: /\b(?:shaft(?: length)?|cable|wire|dia(?:meter)?\.?|ø)[ :=]*$/i,
  after: /^ ?(?:shaft|cable|wire|leads?\b|dia|frame|square|d-?cut)/i,
}

const KINDS: readonly WordRule[] = [
  { word: 'servo', pattern: /\bservo\b/i },
  { word: 'brushless', pattern: /\bbrushless\b|\bBLDC\b/i },
  { word: 'geared', pattern: /\bgear(?:ed)?[ -]?motor|\bplanetary\b/i },
  { word: 'vibration', pattern: /\bvibrat(?:ing|ion)\b/i },
  { word: 'stepper', pattern: /\bstepp(?:er|ing)\b|\bschrittmotor/i },
]
