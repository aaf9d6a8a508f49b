import { writtenStandards } from './fastener-standards.js'
import { surfacesIn } from './fastener-surfaces.js'
import { isCalled, namesOf } from './mechanical-nouns.js'
import type { WrittenThread } from './metric-threads.js'
import type { PartClass } from './part-class.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { NumberName, PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstStated, writtenSizes } from './written-sizes.js'
import { firstWord, type WordRule } from './written-words.js'

/**
 * Washers and shims: `Washer  M3 x 7mm x 0.5mm`, `M3 Shim M3x16x1`, `Large washer 3.2x9x0.8 mm`. The diameter is that of
 * the screw. A washer that says nothing of its kind is taken for a plain one.
 */
export const washerFamily: PartFamily = {
  classes: ['washer'],
  words: namesOf('washer'),
  designators: {},
  read: readWasher,
}

function readWasher(text: ReadableText, known: readonly PartClass[]): FamilyReading | undefined {
  const standard = writtenStandards(text).find(({ cls }) => cls === 'washer')?.values ?? []
  if (!isCalled(text.thing, 'washer', standard.length > 0 ? ['washer'] : known)) return undefined
  const { threads } = text
  const sizes = threads.length > 0 ? threads.flatMap(sizesOnThread) : plainSizes(text)
  const diameter = firstStated([...threads.map((thread) => thread.diameter), ...named(sizes, 'diameter')])
  const rest = [...firstStated(named(sizes, 'outer_diameter')), ...firstStated(named(sizes, 'thickness'))]
  if (diameter.length === 0) return undefined
  const kind = standard.filter(({ name }) => name === 'kind')
  const kinds = kind.length > 0 ? kind : firstWord(text, 'kind', KINDS)
  return {
    cls: 'washer',
    values: [
      ...diameter,
      ...rest,
      ...(kinds.length > 0 ? kinds : diameter.slice(0, 1).map(asPlain)),
      ...standard.filter(({ name }) => name === 'standard'),
      ...surfacesIn(text),
    ],
  }
}

function sizesOnThread({ sizes: [outer, thickness], diameter }: WrittenThread): PartValue[] {
  if (outer === undefined || outer.value <= Number(diameter.value)) return []
  return [
    { name: 'outer_diameter', value: outer.value, span: outer.span },
    ...(thickness === undefined ? [] : [{ name: 'thickness' as const, value: thickness.value, span: thickness.span }]),
  ]
}

/** By the hole: washers for M3 have one of 3.2 mm (ISO 7089), shims one of 3 mm. */
function plainSizes(text: ReadableText): PartValue[] {
  const size = writtenSizes(text).find(({ values: [hole = 0, outer = 0] }) => hole < outer)
  if (size === undefined) return []
  const [hole = 0, outer = 0, thickness] = size.values
  const { span } = size
  return [
    { name: 'diameter', value: SCREW_OF_HOLE[hole] ?? hole, span },
    { name: 'outer_diameter', value: outer, span },
    ...(thickness === undefined ? [] : [{ name: 'thickness' as const, value: thickness, span }]),
  ]
}

const SCREW_OF_HOLE: Readonly<Record<number, number>> = {
  1_700: 1_600,
  2_200: 2_000,
  2_700: 2_500,
  3_200: 3_000,
  4_300: 4_000,
  5_300: 5_000,
  6_400: 6_000,
  8_400: 8_000,
  10_500: 10_000,
  13_000: 12_000,
}

function named(values: readonly PartValue[], wanted: NumberName): PartValue[] {
  return values.filter(({ name }) => name === wanted)
}

function asPlain({ span }: PartValue): PartValue {
  return { name: 'kind', value: 'plain', span, isAssumed: true }
}

const KINDS: readonly WordRule[] = [
  { word: 'shim', pattern: /\bshims?\b|\bpassscheibe/i },
  { word: 'large', pattern: /\blarge\b|\bfender\b|\bpenny\b|\brepair\b|\bextra wide\b/i },
  { word: 'spring', pattern: /\bspring\b|\bsplit\b|\bfederring/i },
  { word: 'toothed', pattern: /\btooth(?:ed)?\b|\bstar\b|\bserrated\b/i },
  { word: 'lock', pattern: /\block\b/i },
  { word: 'plain', pattern: /\bplain\b|\bflat\b/i },
]
