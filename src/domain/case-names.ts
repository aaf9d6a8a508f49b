import { COUNTED, NAMED, NUMBERED, OWN_PINS, SAME, TANTALUM, USUAL_PINS } from './case-tables.js'

/**
 * Every case of the text by one name, whatever its maker calls it: `SO-8`, `SOP8` and `8-SOIC` are `soic-8`, DO-214AC is
 * `sma`, SC-70 is `sot-323`. A name without its number of pins (`QFN`) names no case. Tall and flat variants of one
 * footprint (VQFN, WQFN) are one case.
 */
export function caseNamesIn(text: string): FoundCase[] {
  if (!LETTERS_OF_CASES.test(text)) return []
  return FORMS.flatMap(({ pattern, read }) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const end = match.index + match[0].length
      const name = read(match, text.slice(end, end + WIDTH_SEEN))
      return name === undefined ? [] : [{ name, start: match.index, end }]
    }),
  )
}

const PREFIXES = 'TSOT|SOT|SOD|SC|ITO|TO|DO|LL'
const COUNTED_NAMES = Object.keys(COUNTED)
  .sort((one, other) => other.length - one.length)
  .join('|')
const LETTERS_OF_CASES = new RegExp(
  `(?:${PREFIXES}|QF[NP]|QFPN|WATT|MBS|DFN|SOP|AXIAL|RADIAL|HC-?49|SO|DI[PL]|SIP|CC|GA|CSP|SM[ABCF]|MELF|PAK|UMAX|EIA|CASE)`,
  'i',
)
const WIDTH_SEEN = 10

const FORMS: readonly CaseForm[] = [
  {
    pattern: new RegExp(
      String.raw`(?<![A-Za-z0-9])(${PREFIXES})[-_ ]?(\d{1,3}[A-Z]{0,2})(?:-(\d{1,2})L?)?(?![A-Za-z0-9])`,
      'gi',
    ),
    read: ([all = '', letters = '', number = '', pins]) =>
      / \d/.test(all) && letters.length < 3 ? undefined : numbered(`${letters}-${number}`.toLowerCase(), pins),
  },
  {
    pattern: new RegExp(
      String.raw`(?<![A-Za-z0-9]|PowerPAK[-_ ])(${COUNTED_NAMES})[-_ ]?(\d{1,3})L?(?![A-Za-z0-9]|\.\d| ?mm)`,
      'gi',
    ),
    read: ([, letters = '', pins = ''], after) => counted(letters, pins, after),
  },
  {
    pattern: new RegExp(
      String.raw`(?<![A-Za-z0-9.])(\d{1,3})[- ]?(?:pins?[- ])?(${COUNTED_NAMES})(?![A-Za-z0-9]|[-_]\d)`,
      'gi',
    ),
    read: ([, pins = '', letters = ''], after) => counted(letters, pins, after),
  },
  {
    pattern: new RegExp(String.raw`(?<![A-Za-z0-9])(${Object.keys(NAMED).join('|')})(?:-(\d)L?)?(?![A-Za-z0-9])`, 'g'),
    read: ([, letters = '', pins]) => withPins(NAMED[letters] ?? '', pins),
  },
  {
    pattern: /(?<![A-Za-z0-9])DFN[-_ ]?(\d{4})-(\d{1,2})L?(?![A-Za-z0-9])/gi,
    read: ([, size = '', pins = '']) => `dfn${size}-${pins}`,
  },
  {
    pattern: /(?<![A-Za-z0-9])(?:EIA-(\d{4})|CASE[-_ ]?([ABCDE]))(?![A-Za-z0-9])/gi,
    read: ([, code = '', letter]) => (letter === undefined ? TANTALUM[code] : `case-${letter.toLowerCase()}`),
  },
  { pattern: /(?<![A-Za-z])(axial|radial)(?![A-Za-z])/gi, read: ([, direction = '']) => direction.toLowerCase() },
  {
    pattern: /(?<![A-Za-z0-9])HC-?49(?:\/?U?S?)?(-?S?MD?)?(?![A-Za-z0-9])/gi,
    read: ([, surface]) => (surface === undefined ? 'hc-49' : 'hc-49-smd'),
  },
]

function numbered(name: string, pins: string | undefined): string | undefined {
  if (!NUMBERED.has(name)) return undefined
  const same = SAME[`${name}-${pins}`]
  if (same !== undefined) return same
  return withPins(SAME[name] ?? name, pins)
}

function withPins(base: string, pins: string | undefined): string {
  return pins === undefined || (OWN_PINS[base] ?? USUAL_PINS).includes(pins) ? base : `${base}-${pins}`
}

/** The wide body of small outlines is another footprint: `SOIC-8_5.3x5.3mm`, `SOP-8 208mil`. */
function counted(letters: string, pins: string, after: string): string | undefined {
  const base = COUNTED[letters.toUpperCase()]
  if (base === undefined || Number(pins) < 2) return undefined
  const width = base === 'soic' ? WIDE_BODIES.find(({ pattern }) => pattern.test(after)) : undefined
  return `${base}-${Number(pins)}${width?.name ?? ''}`
}

const WIDE_BODIES = [
  { name: '-208mil', pattern: /^[-_ (]{0,2}(?:L?5\.[23]|208 ?mil)/i },
  { name: '-300mil', pattern: /^[-_ (]{0,2}(?:L?7\.[56]|300 ?mil)/i },
]

interface CaseForm {
  readonly pattern: RegExp
  readonly read: (match: readonly string[], after: string) => string | undefined
}

export interface FoundCase {
  readonly name: string
  readonly start: number
  readonly end: number
}
