import { namesOf } from './mechanical-nouns.js'
import { notedLengths, type NamedNote } from './noted-lengths.js'
import type { PartClass } from './part-class.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstCode, type WrittenCode } from './written-codes.js'
import { firstStated, namedLength, writtenLengths } from './written-sizes.js'
import { firstWord, type WordRule } from './written-words.js'

/**
 * Screws that move something, and their nuts: `Lead screw Tr8x8 300 mm`, `Tr8x8(P2)`, `T8 leadscrew 500mm`, `SFU1605`.
 * What follows the diameter is the lead, which is the pitch only of a single start (ISO 2904).
 */
export const leadScrewFamily: PartFamily = {
  classes: ['lead_screw'],
  words: namesOf('lead_screw'),
  designators: {},
  read: readLeadScrew,
}

function readLeadScrew(text: ReadableText, known: readonly PartClass[]): FamilyReading | undefined {
  const { thing } = text
  if (thing !== undefined && !NAMED.has(thing)) return undefined
  const isLeadScrew = thing === 'lead_screw' || known.includes('lead_screw')
  const ball = firstCode(text, BALL)
  const thread = ball ?? firstCode(text, TRAPEZOIDAL) ?? (isLeadScrew ? firstCode(text, SHORT) : undefined)
  if (thread === undefined) return undefined
  const { span } = thread
  return {
    cls: 'lead_screw',
    values: [
      { name: 'diameter', value: inMicrometres(thread.match[1]), span },
      ...called(text, thread, 'lead'),
      ...called(text, thread, 'pitch'),
      ...lengthOf(text, thread),
      ...firstWord(text, 'kind', KINDS),
      { name: 'family', value: ball === undefined ? 'trapezoidal' : 'ball', span },
    ],
  }
}

/** Lead, pitch and length as they stand behind the diameter; what is too long for a lead is the length. */
function behind({ match: [, , ...numbers], span }: WrittenCode, wanted: 'lead' | 'pitch' | 'length'): PartValue[] {
  const [second, pitch, third] = numbers.map((digits: string | undefined) =>
    digits === undefined ? undefined : inMicrometres(digits),
  )
  const isLength = second !== undefined && second >= SHORTEST
  const found = { lead: isLength ? undefined : second, pitch, length: isLength ? second : third }[wanted]
  return found === undefined ? [] : [{ name: wanted, value: found, span }]
}

function called(text: ReadableText, thread: WrittenCode, name: 'lead' | 'pitch'): PartValue[] {
  const lengths = writtenLengths(text, [thread.span]).filter(({ value }) => value < SHORTEST)
  const noted = notedLengths(lengths, NOTES).filter((value) => value.name === name)
  return firstStated([...namedLength(text, [`specifications.${name}`], name), ...behind(thread, name), ...noted])
}

function lengthOf(text: ReadableText, thread: WrittenCode): PartValue[] {
  const plain = writtenLengths(text, [thread.span])
    .filter(({ value }) => value >= SHORTEST)
    .map(({ value, span }): PartValue => ({ name: 'length', value, span }))
  const places = namedLength(text, ['specifications.length', 'length'], 'length')
  return firstStated([...places, ...behind(thread, 'length'), ...plain])
}

function inMicrometres(digits = ''): number {
  return Math.round(Number(digits.replace(',', '.')) * 1_000)
}

/** What a part with such a thread may be called. */
const NAMED: ReadonlySet<string> = new Set<PartClass>(['lead_screw', 'screw', 'nut'])
/** µm; shorter ones are leads. */
const SHORTEST = 40_000
const BEHIND = String.raw`(?: ?[x*] ?(\d{1,4}(?:[.,]\d)?)(?: ?\(?P(\d(?:[.,]\d)?)\)?)?(?: ?[x*] ?(\d{2,4}))?)?(?!\d|[.,]\d)`
const TRAPEZOIDAL = new RegExp(String.raw`(?<![A-Z\d])Tr ?(\d{1,2})${BEHIND}`, 'i')
const SHORT = new RegExp(String.raw`(?<![A-Z\d])T[ -]?(\d{1,2})${BEHIND}`, 'i')
/** Ball screws are numbered by diameter and lead. */
const BALL = /(?<![A-Z\d])SF[UEKY](\d\d)(\d\d)(?!\d)/i
const NOTES: readonly NamedNote[] = [
  { name: 'lead', note: { before: /\blead[ :=]*$/i, after: /^ ?lead\b(?! ?screw)/i } },
  { name: 'pitch', note: { before: /\bpitch[ :=]*$/i, after: /^ ?pitch\b/i } },
]

const KINDS: readonly WordRule[] = [
  { word: 'nut', pattern: /\bnuts?\b/i },
  { word: 'screw', pattern: /\b(?:lead|ball|trapezoidal) ?screws?\b(?! ?nut)/i },
]
