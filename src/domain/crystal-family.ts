import { mainValue, measured } from './measures.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { PartText, PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import type { WrittenNumber } from './written-numbers.js'
import { writtenSizes } from './written-sizes.js'
import { firstWord, type WordRule } from './written-words.js'

/**
 * Crystals, oscillators and resonators: `8 MHz`, `24M`, `32.768k`, `CRYSTAL 12.0000MHZ 18PF SMD`. A frequency alone
 * proves none, many parts have one. Farads are the load, ppm the deviation at 25 °C, the case is called by its size.
 */
export const crystalFamily: PartFamily = {
  classes: ['crystal'],
  words: {
    crystal: 'crystal',
    xtal: 'crystal',
    quartz: 'crystal',
    quarz: 'crystal',
    oscillator: 'crystal',
    tcxo: 'crystal',
    resonator: 'crystal',
  },
  designators: { Y: 'crystal', X: 'crystal', XT: 'crystal', XO: 'crystal', XTAL: 'crystal' },
  read: readCrystal,
}

function readCrystal(text: ReadableText, known: readonly string[]): FamilyReading | undefined {
  if (known.length === 0) return undefined
  const { numbers, packages } = text
  const frequency = mainValue(numbers, 'frequency', frequencyOf)
  if (frequency === undefined) return undefined
  const load = mainValue(numbers, 'load_capacitance', (number) => measured(number, 'load_capacitance'))
  const sizes = sizesOf(text)
  return {
    cls: 'crystal',
    values: [
      frequency,
      ...(load ? [load] : []),
      ...(sizes.length > 0 ? sizes : packages),
      ...deviationOf(numbers),
      ...kindOf(text),
    ],
  }
}

/** `24M` as well, but no grams: nothing slower than a clock of watches is a crystal, so that `10k` of a resistor on the line is none. */
function frequencyOf(number: WrittenNumber): number | undefined {
  const value = measured(number, 'frequency', /^[km]$/i.test(number.prefix))
  return value !== undefined && value >= SLOWEST ? value : undefined
}

/** 30 kHz in mHz. */
const SLOWEST = 30e6

/** Of several the first: that at 25 °C stands before that over temperature. */
function deviationOf(numbers: readonly WrittenNumber[]): PartValue[] {
  const number = numbers.find(({ unit }) => unit === 'ppm')
  return number === undefined
    ? []
    : [{ name: 'tolerance', value: Math.round(Number(number.decimal)), span: number.span }]
}

/** Length and width in tenths of a millimetre: `SMD-3225_4P`, `3.2x2.5mm`. */
function sizesOf(text: PartText): PartValue[] {
  const code = firstWord(text, 'package', SIZES)
  if (code.length > 0) return code
  for (const { values, span } of writtenSizes(text)) {
    const value = values.slice(0, 2).map((size) => String(size / TENTH).padStart(2, '0'))
    if (CODES.includes(value.join(''))) return [{ name: 'package', value: value.join(''), span }]
  }
  return []
}

const TENTH = 100
const CODES = ['1210', '1610', '1612', '2012', '2016', '2520', '3215', '3225', '4025', '5032', '6035', '7050', '8045']
const SIZES: readonly WordRule[] = CODES.filter((code) => code !== '1210').map((code) => ({
  word: code,
  pattern: new RegExp(
    String.raw`(?<![\d.]|[A-Z]{3}\d?)(?:SMD|OSC)?[-_ ]?${code}(?:-\dP(?:in)?|M)?(?![A-Za-z0-9]|\.\d)`,
    'i',
  ),
}))

/** An oscillator has a crystal inside, and a crystal is called one by careless sellers: both words leave it open. */
function kindOf(text: PartText): PartValue[] {
  const found = KINDS.flatMap((rule) => firstWord(text, 'kind', [rule]))
  return found.length === 1 ? found : []
}

const KINDS: readonly WordRule[] = [
  { word: 'crystal', pattern: /crystal|(?<![a-z])(?:xtal|quart?z)(?![a-z])/i },
  { word: 'oscillator', pattern: /oscillator|(?<![a-z])(?:tc|vc)?xo(?![a-z])/i },
  { word: 'resonator', pattern: /resonator/i },
]
