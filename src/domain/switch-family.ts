import { beforeAside } from './asides.js'
import { rating } from './measures.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { ReadableText } from './readable-text.js'
import { firstWord, type WordRule } from './written-words.js'

/** Switches by kind and contacts: `Tactile switch 6x6`, `SPDT slide switch`, `Push button 16 mm, latching`. */
export const switchFamily: PartFamily = {
  classes: ['switch'],
  words: {
    switch: 'switch',
    'push button': 'switch',
    pushbutton: 'switch',
    microswitch: 'switch',
    schalter: 'switch',
    taster: 'switch',
  },
  designators: { SW: 'switch', BTN: 'switch', S: 'switch' },
  read: readSwitch,
}

/** Only once a part is known to be one: `slide` and `toggle` are said of much else. */
function readSwitch(text: ReadableText, known: readonly string[]): FamilyReading | undefined {
  if (known.length === 0 || text.fields.some(({ text: given }) => OTHER_THING.test(beforeAside(given))))
    return undefined
  const kind = firstWord(text, 'kind', KINDS)
  if (kind.length === 0) return undefined
  const ratings = [...rating(text.numbers, 'current'), ...rating(text.numbers, 'voltage')]
  return { cls: 'switch', values: [...kind, ...firstWord(text, 'variant', CONTACTS), ...ratings] }
}

/** What goes onto, under or around a switch, and what only switches. */
const OTHER_THING =
  /(?<!\p{L})(?:key ?caps?|sockets?|covers?|guards?|boards?|modules?|regulators?|ics?|mosfets?|ethernet|network|fan)(?!\p{L})/iu

const KINDS: readonly WordRule[] = [
  { word: 'tactile', pattern: /tact(?:ile)?(?![A-Za-z])/i },
  { word: 'slide', pattern: /(?<![A-Za-z])slide(?![A-Za-z])/i },
  { word: 'toggle', pattern: /(?<![A-Za-z])toggle(?![A-Za-z])/i },
  { word: 'rocker', pattern: /(?<![A-Za-z])rocker(?![A-Za-z])/i },
  { word: 'emergency stop', pattern: /emergency[- ]stop|e-stop/i },
  { word: 'dip', pattern: /(?<![A-Za-z])dip[- ]switch/i },
  { word: 'rotary', pattern: /(?<![A-Za-z])rotary(?![A-Za-z])/i },
  { word: 'micro', pattern: /(?<![A-Za-z])micro[- ]?switch/i },
  { word: 'push button', pattern: /(?<![A-Za-z])push[- ]?button/i },
]

const CONTACTS: readonly WordRule[] = ['spst', 'spdt', 'dpst', 'dpdt'].map((word) => ({
  word,
  pattern: new RegExp(`(?<![A-Za-z])${word}(?![A-Za-z])`, 'i'),
}))
