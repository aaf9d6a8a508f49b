import type { PartClass } from './part-class.js'
import type { NumberName, WordName } from './part-values.js'

/** Main values of one part are written rounded; 2 % apart they are another part. */
const NEAR = 0.02

type Compare = (asked: number | string, offered: number | string) => boolean

const equal: Compare = (asked, offered) => asked === offered

const near: Compare = (asked, offered) =>
  asked === offered || Math.abs(Number(asked) - Number(offered)) <= Math.abs(Number(asked)) * NEAR

/** A rating may be higher than asked. */
const atLeast: Compare = (asked, offered) => Number(offered) >= Number(asked)

/** A tolerance may be tighter than asked. */
const atMost: Compare = (asked, offered) => Number(offered) <= Number(asked)

/** `sot-23` leaves open what `sot-23-5` says. */
const open: Compare = (asked, offered) =>
  String(offered).startsWith(String(asked)) || String(asked).startsWith(String(offered))

/** `LM358` is the part whose ordering code is `LM358DR`, but no part of a number is the number: `LM35` is another one. */
const sameName: Compare = (asked, offered) => {
  const [short = '', long = ''] = [String(asked), String(offered)].sort((one, other) => one.length - other.length)
  return long.startsWith(short) && !/\d\d/.test(long.slice(short.length - 1, short.length + 1))
}

/** Ceramics from the steadiest to the least steady over temperature (EIA-198); a better one may stand in for a worse one. */
const DIELECTRICS = ['c0g', 'x8r', 'x7r', 'x7s', 'x7t', 'x6s', 'x5r', 'z5u', 'y5v']

const asSteady: Compare = (asked, offered) => {
  const [wanted, found] = [DIELECTRICS.indexOf(String(asked)), DIELECTRICS.indexOf(String(offered))]
  return wanted === -1 || found === -1 ? asked === offered : found <= wanted
}

/** Y capacitors are safe where X ones are asked for, and class 1 where class 2 is (IEC 60384-14). */
const SAFETY = ['y1', 'y2', 'x1', 'x2']

const asSafe: Compare = (asked, offered) => SAFETY.indexOf(String(offered)) <= SAFETY.indexOf(String(asked))

const RATED: readonly PartClass[] = ['resistor', 'capacitor', 'inductor', 'ferrite', 'diode', 'transistor', 'switch']
const CUT_TO_SIZE: readonly PartClass[] = [
  'screw',
  'insert',
  'standoff',
  'pin',
  'extrusion',
  'lead_screw',
  'belt',
  'motor',
  'magnet',
  'linear',
]

/** How each value has to compare (bom.md 10). A name that stands here for some classes alone says nothing about others. */
export const VALUE_RULES: Readonly<Partial<Record<NumberName | WordName, ValueRule>>> = {
  resistance: { compare: near },
  capacitance: { compare: near },
  inductance: { compare: near },
  impedance: { compare: near },
  frequency: { compare: near, classes: ['crystal'] },
  load_capacitance: { compare: near },
  tolerance: { compare: atMost, verb: 'needs', classes: ['resistor', 'capacitor', 'inductor', 'ferrite', 'crystal'] },
  voltage: { compare: atLeast, verb: 'needs', classes: [...RATED, 'fuse'], except: { power_supply: near } },
  current: { compare: atLeast, verb: 'needs', classes: [...RATED, 'power_supply'], except: { fuse: near } },
  power: { compare: atLeast, verb: 'needs', classes: [...RATED, 'power_supply'] },
  package: { compare: open },
  dielectric: { compare: asSteady },
  safety_class: { compare: asSafe },
  color: { compare: equal },
  polarity: { compare: equal },
  part_name: { compare: sameName },
  diameter: { compare: near },
  length: { compare: near, classes: CUT_TO_SIZE },
  pitch: { compare: near },
  inner_diameter: { compare: near },
  outer_diameter: { compare: near },
  width: { compare: near, classes: ['bearing', 'linear', 'magnet'] },
  height: { compare: near, classes: ['magnet', 'nut'] },
  head_diameter: { compare: near },
  bore: { compare: near },
  second_bore: { compare: near },
  belt_width: { compare: near },
  lead: { compare: near },
  teeth: { compare: equal },
  gauge: { compare: equal },
  slot: { compare: equal },
  rows: { compare: equal },
  positions: { compare: equal },
  head: { compare: equal },
  drive: { compare: equal },
  kind: { compare: equal },
  shield: { compare: equal },
  flange: { compare: equal },
  profile: { compare: equal },
  family: { compare: equal, classes: ['connector', 'linear', 'lead_screw'] },
  gender: { compare: equal },
  material: { compare: equal, classes: ['filament'] },
  grade: { compare: equal, classes: ['magnet'] },
  variant: { compare: equal },
  module: { compare: equal },
  frame_size: { compare: equal },
}

export interface ValueRule {
  /** whether what is offered will do for what is asked */
  readonly compare: Compare
  /** `needs` where more or less than asked is fine */
  readonly verb?: 'needs'
  /** every class, when absent */
  readonly classes?: readonly PartClass[]
  /** classes that compare in another way */
  readonly except?: Partial<Record<PartClass, Compare>>
}
