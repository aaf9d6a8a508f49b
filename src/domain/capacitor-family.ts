import { mainValue, measured, percentage, rating } from './measures.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstWord, type WordRule } from './written-words.js'
import type { WrittenNumber } from './written-numbers.js'

/**
 * Capacitors: `0u01`, `10n`, `100nF/100V/10%/X7R/C0603`, `47n/400V (X2)`. Without a unit a prefix counts only once the
 * part is known to be a capacitor, and three digits are then the code `104` = 100 nF, taken as assumed.
 */
export const capacitorFamily: PartFamily = {
  classes: ['capacitor'],
  words: { capacitor: 'capacitor', cap: 'capacitor', kondensator: 'capacitor', mlcc: 'capacitor' },
  designators: { C: 'capacitor' },
  read: readCapacitor,
}

function readCapacitor(text: ReadableText, known: readonly string[]): FamilyReading | undefined {
  const { numbers, packages } = text
  const capacitance = named(numbers, known.length > 0) ?? (known.length > 0 ? coded(numbers) : undefined)
  if (capacitance === undefined) return undefined
  return {
    cls: 'capacitor',
    values: [
      capacitance,
      ...packages,
      ...rating(numbers, 'voltage'),
      ...toleranceOf(numbers, capacitance),
      ...firstWord(text, 'dielectric', DIELECTRICS),
      ...firstWord(text, 'safety_class', SAFETY_CLASSES),
    ],
  }
}

function named(numbers: readonly WrittenNumber[], isKnown: boolean): PartValue | undefined {
  return mainValue(numbers, 'capacitance', (number) => measured(number, 'capacitance', isKnown && number.prefix !== ''))
}

function coded(numbers: readonly WrittenNumber[]): PartValue | undefined {
  const number = numbers.find(
    ({ isFirst, unit, prefix, decimal }) => isFirst && unit + prefix === '' && CODE.test(decimal),
  )
  if (number === undefined) return undefined
  const value = Number(`${number.decimal.slice(0, 2)}e${number.decimal.slice(2)}`) * FEMTOFARADS_PER_PICOFARAD
  return { name: 'capacitance', value, span: number.span, isAssumed: true }
}

const CODE = /^[1-9]\d[0-7]$/
const FEMTOFARADS_PER_PICOFARAD = 1_000

/** In percent, or for small ones as a deviation in farads, which becomes its share of the value. */
function toleranceOf(numbers: readonly WrittenNumber[], capacitance: PartValue): PartValue[] {
  const percent = percentage(numbers)
  if (percent.length > 0) return percent
  for (const number of numbers) {
    const deviation = number.role === 'deviation' ? measured(number, 'capacitance') : undefined
    if (deviation === undefined) continue
    return [{ name: 'tolerance', value: Math.round((deviation / Number(capacitance.value)) * 1e6), span: number.span }]
  }
  return []
}

const DIELECTRICS: readonly WordRule[] = [
  { word: 'c0g', pattern: /(?<![A-Za-z0-9])(?:C[0O]G|NP[0O])(?![A-Za-z0-9])/i },
  { word: 'x7r', pattern: /(?<![A-Za-z0-9])X7R(?![A-Za-z0-9])/i },
  { word: 'x5r', pattern: /(?<![A-Za-z0-9])X5R(?![A-Za-z0-9])/i },
  { word: 'x6s', pattern: /(?<![A-Za-z0-9])X6S(?![A-Za-z0-9])/i },
  { word: 'x7s', pattern: /(?<![A-Za-z0-9])X7S(?![A-Za-z0-9])/i },
  { word: 'x7t', pattern: /(?<![A-Za-z0-9])X7T(?![A-Za-z0-9])/i },
  { word: 'x8r', pattern: /(?<![A-Za-z0-9])X8R(?![A-Za-z0-9])/i },
  { word: 'y5v', pattern: /(?<![A-Za-z0-9])Y5V(?![A-Za-z0-9])/i },
  { word: 'z5u', pattern: /(?<![A-Za-z0-9])Z5U(?![A-Za-z0-9])/i },
]

const SAFETY_CLASSES: readonly WordRule[] = ['x1', 'x2', 'y1', 'y2'].map((word) => ({
  word,
  pattern: new RegExp(`(?<![A-Za-z0-9])${word}(?![A-Za-z0-9])`, 'i'),
}))
