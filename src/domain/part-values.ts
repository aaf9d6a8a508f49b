import type { PartClass } from './part-class.js'

/**
 * What a text says about a part, typed. Numbers are integers: µΩ, fF, pH, mV, µA, µW, mHz, ppm, µm, mg, mm³; `impedance`
 * is µΩ at 100 MHz; counts are plain. Words are lower case and canonical: `x7r`, `0603`, `socket`, `2rs`, `black`.
 */
export interface PartValues {
  readonly cls: PartClass | undefined
  readonly values: readonly PartValue[]
}

/** One value with the place that it was read from, so that a reason can quote it. */
export interface PartValue {
  readonly name: NumberName | WordName
  readonly value: number | string
  readonly span: TextSpan
  /** not written but usual: `104` as 100 nF, 1.75 mm filament, the coarse pitch; never counts as agreement */
  readonly isAssumed?: true
}

/** A piece of one field of the line or product: `text.slice(start, end)` of the field as it was given. */
export interface TextSpan {
  readonly field: string
  readonly start: number
  readonly end: number
}

/** Where the text came from and what is known around it. */
export interface PartText {
  /** in order of trust: specifications, value, name, package, description, … */
  readonly fields: readonly { readonly field: string; readonly text: string }[]
  /** letters of the designators, when all of them share one: `R`, `C`, `LED` */
  readonly designatorPrefix?: string
  /** category of the source and heading of the section: context that decides a class */
  readonly category?: string
  readonly section?: string
}

export type NumberName =
  | 'resistance'
  | 'capacitance'
  | 'inductance'
  | 'impedance'
  | 'voltage'
  | 'current'
  | 'power'
  | 'frequency'
  | 'tolerance'
  | 'load_capacitance'
  | 'dc_resistance'
  | 'diameter'
  | 'length'
  | 'pitch'
  | 'inner_diameter'
  | 'outer_diameter'
  | 'width'
  | 'height'
  | 'thickness'
  | 'head_diameter'
  | 'bore'
  | 'second_bore'
  | 'belt_width'
  | 'lead'
  | 'mass'
  | 'volume'
  | 'rows'
  | 'positions'
  | 'teeth'
  | 'gauge'
  | 'slot'

export type WordName =
  | 'package'
  | 'dielectric'
  | 'safety_class'
  | 'color'
  | 'polarity'
  | 'part_name'
  | 'head'
  | 'drive'
  | 'standard'
  | 'material'
  | 'grade'
  | 'finish'
  | 'kind'
  | 'shield'
  | 'flange'
  | 'bearing_number'
  | 'profile'
  | 'family'
  | 'gender'
  | 'variant'
  | 'module'
  | 'form_factor'
  | 'frame_size'
