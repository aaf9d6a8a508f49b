import { namesOf } from './mechanical-nouns.js'
import type { PartClass } from './part-class.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { NumberName, PartText, PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstCode } from './written-codes.js'
import { firstStated, namedLength, writtenLengths, writtenSizes } from './written-sizes.js'

/**
 * Parts that guide straight: bearings (`LM8UU`, `SCS8UU`), carriages (`MGN12H`), rails with their length (`MGW15 200mm`,
 * `MGN12H 400mm` with a carriage on it), and smooth rods (`Smooth rod 8 mm x 500 mm`).
 */
export const linearFamily: PartFamily = {
  classes: ['linear'],
  words: namesOf('linear'),
  designators: {},
  read: readLinear,
}

function readLinear(text: ReadableText, known: readonly PartClass[]): FamilyReading | undefined {
  const { thing } = text
  if (thing !== undefined && thing !== 'linear') return undefined
  const values = bushing(text) ?? rail(text) ?? (thing === 'linear' || known.includes('linear') ? rod(text) : undefined)
  return values === undefined ? undefined : { cls: 'linear', values }
}

function bushing(text: ReadableText): PartValue[] | undefined {
  const found = firstCode(text, BUSHING)
  if (found === undefined) return undefined
  const { match, span } = found
  return [
    { name: 'family', value: match[0].toLowerCase(), span },
    { name: 'kind', value: /^sc/i.test(match[0]) ? 'bearing block' : 'bearing', span },
    { name: 'diameter', value: Number(match[1]) * 1_000, span },
  ]
}

function rail(text: ReadableText): PartValue[] | undefined {
  const found = firstCode(text, RAIL)
  if (found === undefined) return undefined
  const { match, span } = found
  const [code, , width] = match
  const length = lengthOf(text)
  const kind = kindOf(text, code, length.length > 0)
  return [
    { name: 'family', value: code.toLowerCase(), span },
    ...(kind === undefined ? [] : [{ name: 'kind' as const, value: kind, span }]),
    { name: 'width', value: Number(width) * 1_000, span },
    ...length,
  ]
}

/** A letter behind the width names a carriage (`MGN12H`, `HGH15CA`); a length belongs to a rail. */
function kindOf({ fields }: PartText, code: string, hasLength: boolean): string | undefined {
  const hasCarriage =
    /\d[A-Z]+$/i.test(code) || fields.some(({ text }) => /(?<!without )\b(?:carriages?|blocks?)\b/i.test(text))
  if (hasLength) return hasCarriage ? 'rail with carriage' : 'rail'
  if (hasCarriage) return 'carriage'
  return fields.some(({ text }) => /\brails?\b/i.test(text)) ? 'rail' : undefined
}

function rod(text: ReadableText): PartValue[] | undefined {
  if (!text.fields.some(({ text: given }) => ROD.test(given))) return undefined
  const across = [...namedLength(text, ['specifications.diameter'], 'diameter'), ...sizes(text, 'diameter')]
  const along = [...namedLength(text, ['specifications.length', 'length'], 'length'), ...sizes(text, 'length')]
  const [first] = across
  if (first === undefined || along.length === 0) return undefined
  return [
    ...firstStated(across),
    ...firstStated(along),
    { name: 'family', value: 'rod', span: first.span },
    { name: 'kind', value: 'smooth rod', span: first.span },
  ]
}

/** `8x500 mm`, or `8 mm` and `500 mm` apart: the thin one is the diameter. */
function sizes(text: ReadableText, wanted: NumberName): PartValue[] {
  const pairs = writtenSizes(text).flatMap(({ values, span }) =>
    values.length === 2 ? values.map((value) => ({ value, span })) : [],
  )
  const all = pairs.length > 0 ? pairs : writtenLengths(text)
  return all
    .filter(({ value }) => (wanted === 'length' ? value >= SHORTEST : value < SHORTEST))
    .map(({ value, span }) => ({ name: wanted, value, span }))
}

function lengthOf(text: ReadableText): PartValue[] {
  const named = namedLength(text, ['specifications.length', 'length'], 'length')
  const written = writtenLengths(text).filter(({ value }) => value >= SHORTEST)
  return firstStated([...named, ...written.map(({ value, span }): PartValue => ({ name: 'length', value, span }))])
}

/** µm; shorter ones are widths and diameters. */
const SHORTEST = 40_000
const BUSHING = /(?<![A-Z\d])(?:LM[FKHET]?|SCS?|SBR)(\d{1,2})[LP]{0,2}UU(?![A-Z\d])/i
const RAIL = /(?<![A-Z\d])(MGN|MGW|HGR|HGH|HGW|EGR|EGH|SBR)(\d{1,2})(?:[CHLA]{1,2}|CA|CC|HA)?(?![A-Z\d])/i
const ROD =
  /\b(?:smooth|linear|guide|hardened|chromed?|precision) (?:steel )?(?:rod|shaft|bar)s?\b|\blinear (?:motion )?shaft/i
