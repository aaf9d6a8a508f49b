import type { PartClass } from '../../domain/part-class.js'
import { BOARDS, CONSUMABLES, MODULES, PRINTER_PARTS, SERVOS, TOOLS, type ModuleRow } from './module-table.js'
import { HOUSE_BRAND, MICRO, MILLI, plainNumber, steps, type ShelfItem } from './shelf-item.js'

/** Boards, modules, parts of printers, power supplies, tools and what is used up. */
export function modules(): ShelfItem[] {
  return [
    ...BOARDS.map((row) =>
      listed(row, { prefix: 'MOD', category: 'boards', cls: 'module', tags: ['microcontroller'] }),
    ),
    ...MODULES.map((row) => listed(row, { prefix: 'MOD', category: 'modules', cls: 'module', tags: ['electronics'] })),
    ...SERVOS.map((row) => listed(row, { prefix: 'MOD', category: 'modules', cls: 'motor', tags: ['electronics'] })),
    ...PRINTER_PARTS.map((row) => listed(row, { prefix: '3DP', category: 'printer-parts', tags: ['3d-printing'] })),
    ...NOZZLES.flatMap((kind) => NOZZLE_SIZES.map((size) => nozzle(kind, size))),
    ...SUPPLIES.flatMap(([watts, volts]) => volts.map((voltage) => powerSupply(watts, voltage))),
    ...TOOLS.map((row) => listed(row, { prefix: 'TOOL', category: 'hand-tools', cls: 'tool', tags: ['tools'] })),
    ...CONSUMABLES.map((row) => listed(row, { prefix: 'CONS', category: 'consumables', cls: 'consumable', tags: [] })),
  ]
}

interface Shelf {
  readonly prefix: string
  readonly category: string
  readonly cls?: PartClass
  readonly tags: readonly string[]
}

function listed([code, name, rupees, aliases, brand]: ModuleRow, { prefix, category, cls, tags }: Shelf): ShelfItem {
  return {
    sku: `MKX-${prefix}-${code}`,
    name,
    description: `${name}.`,
    category,
    brand: brand ?? HOUSE_BRAND,
    priceMinor: rupees * 100,
    ...(cls !== undefined && { cls }),
    specifications: {},
    ...(aliases !== undefined && { aliases }),
    tags,
  }
}

const NOZZLES = [
  { code: 'BR', name: 'brass', rupees: 45 },
  { code: 'HS', name: 'hardened steel', rupees: 240 },
]
const NOZZLE_SIZES = [0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1]

function nozzle(kind: (typeof NOZZLES)[number], size: number): ShelfItem {
  return {
    sku: `MKX-3DP-NOZ-${kind.code}-${plainNumber(size * 100)}`,
    name: `V6 nozzle ${kind.name} ${size} mm`,
    description: 'Nozzle with M6 thread for 1.75 mm filament.',
    category: 'printer-parts',
    brand: HOUSE_BRAND,
    priceMinor: kind.rupees * 100,
    specifications: {},
    tags: ['3d-printing'],
    compatibility: ['V6', 'Prusa MK3S+', 'Voron 2.4'],
  }
}

/** Enclosed supplies of the LRS series: watts and the voltages in which they are made. */
const SUPPLIES: readonly (readonly [watts: number, volts: readonly number[]])[] = [
  [35, [5, 12, 15, 24, 36, 48]],
  [50, [3.3, 5, 12, 15, 24, 36, 48]],
  [75, [5, 12, 15, 24, 36, 48]],
  [100, [5, 12, 15, 24, 36, 48]],
  [150, [12, 15, 24, 36, 48]],
  [200, [5, 12, 24, 48]],
  [350, [5, 12, 24, 36, 48]],
]

function powerSupply(watts: number, volts: number): ShelfItem {
  const number = `LRS-${watts}-${volts}`
  return {
    sku: `MKX-PSU-LRS${watts}-${plainNumber(volts).replace('.', '')}`,
    name: `Power supply ${number} ${volts} V ${watts} W`,
    description: 'Enclosed switching supply for 85 to 264 V AC.',
    category: 'power-supplies',
    brand: 'mean-well',
    priceMinor: 60_000 + watts * 600,
    cls: 'power_supply',
    specifications: { model: number, voltage: `${volts} V`, power: `${watts} W` },
    states: { voltage: steps(volts, MILLI), power: watts * MICRO },
    mpns: [number],
    tags: ['power'],
  }
}
