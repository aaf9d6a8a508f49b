import { HOUSE_BRAND, letterPoint, MICRO, PERCENT, series, STRIP, withPrefix, type ShelfItem } from './shelf-item.js'

/** E12 from 10 Ω to 1 MΩ with wires, under the number of the house. */
export function leadedResistors(): ShelfItem[] {
  return series(12, 10, 1e6).map((ohms) => {
    const resistance = withPrefix(ohms, 'Ω')
    const number = letterPoint(ohms, 'R')
    return {
      sku: `MKX-RA25-${number}`,
      name: `Metal film resistor ${resistance} 1% 0.25 W axial`,
      description: `Resistor with wires for breadboards and perfboards, strip of ${STRIP}.`,
      category: 'resistors',
      brand: HOUSE_BRAND,
      priceMinor: 1_000,
      cls: 'resistor',
      specifications: { resistance, tolerance: '1%', power: '0.25 W', package: 'axial' },
      states: { resistance: ohms * MICRO, tolerance: PERCENT, power: 250_000, package: 'axial' },
      mpns: [`MXRA25-${number}`],
      tags: ['through-hole', 'passives'],
      packSize: STRIP,
    }
  })
}
