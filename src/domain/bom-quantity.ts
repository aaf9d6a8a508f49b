import type { BaseUnit, LineFlag } from './bom-line.js'
import { normalText } from './bom-text.js'

/** What a quantity cell says; `milli` in thousandths of the unit, null = not known. */
export interface ReadQuantity {
  readonly milli: number | null
  readonly unit: BaseUnit
  /** thousandths of a millimetre; set when the quantity counts pieces of a length, its unit is then `each` */
  readonly pieceMilli: number | null
  readonly flags: readonly LineFlag[]
}

/** How the numbers of one file are written. */
export interface NumberStyle {
  /** `1,000` is one: another number of the file has a comma that is certainly decimal */
  readonly isDecimalComma: boolean
}

const MAX_LENGTH = 80
/** Written numbers above it are no quantity of a shopping list. */
const MOST = 100_000

/** Reads a quantity cell by the table of bom.md 6; what it cannot read is unknown, never 1. */
export function readQuantity(cell: string, style: NumberStyle = POINT): ReadQuantity {
  const text = normalText(cell).toLowerCase()
  if (text.length > MAX_LENGTH) return UNKNOWN
  const bare = text.replace(APPROXIMATE, '')
  const read = readPlain(bare, style)
  return bare !== text && read.milli !== null ? { ...read, flags: ['approximate', ...read.flags] } : read
}

/** A unit column beside a bare number: `m` makes 3 three metres. Words that count pieces change nothing. */
export function inUnitOf(quantity: ReadQuantity, unitCell: string): ReadQuantity {
  if (quantity.milli === null || quantity.unit !== 'each' || quantity.pieceMilli !== null) return quantity
  const word = normalText(unitCell).toLowerCase().replace(/[.\s]/g, '')
  const factor = UNITS[word]
  if (factor) return measured(quantity.milli / 1_000, factor, quantity.flags)
  return SET_WORDS.has(word) ? { ...quantity, flags: [...quantity.flags, 'set'] } : quantity
}

/** Looks for a comma that can only be decimal (bom.md 6). */
export function numberStyleOf(cells: readonly string[]): NumberStyle {
  return { isDecimalComma: cells.some((cell) => /^[^\d]{0,8}\d+,(?:\d{1,2}|\d{4,6})(?!\d)/.test(cell.trim())) }
}

function readPlain(text: string, style: NumberStyle): ReadQuantity {
  if (text === '') return UNKNOWN
  if (/^[-+]\s?\d|^\d+(?:[.,]\d+)?e[+-]?\d+$/.test(text)) return ABSURD
  const pieces = readPieces(text, style)
  if (pieces) return pieces
  const range = RANGE.exec(text)
  if (range) return counted(Number(range[2]), ['range', ...wordFlags(range[3] ?? '')])
  const fraction = FRACTION.exec(text)
  if (fraction) return readFraction(fraction)
  return readNumber(text, style)
}

function readFraction([, whole = '', over = '', under = '', word = '']: RegExpExecArray): ReadQuantity {
  const value = Number(whole || 0) + Number(over) / Number(under)
  return withWord(value, word)
}

function readNumber(text: string, style: NumberStyle): ReadQuantity {
  const times = /^[x×*]\s*(\d+)$/.exec(text)
  const [, digits = '', word = ''] = /^(\d[\d.,' ]{0,20}\d|\d)\s*(.*)$/.exec(times?.[1] ?? text) ?? []
  const value = toNumber(digits, style)
  return value === undefined ? UNKNOWN : withWord(value, word)
}

function withWord(value: number, rest: string): ReadQuantity {
  const word = rest.replace(/\s*\(.*$/, '').trim()
  if (value > MOST) return ABSURD
  const factor = UNITS[word.replace(/\.$/, '')]
  if (factor) return measured(value, factor, [])
  return isCountingWord(word) ? counted(value, wordFlags(word)) : UNKNOWN
}

/** `0.4mx6`, `6x400mm`, `6 x 0.4 m`: so many pieces of a length. */
function readPieces(text: string, style: NumberStyle): ReadQuantity | undefined {
  const after = /^([\d.,]{1,10})\s*(mm|cm|m)\s*[x×*]\s*(\d{1,6})$/.exec(text)
  const before = /^(\d{1,6})\s*(?:pcs|pieces)?\s*[x×*]\s*([\d.,]{1,10})\s*(mm|cm|m)$/.exec(text)
  const [length, unit, count] = after ? after.slice(1) : before ? [before[2], before[3], before[1]] : []
  const size = toNumber(length ?? '', style)
  const factor = UNITS[unit ?? '']
  if (size === undefined || factor === undefined || Number(count) > MOST) return undefined
  return { ...counted(Number(count), []), pieceMilli: Math.round(size * factor.factor * 1_000) }
}

function counted(value: number, flags: readonly LineFlag[]): ReadQuantity {
  if (value > MOST || !Number.isFinite(value)) return ABSURD
  const milli = toMilli(value)
  return { milli, unit: 'each', pieceMilli: null, flags: milli % 1_000 === 0 ? flags : [...flags, 'fraction'] }
}

function measured(value: number, { unit, factor }: Measure, flags: readonly LineFlag[]): ReadQuantity {
  const kept = flags.filter((flag) => flag !== 'fraction')
  return { milli: toMilli(value * factor), unit, pieceMilli: null, flags: kept }
}

/** Something is never nothing: a hundredth of a thousandth is kept as one thousandth. */
function toMilli(value: number): number {
  return value > 0 ? Math.max(1, Math.round(value * 1_000)) : 0
}

/** The number as it is meant; undefined when the marks contradict each other. */
function toNumber(text: string, { isDecimalComma }: NumberStyle): number | undefined {
  const digits = text.replace(/(\d)[' ](?=\d{3}(?!\d))/g, '$1')
  if (/^\d+$/.test(digits)) return Number(digits)
  if (/^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/.test(digits) && !isDecimalComma) return Number(digits.replaceAll(',', ''))
  if (/^[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?$/.test(digits) && (isDecimalComma || digits.includes(','))) {
    return Number(digits.replaceAll('.', '').replace(',', '.'))
  }
  return /^\d+[.,]\d+$/.test(digits) ? Number(digits.replace(',', '.')) : undefined
}

/** Pieces under whatever name; letters glued to the number may be a value (`10k`), so only known ones count. */
function isCountingWord(word: string): boolean {
  return word === '' || COUNTING.test(word) || SET_WORDS.has(word) || /^\p{L}{3,}\.?(?: \p{L}+\.?){0,4}$/u.test(word)
}

function wordFlags(word: string): LineFlag[] {
  return SET_WORDS.has(word.split(' ', 1)[0] ?? '') ? ['set'] : []
}

const POINT: NumberStyle = { isDecimalComma: false }
const UNKNOWN: ReadQuantity = { milli: null, unit: 'each', pieceMilli: null, flags: ['quantity_unknown'] }
const ABSURD: ReadQuantity = { milli: null, unit: 'each', pieceMilli: null, flags: ['quantity_absurd'] }

const APPROXIMATE = /^(?:~|≈|±|ca\.?\s|circa\s|approx\.?\s|approximately\s|about\s|etwa\s|env\.?\s|约)\s*/
const RANGE = /^(\d{1,6})\s?(?:-|\.\.\.?|to|bis)\s?(\d{1,6})(?:$|\s+([^\d].*)$)/
const FRACTION = /^(?:(\d{1,5})\s)?\s?(\d{1,3})\s?[/⁄]\s?([1-9]\d{0,2})\s*(.*)$/
const COUNTING =
  /^(?:x|×|pc|pcs|pc\.|pcs\.|pce|pces|ea|each|st|stk|stk\.|stück|st\.|no|off|u|pz|ks|szt|[個个只片条支台瓶排根颗粒])$/
const SET_WORDS: ReadonlySet<string> = new Set([
  ...[
    'set',
    'sets',
    'kit',
    'kits',
    'pair',
    'pairs',
    'satz',
    'paar',
    'jeu',
    'paire',
    'juego',
    'par',
    'lot',
    '套',
    '对',
    '组',
  ],
])

interface Measure {
  readonly unit: BaseUnit
  readonly factor: number
}

/** Written units in base units. */
const UNITS: Readonly<Partial<Record<string, Measure>>> = {
  g: { unit: 'g', factor: 1 },
  gr: { unit: 'g', factor: 1 },
  gram: { unit: 'g', factor: 1 },
  grams: { unit: 'g', factor: 1 },
  kg: { unit: 'g', factor: 1_000 },
  mm: { unit: 'mm', factor: 1 },
  cm: { unit: 'mm', factor: 10 },
  m: { unit: 'mm', factor: 1_000 },
  meter: { unit: 'mm', factor: 1_000 },
  meters: { unit: 'mm', factor: 1_000 },
  metre: { unit: 'mm', factor: 1_000 },
  metres: { unit: 'mm', factor: 1_000 },
  米: { unit: 'mm', factor: 1_000 },
  in: { unit: 'mm', factor: 25.4 },
  inch: { unit: 'mm', factor: 25.4 },
  inches: { unit: 'mm', factor: 25.4 },
  '"': { unit: 'mm', factor: 25.4 },
  ft: { unit: 'mm', factor: 304.8 },
  feet: { unit: 'mm', factor: 304.8 },
  ml: { unit: 'ml', factor: 1 },
  cl: { unit: 'ml', factor: 10 },
  l: { unit: 'ml', factor: 1_000 },
  liter: { unit: 'ml', factor: 1_000 },
  litre: { unit: 'ml', factor: 1_000 },
}
