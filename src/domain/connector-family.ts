import { beforeAside } from './asides.js'
import { CONNECTOR_GENDERS, CONNECTOR_KINDS, CONNECTOR_NAMES } from './connector-names.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { PartText, PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstWord } from './written-words.js'

/**
 * Connectors: `Conn_01x04`, `Pin header 20 x 2`, `JST XH 3 Pin`, `0.1" PIN-HD 2X4`, `USB-C receptacle`. Positions are
 * those of one row; of two counts the smaller one is the rows. A cable, a kit or a board that has a connector is none.
 */
export const connectorFamily: PartFamily = {
  classes: ['connector'],
  words: {
    connector: 'connector',
    conn: 'connector',
    'wire connector': 'connector',
    header: 'connector',
    'pin header': 'connector',
    'pin socket': 'connector',
    'screw terminal': 'connector',
    'terminal block': 'connector',
    'barrel jack': 'connector',
    receptacle: 'connector',
    steckverbinder: 'connector',
    stiftleiste: 'connector',
    buchsenleiste: 'connector',
  },
  designators: { J: 'connector', P: 'connector', CN: 'connector', CON: 'connector', X: 'connector', PLUG: 'connector' },
  read: readConnector,
}

function readConnector(text: ReadableText, known: readonly string[]): FamilyReading | undefined {
  if (!text.fields.some(({ text: given }) => MAY_NAME_ONE.test(given))) return undefined
  const isOther = known.length > 0 ? CABLE : OTHER_THING
  if (text.fields.some(({ text: given }) => isOther.test(beforeAside(given)))) return undefined
  const name = nameOf(text, known.length > 0)
  const form = formOf(text)
  if (name === undefined && (known.length === 0 || form.length === 0)) return undefined
  const hasPitch = name === undefined || !UNPITCHED.test(name.rule.word)
  return {
    cls: 'connector',
    values: [...(name ? [name.value] : []), ...form, ...(hasPitch ? pitchOf(text) : []), ...sideOf(text, name)],
  }
}

/** The name that stands first in the first field that has one, unless the part is only said to go with it. */
function nameOf(text: PartText, isKnown: boolean): Name | undefined {
  for (const { field, text: given } of text.fields) {
    const found = CONNECTOR_NAMES.flatMap((rule) => {
      const match = isKnown || rule.isShort !== true ? rule.pattern.exec(given) : null
      return match === null ? [] : [{ rule, start: match.index, end: match.index + match[0].length }]
    })
    const [first] = found.sort((one, other) => one.start - other.start || other.end - one.end)
    if (first === undefined || first.start > beforeAside(given).length) continue
    const { rule, start, end } = first
    return { rule, value: { name: 'family', value: rule.word, span: { field, start, end } } }
  }
  return undefined
}

/** Rows and positions of the first field that counts them: `2X4`, `1x20`, `4 pin`, `10POS`, `single row`. */
function formOf({ fields }: PartText): PartValue[] {
  for (const { field, text } of fields) {
    const form = COUNTING.has(field) ? plainCount(field, text) : (twoCounts(field, text) ?? oneCount(field, text))
    if (form !== undefined) return form
  }
  return []
}

function plainCount(field: string, text: string): PartValue[] | undefined {
  const positions = /^ ?(\d{1,3}) ?$/.exec(text)?.[1]
  if (positions === undefined) return undefined
  return [{ name: 'positions', value: Number(positions), span: { field, start: 0, end: text.length } }]
}

/** `02x04` and `20 x 2`: no strip has more than four rows. */
function twoCounts(field: string, text: string): PartValue[] | undefined {
  const match = TWO_COUNTS.exec(text)
  if (match === null) return undefined
  const counts = [Number(match[1]), Number(match[2])]
  const [rows, positions] = [Math.min(...counts), Math.max(...counts)]
  if (rows === 0 || rows > MOST_ROWS) return undefined
  const span = { field, start: match.index, end: match.index + match[0].length }
  return [
    { name: 'rows', value: rows, span },
    { name: 'positions', value: positions, span },
  ]
}

/** Of two rows it is open whether all pins are counted or those of one. */
function oneCount(field: string, text: string): PartValue[] | undefined {
  const counted = COUNT.exec(text)
  if (counted === null || SEVERAL_ROWS.test(text)) return undefined
  const value = Number(counted[1])
  if (value === 0) return undefined
  const span = { field, start: counted.index, end: counted.index + counted[0].length }
  const single = SINGLE_ROW.exec(text)
  const rows = single && { field, start: single.index, end: single.index + single[0].length }
  return [{ name: 'positions', value, span }, ...(rows ? [{ name: 'rows', value: 1, span: rows } as const] : [])]
}

/** The first length that is a pitch of connectors. */
function pitchOf({ fields }: PartText): PartValue[] {
  for (const { field, text } of fields) {
    for (const match of text.matchAll(LENGTH)) {
      const value = Math.round(Number(match[1]) * (MICROMETRES[match[2]?.toLowerCase() ?? ''] ?? 0))
      const span = { field, start: match.index, end: match.index + match[0].length }
      if (PITCHES.has(value)) return [{ name: 'pitch', value, span }]
    }
  }
  return []
}

/** Pin strips say their side by their name; of a pair the half is said, elsewhere the gender. */
function sideOf(text: PartText, name: Name | undefined): PartValue[] {
  if (name?.rule.gender !== undefined) return [{ name: 'gender', value: name.rule.gender, span: name.value.span }]
  const kind = name?.rule.isPaired === true ? firstWord(text, 'kind', CONNECTOR_KINDS) : []
  return [...kind, ...firstWord(text, 'gender', CONNECTOR_GENDERS)]
}

const MAY_NAME_ONE =
  /conn|header|socket|terminal|jack|plug|usb|jst|idc|-hd|hdmi|rj-?45|receptacle|-fit|\bmta|pin|pos|way|\d ?x ?\d|type-?c/i
/** Has a connector at both ends. */
const CABLE = /(?<![\p{L}-])(?:cables?|cords?|pigtails?)(?![\p{L}-])|(?<!\p{L})[ABC] to (?:usb|type|micro|mini)/iu
/** What has connectors and is bought as something else. */
const OTHER_THING =
  /(?<![\p{L}-])(?:cables?|cords?|pigtails?|[ABC] to|leads?|adapt[eo]rs?|kits?|boards?|modules?|hubs?|shields?|hats?|breakouts?|jumpers?|wires?|drives?|chargers?|supply|supplies|cameras?|testers?|crimpers?|tools?|ics?|pico|arduino|mouse|keyboard|interface|converter|protection|socket screws?|filters?)(?![\p{L}-])/iu
const UNPITCHED = /^(?:usb|barrel|hdmi|rj45)/
const COUNTING: ReadonlySet<string> = new Set(['specifications.pins', 'specifications.positions'])
const MOST_ROWS = 4
const TWO_COUNTS = /(?<![\d.,]|\d ?x ?)(\d{1,2}) ?[x*] ?(\d{1,2})(?!\d|[.,]\d| ?(?:mm|cm|m|"|in|x ?\d)(?![A-Za-z]))/i
const COUNT = /(?<![\d.,-])(\d{1,3})[- ]?(?:pins?|p|pos|positions?|ways?|poles?|contacts?|circuits?)(?![A-Za-z0-9])/i
const SINGLE_ROW = /(?<![A-Za-z0-9])(?:single|one|1)[- ]row(?![A-Za-z])/i
const SEVERAL_ROWS = /(?<![A-Za-z0-9])(?:dual|double|two|2)[- ]rows?(?![A-Za-z])/i
const LENGTH = /(?<![\d.,])(\d{0,2}\.?\d{1,3}) ?(mm|mil|inch|in|"|'')(?![A-Za-z0-9])/gi
const MICROMETRES: Readonly<Record<string, number>> = {
  mm: 1_000,
  mil: 25.4,
  inch: 25_400,
  in: 25_400,
  '"': 25_400,
  "''": 25_400,
}
/** µm, of the usual catalogues. */
const PITCHES: ReadonlySet<number> = new Set([
  ...[
    500, 800, 1_000, 1_250, 1_270, 1_500, 2_000, 2_500, 2_540, 3_000, 3_500, 3_810, 3_960, 4_200, 5_000, 5_080, 7_500,
  ],
  ...[7_620, 10_160],
])

interface Name {
  readonly rule: (typeof CONNECTOR_NAMES)[number]
  readonly value: PartValue
}
