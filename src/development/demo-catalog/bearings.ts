import { HOUSE_BRAND, MILLI, steps, type ShelfItem, type StatedValues } from './shelf-item.js'

/** Bore, outer diameter and width in mm (ISO 15). */
const SIZES: Readonly<Record<string, readonly [bore: number, outer: number, width: number]>> = {
  '603': [3, 9, 5],
  '604': [4, 12, 4],
  '605': [5, 14, 5],
  '606': [6, 17, 6],
  '607': [7, 19, 6],
  '608': [8, 22, 7],
  '623': [3, 10, 4],
  '624': [4, 13, 5],
  '625': [5, 16, 5],
  '626': [6, 19, 6],
  '688': [8, 16, 5],
  '693': [3, 8, 4],
  MR63: [3, 6, 2.5],
  MR105: [5, 10, 4],
  MR115: [5, 11, 4],
  '6000': [10, 26, 8],
  '6001': [12, 28, 8],
  '6002': [15, 32, 9],
  '6003': [17, 35, 10],
  '6800': [10, 19, 5],
  '6801': [12, 21, 5],
  '6802': [15, 24, 5],
  '6803': [17, 26, 5],
  '6804': [20, 32, 7],
  '6805': [25, 37, 7],
  '6806': [30, 42, 7],
  '6807': [35, 47, 7],
  '6808': [40, 52, 7],
}
const FLANGED: typeof SIZES = { F623: [3, 10, 4], F625: [5, 16, 5], F688: [8, 16, 5], F695: [5, 13, 4] }
const LINEAR: typeof SIZES = {
  LM6UU: [6, 12, 19],
  LM8UU: [8, 15, 24],
  LM10UU: [10, 19, 29],
  LM12UU: [12, 21, 30],
  LM6LUU: [6, 12, 35],
  LM8LUU: [8, 15, 45],
  LM10LUU: [10, 19, 55],
  LM12LUU: [12, 21, 57],
}

/** Ball bearings by their numbers, linear bearings, carriages, rails and smooth rods. */
export function bearings(): ShelfItem[] {
  const shields = ['ZZ', '2RS']
  return [
    ...Object.entries(SIZES).flatMap(([number, size]) => shields.map((shield) => ballBearing(number, shield, size))),
    ...Object.entries(FLANGED).map(([number, size]) => ballBearing(number, 'ZZ', size)),
    grooved(),
    ...Object.entries(LINEAR).map(([number, size]) => linearBearing(number, size)),
    ...[7, 9, 12].flatMap((width) => ['C', 'H'].map((length) => carriage(`MGN${width}${length}`))),
    ...[7, 9, 12].flatMap((width) => RAIL_LENGTHS.map((length) => rail(`MGN${width}`, length))),
    ...[6, 8, 10, 12].flatMap((diameter) => [300, 400, 500].map((length) => rod(diameter, length))),
  ]
}

const RAIL_LENGTHS = [100, 150, 200, 250, 300, 350, 400, 450, 500, 550, 600]

function ballBearing(
  number: string,
  shield: string,
  [bore, outer, width]: readonly [number, number, number],
): ShelfItem {
  const isFlanged = number.startsWith('F')
  return {
    sku: `MKX-BRG-${number}${shield}`,
    name: `${isFlanged ? 'Flanged ball bearing' : 'Ball bearing'} ${number}${shield} ${bore}x${outer}x${width} mm`,
    description:
      shield === 'ZZ' ? 'Deep groove ball bearing with steel shields.' : 'Deep groove ball bearing with rubber seals.',
    category: 'bearings',
    brand: HOUSE_BRAND,
    priceMinor: 2_500 + outer * 200 + (isFlanged ? 1_500 : 0),
    cls: 'bearing',
    specifications: { bearing: `${number}${shield}`, size: `${bore}x${outer}x${width} mm` },
    states: { ...sizeOf([bore, outer, width]), shield: shield.toLowerCase() },
    tags: ['motion'],
  }
}

function sizeOf([bore, outer, width]: readonly [number, number, number]): StatedValues {
  return { inner_diameter: bore * MILLI, outer_diameter: outer * MILLI, width: steps(width, MILLI) }
}

/** Runs on a profile's edge; another part than the plain 624. */
function grooved(): ShelfItem {
  return {
    sku: 'MKX-BRG-U624ZZ',
    name: 'U-groove bearing U624ZZ 4x13x7 mm',
    description: 'Ball bearing with a groove for rods and wires.',
    category: 'bearings',
    brand: HOUSE_BRAND,
    priceMinor: 6_500,
    cls: 'bearing',
    specifications: { bearing: 'U624ZZ', size: '4x13x7 mm' },
    states: { ...sizeOf([4, 13, 7]), shield: 'zz', flange: 'u-groove' },
    tags: ['motion'],
  }
}

function linearBearing(number: string, [bore, outer, length]: readonly [number, number, number]): ShelfItem {
  return linear(`MKX-${number}`, {
    name: `Linear bearing ${number} ${bore}x${outer}x${length} mm`,
    description: 'Linear ball bearing for smooth rods.',
    specifications: { bearing: number },
    states: { family: number.toLowerCase() },
    priceMinor: 6_000 + length * 150,
  })
}

function carriage(number: string): ShelfItem {
  return linear(`MKX-${number}-CARR`, {
    name: `Linear carriage ${number}`,
    description: 'Block for miniature rails, stainless steel.',
    specifications: { carriage: number },
    states: { family: number.toLowerCase(), kind: 'carriage' },
    priceMinor: number.endsWith('H') ? 65_000 : 55_000,
  })
}

function rail(number: string, length: number): ShelfItem {
  return linear(`MKX-${number}-RAIL-${length}`, {
    name: `Linear rail ${number} ${length} mm`,
    description: 'Miniature rail without carriage, stainless steel.',
    specifications: { rail: number, length: `${length} mm` },
    states: { family: number.toLowerCase(), length: length * MILLI, kind: 'rail' },
    priceMinor: 25_000 + length * 180,
  })
}

function rod(diameter: number, length: number): ShelfItem {
  return linear(`MKX-ROD-${diameter}-${length}`, {
    name: `Smooth rod ${diameter} mm x ${length} mm`,
    description: 'Hardened and ground shaft for linear bearings.',
    specifications: { kind: 'smooth rod', diameter: `${diameter} mm`, length: `${length} mm` },
    states: { diameter: diameter * MILLI, length: length * MILLI, kind: 'smooth rod' },
    priceMinor: diameter * length * 14,
  })
}

function linear(
  sku: string,
  texts: Pick<ShelfItem, 'name' | 'description' | 'specifications' | 'states' | 'priceMinor'>,
): ShelfItem {
  return { sku, ...texts, category: 'bearings', brand: HOUSE_BRAND, cls: 'linear', tags: ['motion'] }
}
