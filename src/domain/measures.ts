import type { NumberName, PartValue } from './part-values.js'
import type { WrittenNumber } from './written-numbers.js'

/** What a unit measures, and the power of ten of the integer that holds it: µΩ are 10⁶ to the ohm. */
const MEASURES = {
  resistance: { unit: 'ohm', scale: 6, prefixes: 'umkMG' },
  impedance: { unit: 'ohm', scale: 6, prefixes: 'mkM' },
  dc_resistance: { unit: 'ohm', scale: 6, prefixes: 'umk' },
  capacitance: { unit: 'f', scale: 15, prefixes: 'pnum' },
  load_capacitance: { unit: 'f', scale: 15, prefixes: 'p' },
  inductance: { unit: 'h', scale: 12, prefixes: 'num' },
  voltage: { unit: 'v', scale: 3, prefixes: 'mk' },
  current: { unit: 'a', scale: 6, prefixes: 'um' },
  power: { unit: 'w', scale: 6, prefixes: 'mk' },
  frequency: { unit: 'hz', scale: 3, prefixes: 'kMG' },
} as const satisfies Partial<Record<NumberName, Measure>>

const EXPONENTS: Readonly<Record<string, number>> = { '': 0, p: -12, n: -9, u: -6, m: -3, k: 3, M: 6, G: 9 }

/**
 * The number as an integer of this measure; undefined when its unit is another one, its prefix makes no sense there, or
 * nothing is left of it in the smallest step. `isLoose` also takes a number without a unit.
 */
export function measured(number: WrittenNumber, name: MeasureName, isLoose = false): number | undefined {
  const measure: Measure = MEASURES[name]
  if (number.unit !== measure.unit && !(isLoose && number.unit === '')) return undefined
  const prefix = meantPrefix(number.prefix, measure)
  if (prefix === undefined) return undefined
  const exact = Number(`${number.decimal}e${(EXPONENTS[prefix] ?? 0) + measure.scale}`)
  const value = Math.round(exact)
  return Number.isSafeInteger(value) && (value !== 0 || exact === 0) ? value : undefined
}

/** People write prefixes in any case: `2.2UF`, `500MA`, `8 mhz`. Only where both make sense does the case decide. */
function meantPrefix(written: string, { prefixes }: Measure): string | undefined {
  if (written === '' || prefixes.includes(written)) return written
  const other = written === written.toLowerCase() ? written.toUpperCase() : written.toLowerCase()
  return prefixes.includes(other) ? other : undefined
}

/** The first number of a measure that states what the part is rated for, as a value of this name. */
export function rating(numbers: readonly WrittenNumber[], name: MeasureName): PartValue[] {
  for (const number of numbers) {
    const value = number.role === 'value' || number.role === 'at_condition' ? measured(number, name) : undefined
    if (value !== undefined && value > 0) return [{ name, value, span: number.span }]
  }
  return []
}

/** The first percentage, as ppm. */
export function percentage(numbers: readonly WrittenNumber[]): PartValue[] {
  const number = numbers.find(({ unit }) => unit === '%')
  if (number === undefined) return []
  return [{ name: 'tolerance', value: Math.round(Number(number.decimal) * 1e4), span: number.span }]
}

/**
 * The value that the part is named by: that of the first field which has one. A field with two different ones leaves it
 * open, and so answers nothing (`100 Ω or 120 Ω`).
 */
export function mainValue(
  numbers: readonly WrittenNumber[],
  name: MeasureName,
  read: (number: WrittenNumber) => number | undefined,
): PartValue | undefined {
  const candidates = numbers.flatMap((number) => {
    const value = number.role === 'value' || number.role === 'at_condition' ? read(number) : undefined
    return value === undefined ? [] : [{ name, value, span: number.span }]
  })
  const [first] = candidates
  const isOpen = candidates.some(({ value, span }) => span.field === first?.span.field && value !== first.value)
  return isOpen ? undefined : first
}

interface Measure {
  readonly unit: string
  readonly scale: number
  readonly prefixes: string
}

type MeasureName = keyof typeof MEASURES
