import { isCalled, namesOf } from './mechanical-nouns.js'
import type { PartClass } from './part-class.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstCode, type WrittenCode } from './written-codes.js'
import { firstStated, isNoted, namedLength, writtenLengths, type LengthNote } from './written-sizes.js'
import { firstWord, type WordRule } from './written-words.js'

/** Profiles with slots: `3060 extrusion 225mm`, `V-Slot 20x40mm black`, `Alu profile 20x20x300`, `HFS5-2020-350`. */
export const extrusionFamily: PartFamily = {
  classes: ['extrusion'],
  words: namesOf('extrusion'),
  designators: {},
  read: readExtrusion,
}

function readExtrusion(text: ReadableText, known: readonly PartClass[]): FamilyReading | undefined {
  const { thing } = text
  if (thing !== undefined && thing !== 'extrusion') return undefined
  const order = firstCode(text, ORDER_CODE)
  if (!isCalled(thing, 'extrusion', order === undefined ? known : ['extrusion'])) return undefined
  const codes = [order, firstCode(text, JOINED), firstCode(text, CROSSED)].filter((code) => code !== undefined)
  const [code] = codes
  if (code === undefined) return undefined
  return {
    cls: 'extrusion',
    values: [
      { name: 'profile', value: profileOf(code), span: code.span },
      ...lengthOf(text, codes),
      ...firstWord(text, 'kind', KINDS),
      ...firstWord(text, 'color', COLORS),
    ],
  }
}

/** The narrow side first: `4020` is a `2040` that lies on its side. */
function profileOf({ match: [, first, second] }: WrittenCode): string {
  return [Number(first), Number(second)].sort((one, other) => one - other).join('')
}

function lengthOf(text: ReadableText, codes: readonly WrittenCode[]): PartValue[] {
  const inCode = codes.flatMap(({ match, span }): PartValue[] =>
    match[3] === undefined ? [] : [{ name: 'length', value: Number(match[3]) * MICROMETRES, span }],
  )
  const plain = writtenLengths(text)
    .filter((length) => length.value >= SHORTEST && !isNoted(length, OTHER))
    .map(({ value, span }): PartValue => ({ name: 'length', value, span }))
  return firstStated([...namedLength(text, ['specifications.length', 'length'], 'length'), ...inCode, ...plain])
}

const MICROMETRES = 1_000
/** µm; shorter ones are sides and walls. */
const SHORTEST = 40_000
const SIDE = '(10|15|20|25|30|35|40|45|50|60|80|90|100|120|160)'
const ORDER_CODE = /(?<![A-Z\d])HFSB?\d{1,2}-(\d\d)(\d\d)-(\d{2,4})(?!\d)/i
/** `8020` is a maker. */
const JOINED = new RegExp(
  String.raw`(?<![A-Za-z\d.,])(?!8020)${SIDE}${SIDE}(?!\d| ?mm)(?: ?[x*-] ?(\d{2,4})(?: ?mm)?(?!\d))?`,
  'i',
)
const CROSSED = new RegExp(
  String.raw`(?<![A-Za-z\d.,])${SIDE} ?(?:mm)? ?[x*] ?${SIDE}(?!\d|[.,]\d)(?: ?mm)?(?: ?[x*] ?(\d{2,4})(?: ?mm)?(?!\d))?`,
  'i',
)
const OTHER: LengthNote = {
  before: /\b(?:wall|thick(?:ness)?|(?<![tv][ -]?)slot)[ :=]*$/i,
  after: /^ ?(?:wall|thick|slot)/i,
}

const KINDS: readonly WordRule[] = [
  { word: 'v-slot', pattern: /\bv[ -]?slot/i },
  { word: 't-slot', pattern: /\bt[ -]?slot/i },
]
const COLORS: readonly WordRule[] = [
  { word: 'black', pattern: /\bblack\b/i },
  { word: 'silver', pattern: /\b(?:silver|clear|natural)\b/i },
]
