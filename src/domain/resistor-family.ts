import { mainValue, measured, percentage, rating } from './measures.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import type { WrittenNumber } from './written-numbers.js'
import { firstWord, type WordRule } from './written-words.js'

/**
 * Resistors: `4k7`, `4,7 kΩ`, `4700R`, `R012/2W`, `49.9R/1%/R0402`. A bare `27` or `0` is ohms only once the part is
 * known to be a resistor; a jumper has 0 Ω and states no tolerance. What is no single fixed resistor says so by its kind.
 */
export const resistorFamily: PartFamily = {
  classes: ['resistor'],
  words: {
    resistor: 'resistor',
    res: 'resistor',
    widerstand: 'resistor',
    widerstände: 'resistor',
    résistance: 'resistor',
    resistencia: 'resistor',
    resistência: 'resistor',
    potentiometer: 'resistor',
    trimpot: 'resistor',
    thermistor: 'resistor',
    ntc: 'resistor',
  },
  designators: { R: 'resistor', RN: 'resistor', RA: 'resistor', RP: 'resistor', RV: 'resistor', RT: 'resistor' },
  read: readResistor,
}

const KINDS_OF_DESIGNATORS: Readonly<Record<string, string>> = { RN: 'array', RA: 'array', RT: 'thermistor' }
const KINDS: readonly WordRule[] = [
  { word: 'array', pattern: /array|network|(?<![A-Za-z0-9])r_?pack/i },
  { word: 'thermistor', pattern: /thermistor|(?<![A-Za-z])[NP]TC(?![A-Za-z])/i },
  { word: 'potentiometer', pattern: /potentiometer|trim ?(?:mer|pot)|(?<![A-Za-z])pot(?![A-Za-z])/i },
]

function readResistor(text: ReadableText, known: readonly string[]): FamilyReading | undefined {
  const { numbers, packages } = text
  const resistance = known.length > 0 ? (named(numbers) ?? bare(numbers, packages)) : proven(numbers, packages)
  if (resistance === undefined) return undefined
  const tolerance = resistance.value === 0 ? [] : percentage(numbers)
  const kind = kindOf(text, resistance)
  const isArray = kind.some(({ value }) => value === 'array')
  const size = isArray ? packages.filter(({ value }) => /^\dx/.test(String(value))) : packages
  return { cls: 'resistor', values: [resistance, ...size, ...tolerance, ...rating(numbers, 'power'), ...kind] }
}

/** With a unit or a prefix. */
function named(numbers: readonly WrittenNumber[]): PartValue | undefined {
  return mainValue(numbers, 'resistance', (number) => measured(number, 'resistance', number.prefix !== ''))
}

/** Digits alone at the start of a text, unless they are the size: `1206 27` says nothing of 1206 Ω. */
function bare(numbers: readonly WrittenNumber[], packages: readonly PartValue[]): PartValue | undefined {
  const sizes = new Set(packages.map(({ value }) => value))
  return mainValue(numbers, 'resistance', (number) =>
    number.isFirst && number.prefix === '' && !sizes.has(number.decimal)
      ? measured(number, 'resistance', true)
      : undefined,
  )
}

/**
 * Without context the ohm proves it, and `4k7` or `10K` beside what resistors are bought by, or all alone. `R12` may be a
 * designator as well.
 */
function proven(numbers: readonly WrittenNumber[], packages: readonly PartValue[]): PartValue | undefined {
  const isRated = packages.length > 0 || numbers.some(({ unit }) => unit === '%' || unit === 'w')
  return mainValue(numbers, 'resistance', (number) => {
    if (number.decimal.startsWith('.') && !isRated) return undefined
    if (number.unit !== '') return measured(number, 'resistance')
    const isKilo = /[kM]/i.test(number.prefix) && (isRated || number.isLetterPoint || number.isWholeText)
    return isKilo ? measured(number, 'resistance', true) : undefined
  })
}

function kindOf(text: ReadableText, { span }: PartValue): PartValue[] {
  const word = firstWord(text, 'kind', KINDS)
  if (word.length > 0) return word
  const isArray = text.packages.some(({ value }) => /^\dx/.test(String(value)))
  const kind = isArray ? 'array' : KINDS_OF_DESIGNATORS[text.designatorPrefix ?? '']
  return kind === undefined ? [] : [{ name: 'kind', value: kind, span }]
}
