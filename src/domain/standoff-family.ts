import { surfacesIn } from './fastener-surfaces.js'
import { isCalled, namesOf } from './mechanical-nouns.js'
import type { PartClass } from './part-class.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstStated, namedLength, writtenLengths } from './written-sizes.js'
import { firstWord, type WordRule } from './written-words.js'

/** Standoffs: `Brass standoff M3 x 10 mm male-female`, `M3x10+6 hex standoff` whose `+6` is the outer thread. */
export const standoffFamily: PartFamily = {
  classes: ['standoff'],
  words: namesOf('standoff'),
  designators: {},
  read: readStandoff,
}

function readStandoff(text: ReadableText, known: readonly PartClass[]): FamilyReading | undefined {
  if (!isCalled(text.thing, 'standoff', known)) return undefined
  const { threads } = text
  const diameter = firstStated(threads.map((thread) => thread.diameter))
  if (diameter.length === 0) return undefined
  return {
    cls: 'standoff',
    values: [...diameter, ...lengthOf(text), ...firstWord(text, 'gender', GENDERS), ...surfacesIn(text)],
  }
}

function lengthOf(text: ReadableText): PartValue[] {
  const { threads } = text
  const onThread = threads.flatMap(({ restOfSizes: [first] }) => first ?? [])
  const spans = threads.map(({ span }) => span)
  const loose = onThread.length > 0 ? onThread : writtenLengths(text, spans)
  const values = loose.map(({ value, span }): PartValue => ({ name: 'length', value, span }))
  return firstStated([...namedLength(text, ['specifications.length', 'length'], 'length'), ...values])
}

const GENDERS: readonly WordRule[] = [
  {
    word: 'male-female',
    pattern: /(?<!fe)\bmale[ \-/]*(?:to[ -])?female|\bfemale[ \-/]*(?:to[ -])?male|\bM[-/]F\b|\bMF\b|\d ?\+ ?\d/i,
  },
  { word: 'female-female', pattern: /\bfemale[ \-/]*(?:to[ -])?female|\bF[-/]F\b|\bFF\b/i },
  { word: 'male-male', pattern: /\bmale[ \-/]*(?:to[ -])?male|\bM[-/]M\b/i },
]
