import { writtenStandards } from './fastener-standards.js'
import { surfacesIn } from './fastener-surfaces.js'
import { isCalled, namesOf } from './mechanical-nouns.js'
import type { PartClass } from './part-class.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstStated, namedLength, writtenSizes } from './written-sizes.js'
import { firstWord, type WordRule } from './written-words.js'

/**
 * Pins that hold parts: `5x12mm Pin`, `Stainless Steel Pin 3mm*14mm`, `M5x30 (h7) steel dowel pin`, where M5 is 5 mm of
 * steel and no thread. Pins of connectors have no diameter and length, and are none of these.
 */
export const pinFamily: PartFamily = { classes: ['pin'], words: namesOf('pin'), designators: {}, read: readPin }

function readPin(text: ReadableText, known: readonly PartClass[]): FamilyReading | undefined {
  const standard = writtenStandards(text).find(({ cls }) => cls === 'pin')?.values ?? []
  const isPin = isCalled(text.thing, 'pin', standard.length > 0 ? ['pin'] : known)
  if (!isPin) return undefined
  const sizes = sizesOf(text)
  const diameter = firstStated([
    ...namedLength(text, ['specifications.diameter'], 'diameter'),
    ...sizes.filter(({ name }) => name === 'diameter'),
  ])
  const length = firstStated([
    ...namedLength(text, ['specifications.length', 'length'], 'length'),
    ...sizes.filter(({ name }) => name === 'length'),
  ])
  if (diameter.length === 0 || length.length === 0) return undefined
  const kind = standard.filter(({ name }) => name === 'kind')
  return {
    cls: 'pin',
    values: [
      ...diameter,
      ...length,
      ...(kind.length > 0 ? kind : firstWord(text, 'kind', KINDS)),
      ...standard.filter(({ name }) => name === 'standard'),
      ...surfacesIn(text),
    ],
  }
}

/** Pins are longer than wide; `2x5` pins of a header state no unit. */
function sizesOf(text: ReadableText): PartValue[] {
  const threads = text.threads.flatMap(({ diameter, restOfSizes: [first] }) =>
    first === undefined ? [] : [diameter, { name: 'length' as const, value: first.value, span: first.span }],
  )
  const sizes = writtenSizes(text).flatMap(({ values: [across = 0, along = 0, third], hasUnit, span }): PartValue[] => {
    if (!hasUnit || third !== undefined || along <= across) return []
    return [
      { name: 'diameter', value: across, span },
      { name: 'length', value: along, span },
    ]
  })
  return threads.length > 0 ? threads : sizes
}

const KINDS: readonly WordRule[] = [
  { word: 'spring', pattern: /\b(?:spring|roll|slotted)\b/i },
  { word: 'split', pattern: /\b(?:split|cotter)\b/i },
  { word: 'taper', pattern: /\btaper(?:ed)?\b/i },
  { word: 'clevis', pattern: /\bclevis\b/i },
  { word: 'dowel', pattern: /\bdowel\b|\bparallel\b|\bcylindrical\b|\bzylinderstift/i },
]
