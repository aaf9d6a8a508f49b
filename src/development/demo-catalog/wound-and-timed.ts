import {
  FEMTO,
  HOUSE_BRAND,
  letterPoint,
  MICRO,
  MILLI,
  PERCENT,
  PICO,
  plainNumber,
  series,
  steps,
  STRIP,
  withPrefix,
  type ShelfItem,
} from './shelf-item.js'

/** Electrolytic capacitors, inductors, ferrite beads and crystals in usual values and sizes. */
export function woundAndTimed(): ShelfItem[] {
  return [
    ...[16, 25, 50].flatMap((volts) => series(6, 10, 1_000).map((microfarads) => electrolytic(microfarads, volts))),
    ...['0805', '1210'].flatMap((size) => series(6, 1, 1_000).map((microhenries) => inductor(microhenries, size))),
    ...series(6, 1, 100).map((microhenries) => inductor(microhenries, 'axial')),
    ...['0402', '0603', '0805'].flatMap((size) => FERRITE_OHMS.map((ohms) => ferrite(ohms, size))),
    ...HC49_MEGAHERTZ.map((megahertz) => crystal(megahertz, 'HC-49S')),
    ...CHIP_MEGAHERTZ.map((megahertz) => crystal(megahertz, '3225')),
  ]
}

const FERRITE_OHMS = [60, 120, 220, 330, 600, 1_000]
const HC49_MEGAHERTZ = [0.032768, 4, 6, 8, 10, 11.0592, 12, 14.7456, 16, 20, 24, 25]
const CHIP_MEGAHERTZ = [8, 12, 16, 20, 24, 25, 26, 27, 32, 40]

function electrolytic(microfarads: number, volts: number): ShelfItem {
  const capacitance = `${microfarads} µF`
  return {
    sku: `MKX-CE-${microfarads}U-${volts}V`,
    name: `Electrolytic capacitor ${capacitance} ${volts} V radial`,
    description: `Aluminium electrolytic capacitor with wires, 105 °C, strip of ${STRIP}.`,
    category: 'capacitors',
    brand: HOUSE_BRAND,
    priceMinor: 1_500 + Math.round((microfarads * volts) / 5) * 10,
    cls: 'capacitor',
    specifications: { capacitance, voltage: `${volts} V`, tolerance: '20%', package: 'radial' },
    states: {
      ...{ capacitance: steps(microfarads * 1e-6, FEMTO), voltage: volts * MILLI },
      ...{ tolerance: 20 * PERCENT, package: 'radial' },
    },
    mpns: [`MXCE${microfarads}-${volts}`],
    tags: ['through-hole', 'passives'],
    packSize: STRIP,
  }
}

function inductor(microhenries: number, size: string): ShelfItem {
  const inductance = withPrefix(microhenries * 1e-6, 'H')
  const isChip = size !== 'axial'
  return {
    sku: `MKX-L${isChip ? size : 'AX'}-${letterPoint(microhenries * 1e-6, 'H')}`,
    name: `${isChip ? 'Chip inductor' : 'Inductor'} ${inductance} ${size}`,
    description: `Inductor, strip of ${STRIP}.`,
    category: 'inductors-crystals',
    brand: HOUSE_BRAND,
    priceMinor: isChip ? 2_500 : 3_000,
    cls: 'inductor',
    specifications: { inductance, tolerance: isChip ? '20%' : '10%', package: size },
    states: {
      ...{ inductance: steps(microhenries * 1e-6, PICO), package: size },
      tolerance: (isChip ? 20 : 10) * PERCENT,
    },
    tags: [isChip ? 'smd' : 'through-hole', 'passives'],
    packSize: STRIP,
  }
}

function ferrite(ohms: number, size: string): ShelfItem {
  const impedance = `${withPrefix(ohms, 'Ω')} @ 100 MHz`
  return {
    sku: `MKX-FB${size}-${letterPoint(ohms, 'R')}`,
    name: `Ferrite bead ${impedance} ${size}`,
    description: `Chip ferrite bead against noise on supply lines, strip of ${STRIP}.`,
    category: 'inductors-crystals',
    brand: HOUSE_BRAND,
    priceMinor: 1_500,
    cls: 'ferrite',
    specifications: { impedance, package: size },
    states: { impedance: ohms * MICRO, package: size },
    tags: ['smd', 'passives'],
    packSize: STRIP,
  }
}

function crystal(megahertz: number, size: string): ShelfItem {
  const frequency = megahertz < 1 ? `${plainNumber(megahertz * 1_000)} kHz` : `${String(megahertz)} MHz`
  const load = megahertz < 1 ? 12.5 : 20
  const code = String(megahertz).replace('.', 'M')
  return {
    sku: `MKX-Y-${code}-${size.replace('-', '')}`,
    name: `Crystal ${frequency} ${load} pF ${size}`,
    description: 'Quartz crystal for clocks of microcontrollers.',
    category: 'inductors-crystals',
    brand: HOUSE_BRAND,
    priceMinor: size === '3225' ? 2_500 : 1_500,
    cls: 'crystal',
    specifications: { frequency, load_capacitance: `${load} pF`, package: size },
    states: {
      ...{ frequency: steps(megahertz * MICRO, MILLI), load_capacitance: steps(load * 1e-12, FEMTO) },
      package: size === 'HC-49S' ? 'hc-49' : size,
    },
    tags: [size === '3225' ? 'smd' : 'through-hole'],
  }
}
