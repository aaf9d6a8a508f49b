import type { PartClass } from './part-class.js'
import type { NumberName, PartValue, WordName } from './part-values.js'

/**
 * A value as people of the trade write it: `4.7 kΩ`, `100 nF`, `1 %`, `12 mm`, `X7R`, `SOT-23`, `socket head`; with the
 * class of a part that has a thread its diameter is `M3`. Exact: reading the answer again gives the same integer.
 */
export function formatPartValue({ name, value }: Pick<PartValue, 'name' | 'value'>, cls?: PartClass): string {
  if (typeof value === 'string') return formatWord(name, value)
  if (name === 'diameter' && cls !== undefined && THREADED.has(cls)) return `M${scaled(value, 3)}`
  const format = isNumberName(name) ? NUMBERS[name] : plain('')
  return format(value)
}

const THREADED: ReadonlySet<PartClass> = new Set(['screw', 'nut', 'washer', 'insert', 'standoff'])

/** Units from the largest to the smallest with the power of ten that the stored integers are to each. */
const OHMS = units(['GΩ', 15], ['MΩ', 12], ['kΩ', 9], ['Ω', 6], ['mΩ', 3], ['µΩ', 0])
const FARADS = units(['F', 15], ['µF', 9], ['nF', 6], ['pF', 3])
const LENGTH = units(['mm', 3], ['µm', 0])

const NUMBERS: Readonly<Record<NumberName, NumberFormat>> = {
  resistance: OHMS,
  capacitance: FARADS,
  inductance: units(['H', 12], ['mH', 9], ['µH', 6], ['nH', 3]),
  impedance: (value) => `${OHMS(value)} at 100 MHz`,
  voltage: units(['kV', 6], ['V', 3], ['mV', 0]),
  current: units(['A', 6], ['mA', 3], ['µA', 0]),
  power: units(['W', 6], ['mW', 3], ['µW', 0]),
  frequency: units(['GHz', 12], ['MHz', 9], ['kHz', 6], ['Hz', 3], ['mHz', 0]),
  tolerance: (value) => (value > 0 && value < 100 ? `${value} ppm` : `${scaled(value, 4)} %`),
  load_capacitance: (value) => `${FARADS(value)} load`,
  dc_resistance: (value) => `${OHMS(value)} DC`,
  diameter: LENGTH,
  length: LENGTH,
  pitch: LENGTH,
  inner_diameter: LENGTH,
  outer_diameter: LENGTH,
  width: LENGTH,
  height: LENGTH,
  thickness: LENGTH,
  head_diameter: LENGTH,
  bore: LENGTH,
  second_bore: LENGTH,
  belt_width: LENGTH,
  lead: LENGTH,
  mass: units(['kg', 6], ['g', 3], ['mg', 0]),
  volume: units(['l', 6], ['ml', 3], ['mm³', 0]),
  rows: counted('row'),
  positions: counted('position'),
  teeth: (value) => (value === 1 ? '1 tooth' : `${value} teeth`),
  gauge: plain(' AWG'),
  slot: (value) => `slot ${value}`,
}

function isNumberName(name: NumberName | WordName): name is NumberName {
  return Object.hasOwn(NUMBERS, name)
}

/** In the largest unit of which there is one whole; below that in the smallest, zero in the unit without a prefix. */
function units(...steps: readonly UnitStep[]): NumberFormat {
  const base = steps.find(([unit]) => !/^[GMkmµnpf]./.test(unit)) ?? steps[0]
  return (value) => {
    const step = value === 0 ? base : (steps.find(([, power]) => Math.abs(value) >= 10 ** power) ?? steps.at(-1))
    return step === undefined ? String(value) : `${scaled(value, step[1])} ${step[0]}`
  }
}

/** Exact decimal digits of `value / 10 ** power`: 4_700 by 3 is `4.7`. */
function scaled(value: number, power: number): string {
  const digits = String(Math.abs(value)).padStart(power + 1, '0')
  const fraction = digits.slice(digits.length - power).replace(/0+$/, '')
  const whole = digits.slice(0, digits.length - power)
  const text = power === 0 || fraction === '' ? whole : `${whole}.${fraction}`
  return value < 0 ? `-${text}` : text
}

function counted(thing: string): NumberFormat {
  return (value) => `${value} ${thing}${value === 1 ? '' : 's'}`
}

function plain(suffix: string): NumberFormat {
  return (value) => `${value}${suffix}`
}

function formatWord(name: NumberName | WordName, word: string): string {
  if (CODES.has(name)) return word.toUpperCase()
  const spoken = word
    .replaceAll('_', ' ')
    .replace(/[\p{L}\d]+/gu, (part) => (/\d/.test(part) || ABBREVIATIONS.has(part) ? part.toUpperCase() : part))
  const noun = NOUNS[name]
  return noun === undefined || spoken.includes(noun) ? spoken : `${spoken} ${noun}`
}

/** Names whose words are codes throughout. */
const CODES: ReadonlySet<NumberName | WordName> = new Set<WordName>([
  'package',
  'dielectric',
  'safety_class',
  'polarity',
  'part_name',
  'standard',
  'shield',
  'bearing_number',
  'profile',
  'frame_size',
  'module',
])

/** What a word alone would leave open: a `socket` head, a `hex` drive. */
const NOUNS: Partial<Record<NumberName | WordName, string>> = { head: 'head', drive: 'drive' }

const ABBREVIATIONS: ReadonlySet<string> = new Set(
  'pla petg pet abs asa tpu tpe pa pc pp pva hips peek pei gf cf jst xh ph gh zh sh usb hdmi rj sma smd tht led din iso nema gt mgn nbr ptfe pom ul awg ac dc usb ffc fpc idc'.split(
    ' ',
  ),
)

type UnitStep = readonly [unit: string, power: number]
type NumberFormat = (value: number) => string
