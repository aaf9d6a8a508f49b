import { writtenStandards } from './fastener-standards.js'
import { surfacesIn } from './fastener-surfaces.js'
import { namesOf } from './mechanical-nouns.js'
import type { WrittenThread } from './metric-threads.js'
import type { PartClass } from './part-class.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { NumberName, PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { drivesIn, headsIn, namesHead } from './screw-heads.js'
import {
  firstStated,
  isNoted,
  namedLength,
  writtenLengths,
  writtenSizes,
  type LengthNote,
  type WrittenLength,
} from './written-sizes.js'

/**
 * Screws: `M3x8`, `M3 x 0.5 x 8mm`, `SHCS_M3x12`, `Screw M2 cap x  6mm`, or `M3`, `Head cap` and `12mm long` in three
 * cells. The thread is coarse unless a pitch is written. `M3` alone is no screw, and a range (`6-20mm long`) no length.
 */
export const screwFamily: PartFamily = {
  classes: ['screw'],
  words: namesOf('screw'),
  designators: {},
  read: readScrew,
}

function readScrew(text: ReadableText, known: readonly PartClass[]): FamilyReading | undefined {
  const { threads } = text
  if (!isScrew(text, threads, known)) return undefined
  const standard = writtenStandards(text).find(({ cls }) => cls === 'screw')?.values ?? []
  const heads = [...standard.filter(({ name }) => name === 'head'), ...headsIn(text)]
  const isTapping = heads.some(({ value }) => String(value).startsWith('self-tapping'))
  const size = threads.length > 0 ? [] : plainSize(text)
  const diameter = firstStated([
    ...namedLength(text, ['specifications.diameter'], 'diameter'),
    ...threads.map((thread) => thread.diameter),
    ...size,
  ]).filter(({ name }) => name === 'diameter')
  if (diameter.length === 0) return undefined
  return {
    cls: 'screw',
    values: [
      ...diameter,
      ...lengthsOf(text, threads, size),
      ...(isTapping ? [] : pitchOf(text, threads)),
      ...firstStated(annotated(text, threads, HEAD_DIAMETER).map((length) => named('head_diameter', length))),
      ...differing(heads),
      ...differing([...standard.filter(({ name }) => name === 'drive'), ...drivesIn(text)]),
      ...standard.filter(({ name }) => name === 'standard' || name === 'kind'),
      ...surfacesIn(text),
    ],
  }
}

function isScrew(text: ReadableText, threads: readonly WrittenThread[], known: readonly PartClass[]): boolean {
  const { thing } = text
  if (thing !== undefined) return thing === 'screw'
  const standards = writtenStandards(text)
  if (standards.length > 0) return standards.some(({ cls }) => cls === 'screw')
  return known.includes('screw') || (threads.length > 0 && (namesHead(text) || threads.some(isScrewSize)))
}

/** `M3x8` and `M3x0.5x8`, nothing behind. */
function isScrewSize({ restOfSizes, sizes }: WrittenThread): boolean {
  const [only, ...others] = restOfSizes
  return only !== undefined && others.length === 0 && sizes.at(-1) === only && /^l?$/.test(only.letter)
}

/** Without a thread, as wood screws are called: `3.5x16 mm`. */
function plainSize(text: ReadableText): PartValue[] {
  const size = writtenSizes(text).find(({ values: [over = 0, length = 0], ...written }) => {
    return written.hasUnit && over >= NARROWEST && over <= WIDEST && length > over
  })
  if (size?.values.length !== 2) return []
  const [diameter = 0, length = 0] = size.values
  return [
    { name: 'diameter', value: diameter, span: size.span },
    { name: 'length', value: length, span: size.span },
  ]
}

const NARROWEST = 1_000
const WIDEST = 12_000

/** In trust: a named place, the size on the thread, what is called long, and else any length that is nothing else. */
function lengthsOf(text: ReadableText, threads: readonly WrittenThread[], size: readonly PartValue[]): PartValue[] {
  const onThread = threads.flatMap(({ restOfSizes }) =>
    restOfSizes.slice(0, 1).map(({ value, span }): PartValue => ({ name: 'length', value, span })),
  )
  const places = namedLength(text, ['specifications.length', 'length'], 'length')
  const sources = [
    places,
    onThread,
    size.filter(({ name }) => name === 'length'),
    annotated(text, threads, LONG).map((length) => named('length', length)),
    plainLengths(text, threads).map((length) => named('length', length)),
  ]
  return firstStated(sources.find(({ length }) => length > 0) ?? [])
}

function pitchOf(text: ReadableText, threads: readonly WrittenThread[]): PartValue[] {
  const stated = [
    ...namedLength(text, ['specifications.pitch'], 'pitch'),
    ...threads.flatMap(({ pitch }) => pitch ?? []),
    ...annotated(text, threads, PITCH).map((length) => named('pitch', length)),
  ]
  const [thread] = threads
  return stated.length > 0 || thread === undefined ? firstStated(stated) : [thread.coarsePitch]
}

function annotated(text: ReadableText, threads: readonly WrittenThread[], note: LengthNote): WrittenLength[] {
  const spans = threads.map(({ span }) => span)
  return writtenLengths(text, spans).filter((length) => isNoted(length, note))
}

function plainLengths(text: ReadableText, threads: readonly WrittenThread[]): WrittenLength[] {
  const noted = new Set([HEAD_DIAMETER, PITCH, OTHER].flatMap((note) => annotated(text, threads, note)).map(key))
  return writtenLengths(
    text,
    threads.map(({ span }) => span),
  ).filter((length) => !noted.has(key(length)))
}

function key({ span }: WrittenLength): string {
  return `${span.field} ${span.start}`
}

function named(name: NumberName, { value, span }: WrittenLength): PartValue {
  return { name, value, span }
}

/** Of standard and words each word once: where they differ, both stay and the part is open. */
function differing(values: readonly PartValue[]): PartValue[] {
  return values.filter(({ value }, at) => values.findIndex((other) => other.value === value) === at)
}

const HEAD_DIAMETER: LengthNote = { before: /\bhead[ -]?(?:dia(?:meter)?\.?|width)[ :=]*$/i, after: /^ ?head[ -]?dia/i }
const PITCH: LengthNote = { before: /\bpitch[ :=]*$/i, after: /^ ?(?:pitch|thread)/i }
const LONG: LengthNote = { before: /\b(?:length|long|L)[ :=]*$/i, after: /^ ?(?:long|length|lang)\b/i }
const OTHER: LengthNote = {
  before: /(?:dia(?:meter)?\.?|width|wrench|key|thick(?:ness)?|head|\bOD|\bID|ø)[ :=]*$/i,
  after: /^ ?(?:dia|wrench|key|hex|head|wide|od\b|id\b|thick)/i,
}
