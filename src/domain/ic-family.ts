import { isAnotherThing } from './electronic-nouns.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import { partName } from './part-names.js'
import type { ReadableText } from './readable-text.js'

/** Integrated circuits by name and case: `LM358DR`, `TPS2378DDAR(HSOIC-8)`, `IC REG LDO 3.3V 1A SOT223`. */
export const icFamily: PartFamily = {
  classes: ['ic'],
  words: {
    ic: 'ic',
    'integrated circuit': 'ic',
    microcontroller: 'ic',
    mcu: 'ic',
    'voltage regulator': 'ic',
    'operational amplifier': 'ic',
    opamp: 'ic',
    comparator: 'ic',
    eeprom: 'ic',
    optocoupler: 'ic',
  },
  designators: { U: 'ic', IC: 'ic' },
  read: readCircuit,
}

function readCircuit(text: ReadableText, known: readonly string[]): FamilyReading | undefined {
  if (known.length === 0 || isAnotherThing(text)) return undefined
  const cases = text.packages.filter(({ value }) => !CHIP.test(String(value)))
  const values = [...partName(text), ...cases]
  return values.length === 0 ? undefined : { cls: 'ic', values }
}

/** Sizes of parts with two ends. */
const CHIP = /^(?:\dx)?\d{4,5}$|^(?:axial|radial)$/
