import { fastenerPack } from './screws.js'
import { HOUSE_BRAND, MILLI, plainNumber, steps, type ShelfItem } from './shelf-item.js'

/** Nuts, washers, heat-set inserts, standoffs and dowel pins. */
export function nutsAndWashers(): ShelfItem[] {
  return [
    ...NUTS.flatMap(({ diameters, ...nut }) => diameters.map((diameter) => plainNut(nut, diameter))),
    ...T_NUTS.map(([slot, diameter]) => tNut(slot, diameter)),
    ...WASHERS.flatMap((kind) => Object.entries(kind.sizes).map(([diameter, size]) => washer(kind, diameter, size))),
    ...INSERTS.map((size) => insert(size)),
    ...STANDOFF_LENGTHS.flatMap((length) => [standoff('female-female', length), standoff('male-female', length)]),
    ...PINS.flatMap(([diameter, lengths]) => lengths.map((length) => pin(diameter, length))),
  ]
}

const ALL = [2, 2.5, 3, 4, 5, 6, 8]
const NUTS = [
  { code: 'NUT', kind: 'hex', name: 'Hex nut', standard: 'ISO 4032', diameters: ALL },
  { code: 'NYLOC', kind: 'nyloc', name: 'Nyloc lock nut', standard: 'ISO 10511', diameters: ALL },
  { code: 'THIN', kind: 'thin', name: 'Thin hex nut', standard: 'ISO 4035', diameters: ALL },
  { code: 'FLANGE', kind: 'flange', name: 'Flange nut', standard: 'DIN 6923', diameters: [4, 5, 6, 8] },
  { code: 'SQUARE', kind: 'square', name: 'Square nut', standard: 'DIN 562', diameters: [3, 4, 5, 6, 8] },
]
/** Slot of the profile and thread. */
const T_NUTS: readonly (readonly [slot: number, diameter: number])[] = [
  [20, 3],
  [20, 4],
  [20, 5],
  [30, 5],
  [30, 6],
  [40, 6],
  [40, 8],
]
/** Outer diameter and thickness in mm by the standards. */
const WASHERS: readonly WasherKind[] = [
  {
    code: 'WASH',
    kind: 'plain',
    name: 'Washer',
    standard: 'ISO 7089',
    sizes: { 2: [5, 0.3], 2.5: [6, 0.5], 3: [7, 0.5], 4: [9, 0.8], 5: [10, 1], 6: [12, 1.6], 8: [16, 1.6] },
  },
  {
    code: 'WASHL',
    kind: 'large',
    name: 'Large washer',
    standard: 'ISO 7093',
    sizes: { 3: [9, 0.8], 4: [12, 1], 5: [15, 1], 6: [18, 1.6], 8: [24, 2] },
  },
  {
    code: 'WASHS',
    kind: 'spring',
    name: 'Spring washer',
    standard: 'DIN 127',
    sizes: {
      2: [4.4, 0.5],
      2.5: [5.1, 0.6],
      3: [6.2, 0.8],
      4: [7.6, 0.9],
      5: [9.2, 1.2],
      6: [11.8, 1.6],
      8: [14.8, 2],
    },
  },
]
/** Thread, length, outer diameter in mm. */
const INSERTS: readonly (readonly [diameter: number, length: number, outer: number])[] = [
  [2, 3, 3.2],
  [2, 4, 3.2],
  [2, 5, 3.5],
  [2.5, 3, 3.5],
  [2.5, 4, 3.5],
  [2.5, 5, 4],
  [3, 3, 4.2],
  [3, 4, 4.2],
  [3, 5, 4.2],
  [3, 5, 5],
  [3, 6, 4.6],
  [3, 8, 4.6],
  [4, 4, 5.6],
  [4, 6, 5.6],
  [4, 8, 6],
  [5, 6, 7],
  [5, 8, 7],
  [5, 10, 7],
  [6, 8, 8],
  [6, 10, 8],
]
const STANDOFF_LENGTHS = [5, 6, 8, 10, 12, 15, 18, 20, 25, 30]
const PINS: readonly (readonly [diameter: number, lengths: readonly number[]])[] = [
  [2, [8, 10, 12, 16, 20]],
  [3, [10, 12, 16, 20, 24, 30]],
  [4, [12, 16, 20, 24, 30, 40]],
  [5, [16, 20, 24, 30, 40]],
  [6, [20, 24, 30, 40]],
  [8, [30, 40]],
]

function plainNut(nut: NutKind, diameter: number): ShelfItem {
  const thread = `M${plainNumber(diameter)}`
  return fastener('nut', diameter, {
    sku: `MKX-${nut.code}-${skuSize(diameter)}`,
    name: `${nut.name} ${thread} ${nut.standard}`,
    description: `Steel, zinc plated, pack of ${fastenerPack(diameter)}.`,
    specifications: { thread, kind: nut.name.toLowerCase(), standard: nut.standard },
    states: { diameter: steps(diameter, MILLI), kind: nut.kind },
  })
}

function tNut(slot: number, diameter: number): ShelfItem {
  return fastener('nut', diameter, {
    sku: `MKX-TNUT-${slot}-M${diameter}`,
    name: `T-nut M${diameter} for ${slot}${slot} profile`,
    description: `Hammer nut for slots of aluminium profiles, pack of ${fastenerPack(diameter)}.`,
    specifications: { thread: `M${diameter}`, kind: 't-nut', profile: `${slot}${slot}` },
    states: { diameter: diameter * MILLI, kind: 't-nut', slot },
  })
}

function washer(kind: WasherKind, diameter: string, [outer, thickness]: readonly [number, number]): ShelfItem {
  return fastener('washer', Number(diameter), {
    sku: `MKX-${kind.code}-${skuSize(Number(diameter))}`,
    name: `${kind.name} M${diameter} x ${outer} mm x ${thickness} mm ${kind.standard}`,
    description: `Steel, zinc plated, pack of ${fastenerPack(Number(diameter))}.`,
    specifications: { thread: `M${diameter}`, kind: kind.name.toLowerCase(), standard: kind.standard },
    states: {
      ...{ diameter: steps(Number(diameter), MILLI), outer_diameter: steps(outer, MILLI) },
      ...{ thickness: steps(thickness, MILLI), kind: kind.kind },
    },
  })
}

function insert([diameter, length, outer]: (typeof INSERTS)[number]): ShelfItem {
  const thread = `M${plainNumber(diameter)}`
  return fastener('insert', diameter, {
    sku: `MKX-INS-${skuSize(diameter)}-${length}X${plainNumber(outer).replace('.', '')}`,
    name: `Brass heat-set insert ${thread}xL${length}xOD${plainNumber(outer)}`,
    description: `Threaded insert for printed parts, pack of ${fastenerPack(diameter)}.`,
    specifications: { thread, length: `${length} mm`, outer_diameter: `${plainNumber(outer)} mm`, material: 'brass' },
    states: { diameter: steps(diameter, MILLI), length: length * MILLI, outer_diameter: steps(outer, MILLI) },
  })
}

function standoff(gender: string, length: number): ShelfItem {
  return fastener('standoff', 3, {
    sku: `MKX-STND-M3-${length}${gender === 'male-female' ? 'MF' : 'FF'}`,
    name: `Brass standoff M3 x ${length} mm ${gender}`,
    description: `Hexagonal spacer with threads, pack of ${fastenerPack(3)}.`,
    specifications: { thread: 'M3', length: `${length} mm`, gender, material: 'brass' },
    states: { diameter: 3 * MILLI, length: length * MILLI, gender, material: 'brass' },
  })
}

function pin(diameter: number, length: number): ShelfItem {
  return fastener('pin', diameter, {
    sku: `MKX-PIN-${diameter}X${length}`,
    name: `Dowel pin ${diameter} x ${length} mm ISO 8734`,
    description: `Hardened parallel pin, pack of ${fastenerPack(diameter)}.`,
    specifications: { diameter: `${diameter} mm`, length: `${length} mm`, standard: 'ISO 8734', material: 'steel' },
    states: { diameter: diameter * MILLI, length: length * MILLI, kind: 'dowel', material: 'steel' },
  })
}

type FastenerTexts = Pick<ShelfItem, 'sku' | 'name' | 'description' | 'specifications' | 'states'>

function fastener(
  cls: 'nut' | 'washer' | 'insert' | 'standoff' | 'pin',
  diameter: number,
  texts: FastenerTexts,
): ShelfItem {
  const pack = fastenerPack(diameter)
  const paiseEach = { nut: 60, washer: 30, insert: 300, standoff: 500, pin: 400 }[cls]
  return {
    ...texts,
    category: 'nuts-washers',
    brand: HOUSE_BRAND,
    priceMinor: Math.round(pack * paiseEach * (0.5 + diameter / 4)),
    cls,
    tags: ['fasteners'],
    packSize: pack,
  }
}

function skuSize(diameter: number): string {
  return `M${plainNumber(diameter).replace('.', '')}`
}

interface NutKind {
  readonly code: string
  readonly kind: string
  readonly name: string
  readonly standard: string
}

interface WasherKind {
  readonly code: string
  readonly kind: string
  readonly name: string
  readonly standard: string
  readonly sizes: Readonly<Record<string, readonly [outer: number, thickness: number]>>
}
