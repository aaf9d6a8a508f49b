import { isAnotherThing } from './electronic-nouns.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import { partName } from './part-names.js'
import type { PartText, PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstWord, type WordRule } from './written-words.js'

/** Transistors by name, case and polarity: `BC817-40(SOT23)`, `2N7002,215`, `MOSFET N-CH 20V 1.3A`, `1A NPN`. */
export const transistorFamily: PartFamily = {
  classes: ['transistor'],
  words: { transistor: 'transistor', mosfet: 'transistor', bjt: 'transistor', jfet: 'transistor', igbt: 'transistor' },
  designators: { Q: 'transistor', VT: 'transistor', FET: 'transistor' },
  read: readTransistor,
}

function readTransistor(text: ReadableText, known: readonly string[]): FamilyReading | undefined {
  if (known.length === 0 || isAnotherThing(text)) return undefined
  const isNamed = text.fields.some(({ text: given }) => NAMED.test(given))
  if (!isNamed && !known.every((cls) => cls === 'transistor')) return undefined
  const values = [...partName(text), ...text.packages, ...polarityOf(text)]
  return values.length === 0 ? undefined : { cls: 'transistor', values }
}

/** What drives a transistor is none. */
const NAMED = /(?:transistor|mosfet|bjt|jfet|igbt)s?(?![A-Za-z]| (?:array|driver))/i

/** Pairs of both polarities leave it open. */
function polarityOf(text: PartText): PartValue[] {
  const found = POLARITIES.flatMap((rule) => firstWord(text, 'polarity', [rule]))
  return found.length === 1 ? found : []
}

const POLARITIES: readonly WordRule[] = [
  { word: 'npn', pattern: /(?<![A-Za-z])NPN(?![A-Za-z])/i },
  { word: 'pnp', pattern: /(?<![A-Za-z])PNP(?![A-Za-z])/i },
  { word: 'n', pattern: /(?<![A-Za-z])N[- ]?(?:CH(?:ANNEL)?|MOS(?:FET)?|FET)(?![A-Za-z])/i },
  { word: 'p', pattern: /(?<![A-Za-z])P[- ]?(?:CH(?:ANNEL)?|MOS(?:FET)?|FET)(?![A-Za-z])/i },
]
