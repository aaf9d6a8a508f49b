import {
  capacitorTolerance,
  codeOf,
  decodedCapacitor,
  decodedResistor,
  readLetterPoint,
  readPicofarads,
  resistorTolerance,
  toleranceLetter,
  writeLetterPoint,
  writePicofarads,
  type ChipCapacitor,
  type ChipResistor,
  type DecodedPart,
} from './part-number-codes.js'

const MAKER = 'Yageo'
const DIELECTRICS: Readonly<Record<string, string>> = { NPO: 'c0g', X5R: 'x5r', X7R: 'x7r', X6S: 'x6s', Y5V: 'y5v' }
const MILLIVOLTS: Readonly<Record<string, number>> = {
  4: 4_000,
  5: 6_300,
  6: 10_000,
  7: 16_000,
  8: 25_000,
  G: 35_000,
  9: 50_000,
  0: 100_000,
  A: 200_000,
  Y: 250_000,
  B: 500_000,
  Z: 630_000,
  C: 1_000_000,
}

/**
 * RC, AC and RT chip resistors: size, tolerance, packing, temperature coefficient (`-` where it follows from the
 * value), reel, value, `L` for free of lead. The reel is part of the number, so `RC0603FR-101K2L` is 1.2 kΩ.
 */
export function decodeYageoResistor(mpn: string): DecodedPart | undefined {
  const match = /^(?:RC|AC|RT)(\d{4,5})([A-Z])[RKSC][A-Z-]?(?:07|10|13|7W|3W|7N|7T)([0-9RKM]{2,6})L?$/.exec(mpn)
  if (match === null) return undefined
  const [, size = '', letter = '', code = ''] = match
  const microOhms = readLetterPoint(code)
  if (microOhms === undefined) return undefined
  return decodedResistor(MAKER, { package: size, microOhms, tolerance: resistorTolerance(letter) })
}

/** Throws RangeError for a tolerance without a letter. */
export function encodeYageoResistor({ package: size, microOhms, tolerance }: ChipResistor): string {
  const letter = microOhms === 0 ? 'J' : toleranceLetter(tolerance, resistorTolerance)
  return `RC${size}${letter}R-07${writeLetterPoint(microOhms)}L`
}

/** CC chip capacitors: size, tolerance, packing, dielectric, voltage, electrode and process, value. */
export function decodeYageoCapacitor(mpn: string): DecodedPart | undefined {
  const match = /^CC(\d{4,5})([A-Z])[RKPFC](NPO|X5R|X7R|X6S|Y5V)([0-9A-Z])B[A-Z]([0-9R]{3})[A-Z]?$/.exec(mpn)
  if (match === null) return undefined
  const [, size = '', letter = '', dielectric = '', voltage = '', code = ''] = match
  const femtofarads = readPicofarads(code)
  if (femtofarads === undefined) return undefined
  return decodedCapacitor(MAKER, {
    package: size,
    femtofarads,
    dielectric: DIELECTRICS[dielectric],
    millivolts: MILLIVOLTS[voltage],
    tolerance: capacitorTolerance(letter, femtofarads),
  })
}

/** Throws RangeError for a value that the scheme cannot write. */
export function encodeYageoCapacitor(part: ChipCapacitor): string {
  const { femtofarads, dielectric } = part
  const letter = toleranceLetter(part.tolerance, (candidate) => capacitorTolerance(candidate, femtofarads))
  const isThick = part.package >= '0805' && femtofarads >= 1e9
  const process = dielectric === 'c0g' ? 'BN' : 'BB'
  const voltage = codeOf(MILLIVOLTS, part.millivolts)
  const packing = isThick ? 'K' : 'R'
  return `CC${part.package}${letter}${packing}${codeOf(DIELECTRICS, dielectric)}${voltage}${process}${writePicofarads(femtofarads)}`
}
