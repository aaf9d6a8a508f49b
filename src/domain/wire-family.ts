import { colorValues } from './color-names.js'
import { isAnotherThing } from './electronic-nouns.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { NumberName, PartText, PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstStated, writtenLengths, type WrittenLength } from './written-sizes.js'
import { firstWord, type WordRule } from './written-words.js'

/**
 * Wire by gauge, colour and length: `Silicone wire 16AWG, Black`, `Hook-up wire AWG 22 red 10 m`; enamelled wire by its
 * diameter. What is crimped to it, cuts it or joins it is another thing.
 */
export const wireFamily: PartFamily = {
  classes: ['wire'],
  words: { wire: 'wire', litze: 'wire', draht: 'wire', kupferlackdraht: 'wire' },
  designators: {},
  read: readWire,
}

function readWire(text: ReadableText, known: readonly string[]): FamilyReading | undefined {
  if (known.length === 0 || isAnotherThing(text, 'wire')) return undefined
  const gauge = gaugeOf(text)
  const lengths = writtenLengths(text)
  const isEnamelled = gauge.length === 0 && text.fields.some(({ text: given }) => ENAMELLED.test(given))
  const thickness = isEnamelled ? lengths.filter(({ value }) => value <= THICKEST) : []
  if (gauge.length + thickness.length === 0) return undefined
  return {
    cls: 'wire',
    values: [
      ...gauge,
      ...named('diameter', thickness),
      ...named(
        'length',
        lengths.filter(({ value }) => value >= SHORTEST),
      ),
      ...colorValues(text).filter(({ value }) => !METALS.has(value)),
      ...firstWord(text, 'material', MATERIALS),
    ],
  }
}

function named(name: NumberName, lengths: readonly WrittenLength[]): PartValue[] {
  return firstStated(lengths.map(({ value, span }) => ({ name, value, span })))
}

/** One gauge; a range (`20-30 AWG`) says what fits, and so none. */
function gaugeOf({ fields }: PartText): PartValue[] {
  return firstStated(
    fields.flatMap(({ field, text }) =>
      [...text.matchAll(GAUGE)].map((match): PartValue => {
        const span = { field, start: match.index, end: match.index + match[0].length }
        return { name: 'gauge', value: Number(match[1] ?? match[2]), span }
      }),
    ),
  )
}

const GAUGE = /(?<![\d.,/~-]|\d ?to )(\d{1,2}) ?AWG(?![A-Za-z])|(?<![A-Za-z])AWG[- ]?(\d{1,2})(?![\d.,/~-])/gi
const ENAMELLED = /enamel|magnet wire|lackdraht/i
/** µm: what is longer is a length, and what is thicker no enamelled wire. */
const THICKEST = 5_000
const SHORTEST = 50_000
/** Of the wire itself. */
const METALS: ReadonlySet<PartValue['value']> = new Set(['copper', 'silver', 'gold', 'bronze', 'natural'])

const MATERIALS: readonly WordRule[] = [
  { word: 'silicone', pattern: /silicone|silikon/i },
  { word: 'pvc', pattern: /(?<![A-Za-z])PVC(?![A-Za-z])/i },
  { word: 'ptfe', pattern: /(?<![A-Za-z])(?:PTFE|teflon)(?![A-Za-z])/i },
  { word: 'enamel', pattern: /enamel|lackdraht/i },
]
