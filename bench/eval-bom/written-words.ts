import type { NumberName, WordName } from '../../src/domain/part-values.js'
import type { Part } from './written-parts.js'

type StateName = NumberName | WordName

/** One notation: which values it says, and how, when the part has them and people write them so. */
interface Notation {
  readonly says: readonly StateName[]
  readonly write: (part: Part) => string | undefined
}

/** Steps of a unit: µΩ, fF, pH, mHz, and µm in a millimetre. */
const OHM = 1e6
const FARAD = 1e15
const HENRY = 1e12
const HERTZ = 1e3
const THOUSAND = 1e3

const PREFIXES: readonly (readonly [factor: number, prefix: string])[] = [
  ...([
    [1e6, 'M'],
    [1e3, 'k'],
    [1, ''],
    [1e-3, 'm'],
    [1e-6, 'u'],
    [1e-9, 'n'],
    [1e-12, 'p'],
  ] as const),
]

/** Placeholders of the templates, each named like an example of what it writes. */
export const NOTATIONS: Readonly<Record<string, Notation>> = {
  '4k7': number('resistance', (value) => inside(value / OHM, 'R')),
  '4.7K': number('resistance', (value) => prefixed(value / OHM).toUpperCase()),
  '4.7 kΩ': number('resistance', (value) => `${spaced(value / OHM)}Ω`),
  '4,7 kΩ': number('resistance', (value) => `${spaced(value / OHM)}Ω`.replace('.', ',')),
  '4.7kOhm': number('resistance', (value) => `${prefixed(value / OHM)}Ohm`),
  '4700R': number('resistance', (value) => `${plain(value / OHM)}R`),
  '4700': number('resistance', (value) => plain(value / OHM)),
  '100nF': number('capacitance', (value) => `${prefixed(value / FARAD)}F`),
  '100 nF': number('capacitance', (value) => `${spaced(value / FARAD)}F`),
  '100n': number('capacitance', (value) => prefixed(value / FARAD)),
  '4n7': number('capacitance', (value) => inside(value / FARAD, 'F')),
  '0.1uF': number('capacitance', (value) => `${plain((value / FARAD) * 1e6)}uF`, 1e7),
  '0,1 µF': number('capacitance', (value) => `${plain((value / FARAD) * 1e6).replace('.', ',')} µF`, 1e7),
  '10000pF': number('capacitance', (value) => (value <= 1e8 ? `${plain((value / FARAD) * 1e12)}pF` : undefined)),
  '10uH': number('inductance', (value) => `${prefixed(value / HENRY)}H`),
  '10 µH': number('inductance', (value) => `${spaced(value / HENRY).replace('u', 'µ')}H`),
  '10u': number('inductance', (value) => prefixed(value / HENRY)),
  '600R': number('impedance', (value) => `${plain(value / OHM)}R`),
  '600 Ω': number('impedance', (value) => `${plain(value / OHM)} Ω`),
  '12MHz': number('frequency', (value) => `${prefixed(value / HERTZ)}Hz`),
  '12 MHz': number('frequency', (value) => `${spaced(value / HERTZ)}Hz`),
  '12M': number('frequency', (value) => prefixed(value / HERTZ)),
  '20pF': number('load_capacitance', (value) => `${plain((value / FARAD) * 1e12)}pF`),
  '1%': number('tolerance', (value) => `${plain(value / 1e4)}%`),
  '16V': number('voltage', (value) => `${plain(value / THOUSAND)}V`),
  '16 V': number('voltage', (value) => `${plain(value / THOUSAND)} V`),
  '0.1W': number('power', (value) => `${plain(value / OHM)}W`),
  '1/10W': number('power', (value) => (value < OHM ? `1/${Math.round(OHM / value)}W` : undefined)),
  '1.7A': number('current', (value) => `${plain(value / OHM)}A`),
  X7R: word('dielectric', (text) => text.toUpperCase()),
  '0603': word('package', (text) => (/^\d{4}$/.test(text) ? text : undefined)),
  '0603_1608': word('package', (text) => METRIC[text] && `${text}_${METRIC[text]}`),
  'SOT-23': word('package', (text) => (/^\d{4}$/.test(text) ? undefined : text.toUpperCase())),
  radial: word('package', (text) => (/^(?:radial|axial)$/.test(text) ? text : undefined)),
  BAT54S: word('part_name', (text) => text.toUpperCase()),
  red: word('color', (text) => text),
  RED: word('color', (text) => text.toUpperCase()),
  M3: number('diameter', (value) => `M${plain(value / THOUSAND)}`),
  m3: number('diameter', (value) => `m${plain(value / THOUSAND)}`),
  '8mm': number('diameter', (value) => `${plain(value / THOUSAND)}mm`),
  '12': number('length', (value) => plain(value / THOUSAND)),
  SHCS: word('head', (text) => HEADS[text]?.[0]),
  'socket head cap': word('head', (text) => HEADS[text]?.[1]),
  'ISO 4762': word('head', (text) => HEADS[text]?.[2]),
  'DIN 912': word('head', (text) => HEADS[text]?.[3]),
  Locknut: word('kind', (text) => NUTS[text]?.[0]),
  'ISO 4032': word('kind', (text) => NUTS[text]?.[1]),
  'DIN 934': word('kind', (text) => NUTS[text]?.[2]),
  '4.2': number('outer_diameter', (value) => plain(value / THOUSAND)),
  '0.5': number('thickness', (value) => plain(value / THOUSAND)),
  'large washer': word('kind', (text) => WASHERS[text]),
  'female-female': word('gender', (text) => text),
  '5x16x5': {
    says: ['inner_diameter', 'outer_diameter', 'width'],
    write: ({ states }) => millimetres([states.inner_diameter, states.outer_diameter, states.width]),
  },
  '625': {
    says: ['inner_diameter', 'outer_diameter', 'width'],
    write: ({ name }) => /bearing (F?\d{3,4})/.exec(name)?.[1],
  },
  ZZ: word('shield', (text) => text.toUpperCase()),
  PLA: word('material', (text) => text.toUpperCase()),
  '1kg': number('mass', (value) => (value < 1e6 ? `${plain(value / 1e3)}g` : `${plain(value / 1e6)}kg`)),
  '1000 g': number('mass', (value) => `${plain(value / 1e3)} g`),
  '1.75': number('diameter', (value) => plain(value / THOUSAND)),
  'JST XH': word('family', (text) => (text.startsWith('jst') ? text.toUpperCase() : undefined)),
  'pin header': word('family', (text) => (text.startsWith('pin') ? text : undefined)),
  PinHeader: word('family', (text) => PIN_STRIPS[text]),
  'screw terminal': word('family', (text) => (text.startsWith('screw') ? text : undefined)),
  '4': number('positions', plain),
  '04': number('positions', (value) => plain(value).padStart(2, '0')),
  rows: number('rows', plain),
  '2.54mm': number('pitch', (value) => `${plain(value / THOUSAND)}mm`),
  header: word('kind', (text) => (/^(?:header|housing)$/.test(text) ? text : undefined)),
  '2020': word('profile', (text) => text),
  '6mm': number('belt_width', (value) => `${plain(value / THOUSAND)}mm`),
  '20T': number('teeth', (value) => `${plain(value)}T`),
  bore: number('bore', (value) => plain(value / THOUSAND)),
  flexible: word('kind', (text) => text),
  bore2: number('second_bore', (value) => plain(value / THOUSAND)),
  'NEMA 17': word('frame_size', (text) => text.toUpperCase()),
  lead: number('lead', (value) => plain(value / THOUSAND)),
  '22AWG': number('gauge', (value) => `${plain(value)}AWG`),
}

const METRIC: Readonly<Record<string, string>> = {
  '0402': '1005',
  '0603': '1608',
  '0805': '2012',
  '1206': '3216',
  '1210': '3225',
}
const HEADS: Readonly<Record<string, readonly [short: string, long: string, iso: string, din: string]>> = {
  socket: ['SHCS', 'socket head cap', 'ISO 4762', 'DIN 912'],
  button: ['BHCS', 'button head', 'ISO 7380-1', 'ISO 7380'],
  countersunk: ['FHCS', 'countersunk', 'ISO 10642', 'DIN 7991'],
  hex: ['hex head', 'hex head', 'ISO 4017', 'DIN 933'],
}
const NUTS: Readonly<Record<string, readonly [word: string, iso: string, din: string]>> = {
  hex: ['Hex nut', 'ISO 4032', 'DIN 934'],
  nyloc: ['Locknut', 'ISO 10511', 'DIN 985'],
  thin: ['Thin nut', 'ISO 4035', 'DIN 439'],
  square: ['Square nut', 'DIN 562', 'DIN 562'],
}
const WASHERS: Readonly<Record<string, string>> = { plain: 'washer', large: 'large washer', spring: 'spring washer' }
const PIN_STRIPS: Readonly<Record<string, string>> = { 'pin header': 'PinHeader', 'pin socket': 'PinSocket' }

function number(name: NumberName, write: (value: number) => string | undefined, least = 0): Notation {
  return {
    says: [name],
    write: ({ states }) => {
      const value = states[name]
      return typeof value === 'number' && value >= least ? write(value) : undefined
    },
  }
}

function word(name: WordName, write: (text: string) => string | undefined): Notation {
  return {
    says: [name],
    write: ({ states }) => {
      const text = states[name]
      return typeof text === 'string' ? write(text) : undefined
    },
  }
}

/** 4,700 as `4.7k` */
function prefixed(value: number): string {
  return spaced(value).replace(' ', '')
}

function spaced(value: number): string {
  const [factor, prefix] = prefixOf(value)
  return `${plain(value / factor)} ${prefix}`
}

/** 4,700 as `4k7`, 4.7 as `4R7`, 100,000 as `100k` */
function inside(value: number, unit: string): string {
  const [factor, prefix] = prefixOf(value)
  const [whole = '', fraction = ''] = plain(value / factor).split('.')
  return `${whole}${prefix === '' ? unit : prefix}${fraction}`
}

function prefixOf(value: number): readonly [factor: number, prefix: string] {
  return PREFIXES.find(([factor]) => value >= factor * 0.999999) ?? [1, '']
}

function plain(value: number): string {
  return String(Number(value.toPrecision(6)))
}

function millimetres(sizes: readonly (number | string | undefined)[]): string | undefined {
  return sizes.every((size) => typeof size === 'number')
    ? sizes.map((size) => plain(size / THOUSAND)).join('x')
    : undefined
}
