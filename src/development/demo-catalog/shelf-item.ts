import type { BaseUnit } from '../../domain/bom-line.js'
import type { PartClass } from '../../domain/part-class.js'
import type { NumberName, WordName } from '../../domain/part-values.js'

/** One article of a shelf, before stock, offers and numbers are added. */
export interface ShelfItem {
  /** 8 to 24 characters */
  readonly sku: string
  readonly name: string
  readonly description: string
  /** slug */
  readonly category: string
  /** slug; its name is the maker of the part numbers */
  readonly brand: string
  /** list price in paise of one sold piece */
  readonly priceMinor: number
  /** undefined for articles that are no parts */
  readonly cls?: PartClass
  /** what the article was generated from, in the units of `PartValues`: its texts and numbers must say the same */
  readonly states?: StatedValues
  readonly specifications: Readonly<Record<string, string>>
  readonly attributes?: Readonly<Record<string, unknown>>
  readonly compatibility?: readonly string[]
  readonly tags?: readonly string[]
  readonly mpns?: readonly string[]
  readonly gtin?: string
  readonly caveParts?: readonly string[]
  readonly aliases?: readonly string[]
  /** base units in one sold piece; 1 when absent */
  readonly packSize?: number
  /** `each` when absent */
  readonly baseUnit?: BaseUnit
  /** false for what is cut to length */
  readonly trackInventory?: boolean
  readonly isFeatured?: boolean
  /** what a particular article has in stock, instead of the rule */
  readonly stock?: number
  readonly salePriceMinor?: number
  readonly allowBackorder?: boolean
}

export type StatedValues = Readonly<Partial<Record<NumberName | WordName, number | string>>>

export const HOUSE_BRAND = 'makrx'
/** Passives come in strips of ten. */
export const STRIP = 10

/** A value in its smallest steps: 4.7 Ω are 4,700,000 µΩ. */
export function steps(value: number, stepsPerUnit: number): number {
  return Math.round(value * stepsPerUnit)
}

export const MICRO = 1e6
/** µm in a millimetre; milligrams in a gram; millivolts in a volt */
export const MILLI = 1e3
export const FEMTO = 1e15
export const PICO = 1e12
/** ppm in a percent */
export const PERCENT = 1e4

/** Ohms, farads, henries … as a shop writes them: 4,700 is `4.7 kΩ`. */
export function withPrefix(value: number, unit: string): string {
  if (value === 0) return `0 ${unit}`
  const [factor, prefix] = PREFIXES.find(([least]) => value >= least * 0.999999) ?? SMALLEST
  return `${plainNumber(value / factor)} ${prefix}${unit}`
}

/** For SKUs, without a point: 4,700 is `4K7`, 0.0000022 is `2U2`. */
export function letterPoint(value: number, unitLetter: string): string {
  if (value === 0) return `0${unitLetter}`
  const [factor, prefix] = PREFIXES.find(([least]) => value >= least * 0.999999) ?? SMALLEST
  const [whole = '', fraction = ''] = plainNumber(value / factor).split('.')
  return `${whole}${prefix === '' ? unitLetter : prefix.replace('µ', 'u').toUpperCase()}${fraction}`
}

/** At most three decimals and no trailing zeros. */
export function plainNumber(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}

const SMALLEST: readonly [number, string] = [1e-12, 'p']
const PREFIXES: readonly (readonly [number, string])[] = [
  [1e6, 'M'],
  [1e3, 'k'],
  [1, ''],
  [1e-3, 'm'],
  [1e-6, 'µ'],
  [1e-9, 'n'],
  SMALLEST,
]

const E24 = [10, 11, 12, 13, 15, 16, 18, 20, 22, 24, 27, 30, 33, 36, 39, 43, 47, 51, 56, 62, 68, 75, 82, 91]

/**
 * Values of a series of IEC 60063 from `first` to `last` in whole `unit`s (powers of ten), both included: E24, E12, E6
 * and E3 are every, every second, every fourth and every eighth value.
 */
export function series(count: 24 | 12 | 6 | 3, first: number, last: number): number[] {
  const steps = E24.filter((_value, index) => index % (24 / count) === 0)
  const found: number[] = []
  for (let decade = 10 ** (Math.floor(Math.log10(first)) - 1); decade <= last; decade *= 10) {
    found.push(
      ...steps.map((step) => Number((step * decade).toFixed(1))).filter((value) => value >= first && value <= last),
    )
  }
  return found
}
