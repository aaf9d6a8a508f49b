import { HOUSE_BRAND, MILLI, plainNumber, steps, type ShelfItem } from './shelf-item.js'

interface Thread {
  readonly diameter: number
  readonly pitch: number
  readonly lengths: readonly number[]
}

/** Coarse threads of ISO 261 with the lengths that makers ask for. */
const THREADS: readonly Thread[] = [
  { diameter: 2, pitch: 0.4, lengths: [4, 5, 6, 8, 10, 12, 16, 20] },
  { diameter: 2.5, pitch: 0.45, lengths: [4, 5, 6, 8, 10, 12, 16, 20] },
  { diameter: 3, pitch: 0.5, lengths: [5, 6, 8, 10, 12, 14, 16, 18, 20, 25, 30, 35, 40] },
  { diameter: 4, pitch: 0.7, lengths: [6, 8, 10, 12, 16, 20, 25, 30, 35, 40] },
  { diameter: 5, pitch: 0.8, lengths: [6, 8, 10, 12, 16, 20, 25, 30, 35, 40, 45, 50] },
  { diameter: 6, pitch: 1, lengths: [8, 10, 12, 16, 20, 25, 30, 40, 50, 60] },
  { diameter: 8, pitch: 1.25, lengths: [12, 16, 20, 25, 30, 40, 50, 60, 80] },
]

interface Head {
  readonly code: string
  readonly name: string
  readonly head: string
  readonly drive: string
  readonly standard: string
  readonly material: string
  readonly diameters: readonly number[]
}

const ALL = [2, 2.5, 3, 4, 5, 6, 8]
const HEADS: readonly Head[] = [
  ...[
    { code: 'SHCS', name: 'Socket head cap screw', head: 'socket', drive: 'hex socket', standard: 'ISO 4762' },
  ].flatMap((head) => [
    { ...head, material: 'steel 12.9', diameters: ALL },
    { ...head, code: 'SHCSA2', material: 'stainless A2', diameters: [2, 2.5, 3, 4, 5] },
  ]),
  ...[
    { code: 'BHCS', name: 'Button head screw', head: 'button', drive: 'hex socket', standard: 'ISO 7380-1' },
    { code: 'FHCS', name: 'Countersunk screw', head: 'countersunk', drive: 'hex socket', standard: 'ISO 10642' },
  ].map((head) => ({ ...head, material: 'steel 10.9', diameters: ALL })),
  {
    code: 'PAN',
    name: 'Pan head screw',
    head: 'pan',
    drive: 'cross recess',
    standard: 'ISO 7045',
    material: 'stainless A2',
    diameters: [2, 2.5, 3, 4, 5],
  },
  {
    code: 'HEX',
    name: 'Hex head screw',
    head: 'hex',
    drive: 'hex',
    standard: 'ISO 4017',
    material: 'steel 8.8',
    diameters: [4, 5, 6, 8],
  },
  {
    code: 'SETF',
    name: 'Set screw flat point',
    head: 'set',
    drive: 'hex socket',
    standard: 'ISO 4026',
    material: 'steel 45H',
    diameters: [3, 4, 5, 6],
  },
  {
    code: 'SETC',
    name: 'Set screw cup point',
    head: 'set',
    drive: 'hex socket',
    standard: 'ISO 4029',
    material: 'steel 45H',
    diameters: [3, 4, 5, 6],
  },
]
/** Set screws are short. */
const LONGEST_SET_SCREW = 20

/** Machine screws from M2 to M8 by their standards, in packs. */
export function screws(): ShelfItem[] {
  return HEADS.flatMap((head) =>
    THREADS.filter(({ diameter }) => head.diameters.includes(diameter)).flatMap((thread) =>
      thread.lengths
        .filter((length) => head.head !== 'set' || length <= LONGEST_SET_SCREW)
        .map((length) => screw(head, thread, length)),
    ),
  )
}

/** Fewer of the large ones in a pack. */
export function fastenerPack(diameter: number): number {
  if (diameter <= 3) return 50
  return diameter <= 5 ? 25 : 10
}

function screw(head: Head, { diameter, pitch }: Thread, length: number): ShelfItem {
  const size = `M${plainNumber(diameter)}x${length}`
  const pack = fastenerPack(diameter)
  const isStainless = head.material.startsWith('stainless')
  return {
    sku: `MKX-${head.code}-${size.replace('.', '').toUpperCase()}`,
    name: `${head.name} ${size} ${head.standard} ${head.material}`,
    description: `Machine screw, pack of ${pack}.`,
    category: 'screws',
    brand: HOUSE_BRAND,
    priceMinor: Math.round(pack * diameter * (10 + length / 2) * (isStainless ? 3 : 2)),
    cls: 'screw',
    specifications: {
      thread: `M${plainNumber(diameter)}`,
      pitch: `${pitch} mm`,
      length: `${length} mm`,
      head: head.head,
      drive: head.drive,
      standard: head.standard,
      material: head.material,
    },
    states: {
      ...{ diameter: steps(diameter, MILLI), pitch: steps(pitch, MILLI), length: length * MILLI },
      ...{ head: head.head, drive: head.drive === 'cross recess' ? 'cross' : head.drive },
      ...(isStainless && { material: 'stainless' }),
    },
    tags: ['fasteners'],
    packSize: pack,
  }
}
