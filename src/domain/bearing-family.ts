import { bearingNumbers } from './bearing-numbers.js'
import { bearingOfSize } from './bearing-sizes.js'
import { namesOf } from './mechanical-nouns.js'
import type { PartClass } from './part-class.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { NumberName, PartText, PartValue, TextSpan, WordName } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstStated, writtenSizes } from './written-sizes.js'
import { firstWord, type WordRule } from './written-words.js'

/**
 * Ball bearings: `625ZZ`, `6805 Bearing`, `MR63ZZ`, `5x14x5mm Bearing`. A number with its seals proves itself, digits
 * alone count only where a bearing is named; the number gives the size by ISO 15, and a size the number.
 */
export const bearingFamily: PartFamily = {
  classes: ['bearing'],
  words: namesOf('bearing'),
  designators: {},
  read: readBearing,
}

function readBearing(text: ReadableText, known: readonly PartClass[]): FamilyReading | undefined {
  const { thing } = text
  if (thing !== undefined && thing !== 'bearing') return undefined
  const isBearing = thing === 'bearing' || known.includes('bearing')
  const numbered = bearingNumbers(text).filter(({ shield }) => isBearing || PROVING.has(shield ?? ''))
  const shields = shieldsOf(text, numbered)
  const values = [
    ...ofNumbers(numbered, shields),
    ...(isBearing ? ofSizes(text, numbered.length > 0) : []),
    ...(isBearing && numbered.length === 0 ? otherNumber(text) : []),
  ]
  if (values.length === 0) return undefined
  return { cls: 'bearing', values: [...NAMES.flatMap((name) => merged(values, name)), ...shields, ...formOf(text)] }
}

type Numbered = ReturnType<typeof bearingNumbers>[number]

const PROVING = new Set(['zz', '2rs', '2rz'])
const NAMES = ['bearing_number', 'inner_diameter', 'outer_diameter', 'width', 'flange', 'material'] as const

function ofNumbers(numbered: readonly Numbered[], shields: readonly PartValue[]): PartValue[] {
  return numbered.flatMap(({ number, size, flange, isStainless, span }) => [
    word('bearing_number', number, span),
    word('flange', flange, span),
    ...(isStainless ? [word('material', 'stainless', span)] : []),
    ...(size === undefined
      ? []
      : [
          length('inner_diameter', size.inner, span),
          length('outer_diameter', size.outer, span),
          ...widthOf(size, shields).map((width) => length('width', width, span)),
        ]),
  ])
}

/** Some have another width with seals; without a word about them the width stays open. */
function widthOf({ open, closed }: NonNullable<Numbered['size']>, shields: readonly PartValue[]): number[] {
  if (open === closed) return [open]
  const [shield] = shields
  if (shield === undefined) return []
  return [shield.value === 'open' ? open : closed]
}

/** A size gives the number where none is written. */
function ofSizes(text: ReadableText, isNumbered: boolean): PartValue[] {
  return writtenSizes(text).flatMap(({ values, span }) => {
    const [inner = 0, outer = 0, width = 0] = values
    if (values.length !== 3 || inner >= outer || width >= outer) return []
    const number = isNumbered ? undefined : bearingOfSize(values)?.toLowerCase()
    return [
      length('inner_diameter', inner, span),
      length('outer_diameter', outer, span),
      length('width', width, span),
      ...(number === undefined ? [] : [word('bearing_number', number, span)]),
    ]
  })
}

/** Rollers, needles, thrust bearings: known by number, their size is not worked out, save what a needle cage spells. */
function otherNumber({ fields }: PartText): PartValue[] {
  for (const { field, text } of fields) {
    const match = OTHER.exec(text)
    if (match === null) continue
    const span = { field, start: match.index, end: match.index + match[0].length }
    const [inner, outer, width] = NEEDLES.exec(match[0])?.slice(1).map(Number) ?? []
    return [
      word('bearing_number', match[0].toLowerCase(), span),
      ...(inner === undefined ? [] : [length('inner_diameter', inner * 1_000, span)]),
      ...(outer === undefined ? [] : [length('outer_diameter', outer * 1_000, span)]),
      ...(width === undefined ? [] : [length('width', width * 1_000, span)]),
    ]
  }
  return []
}

const OTHER =
  /(?<![A-Z\d])(?:K\d{1,3}X\d{1,3}X\d{1,2}(?:\.\d)?|51[1-4]\d\d|4[23]\d\d|N[UPJ]{0,2}[23]\d\d|HK\d{4}|R[LM]S\d{1,2}|RA\d{4,5}|R188|3[02][23]\d\d|7[02]\d\d)(?![\d.])/i
const NEEDLES = /^K(\d+)X(\d+)X([\d.]+)$/i

/** What number and size say alike is said once; where they differ both stay, and the bearing is open. */
function merged(values: readonly PartValue[], wanted: NumberName | WordName): PartValue[] {
  const found = values.filter(({ name }) => name === wanted)
  return found.filter(({ value }, at) => found.findIndex((other) => other.value === value) === at)
}

function shieldsOf(text: ReadableText, numbered: readonly Numbered[]): PartValue[] {
  const suffixes = numbered.flatMap(({ shield, span }) => (shield === undefined ? [] : [word('shield', shield, span)]))
  return suffixes.length > 0 ? firstStated(suffixes) : firstWord(text, 'shield', SHIELDS)
}

function formOf(text: ReadableText): PartValue[] {
  return firstWord(text, 'kind', KINDS)
}

function length(name: NumberName, value: number, span: TextSpan): PartValue {
  return { name, value, span }
}

function word(name: WordName, value: string, span: TextSpan): PartValue {
  return { name, value, span }
}

const SHIELDS: readonly WordRule[] = [
  { word: 'zz', pattern: /(?<![A-Z\d])(?:ZZ|2Z)(?![A-Z\d])|\b(?:metal|steel)[ -]shield/i },
  { word: '2rs', pattern: /(?<![A-Z\d])2RS[1HR]?(?![A-Z\d])|\brubber[ -]seal/i },
]

const KINDS: readonly WordRule[] = [
  { word: 'thrust', pattern: /\bthrust|\baxial/i },
  { word: 'needle', pattern: /\bneedle|(?<![A-Z\d])K\d+X\d+X\d/i },
  { word: 'roller', pattern: /\b(?:cross(?:ed)?|cylindrical|taper(?:ed)?) ?roller/i },
  { word: 'double row', pattern: /\bdouble[ -]row/i },
  { word: 'angular contact', pattern: /\bangular[ -]contact/i },
]
