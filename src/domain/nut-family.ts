import { writtenStandards } from './fastener-standards.js'
import { surfacesIn } from './fastener-surfaces.js'
import { isCalled, namesOf } from './mechanical-nouns.js'
import type { PartClass } from './part-class.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { PartText, PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstStated, writtenLengths } from './written-sizes.js'
import { firstWord, type WordRule } from './written-words.js'

/**
 * Nuts: `M3 Nut`, `M5 Locknut`, `Nut M2.5 x 2.2mm nyloc`, `2020 M3 Nut`, which is a T-nut for profiles of 20 mm. A nut
 * that says nothing of its kind is taken for a hexagon nut.
 */
export const nutFamily: PartFamily = { classes: ['nut'], words: namesOf('nut'), designators: {}, read: readNut }

function readNut(text: ReadableText, known: readonly PartClass[]): FamilyReading | undefined {
  const standard = writtenStandards(text).find(({ cls }) => cls === 'nut')?.values ?? []
  if (!isCalled(text.thing, 'nut', standard.length > 0 ? ['nut'] : known)) return undefined
  const { threads } = text
  const diameter = firstStated(threads.length > 0 ? threads.map((thread) => thread.diameter) : inInches(text))
  if (diameter.length === 0) return undefined
  const slot = slotOf(text)
  const kind = kindOf(text, standard, slot.length > 0)
  const pitch = firstStated(threads.flatMap((thread) => thread.pitch ?? []))
  const height = threads.flatMap(({ restOfSizes: [first] }) =>
    first === undefined ? [] : [{ name: 'height' as const, value: first.value, span: first.span }],
  )
  return {
    cls: 'nut',
    values: [
      ...diameter,
      ...(kind.length > 0 ? kind : diameter.slice(0, 1).map(asHexNut)),
      ...slot,
      ...(pitch.length > 0 ? pitch : threads.slice(0, 1).map(({ coarsePitch }) => coarsePitch)),
      ...firstStated(height),
      ...standard.filter(({ name }) => name === 'standard'),
      ...surfacesIn(text),
    ],
  }
}

function kindOf(text: ReadableText, standard: readonly PartValue[], hasSlot: boolean): PartValue[] {
  const named = firstWord(text, 'kind', hasSlot ? [...KINDS, SLOT_NUT] : KINDS)
  const both = [...standard.filter(({ name }) => name === 'kind'), ...named]
  const isRefined = both.length === 2 && both[1]?.value === 'hex'
  return both.filter(({ value }, at) => (at === 0 || !isRefined) && both.findIndex((o) => o.value === value) === at)
}

function asHexNut({ span }: PartValue): PartValue {
  return { name: 'kind', value: 'hex', span, isAssumed: true }
}

/** The series of the profile whose slot the nut goes into: 20 of `2020`, since slots are named after it. */
function slotOf({ fields }: PartText): PartValue[] {
  for (const { field, text } of fields) {
    const match = PROFILE.exec(text)
    if (match === null) continue
    const value = Number(match[1] ?? match[2])
    return [{ name: 'slot', value, span: { field, start: match.index, end: match.index + match[0].length } }]
  }
  return []
}

function inInches(text: ReadableText): PartValue[] {
  return writtenLengths(text)
    .filter(({ value }) => value % MICROMETRES !== 0)
    .map(({ value, span }) => ({ name: 'diameter', value, span }))
}

const MICROMETRES = 1_000
const PROFILE =
  /(?<![A-Za-z\d.])(?:(15|20|30|40|45)(?:15|20|30|40|45|60|80)(?!\d|[A-Za-z])|(15|20|30|40|45)[ -]?series\b)/i
const SLOT_NUT: WordRule = { word: 't-nut', pattern: /\bnuts?\b/i }

const KINDS: readonly WordRule[] = [
  {
    word: 't-nut',
    pattern:
      /\bt[ -]?(?:slot )?nut|\bhammer[ -]?(?:head )?nut|\bdrop[ -]?in\b|\broll[ -]?in\b|\bslot nut|\bsliding nut/i,
  },
  { word: 'nyloc', pattern: /\bnylock?\b|\bnylon (?:insert|lock)|\block[ -]?nut|\bself[ -]?locking|\bstoppmutter/i },
  { word: 'self-clinching', pattern: /\bself[ -]?clinching|\bpress[ -]?nut|\bclinch nut/i },
  { word: 'thin', pattern: /\bthin\b|\bjam[ -]?nut|\bhalf nut/i },
  { word: 'flange', pattern: /\bflanged?\b/i },
  { word: 'square', pattern: /\bsquare\b/i },
  { word: 'wing', pattern: /\b(?:wing|butterfly)[ -]?nut/i },
  { word: 'cap', pattern: /\b(?:cap|dome|acorn)[ -]?nut/i },
  { word: 'rivet', pattern: /\brivet[ -]?nut|\brivnut/i },
  { word: 'weld', pattern: /\bweld[ -]?nut/i },
  { word: 'cage', pattern: /\bcage[ -]?nut/i },
  { word: 'coupling', pattern: /\bcoupling[ -]?nut|\blong nut/i },
  { word: 'thumb', pattern: /\b(?:thumb|knurled)[ -]?nut/i },
  { word: 'hex', pattern: /\bhex(?:agon(?:al)?)?\b/i },
]
