import { caseNamesIn } from './case-names.js'
import { chipSizesIn } from './chip-sizes.js'
import type { PartText, PartValue } from './part-values.js'

/**
 * What diodes, transistors and circuits are called by everybody, in lower case: `1n4148w`, `ss34`, `2n7002`, `lm358dr`.
 * It is the word of the first field that looks like a part number and is no case, standard or size; makers' codes of reel
 * and plating are left out. Two different ones (`1N5822/SS34`) leave it open. Only for parts whose class is known.
 */
export function partName({ fields }: PartText): PartValue[] {
  for (const { field, text } of fields) {
    if (UNNAMED.has(field)) continue
    const found = [...text.matchAll(NAME)].flatMap((match) => nameIn(field, match))
    const [first] = found
    if (first !== undefined) return found.every(({ value }) => value === first.value) ? [first] : []
  }
  return []
}

function nameIn(field: string, match: RegExpExecArray): PartValue[] {
  const [written] = match
  const certain = withoutWildcards(written)
  if (!isName(certain)) return []
  const value = certain
    .toLowerCase()
    .replace(PACKING, '')
    .replace(/^sn(?=[57]4)/, '')
  return [{ name: 'part_name', value, span: { field, start: match.index, end: match.index + written.length } }]
}

/** Libraries of symbols write `STM32F103C8Tx` and `MCP1700x-330xxTT`, where a small x stands for any letter. */
function withoutWildcards(written: string): string {
  return /[a-wyz]/.test(written) ? written : written.replace(/x.*$/, '')
}

function isName(word: string): boolean {
  if (word.length < SHORTEST || STANDARDS.test(word)) return false
  if ([...caseNamesIn(word), ...chipSizesIn(word)].some(({ start }) => start === 0)) return false
  return /\d\D*\d/.test(word) || RECTIFIER.test(word)
}

const SHORTEST = 4
/** `US1M`, `ES2JF` */
const RECTIFIER = /^[a-z]{2}\d[a-z]{1,2}$/i
/** Places of a package, or of sentences in which other parts are named as well. */
const UNNAMED: ReadonlySet<string> = new Set([
  ...['package', 'specifications.package', 'specifications.footprint', 'length', 'description', 'short_description'],
])
/** Letters and digits as `BC817`, or numbers of JEDEC, of Japan (`1SS181`, `2SC1815`), of logic and memories (`74HC595`, `24LC256`). */
const NAME = new RegExp(
  String.raw`(?<![A-Za-z0-9._-])(?:[A-Z]{1,7}\d|[1-4]N\d{3}|1S[SRV]\d{2}|1SM[ABC]\d|2S[A-DJK]\d{2}|(?:54|74|2[4578]|93)[A-Z]{1,5}\d|7[89][LM]\d{2})` +
    String.raw`[A-Z0-9]{0,20}(?:\.\d[A-Z0-9]{0,8})?(?:-[A-Z0-9]{1,12}(?:\.\d[A-Z0-9]{0,8})?){0,4}(?![A-Za-z0-9])`,
  'gi',
)
/** Reels, bags and plating at the end of a number, as `PACKAGING_SUFFIXES` has them for makers that are known. */
const PACKING = /(?:-(?:7|13)(?:-f)?|-tp|-e3|-reel7?|t[13]g|(?:tr)?pbf)$/
/** What looks like a part number and is none: interfaces, versions, degrees of protection, dimensions of footprints. */
const STANDARDS =
  /^(?:rs-?\d{3}|usb\d|ddr\d|ip\d{2}|cat\d|awg|aec|iso|din|iec|q\d{3}$|v\d|rev|ver|gen\d|pin\d|type\d|hfe|tr\d+$|m\d{1,2}x|[plwh]\d{1,2}\.\d)/i
