import { capacitorTolerance, decodedCapacitor, readPicofarads, type DecodedPart } from './part-number-codes.js'

const SIZES: Readonly<Record<string, string>> = {
  '02': '01005',
  '03': '0201',
  15: '0402',
  18: '0603',
  21: '0805',
  31: '1206',
  32: '1210',
  43: '1812',
  55: '2220',
}
/** Codes that are not listed here leave the dielectric unknown. */
const DIELECTRICS: Readonly<Record<string, string>> = {
  '5C': 'c0g',
  R6: 'x5r',
  R7: 'x7r',
  C7: 'x7s',
  C8: 'x6s',
  D7: 'x7t',
  F5: 'y5v',
}
const MILLIVOLTS: Readonly<Record<string, number>> = {
  '0E': 2_500,
  '0G': 4_000,
  '0J': 6_300,
  '1A': 10_000,
  '1C': 16_000,
  '1E': 25_000,
  '1V': 35_000,
  YA: 35_000,
  '1H': 50_000,
  '1J': 63_000,
  '1K': 80_000,
  '2A': 100_000,
  '2D': 200_000,
  '2E': 250_000,
  '2H': 500_000,
  '2J': 630_000,
  '3A': 1_000_000,
}

/** GRM chip capacitors: size, thickness, dielectric, voltage, value, tolerance, individual specification, packing. */
export function decodeMurataCapacitor(mpn: string): DecodedPart | undefined {
  const match = /^GRM(\d{2})[0-9A-Z]([0-9A-Z]{2})([0-9Y][A-Z])(\d{3}|\dR\d|R\d\d)([A-DFGJKMWZ])[0-9A-Z]{0,5}$/.exec(mpn)
  if (match === null) return undefined
  const [, size = '', dielectric = '', voltage = '', code = '', letter = ''] = match
  const femtofarads = readPicofarads(code)
  if (femtofarads === undefined) return undefined
  return decodedCapacitor('Murata', {
    package: SIZES[size],
    femtofarads,
    dielectric: DIELECTRICS[dielectric],
    millivolts: MILLIVOLTS[voltage],
    tolerance: capacitorTolerance(letter, femtofarads),
  })
}
