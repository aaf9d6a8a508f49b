import type { ChipResistor } from '../../domain/part-number-codes.js'
import { encodeUniRoyalResistor } from '../../domain/uni-royal-part-number.js'
import { encodeYageoResistor } from '../../domain/yageo-part-number.js'
import { letterPoint, MICRO, series, steps, STRIP, withPrefix, type ShelfItem } from './shelf-item.js'

/** One part of this many of a watt. */
const WATT_PART: Readonly<Record<string, number>> = { '0402': 16, '0603': 10, '0805': 8, '1206': 4 }
const PRICE: Readonly<Record<string, number>> = { '0402': 500, '0603': 600, '0805': 800, '1206': 1_200 }
const MAKERS = [
  { brand: 'uni-royal', name: 'UNI-ROYAL', letter: 'U', encode: encodeUniRoyalResistor },
  { brand: 'yageo', name: 'Yageo', letter: 'Y', encode: encodeYageoResistor },
] as const

/** E24 from 10 Ω to 1 MΩ and jumpers in three sizes of two makers; E12 in 1206 of one. */
export function chipResistors(): ShelfItem[] {
  const small = ['0402', '0603', '0805'].flatMap((size) => [0, ...series(24, 10, 1e6)].map((ohms) => ({ size, ohms })))
  const large = [0, ...series(12, 10, 1e6)].map((ohms) => ({ size: '1206', ohms }))
  return [
    ...MAKERS.flatMap((maker) => small.map((chip) => chipResistor(maker, chip))),
    ...large.map((chip) => chipResistor(MAKERS[1], chip)),
  ]
}

function chipResistor(maker: (typeof MAKERS)[number], { size, ohms }: { size: string; ohms: number }): ShelfItem {
  const part: ChipResistor = { package: size, microOhms: ohms * 1e6, tolerance: 10_000 }
  const wattPart = WATT_PART[size] ?? 1
  const power = `1/${wattPart} W`
  const resistance = withPrefix(ohms, 'Ω')
  const tolerance = ohms === 0 ? {} : { tolerance: '1%' }
  const value = ohms === 0 ? 'jumper 0 Ω' : `${resistance} 1%`
  return {
    sku: `MKX-R${maker.letter}${size}-${letterPoint(ohms, 'R')}`,
    name: `Chip resistor ${value} ${power} ${size} ${maker.name}`,
    description: `Thick film chip resistor, strip of ${STRIP}.`,
    category: 'resistors',
    brand: maker.brand,
    priceMinor: (PRICE[size] ?? 0) + (maker.letter === 'Y' ? 100 : 0),
    cls: 'resistor',
    specifications: { resistance, ...tolerance, power, package: size },
    states: {
      ...{ resistance: part.microOhms, power: steps(1 / wattPart, MICRO), package: size },
      ...(ohms !== 0 && { tolerance: part.tolerance }),
    },
    mpns: [maker.encode(part)],
    tags: ['smd', 'passives'],
    packSize: STRIP,
  }
}
