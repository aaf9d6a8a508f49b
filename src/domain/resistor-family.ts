import { mainValue, measured, percentage, rating } from './measures.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import type { WrittenNumber } from './written-numbers.js'

/**
 * Resistors: `4k7`, `4,7 kΩ`, `4700R`, `R012/2W`, `49.9R/1%/R0402`. A bare `27` or `0` is ohms only once the part is
 * known to be a resistor; a jumper has 0 Ω and states no tolerance.
 */
export const resistorFamily: PartFamily = {
  classes: ['resistor'],
  words: { resistor: 'resistor', res: 'resistor', widerstand: 'resistor' },
  designators: { R: 'resistor' },
  read: readResistor,
}

function readResistor({ numbers, packages }: ReadableText, known: readonly string[]): FamilyReading | undefined {
  const resistance = known.length > 0 ? (named(numbers) ?? bare(numbers, packages)) : proven(numbers, packages)
  if (resistance === undefined) return undefined
  const tolerance = resistance.value === 0 ? [] : percentage(numbers)
  return { cls: 'resistor', values: [resistance, ...packages, ...tolerance, ...rating(numbers, 'power')] }
}

/** With a unit or a prefix. */
function named(numbers: readonly WrittenNumber[]): PartValue | undefined {
  return mainValue(numbers, 'resistance', (number) => measured(number, 'resistance', number.prefix !== ''))
}

/** Digits alone at the start of a text, unless they are the size: `0603 27` says nothing of 603 Ω. */
function bare(numbers: readonly WrittenNumber[], packages: readonly PartValue[]): PartValue | undefined {
  const sizes = new Set(packages.map(({ value }) => value))
  return mainValue(numbers, 'resistance', (number) =>
    number.isFirst && number.prefix === '' && !sizes.has(number.decimal)
      ? measured(number, 'resistance', true)
      : undefined,
  )
}

/** Without context the ohm proves it, and `4k7` or `10K` beside what resistors are bought by, or all alone. */
function proven(numbers: readonly WrittenNumber[], packages: readonly PartValue[]): PartValue | undefined {
  const isRated = packages.length > 0 || numbers.some(({ unit }) => unit === '%' || unit === 'w')
  return mainValue(numbers, 'resistance', (number) => {
    if (number.unit !== '') return measured(number, 'resistance')
    const isKilo = /[kM]/i.test(number.prefix) && (isRated || number.isLetterPoint || number.isWholeText)
    return isKilo ? measured(number, 'resistance', true) : undefined
  })
}
