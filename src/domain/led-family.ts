import { isAnotherThing } from './electronic-nouns.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import { partName } from './part-names.js'
import type { PartText, PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstWord, type WordRule } from './written-words.js'

/**
 * Light emitting diodes by colour and size: `LED/YELLOW/0603`, `LED GREEN CLEAR 0603`, `LED red 5 mm`. A strip or a ring
 * of them is another thing.
 */
export const ledFamily: PartFamily = {
  classes: ['led'],
  words: { led: 'led', 'light emitting diode': 'led', leuchtdiode: 'led' },
  designators: { LED: 'led', D: 'led' },
  read: readLed,
}

function readLed(text: ReadableText, known: readonly string[]): FamilyReading | undefined {
  if (known.length === 0 || !isNamedLed(text) || isAnotherThing(text)) return undefined
  const size = text.packages.length > 0 ? text.packages : firstWord(text, 'package', SIZES)
  const values = [...size, ...colorOf(text), ...partName(text)]
  return values.length === 0 ? undefined : { cls: 'led', values }
}

/** A `D` may be any diode, and in a section of a `LED ring` stand other parts as well. */
export function isNamedLed({ fields, category = '', designatorPrefix }: PartText): boolean {
  return designatorPrefix === 'LED' || LED.test(category) || fields.some(({ text }) => LED.test(text))
}

const LED = /(?<![A-Za-z])LEDs?(?![A-Za-z])|light[- ]emitting|leuchtdiode/i

/** One colour; `GREEN/RED` has two and is open. */
function colorOf(text: PartText): PartValue[] {
  const found = COLORS.flatMap((rule) => firstWord(text, 'color', [rule]))
  const [first] = found.sort((one, other) => order(text, one) - order(text, other))
  const isOpen = found.some(({ value, span }) => value !== first?.value && span.field === first?.span.field)
  return first === undefined || isOpen ? [] : [first]
}

function order({ fields }: PartText, { span }: PartValue): number {
  return fields.findIndex(({ field }) => field === span.field)
}

const COLORS: readonly WordRule[] = [
  color('red', 'red|rot|rouge|rojo'),
  color('green', 'green|grn|grün|gruen|vert|verde'),
  color('blue', 'blue|blu|blau|bleu|azul'),
  color('yellow', 'yellow|yel|gelb|jaune'),
  color('white', 'white|weiß|weiss|blanc'),
  color('orange', 'orange'),
  color('amber', 'amber'),
  color('purple', 'purple|violet|violett'),
  color('pink', 'pink|rosa'),
  color('rgb', 'rgbw?'),
  color('infrared', 'infra-?red|ir'),
  color('ultraviolet', 'ultra-?violet|uv'),
]

function color(word: string, spellings: string): WordRule {
  return { word, pattern: new RegExp(String.raw`(?<!\p{L})(?:${spellings})(?!\p{L})`, 'iu') }
}

/** Round ones by their diameter, larger chips by length and width in tenths of a millimetre. */
const SIZES: readonly WordRule[] = [
  ...['3', '5', '8', '10'].map((diameter) => ({
    word: `${diameter}mm`,
    pattern: new RegExp(String.raw`(?<![\d.,x-])${diameter} ?mm(?![A-Za-z0-9]| ?x)`, 'i'),
  })),
  ...['2835', '3014', '3528', '3535', '5050', '5730'].map((code) => ({
    word: code,
    pattern: new RegExp(String.raw`(?<![\d.])(?:SMD)?[-_ ]?${code}(?![A-Za-z0-9]|\.\d)`, 'i'),
  })),
]
