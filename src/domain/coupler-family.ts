import { isCalled, namesOf } from './mechanical-nouns.js'
import type { PartClass } from './part-class.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { PartValue, TextSpan } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstCode } from './written-codes.js'
import { namedLength, writtenSizes } from './written-sizes.js'
import { firstWord, type WordRule } from './written-words.js'

/**
 * Couplers of two shafts: `Flexible coupler 5x8`, `5mm to 8mm shaft coupler`, `5x8 D19L25`. Both bores are stated, the
 * narrow one first; one number alone says nothing about the other end.
 */
export const couplerFamily: PartFamily = {
  classes: ['coupler'],
  words: namesOf('coupler'),
  designators: {},
  read: readCoupler,
}

function readCoupler(text: ReadableText, known: readonly PartClass[]): FamilyReading | undefined {
  if (!isCalled(text.thing, 'coupler', known) || firstCode(text, OF_OTHER_THINGS) !== undefined) return undefined
  const bores = inSize(text) ?? inWords(text)
  if (bores === undefined) return undefined
  return { cls: 'coupler', values: [...bores, ...bodyOf(text), ...firstWord(text, 'kind', KINDS)] }
}

function inSize(text: ReadableText): PartValue[] | undefined {
  const size = writtenSizes(text).find(({ values }) => values.slice(0, 2).every(isBore))
  if (size === undefined) return undefined
  const [first = 0, second = 0, length] = size.values
  const along = length === undefined ? [] : [{ name: 'length' as const, value: length, span: size.span }]
  return [...boresOf([first, second], size.span), ...along]
}

function inWords(text: ReadableText): PartValue[] | undefined {
  const code = firstCode(text, TWO_BORES)
  const values = code?.match.slice(1, 3).map((digits) => Math.round(Number(digits.replace(',', '.')) * 1_000))
  return code !== undefined && values?.every(isBore) === true ? boresOf(values, code.span) : undefined
}

function boresOf(values: readonly number[], span: TextSpan): PartValue[] {
  const [narrow = 0, wide = 0] = [...values].sort((one, other) => one - other)
  return [
    { name: 'bore', value: narrow, span },
    { name: 'second_bore', value: wide, span },
  ]
}

/** `D19L25`: outer diameter and length of the body. */
function bodyOf(text: ReadableText): PartValue[] {
  const code = firstCode(text, BODY)
  if (code === undefined) return namedLength(text, ['specifications.length'], 'length')
  const { match, span } = code
  return [
    { name: 'outer_diameter', value: Number(match[1]) * 1_000, span },
    { name: 'length', value: Number(match[2]) * 1_000, span },
  ]
}

function isBore(value: number): boolean {
  return value >= NARROWEST && value <= WIDEST
}

/** µm; shafts of motors and lead screws */
const NARROWEST = 1_500
const WIDEST = 32_000
const TWO_BORES =
  /(?<![\w.,])(\d{1,2}(?:[.,]\d{1,3})?) ?(?:mm)? ?(?:to|-|\/|&|and) ?(\d{1,2}(?:[.,]\d{1,3})?) ?mm(?![\p{L}\d])/iu
const BODY = /(?<![A-Z\d])D(\d\d)[ x*]?L(\d\d)(?!\d)/i
const OF_OTHER_THINGS = /\b(?:usb|rj45|ethernet|fib(?:er|re)|optical|hose|pipe|tube|pneumatic|quick|directional)\b/i

const KINDS: readonly WordRule[] = [
  { word: 'rigid', pattern: /\brigid\b/i },
  { word: 'jaw', pattern: /\b(?:jaw|plum|spider)\b/i },
  { word: 'oldham', pattern: /\boldham\b/i },
  { word: 'flexible', pattern: /\b(?:flexible|flex|beam)\b/i },
]
