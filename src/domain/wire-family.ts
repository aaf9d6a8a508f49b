import { beforeAside } from './asides.js'
import { colorValues } from './color-names.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { PartText, PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstWord, type WordRule } from './written-words.js'

/** Single wires by gauge and colour: `Silicone wire 16AWG, Black`. Cables, links of wire and crimped leads are others. */
export const wireFamily: PartFamily = {
  classes: ['wire'],
  words: { wire: 'wire', 'hookup wire': 'wire', litze: 'wire', draht: 'wire' },
  designators: {},
  read: readWire,
}

function readWire(text: ReadableText, known: readonly string[]): FamilyReading | undefined {
  if (known.length === 0 || text.fields.some(({ text: given }) => OTHER_THING.test(beforeAside(given))))
    return undefined
  const gauge = gaugeOf(text)
  if (gauge === undefined) return undefined
  return { cls: 'wire', values: [gauge, ...colorValues(text), ...firstWord(text, 'material', MATERIALS)] }
}

/** American wire gauge, in front or behind: `26AWG`, `AWG 26`. */
function gaugeOf({ fields }: PartText): PartValue | undefined {
  for (const { field, text } of fields) {
    const match = GAUGE.exec(text)
    if (match === null) continue
    const span = { field, start: match.index, end: match.index + match[0].length }
    return { name: 'gauge', value: Number(match[1] ?? match[2]), span }
  }
  return undefined
}

const GAUGE = /(?<![\d.,])(\d{1,2}) ?awg(?![A-Za-z])|(?<![A-Za-z])awg[- ]?(\d{1,2})(?![\d.,])/i
const OTHER_THING =
  /(?<!\p{L})(?:cables?|ribbon|links?|leads?|connectors?|housings?|strippers?|cutters?|strands?|jumpers?|terminals?|ferrules?|kits?|sets?|springs?|loom|sleeves?)(?!\p{L})/iu

const MATERIALS: readonly WordRule[] = [
  { word: 'silicone', pattern: /silicone?/i },
  { word: 'ptfe', pattern: /ptfe|teflon/i },
  { word: 'pvc', pattern: /(?<![A-Za-z])pvc(?![A-Za-z])/i },
]
