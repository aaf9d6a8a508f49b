import { beforeAside } from './asides.js'
import { mainValue, measured, rating } from './measures.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { PartText, PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstCode } from './written-codes.js'
import { firstWord, type WordRule } from './written-words.js'

/** Fuses by the current that they carry: `Fuse 500 mA slow 5x20 mm 250 V`, `PTC 1.1A 1812`. */
export const fuseFamily: PartFamily = {
  classes: ['fuse'],
  words: { fuse: 'fuse', polyfuse: 'fuse', ptc: 'fuse', sicherung: 'fuse' },
  designators: { F: 'fuse' },
  read: readFuse,
}

function readFuse(text: ReadableText, known: readonly string[]): FamilyReading | undefined {
  if (known.length === 0 || text.fields.some(({ text: given }) => OTHER_THING.test(beforeAside(given))))
    return undefined
  if (known.some((cls) => cls !== 'fuse') && !text.fields.some(({ text: given }) => NAMED.test(given))) return undefined
  const current = mainValue(text.numbers, 'current', (number) => measured(number, 'current'))
  if (current === undefined) return undefined
  const sizes = cartridges(text)
  const packages = sizes.length > 0 ? sizes : text.packages
  const kind = firstWord(text, 'kind', KINDS)
  return { cls: 'fuse', values: [current, ...packages, ...rating(text.numbers, 'voltage'), ...kind] }
}

/** Shelves hold fuses together with switches or suppressors, which have a current as well. */
const NAMED = /fuse|(?<![A-Za-z])PTC(?![A-Za-z])|sicherung/i

/** Glass and ceramic tubes are called by their size in millimetres. */
function cartridges(text: PartText): PartValue[] {
  const code = firstCode(text, CARTRIDGE)
  if (code === undefined) return []
  const [, diameter = '', length = ''] = code.match
  return [{ name: 'package', value: `${diameter}x${length}`, span: code.span }]
}

const CARTRIDGE = /(?<![\d.,])(5|6|6\.3) ?(?:mm)? ?x ?(20|30|32)(?: ?mm)?(?![\d.,])/i
const OTHER_THING = /(?<!\p{L})(?:holders?|clips?|sockets?|box|blocks?)(?!\p{L})/iu

const KINDS: readonly WordRule[] = [
  { word: 'resettable', pattern: /resett?able|poly-?fuse|polyswitch|(?<![A-Za-z])P?PTC(?![A-Za-z])/i },
  { word: 'slow', pattern: /(?<![A-Za-z])slow(?![A-Za-z])|time[- ]?(?:lag|delay)|tr[äa]ge/i },
  { word: 'fast', pattern: /(?<![A-Za-z])fast(?![A-Za-z])|quick[- ]?(?:blow|acting)|flink/i },
]
