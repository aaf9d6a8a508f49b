import { surfacesIn } from './fastener-surfaces.js'
import { namesOf } from './mechanical-nouns.js'
import type { ThreadSize, WrittenThread } from './metric-threads.js'
import type { PartClass } from './part-class.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstStated, namedLength } from './written-sizes.js'
import { firstWord, type WordRule } from './written-words.js'

/**
 * Threaded inserts: `M3xL4xOD4.2`, which its letters prove, `M3x5x4 ("Voron Style")`, `Heatfit insert M2 x 4mm`. Makers
 * write two sizes in either order, so without letters both are kept as length and as outer diameter.
 */
export const insertFamily: PartFamily = {
  classes: ['insert'],
  words: namesOf('insert'),
  designators: {},
  read: readInsert,
}

function readInsert(text: ReadableText, known: readonly PartClass[]): FamilyReading | undefined {
  const { threads } = text
  const diameter = firstStated(threads.map((thread) => thread.diameter))
  if (diameter.length === 0 || !isInsert(text, threads, known)) return undefined
  const sizes = threads.flatMap(sizesOf)
  return {
    cls: 'insert',
    values: [
      ...diameter,
      ...stated(text, 'length', sizes),
      ...stated(text, 'outer_diameter', sizes),
      ...firstWord(text, 'kind', KINDS),
      ...surfacesIn(text),
    ],
  }
}

function isInsert(text: ReadableText, threads: readonly WrittenThread[], known: readonly PartClass[]): boolean {
  const { thing } = text
  if (thing !== undefined) return thing === 'insert'
  const isLettered = threads.some(({ sizes }) =>
    ['l', 'od'].every((letter) => sizes.some((size) => size.letter === letter)),
  )
  return isLettered || known.includes('insert') || text.fields.some(({ text: given }) => VORON.test(given))
}

function sizesOf({ sizes }: WrittenThread): PartValue[] {
  const lettered = sizes.filter(({ letter }) => letter !== '')
  const bare = sizes.filter(({ letter }) => letter === '')
  if (bare.length === 2) return bare.flatMap((size) => [asLength(size), asOuter(size)])
  const [only] = bare
  const hasLength = lettered.some(({ letter }) => letter === 'l')
  return [
    ...lettered.map((size) => (size.letter === 'l' ? asLength(size) : asOuter(size))),
    ...(only === undefined ? [] : [hasLength ? asOuter(only) : asLength(only)]),
  ]
}

function asLength({ value, span }: ThreadSize): PartValue {
  return { name: 'length', value, span }
}

function asOuter({ value, span }: ThreadSize): PartValue {
  return { name: 'outer_diameter', value, span }
}

function stated(text: ReadableText, name: 'length' | 'outer_diameter', sizes: readonly PartValue[]): PartValue[] {
  const places = name === 'length' ? ['specifications.length', 'length'] : ['specifications.outer_diameter']
  return firstStated([...namedLength(text, places, name), ...sizes.filter((size) => size.name === name)])
}

const VORON = /\bvoron style\b/i

const KINDS: readonly WordRule[] = [
  { word: 'heat-set', pattern: /\bheat|\bhot[ -]?melt|\bultrasonic/i },
  { word: 'press-fit', pattern: /\bpress[ -]?(?:fit|in)\b|\bexpansion\b/i },
  { word: 'screw-in', pattern: /\bscrew[ -]?in\b|\bself[ -]?tapping\b|\bhelicoil\b/i },
]
