import type { PartClass } from './part-class.js'
import type { NumberName, WordName } from './part-values.js'

/** What a maker's number says about its part, in the units of `PartValues`; only what the number itself states. */
export interface DecodedPart {
  /** as a person writes the name */
  readonly maker: string
  readonly cls: PartClass
  readonly values: readonly DecodedValue[]
}

interface DecodedValue {
  readonly name: NumberName | WordName
  readonly value: number | string
}

export interface ChipResistor {
  /** imperial code: `0603` */
  readonly package: string
  readonly microOhms: number
  /** parts per million: 1 % is 10,000 */
  readonly tolerance: number
}

export interface ChipCapacitor {
  readonly package: string
  readonly femtofarads: number
  /** `c0g`, `x7r`, `x5r` */
  readonly dielectric: string
  readonly millivolts: number
  /** parts per million; a number may state a fixed one instead (±0.25 pF), which becomes its share of the value */
  readonly tolerance: number
}

const OHM = 1_000_000
const PICOFARAD = 1_000
const OHMS_PER_LETTER: Readonly<Record<string, number>> = { R: OHM, K: 1e3 * OHM, M: 1e6 * OHM }

/** Tolerance letters that all makers share (IEC 60062), in ppm. */
const TOLERANCES: Readonly<Record<string, number>> = {
  L: 100,
  P: 200,
  W: 500,
  B: 1_000,
  C: 2_500,
  D: 5_000,
  F: 10_000,
  G: 20_000,
  J: 50_000,
  K: 100_000,
  M: 200_000,
}

/** Below 10 pF the same letters mean a fixed deviation, in fF (IEC 60062). */
const SMALL_DEVIATIONS: Readonly<Record<string, number>> = { A: 50, B: 100, C: 250, D: 500, F: 1_000, G: 2_000 }

/** `4K7`, `10R`, `R047`, `1M`: the letter stands where the point would. Answers µΩ. */
export function readLetterPoint(code: string): number | undefined {
  const match = /^(\d{0,3})([RKM])(\d{0,3})$/.exec(code)
  if (match === null || code.length < 2) return undefined
  const [, whole = '', letter = '', fraction = ''] = match
  return (Number(`${whole}${fraction}`) * (OHMS_PER_LETTER[letter] ?? 0)) / 10 ** fraction.length
}

/** The shortest form of the same notation: 4,700 Ω is `4K7`, zero is `0R`. */
export function writeLetterPoint(microOhms: number): string {
  const letter = microOhms < 1e3 * OHM ? 'R' : microOhms < 1e6 * OHM ? 'K' : 'M'
  const [whole = '', fraction = ''] = String(microOhms / (OHMS_PER_LETTER[letter] ?? OHM)).split('.')
  return `${whole}${letter}${fraction}`
}

/** `104` is 10 × 10⁴ pF, `1R5` is 1.5 pF. Answers fF. */
export function readPicofarads(code: string): number | undefined {
  if (/^\d{3}$/.test(code)) return Number(code.slice(0, 2)) * 10 ** Number(code.slice(2)) * PICOFARAD
  if (!/^(\d?R\d{1,2}|\dR)$/.test(code)) return undefined
  return Math.round(Number(code.replace('R', '.')) * PICOFARAD)
}

/** The same notation from fF; throws RangeError when two digits do not hold the value. */
export function writePicofarads(femtofarads: number): string {
  const picofarads = femtofarads / PICOFARAD
  const exponent = Math.max(0, String(Math.floor(picofarads)).length - 2)
  const code =
    picofarads < 10 ? picofarads.toFixed(1).replace('.', 'R') : `${Math.round(picofarads / 10 ** exponent)}${exponent}`
  if (readPicofarads(code) !== femtofarads) throw new RangeError(`two digits do not hold ${femtofarads} fF`)
  return code
}

export function resistorTolerance(letter: string): number | undefined {
  return TOLERANCES[letter]
}

/** In ppm of the value; `Z` (+80 −20 %) counts by its worse side. */
export function capacitorTolerance(letter: string, femtofarads: number): number | undefined {
  const deviation = femtofarads < 10 * PICOFARAD ? SMALL_DEVIATIONS[letter] : undefined
  if (deviation !== undefined) return Math.round((deviation / femtofarads) * 1e6)
  return letter === 'Z' ? 800_000 : TOLERANCES[letter]
}

/** The letter that states a tolerance for this value; throws RangeError when there is none. */
export function toleranceLetter(tolerance: number, readBack: (letter: string) => number | undefined): string {
  const letter = Object.keys(TOLERANCES).find((candidate) => readBack(candidate) === tolerance)
  if (letter === undefined) throw new RangeError(`no letter states a tolerance of ${tolerance} ppm`)
  return letter
}

/** The code of a value in a table of codes; throws RangeError when the maker has none. */
export function codeOf<T>(table: Readonly<Record<string, T>>, value: T): string {
  const found = Object.entries(table).find((entry) => entry[1] === value)
  if (found === undefined) throw new RangeError(`no code for ${String(value)}`)
  return found[0]
}

/** A jumper states no tolerance: a percentage of nothing says nothing. */
export function decodedResistor(maker: string, part: Stated<ChipResistor & { readonly power: number }>): DecodedPart {
  const { microOhms, tolerance, power } = part
  return {
    maker,
    cls: 'resistor',
    values: stated({
      resistance: microOhms,
      package: part.package,
      tolerance: microOhms === 0 ? undefined : tolerance,
      power,
    }),
  }
}

export function decodedCapacitor(maker: string, part: Stated<ChipCapacitor>): DecodedPart {
  const { femtofarads, millivolts, dielectric, tolerance } = part
  return {
    maker,
    cls: 'capacitor',
    values: stated({ capacitance: femtofarads, package: part.package, voltage: millivolts, dielectric, tolerance }),
  }
}

function stated(values: Stated<Record<NumberName | WordName, number | string>>): DecodedValue[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name: name as NumberName | WordName, value }],
  )
}

type Stated<T> = { readonly [Name in keyof T]?: T[Name] | undefined }
