/** Units a shopper may name for a file that states none. */
export const LENGTH_UNITS = ['mm', 'cm', 'inch', 'm'] as const
export type LengthUnit = (typeof LENGTH_UNITS)[number]

/** Units a file may state itself besides these. */
export type ModelUnit = LengthUnit | 'micron' | 'foot'

export const MM_PER_UNIT: Readonly<Record<ModelUnit, number>> = {
  micron: 0.001,
  mm: 1,
  cm: 10,
  inch: 25.4,
  foot: 304.8,
  m: 1000,
}

/** The unit as it is spoken: 5 inches, 2 metres. */
export const UNIT_IN_WORDS: Readonly<Record<ModelUnit, string>> = {
  micron: 'micrometres',
  mm: 'millimetres',
  cm: 'centimetres',
  inch: 'inches',
  foot: 'feet',
  m: 'metres',
}
