/** Kinds of parts that the grammar tells apart; the number is `cls` in the database and never changes its meaning. */
export const PART_CLASS = {
  resistor: 1,
  capacitor: 2,
  inductor: 3,
  ferrite: 4,
  led: 5,
  diode: 6,
  transistor: 7,
  ic: 8,
  crystal: 9,
  connector: 10,
  switch: 11,
  fuse: 12,
  wire: 13,
  screw: 20,
  nut: 21,
  washer: 22,
  insert: 23,
  standoff: 24,
  pin: 25,
  bearing: 30,
  linear: 31,
  extrusion: 32,
  lead_screw: 33,
  belt: 34,
  pulley: 35,
  coupler: 36,
  motor: 37,
  magnet: 38,
  filament: 40,
  module: 50,
  power_supply: 51,
  tool: 60,
  consumable: 61,
} as const

export type PartClass = keyof typeof PART_CLASS

/** The class of a token that counts whatever the class of the part is. */
export const ANY_CLASS = -1
