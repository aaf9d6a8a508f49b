import {
  codeOf,
  decodedResistor,
  resistorTolerance,
  toleranceLetter,
  type ChipResistor,
  type DecodedPart,
} from './part-number-codes.js'

const MICROWATTS: Readonly<Record<string, number>> = {
  WH: 31_250,
  WM: 50_000,
  WG: 62_500,
  WA: 100_000,
  W8: 125_000,
  W4: 250_000,
  W2: 500_000,
}
const POWER_OF_SIZE: Readonly<Record<string, string>> = { '0402': 'WG', '0603': 'WA', '0805': 'W8', '1206': 'W4' }
const MICRO_OHMS_PER_STEP: Readonly<Record<string, number>> = { J: 100_000, K: 10_000, L: 1_000 }

/**
 * Thick film chips: size, power, tolerance, three digits and an exponent (J, K, L for 0.1, 0.01, 0.001), packing.
 * Two-digit series fill up with a zero in front: `0603WAJ0103T5E` is 10 kΩ.
 */
export function decodeUniRoyalResistor(mpn: string): DecodedPart | undefined {
  const match = /^(0[1-8]0[1-5]|01005|1206|1210|1812|2010|2512)(W[HMGA842])([A-Z])(\d{3})([\dJKL])T[0-9A-Z]E$/.exec(mpn)
  if (match === null) return undefined
  const [, size = '', power = '', letter = '', digits = '', exponent = ''] = match
  return decodedResistor('UNI-ROYAL', {
    package: size,
    microOhms: Number(digits) * (MICRO_OHMS_PER_STEP[exponent] ?? 1_000_000 * 10 ** Number(exponent)),
    tolerance: resistorTolerance(letter),
    power: MICROWATTS[power],
  })
}

/** Power follows from the size. Throws RangeError for sizes and values that the scheme does not write. */
export function encodeUniRoyalResistor({ package: size, microOhms, tolerance }: ChipResistor): string {
  const power = POWER_OF_SIZE[size]
  if (power === undefined) throw new RangeError(`no usual power for size ${size}`)
  const packing = size === '0402' ? 'TCE' : 'T5E'
  return `${size}${power}${toleranceLetter(tolerance, resistorTolerance)}${writeDigits(microOhms)}${packing}`
}

function writeDigits(microOhms: number): string {
  if (microOhms === 0) return '0000'
  const decade = Math.max(-3, String(Math.floor(microOhms)).length - 9)
  const step = 10 ** (decade + 6)
  const digits = microOhms / step
  if (!Number.isInteger(digits) || digits > 999 || decade > 9) {
    throw new RangeError(`three digits do not hold ${microOhms} µΩ`)
  }
  const exponent = decade >= 0 ? String(decade) : codeOf(MICRO_OHMS_PER_STEP, step)
  return `${String(digits).padStart(3, '0')}${exponent}`
}
