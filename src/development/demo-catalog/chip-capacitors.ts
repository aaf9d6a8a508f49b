import type { ChipCapacitor } from '../../domain/part-number-codes.js'
import { encodeSamsungCapacitor } from '../../domain/samsung-part-number.js'
import { encodeYageoCapacitor } from '../../domain/yageo-part-number.js'
import { letterPoint, PERCENT, series, STRIP, withPrefix, type ShelfItem } from './shelf-item.js'

const MAKERS = [
  { brand: 'samsung', name: 'Samsung', letter: 'S', encode: encodeSamsungCapacitor },
  { brand: 'yageo', name: 'Yageo', letter: 'Y', encode: encodeYageoCapacitor },
] as const

interface Chip {
  readonly size: string
  readonly dielectric: 'C0G' | 'X7R' | 'X5R'
  readonly picofarads: number
  readonly volts: number
}

/** X5R: microfarads and volts that exist in each size. */
const LARGE: readonly (readonly [size: string, microfarads: number, volts: number])[] = [
  ['0402', 1, 16],
  ['0402', 2.2, 10],
  ['0402', 4.7, 6.3],
  ['0402', 10, 6.3],
  ['0603', 1, 25],
  ['0603', 2.2, 16],
  ['0603', 4.7, 10],
  ['0603', 10, 10],
  ['0603', 22, 6.3],
  ['0805', 1, 50],
  ['0805', 2.2, 25],
  ['0805', 4.7, 25],
  ['0805', 10, 25],
  ['0805', 22, 16],
  ['0805', 47, 6.3],
  ['1206', 4.7, 50],
  ['1206', 10, 25],
  ['1206', 22, 25],
  ['1206', 47, 10],
  ['1210', 10, 50],
  ['1210', 22, 25],
  ['1210', 47, 16],
]

/** C0G from 1 pF to 1 nF, X7R from 1 nF to 1 µF, X5R from 1 to 47 µF, of two makers. */
export function chipCapacitors(): ShelfItem[] {
  const chips: Chip[] = [
    ...['0402', '0603', '0805'].flatMap((size) =>
      series(6, 1, 1_000).map((picofarads) => ({ size, dielectric: 'C0G' as const, picofarads, volts: 50 })),
    ),
    ...series(6, 1_000, 100_000).map((picofarads) => x7r('0402', picofarads)),
    ...['0603', '0805'].flatMap((size) => series(6, 1_000, 1_000_000).map((picofarads) => x7r(size, picofarads))),
    ...LARGE.map(([size, microfarads, volts]) => {
      return { size, dielectric: 'X5R' as const, picofarads: Math.round(microfarads * 1e6), volts }
    }),
  ]
  return MAKERS.flatMap((maker) => chips.map((chip) => chipCapacitor(maker, chip)))
}

/** The smaller the chip, the lower the voltage that it stands at a value. */
function x7r(size: string, picofarads: number): Chip {
  const limit = { '0402': 10_000, '0603': 100_000 }[size] ?? 1_000_000
  const volts = picofarads <= limit ? 50 : picofarads <= 4.7 * limit ? 25 : 16
  return { size, dielectric: 'X7R', picofarads, volts }
}

function chipCapacitor(maker: (typeof MAKERS)[number], { size, dielectric, picofarads, volts }: Chip): ShelfItem {
  const capacitance = withPrefix(picofarads * 1e-12, 'F')
  const { tolerance, ppm } = toleranceOf(dielectric, picofarads)
  const part: ChipCapacitor = {
    package: size,
    femtofarads: Math.round(picofarads * 1_000),
    dielectric: dielectric.toLowerCase(),
    millivolts: volts * 1_000,
    tolerance: ppm,
  }
  return {
    sku: `MKX-C${maker.letter}${size}-${letterPoint(picofarads * 1e-12, 'F')}-${dielectric}`,
    name: `Chip capacitor ${capacitance} ${volts} V ${dielectric} ${size} ${maker.name}`,
    description: `Ceramic multilayer chip capacitor, strip of ${STRIP}.`,
    category: 'capacitors',
    brand: maker.brand,
    priceMinor: price(size, picofarads) + (maker.letter === 'Y' ? 100 : 0),
    cls: 'capacitor',
    specifications: { capacitance, voltage: `${volts} V`, dielectric, tolerance, package: size },
    states: {
      ...{ capacitance: part.femtofarads, voltage: part.millivolts, dielectric: part.dielectric, package: size },
      tolerance: ppm,
    },
    mpns: [maker.encode(part)],
    tags: ['smd', 'passives'],
    packSize: STRIP,
  }
}

/** Below 10 pF makers state a fixed deviation, which is the larger a share the smaller the value. */
function toleranceOf(dielectric: string, picofarads: number): { tolerance: string; ppm: number } {
  if (dielectric === 'C0G' && picofarads < 10) {
    return { tolerance: '±0.25 pF', ppm: Math.round((0.25 / picofarads) * 1e6) }
  }
  const percent = { C0G: 5, X7R: 10 }[dielectric] ?? 20
  return { tolerance: `${percent}%`, ppm: percent * PERCENT }
}

function price(size: string, picofarads: number): number {
  const base = { '0402': 600, '0603': 800, '0805': 1_000, '1206': 2_500 }[size] ?? 4_000
  return base + (picofarads >= 1e6 ? Math.round(picofarads / 1e6) * 150 : 0)
}
