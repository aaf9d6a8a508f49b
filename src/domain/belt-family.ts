import { BELT_PROFILES } from './belt-profiles.js'
import { isCalled, namesOf } from './mechanical-nouns.js'
import type { PartClass } from './part-class.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstCode, type WrittenCode } from './written-codes.js'
import {
  firstStated,
  isNoted,
  namedLength,
  writtenLengths,
  type LengthNote,
  type WrittenLength,
} from './written-sizes.js'
import { firstWord, type WordRule } from './written-words.js'

/**
 * Timing belts: `GT2 6mm`, `LL-2GT-9mm`, `GT2 belt 6 mm closed 188 mm`, `188-2GT-6`. Only a loop has a length; of an open
 * belt the length is how much of it is needed.
 */
export const beltFamily: PartFamily = { classes: ['belt'], words: namesOf('belt'), designators: {}, read: readBelt }

function readBelt(text: ReadableText, known: readonly PartClass[]): FamilyReading | undefined {
  const { thing } = text
  if (thing !== undefined && thing !== 'belt') return undefined
  const code = firstCode(text, CODE)
  if (!isCalled(thing, 'belt', code === undefined ? known : ['belt'])) return undefined
  const profile = firstWord(text, 'profile', BELT_PROFILES)
  if (profile.length === 0) return undefined
  const kind = code?.match[1] === undefined ? firstWord(text, 'kind', KINDS) : [closedBy(code)]
  return {
    cls: 'belt',
    values: [...profile, ...widthOf(text, code), ...(kind[0]?.value === 'closed' ? loopOf(text, code) : []), ...kind],
  }
}

/** A length in front of the profile numbers a loop. */
function closedBy({ span }: WrittenCode): PartValue {
  return { name: 'kind', value: 'closed', span }
}

/** In trust: a named place, what is glued to the profile, what is called wide, and else a length that may be a width. */
function widthOf(text: ReadableText, code: WrittenCode | undefined): PartValue[] {
  const lengths = writtenLengths(text).filter((length) => !isNoted(length, OTHER))
  const digits = code?.match[2] ?? code?.match[3]
  const sources = [
    namedLength(text, ['specifications.belt_width', 'specifications.width'], 'belt_width'),
    code === undefined || digits === undefined ? [] : [width({ value: Number(digits) * 1_000, span: code.span })],
    lengths.filter((length) => isNoted(length, WIDE)).map(width),
    lengths.filter(({ value }) => value >= NARROWEST && value <= WIDEST).map(width),
  ]
  return firstStated(sources.find(({ length }) => length > 0) ?? [])
}

function loopOf(text: ReadableText, code: WrittenCode | undefined): PartValue[] {
  const digits = code?.match[1]
  const plain = writtenLengths(text).filter((length) => length.value >= SHORTEST && !isNoted(length, WIDE))
  return firstStated([
    ...namedLength(text, ['specifications.length', 'length'], 'length'),
    ...(code === undefined || digits === undefined ? [] : [loop({ value: Number(digits) * 1_000, span: code.span })]),
    ...plain.map(loop),
  ])
}

function width({ value, span }: Pick<WrittenLength, 'value' | 'span'>): PartValue {
  return { name: 'belt_width', value, span }
}

function loop({ value, span }: Pick<WrittenLength, 'value' | 'span'>): PartValue {
  return { name: 'length', value, span }
}

/** µm */
const NARROWEST = 4_000
const WIDEST = 50_000
const SHORTEST = 60_000
const CODE =
  /(?<![A-Z\d.])(?:(\d{2,4})-)?(?:GT2|[235]M?GT)(?:-(\d{1,2})(?: ?mm)?| {1,2}(\d{1,2}) ?mm)(?![\p{L}\d]|[.,]\d)/iu
const WIDE: LengthNote = { before: /\bwidth[ :=]*$/i, after: /^ ?(?:wide|width)\b/i }
const OTHER: LengthNote = { before: /\b(?:pitch|thick(?:ness)?)[ :=]*$/i, after: /^ ?(?:pitch|thick)/i }

const KINDS: readonly WordRule[] = [
  { word: 'closed', pattern: /\bclosed\b|\bloop\b|\bendless\b/i },
  { word: 'open', pattern: /\bopen\b|\bper (?:met(?:re|er)|m)\b|\bby the met(?:re|er)\b/i },
]
