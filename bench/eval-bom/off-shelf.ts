import type { PartClass } from '../../src/domain/part-class.js'
import { encodeYageoResistor } from '../../src/domain/yageo-part-number.js'
import type { Part, States } from './written-parts.js'

/** What each value of parts that the shop does not have is taken from; the writer leaves out what it happens to have. */
const RANGES: Partial<Record<PartClass, Readonly<Record<string, readonly (number | string)[]>>>> = {
  resistor: {
    resistance: [49.9, 140, 604, 2.05e3, 3.01e3, 4.99e3, 12.4e3, 18.7e3, 71.5e3, 221e3, 2.4e6, 10e6].map(
      (ohms) => ohms * 1e6,
    ),
    package: ['0402', '0603', '0805', '1206'],
    tolerance: [10_000],
    power: [100_000, 250_000],
  },
  capacitor: {
    capacitance: [1.3e3, 27e3, 68e3, 3.9e6, 82e6, 1.5e8, 1.8e9, 68e9, 150e9],
    package: ['0402', '0603', '0805', '1206', 'radial'],
    voltage: [16_000, 50_000, 200_000],
    dielectric: ['c0g', 'x7r'],
  },
  inductor: { inductance: [2.7e6, 5.6e6, 18e6, 39e6, 82e6, 560e6], package: ['0603', '0805', '1210'] },
  ferrite: { impedance: [30e6, 80e6, 470e6, 1_500e6], package: ['0402', '0603', '0805'] },
  crystal: {
    frequency: [3_579_545_000, 7_372_800_000, 18_432_000_000, 48e9],
    load_capacitance: [12_000],
    package: ['3225', 'hc-49'],
  },
  led: { color: ['purple', 'pink', 'amber'], package: ['0603', '0805'] },
  diode: {
    part_name: ['bas16', '1n5399', 'smbj24a', 'bzx84c5v1', 'mbr745', 'ss510'],
    package: ['sot-23', 'sma', 'do-15'],
  },
  transistor: {
    part_name: ['bc337-40', 'irf3205', 'ao3415a', 'dmg2305ux', 'mjd31c', 'bsp75n'],
    package: ['to-92', 'sot-23', 'to-220'],
  },
  ic: {
    part_name: ['mcp3008', 'tps62130rgtr', 'lt1763cs8', 'max31865atp', 'stm32l476rgt6', 'sn65hvd230dr', 'ina226aidgsr'],
    package: ['soic-8', 'qfn-16', 'lqfp-64'],
  },
  connector: {
    family: ['jst xh', 'jst ph', 'pin header', 'screw terminal'],
    positions: [12, 15, 24, 26],
    rows: [1, 3],
    pitch: [2_540],
    kind: ['header'],
  },
  screw: {
    diameter: [3e3, 4e3, 10e3, 12e3],
    length: [7e3, 22e3, 45e3, 55e3, 100e3],
    head: ['socket', 'button', 'countersunk'],
  },
  nut: { diameter: [10e3, 12e3, 16e3], kind: ['hex', 'nyloc', 'thin'] },
  washer: { diameter: [10e3, 12e3], outer_diameter: [20e3, 30e3], thickness: [2e3, 2.5e3], kind: ['plain', 'large'] },
  insert: { diameter: [3e3, 8e3, 10e3], length: [12e3, 15e3], outer_diameter: [4.2e3, 10e3] },
  standoff: { diameter: [3e3, 4e3], length: [7e3, 35e3, 40e3], gender: ['female-female', 'male-female'] },
  pin: { diameter: [3e3, 10e3], length: [7e3, 70e3] },
  bearing: { inner_diameter: [20e3, 25e3], outer_diameter: [47e3, 52e3], width: [14e3, 15e3], shield: ['zz', '2rs'] },
  extrusion: { profile: ['2020', '4545', '2080'], length: [123e3, 777e3, 1_750e3] },
  pulley: { teeth: [36, 60], bore: [5e3, 8e3], belt_width: [6e3, 9e3] },
  motor: { frame_size: ['nema 11', 'nema 34'], length: [51e3, 98e3], current: [670_000, 5.5e6] },
  lead_screw: { diameter: [10e3, 12e3], lead: [2e3, 3e3], length: [330e3, 420e3] },
  wire: { gauge: [10, 12, 14], color: ['red', 'black'] },
  filament: {
    material: ['pva', 'hips', 'pp', 'pom'],
    color: ['black', 'white', 'red'],
    mass: [500e6, 750e6],
    diameter: [1_750, 2_850],
  },
}

/** Numbers of makers of whom the shop has nothing. */
const STRANGE = ['WRL', 'ZXK', 'HQ', 'TDX', 'KLM', 'BRT']

/** A part that the shop does not have, with a number of its own. */
export function offShelfPart(cls: PartClass, pick: (below: number) => number): Part | undefined {
  const ranges = RANGES[cls]
  if (ranges === undefined) return undefined
  const states = Object.fromEntries(
    Object.entries(ranges).map(([name, values]) => [name, values[pick(values.length)]]),
  ) as States
  return { cls, name: '', states, ...numberOf(cls, states, pick) }
}

/** A number that nobody has; where the part has a name of its own, that name. */
export function strangeNumber(pick: (below: number) => number): string {
  return `${STRANGE[pick(STRANGE.length)] ?? ''}${1_000 + pick(9_000)}-${10 + pick(90)}T`
}

function numberOf(cls: PartClass, states: States, pick: (below: number) => number): Pick<Part, 'mpn' | 'maker'> {
  if (typeof states.part_name === 'string') return { mpn: states.part_name.toUpperCase() }
  if (cls !== 'resistor' || pick(2) === 0) return { mpn: strangeNumber(pick) }
  const part = {
    package: String(states.package),
    microOhms: Number(states.resistance),
    tolerance: Number(states.tolerance),
  }
  return { mpn: encodeYageoResistor(part), maker: 'Yageo' }
}
