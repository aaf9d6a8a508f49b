import { isAnotherThing } from './electronic-nouns.js'
import { isNamedLed } from './led-family.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import { partName } from './part-names.js'
import type { PartText, PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstWord, type WordRule } from './written-words.js'

/** Diodes by their name and case: `1N4148W`, `SS34/SMA`, `BAT54S,215`; a Zener or a suppressor says so by its kind. */
export const diodeFamily: PartFamily = {
  classes: ['diode'],
  words: {
    diode: 'diode',
    schottky: 'diode',
    zener: 'diode',
    rectifier: 'diode',
    tvs: 'diode',
    'esd protection': 'diode',
    gleichrichter: 'diode',
  },
  designators: { D: 'diode', ZD: 'diode', VD: 'diode', DZ: 'diode', CR: 'diode', TVS: 'diode' },
  read: readDiode,
}

function readDiode(text: ReadableText, known: readonly string[]): FamilyReading | undefined {
  if (known.length === 0 || isAnotherThing(text)) return undefined
  const isNamed = text.fields.some(({ text: given }) => NAMED.test(given))
  const isMeant = isNamed || (!isNamedLed(text) && known.every((cls) => cls === 'diode' || cls === 'led'))
  if (!isMeant) return undefined
  const values = [...partName(text), ...text.packages, ...kindOf(text)]
  return values.length === 0 ? undefined : { cls: 'diode', values }
}

const NAMED = /(?<!emitting )diode|schottky|zener|rectifier|gleichrichter|(?<![A-Za-z])(?:TVS|ESD)(?![A-Za-z])/i

/** A bare `rectifier` is said of Schottky diodes as well, and two kinds in one text leave it open. */
function kindOf(text: PartText): PartValue[] {
  const found = KINDS.flatMap((rule) => firstWord(text, 'kind', [rule]))
  return found.length === 1 ? found : []
}

const KINDS: readonly WordRule[] = [
  { word: 'zener', pattern: /zener/i },
  { word: 'schottky', pattern: /schottky/i },
  { word: 'tvs', pattern: /(?<![A-Za-z])(?:TVS|ESD)(?![A-Za-z])|transient/i },
  { word: 'bridge', pattern: /bridge/i },
]
