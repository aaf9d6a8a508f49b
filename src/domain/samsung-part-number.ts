import {
  capacitorTolerance,
  codeOf,
  decodedCapacitor,
  readPicofarads,
  toleranceLetter,
  writePicofarads,
  type ChipCapacitor,
  type DecodedPart,
} from './part-number-codes.js'

const SIZES: Readonly<Record<string, string>> = {
  '02': '01005',
  '03': '0201',
  '05': '0402',
  10: '0603',
  21: '0805',
  31: '1206',
  32: '1210',
  43: '1812',
  55: '2220',
}
const DIELECTRICS: Readonly<Record<string, string>> = {
  A: 'x5r',
  B: 'x7r',
  C: 'c0g',
  F: 'y5v',
  X: 'x6s',
  Y: 'x7s',
  Z: 'x7t',
}
const MILLIVOLTS: Readonly<Record<string, number>> = {
  S: 2_500,
  R: 4_000,
  Q: 6_300,
  P: 10_000,
  O: 16_000,
  A: 25_000,
  L: 35_000,
  B: 50_000,
  C: 100_000,
  D: 200_000,
  E: 250_000,
  G: 500_000,
  H: 630_000,
  I: 1_000_000,
  J: 2_000_000,
  K: 3_000_000,
}

/** CL chip capacitors: size, dielectric, value, tolerance, voltage, thickness, construction and packing. */
export function decodeSamsungCapacitor(mpn: string): DecodedPart | undefined {
  const match = /^CL(02|03|05|10|21|31|32|43|55)([A-CFXYZ])(\d{3}|\dR\d|R\d\d)([A-DFGJKMZ])([A-Z])[0-9A-Z]{1,6}$/.exec(
    mpn,
  )
  if (match === null) return undefined
  const [, size = '', dielectric = '', code = '', letter = '', voltage = ''] = match
  const femtofarads = readPicofarads(code)
  if (femtofarads === undefined) return undefined
  return decodedCapacitor('Samsung', {
    package: SIZES[size],
    femtofarads,
    dielectric: DIELECTRICS[dielectric],
    millivolts: MILLIVOLTS[voltage],
    tolerance: capacitorTolerance(letter, femtofarads),
  })
}

/** Thickness and packing follow from size and value. Throws RangeError for what the scheme cannot write. */
export function encodeSamsungCapacitor(part: ChipCapacitor): string {
  const { femtofarads } = part
  const letter = toleranceLetter(part.tolerance, (candidate) => capacitorTolerance(candidate, femtofarads))
  const kind = `${codeOf(SIZES, part.package)}${codeOf(DIELECTRICS, part.dielectric)}`
  const thickness = thicknessOf(part)
  const packing = 'FHJ'.includes(thickness) ? 'NNNE' : 'NNNC'
  return `CL${kind}${writePicofarads(femtofarads)}${letter}${codeOf(MILLIVOLTS, part.millivolts)}${thickness}${packing}`
}

/** 0.5 mm to 2.5 mm; thicker chips come in embossed tape. */
function thicknessOf({ package: size, femtofarads, dielectric }: ChipCapacitor): string {
  const nanofarads = femtofarads / 1e6
  if (size === '0402') return '5'
  if (size === '0603') return '8'
  if (size === '1210') return 'J'
  if (nanofarads >= 220) return size === '0805' ? 'F' : 'H'
  return size === '1206' || (dielectric !== 'c0g' && nanofarads >= 100) ? 'C' : 'A'
}
