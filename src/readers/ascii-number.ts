/**
 * The number written in `bytes[from..to)`, or NaN when it is none. The grammar is strict and read in one direction:
 * sign, digits with at most one point, exponent. Nothing else counts, neither `nan` nor `inf` nor `0x10`.
 */
export function parseNumber(bytes: Buffer, from: number, to: number): number {
  const start = from + signLength(bytes[from])
  const point = digitsEnd(bytes, start, to)
  const end = fractionEnd(bytes, point, to)
  const fractionDigits = Math.max(0, end - point - 1)
  const digits = point - start + fractionDigits
  if (digits === 0) return NaN
  const exponent = end === to ? 0 : parseExponent(bytes, end, to)
  const scale = exponent - fractionDigits
  if (digits > EXACT_DIGITS || !(Math.abs(scale) <= EXACT_POWER)) return parseSlowly(bytes, { from, to, exponent })
  const whole = digitsValue(bytes, start, end)
  const value = scale < 0 ? whole / (POWERS_OF_TEN[-scale] as number) : whole * (POWERS_OF_TEN[scale] as number)
  return bytes[from] === MINUS ? -value : value
}

const PLUS = 0x2b
const MINUS = 0x2d
const POINT = 0x2e
const ZERO = 0x30
const LOWER_E = 0x65

/** Up to here whole numbers and powers of ten are exact doubles, so one division or product rounds correctly. */
const EXACT_DIGITS = 15
const EXACT_POWER = 22
const POWERS_OF_TEN = Float64Array.from({ length: EXACT_POWER + 1 }, (_, power) => Number(`1e${power}`))

function signLength(byte: number | undefined): 0 | 1 {
  return byte === PLUS || byte === MINUS ? 1 : 0
}

function digitsEnd(bytes: Buffer, from: number, to: number): number {
  let at = from
  while (at < to && isDigit(bytes[at] as number)) at++
  return at
}

function fractionEnd(bytes: Buffer, point: number, to: number): number {
  return point < to && bytes[point] === POINT ? digitsEnd(bytes, point + 1, to) : point
}

function digitsValue(bytes: Buffer, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number
    if (byte !== POINT) value = value * 10 + (byte - ZERO)
  }
  return value
}

/** NaN when what follows the digits is no exponent. */
function parseExponent(bytes: Buffer, from: number, to: number): number {
  if (((bytes[from] as number) | 0x20) !== LOWER_E) return NaN
  const start = from + 1 + signLength(bytes[from + 1])
  if (start >= to || digitsEnd(bytes, start, to) !== to) return NaN
  const value = digitsValue(bytes, start, to)
  return bytes[from + 1] === MINUS ? -value : value
}

function parseSlowly(bytes: Buffer, number: { from: number; to: number; exponent: number }): number {
  if (Number.isNaN(number.exponent)) return NaN
  return Number(bytes.toString('latin1', number.from, number.to))
}

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= ZERO + 9
