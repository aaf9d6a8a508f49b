import { HOUSE_BRAND, MICRO, MILLI, plainNumber, steps, type ShelfItem } from './shelf-item.js'

/** Wire-to-board families, pin strips, terminals, USB, switches, fuses and wire. */
export function connectors(): ShelfItem[] {
  const pins = range(2, 10)
  const strips = [1, 2].flatMap((rows) => range(2, 20).map((positions) => ({ rows, positions })))
  return [
    ...FAMILIES.flatMap((family) =>
      pins.flatMap((count) => [jst(family, count, 'header'), jst(family, count, 'housing')]),
    ),
    ...strips.flatMap((strip) => [pinStrip('header', strip), pinStrip('socket', strip)]),
    ...['3.5', '5.08'].flatMap((pitch) => [2, 3, 4, 5, 6, 8, 10].map((poles) => terminal(pitch, poles))),
    ...USB.map((row) => usb(row)),
    ...[18, 20, 22, 24, 26, 28, 30].flatMap((gauge) => WIRE_COLORS.map((color) => wire(gauge, color))),
    ...SWITCHES.map((row) => plain('switch', row)),
    ...['fast', 'slow'].flatMap((speed) => FUSE_AMPERES.map((amperes) => fuse(speed, amperes))),
  ]
}

const FAMILIES = [
  { name: 'XH', pitch: 2.5 },
  { name: 'PH', pitch: 2 },
  { name: 'GH', pitch: 1.25 },
] as const

/** JST's own numbers: `B4B-XH-A` on the board, `XHP-4` on the wire. GH counts its pins with two digits. */
function jst(family: (typeof FAMILIES)[number], pins: number, side: 'header' | 'housing'): ShelfItem {
  const { name, pitch } = family
  const two = String(pins).padStart(2, '0')
  const header = { XH: `B${pins}B-XH-A`, PH: `B${pins}B-PH-K-S`, GH: `BM${two}B-GHS-TBT` }[name]
  const housing = { XH: `XHP-${pins}`, PH: `PHR-${pins}`, GH: `GHR-${two}V-S` }[name]
  return {
    sku: `MKX-JST-${name}-${pins}${side === 'header' ? 'H' : 'P'}`,
    name: `JST ${name} ${pins} pin ${side}`,
    description: `Wire-to-board connector, pitch ${pitch} mm.`,
    category: 'connectors',
    brand: 'jst',
    priceMinor: 300 + pins * 50,
    cls: 'connector',
    specifications: { family: `JST ${name}`, pins: String(pins), pitch: `${pitch} mm`, kind: side },
    states: { family: `jst ${name.toLowerCase()}`, positions: pins, pitch: pitch * MILLI },
    mpns: [side === 'header' ? header : housing],
    tags: ['connectors'],
  }
}

function pinStrip(gender: 'header' | 'socket', { rows, positions }: { rows: number; positions: number }): ShelfItem {
  return {
    sku: `MKX-PIN${gender === 'header' ? 'M' : 'F'}-${rows}X${String(positions).padStart(2, '0')}`,
    name: `Pin ${gender} ${rows}x${positions} 2.54 mm`,
    description: 'Straight strip for boards and breadboards.',
    category: 'connectors',
    brand: HOUSE_BRAND,
    priceMinor: 200 + rows * positions * 40,
    cls: 'connector',
    specifications: { family: `pin ${gender}`, layout: `${rows}x${positions}`, pitch: '2.54 mm' },
    states: { family: `pin ${gender}`, rows, positions, pitch: 2_540 },
    tags: ['connectors', 'through-hole'],
  }
}

function terminal(pitch: string, poles: number): ShelfItem {
  return {
    sku: `MKX-TERM-${pitch.replace('.', '')}-${poles}P`,
    name: `Screw terminal ${poles} pin ${pitch} mm`,
    description: 'Terminal block for boards, rising cage.',
    category: 'connectors',
    brand: HOUSE_BRAND,
    priceMinor: 500 + poles * 250,
    cls: 'connector',
    specifications: { family: 'screw terminal', pins: String(poles), pitch: `${pitch} mm` },
    states: { family: 'screw terminal', positions: poles, pitch: steps(Number(pitch), MILLI) },
    tags: ['connectors', 'through-hole'],
  }
}

type NamedRow = readonly [code: string, name: string, rupees: number]

const USB: readonly NamedRow[] = [
  ['C-16P', 'USB-C receptacle 16 pin', 14],
  ['C-6P', 'USB-C receptacle 6 pin, power only', 9],
  ['C-PLUG', 'USB-C plug for soldering', 18],
  ['MICRO-B', 'USB Micro-B receptacle', 8],
  ['MINI-B', 'USB Mini-B receptacle', 9],
  ['A-F', 'USB-A receptacle', 10],
  ['A-M', 'USB-A plug for soldering', 10],
  ['B-F', 'USB-B receptacle', 14],
  ['DC-55-21', 'DC barrel jack 5.5 x 2.1 mm', 9],
  ['DC-55-25', 'DC barrel jack 5.5 x 2.5 mm', 9],
]

function usb([code, name, rupees]: NamedRow): ShelfItem {
  return { ...plain('connector', [`USB-${code}`, name, rupees]), category: 'connectors', tags: ['connectors'] }
}

const SWITCHES: readonly NamedRow[] = [
  ['TACT-6-43', 'Tactile switch 6x6 mm, 4.3 mm high', 3],
  ['TACT-6-5', 'Tactile switch 6x6 mm, 5 mm high', 3],
  ['TACT-6-95', 'Tactile switch 6x6 mm, 9.5 mm high', 4],
  ['TACT-12', 'Tactile switch 12x12 mm with keycap', 9],
  ['TACT-SMD', 'Tactile switch 3x4 mm SMD', 5],
  ['SLIDE-SPDT', 'Slide switch SPDT', 6],
  ['SLIDE-DPDT', 'Slide switch DPDT', 8],
  ['TOGGLE-SPST', 'Toggle switch SPST', 28],
  ['TOGGLE-SPDT', 'Toggle switch SPDT', 32],
  ['TOGGLE-DPDT', 'Toggle switch DPDT', 40],
  ['ROCKER-RND', 'Rocker switch round 20 mm', 18],
  ['ROCKER-RECT', 'Rocker switch 21x15 mm', 16],
  ['PUSH-12', 'Push button 12 mm, momentary', 22],
  ['PUSH-16', 'Push button 16 mm metal, momentary', 120],
  ['PUSH-16L', 'Push button 16 mm metal, latching', 130],
  ['ESTOP-22', 'Emergency stop switch 22 mm', 190],
  ['MICRO-LEVER', 'Micro switch with lever', 18],
  ['MICRO-ROLL', 'Micro switch with roller', 22],
]

const FUSE_AMPERES = [0.25, 0.5, 0.63, 1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8, 10]

function fuse(speed: string, amperes: number): ShelfItem {
  const current = amperes < 1 ? `${amperes * 1_000} mA` : `${amperes} A`
  return {
    sku: `MKX-FUSE-${speed === 'fast' ? 'F' : 'T'}-${plainNumber(amperes).replace('.', 'A')}`,
    name: `Fuse ${current} ${speed} 5x20 mm glass 250 V`,
    description: 'Fuse link of glass for fuse holders, pack of 5.',
    category: 'switches-fuses',
    brand: HOUSE_BRAND,
    priceMinor: 2_000,
    cls: 'fuse',
    specifications: { current, voltage: '250 V', kind: `${speed} fuse`, package: '5x20' },
    states: { current: steps(amperes, MICRO), voltage: 250 * MILLI, package: '5x20' },
    tags: ['safety'],
    packSize: 5,
  }
}

const WIRE_COLORS = ['black', 'red', 'white', 'yellow', 'green', 'blue', 'orange', 'brown', 'purple', 'grey']

function wire(gauge: number, color: string): ShelfItem {
  return {
    sku: `MKX-WIRE-${gauge}-${color.toUpperCase()}`,
    name: `Silicone wire ${gauge} AWG ${color}`,
    description: 'Flexible stranded wire, sold by the metre.',
    category: 'wire',
    brand: HOUSE_BRAND,
    priceMinor: 200 + (32 - gauge) * 250,
    cls: 'wire',
    specifications: { gauge: `${gauge} AWG`, color },
    states: { gauge, color },
    tags: ['cut-to-length'],
    packSize: 1_000,
    baseUnit: 'mm',
    trackInventory: false,
  }
}

function plain(cls: 'switch' | 'connector', [code, name, rupees]: NamedRow): ShelfItem {
  return {
    sku: `MKX-${cls === 'switch' ? 'SW-' : ''}${code}`,
    name,
    description: `${name}.`,
    category: 'switches-fuses',
    brand: HOUSE_BRAND,
    priceMinor: rupees * 100,
    cls,
    specifications: {},
    tags: [],
  }
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_value, index) => first + index)
}
