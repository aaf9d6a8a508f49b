import { mainValue, measured, percentage, rating } from './measures.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import type { WrittenNumber } from './written-numbers.js'

/**
 * Inductors and ferrites: `33uH/2.1A/DCR=0.1R/20%`, `2.2u` and `4R7` once the part is known to be one, `FB0805/600R/2A`,
 * `100@100MHz`. Ohms on a part of this family are those of a ferrite at 100 MHz, save the resistance of its wire.
 */
export const inductorFamily: PartFamily = {
  classes: ['inductor', 'ferrite'],
  words: {
    inductor: 'inductor',
    choke: 'inductor',
    coil: 'inductor',
    induktivität: 'inductor',
    spule: 'inductor',
    drossel: 'inductor',
    'ferrite bead': 'ferrite',
    ferrite: 'ferrite',
    ferritperle: 'ferrite',
  },
  designators: { L: 'inductor', FB: 'ferrite' },
  read: readInductor,
}

function readInductor({ numbers, packages }: ReadableText, known: readonly string[]): FamilyReading | undefined {
  const shared = [...packages, ...rating(numbers, 'current'), ...percentage(numbers), ...resistanceOfWire(numbers)]
  const inductance = inductanceIn(numbers, known.includes('inductor'))
  if (inductance !== undefined) return { cls: 'inductor', values: [inductance, ...shared] }
  const impedance = known.length > 0 ? impedanceIn(numbers) : provenImpedance(numbers)
  return impedance && { cls: 'ferrite', values: [impedance, ...shared] }
}

/** Henries; without a unit a small prefix is enough, and `4R7` is 4.7 µH, once an inductor is meant. */
function inductanceIn(numbers: readonly WrittenNumber[], isKnown: boolean): PartValue | undefined {
  return mainValue(numbers, 'inductance', (number) => {
    if (isKnown && number.isLetterPoint && number.unit === 'ohm') return microhenries(number)
    return measured(number, 'inductance', isKnown && /[num]/i.test(number.prefix))
  })
}

function microhenries(number: WrittenNumber): number | undefined {
  return measured({ ...number, unit: 'h', prefix: 'u' }, 'inductance')
}

/** The one that is stated at a frequency, else any that is an ohm or more. */
function impedanceIn(numbers: readonly WrittenNumber[]): PartValue | undefined {
  const read = (number: WrittenNumber) => {
    const value = measured(number, 'impedance', number.prefix !== '')
    return value !== undefined && value >= OHM ? value : undefined
  }
  return provenImpedance(numbers) ?? mainValue(numbers, 'impedance', read)
}

/** `600R @ 100MHz`, `100@100MHz`: ohms at a frequency are those of a ferrite. */
function provenImpedance(numbers: readonly WrittenNumber[]): PartValue | undefined {
  const isAtFrequency = numbers.some((number) => number.role === 'condition' && number.unit === 'hz')
  if (!isAtFrequency) return undefined
  return mainValue(numbers, 'impedance', (number) =>
    number.role === 'at_condition' ? measured(number, 'impedance', true) : undefined,
  )
}

const OHM = 1e6

function resistanceOfWire(numbers: readonly WrittenNumber[]): PartValue[] {
  for (const number of numbers) {
    const value = number.role === 'dc_resistance' ? measured(number, 'dc_resistance') : undefined
    if (value !== undefined) return [{ name: 'dc_resistance', value, span: number.span }]
  }
  return []
}
