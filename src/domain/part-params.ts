import type { PartClass } from './part-class.js'
import type { NumberName, PartValues, WordName } from './part-values.js'

/** What the parameters of `store_product_params` mean in each class; the order is data and never changes its meaning. */
const MEANINGS: Partial<Record<PartClass, Meaning>> = {
  resistor: { n: ['resistance', 'power', 'tolerance', 'voltage'], t: ['package', 'kind'] },
  capacitor: { n: ['capacitance', 'voltage', 'tolerance'], t: ['package', 'dielectric', 'safety_class'] },
  inductor: { n: ['inductance', 'current', 'tolerance', 'dc_resistance'], t: ['package', 'kind'] },
  ferrite: { n: ['impedance', 'current', 'tolerance', 'dc_resistance'], t: ['package'] },
  led: { n: ['voltage', 'current'], t: ['package', 'color', 'part_name'] },
  diode: { n: ['voltage', 'current'], t: ['package', 'part_name', 'kind'] },
  transistor: { n: ['voltage', 'current'], t: ['package', 'part_name', 'polarity'] },
  ic: { n: ['voltage', 'current'], t: ['package', 'part_name'] },
  crystal: { n: ['frequency', 'load_capacitance', 'tolerance'], t: ['package', 'kind'] },
  connector: { n: ['positions', 'pitch', 'rows'], t: ['family', 'gender', 'kind'] },
  switch: { n: ['positions', 'current'], t: ['kind', 'package', 'part_name'] },
  fuse: { n: ['current', 'voltage'], t: ['package', 'kind'] },
  wire: { n: ['gauge', 'length', 'diameter'], t: ['color', 'material'] },
  screw: { n: ['diameter', 'length', 'pitch', 'head_diameter'], t: ['head', 'finish', 'drive'] },
  nut: { n: ['diameter', 'slot', 'pitch', 'height'], t: ['kind', 'finish'] },
  washer: { n: ['diameter', 'outer_diameter', 'thickness'], t: ['kind', 'finish'] },
  insert: { n: ['diameter', 'length', 'outer_diameter'], t: ['material', 'kind'] },
  standoff: { n: ['diameter', 'length', 'outer_diameter'], t: ['gender', 'material'] },
  pin: { n: ['diameter', 'length'], t: ['kind', 'material'] },
  bearing: { n: ['inner_diameter', 'outer_diameter', 'width'], t: ['shield', 'flange', 'bearing_number'] },
  linear: { n: ['width', 'length', 'diameter'], t: ['family', 'kind'] },
  extrusion: { n: ['length', 'slot'], t: ['profile', 'color'] },
  lead_screw: { n: ['diameter', 'lead', 'length', 'pitch'], t: ['kind', 'family'] },
  belt: { n: ['belt_width', 'length', 'pitch'], t: ['profile', 'kind'] },
  pulley: { n: ['teeth', 'bore', 'belt_width'], t: ['profile', 'kind'] },
  coupler: { n: ['bore', 'outer_diameter', 'length', 'second_bore'], t: ['kind'] },
  motor: { n: ['length', 'current', 'voltage'], t: ['frame_size', 'kind'] },
  magnet: { n: ['diameter', 'height', 'length', 'width'], t: ['grade', 'kind'] },
  filament: { n: ['diameter', 'mass'], t: ['material', 'color', 'family'] },
  module: { n: ['positions', 'voltage'], t: ['module', 'variant', 'form_factor'] },
  power_supply: { n: ['voltage', 'current', 'power'], t: ['module', 'kind'] },
  tool: { n: ['diameter', 'length'], t: ['kind'] },
  consumable: { n: ['mass', 'volume', 'length'], t: ['kind', 'material'] },
}

/** What must be stated before equal values may propose a product (bom.md 10, stage 6). */
const MINIMUM: Partial<Record<PartClass, readonly (NumberName | WordName)[]>> = {
  resistor: ['resistance', 'package'],
  capacitor: ['capacitance', 'package'],
  inductor: ['inductance', 'package'],
  ferrite: ['impedance', 'package'],
  crystal: ['frequency', 'package'],
  screw: ['diameter', 'length', 'head'],
  nut: ['diameter', 'kind'],
  bearing: ['inner_diameter', 'outer_diameter', 'width', 'shield'],
  filament: ['material', 'mass', 'color'],
}

/** The values as one wide row. Undefined without a class; null where a value is unknown or open (two heads named). */
export function partParams(read: PartValues): PartParams | undefined {
  const meaning = read.cls === undefined ? undefined : MEANINGS[read.cls]
  if (meaning === undefined) return undefined
  const number = (at: number): number | null => only(read, meaning.n[at], 'number')
  const word = (at: number): string | null => only(read, meaning.t[at], 'string')
  return {
    n1: number(0),
    n2: number(1),
    n3: number(2),
    n4: number(3),
    t1: word(0),
    t2: word(1),
    t3: word(2),
  }
}

/** Whether a line itself states what its class must state; what is only assumed does not count. */
export function statesMinimum({ cls, values }: PartValues): boolean {
  const minimum = cls === undefined ? undefined : MINIMUM[cls]
  if (minimum === undefined) return false
  return minimum.every((name) => values.some((value) => value.name === name && value.isAssumed !== true))
}

function only(read: PartValues, name: NumberName | WordName | undefined, type: 'number'): number | null
function only(read: PartValues, name: NumberName | WordName | undefined, type: 'string'): string | null
function only({ values }: PartValues, name: NumberName | WordName | undefined, type: string): number | string | null {
  const found = new Set(values.filter((value) => value.name === name).map(({ value }) => value))
  const [value] = found
  return found.size === 1 && typeof value === type ? (value ?? null) : null
}

interface Meaning {
  readonly n: readonly NumberName[]
  readonly t: readonly WordName[]
}

/** One row of `store_product_params` without its key. */
export interface PartParams {
  readonly n1: number | null
  readonly n2: number | null
  readonly n3: number | null
  readonly n4: number | null
  readonly t1: string | null
  readonly t2: string | null
  readonly t3: string | null
}
