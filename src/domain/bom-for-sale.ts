import { designatorPrefix } from './bom-designators.js'
import { cellsOf, type TableLayout, type TableRow } from './bom-layout.js'
import type { LineExclusion } from './bom-line.js'

/** What of a row nobody sells, or what is printed; null for a part like any other (bom.md 6). */
export function readForSale(row: TableRow, layout: TableLayout, facts: PartFacts): LineExclusion | null {
  if (isPrintJob(row, layout, facts)) return 'print_job'
  const isOwned = SPOKEN_ROLES.flatMap((role) => cellsOf(row, layout, role)).some((text) => OWNED.test(text))
  return isOwned || isBoardMark(row, layout, facts) || isBareBoard(row, layout, facts) ? 'not_for_sale' : null
}

function isPrintJob(row: TableRow, layout: TableLayout, { section }: PartFacts): boolean {
  const texts = PRINTED_ROLES.flatMap((role) => cellsOf(row, layout, role))
  const groups = [...cellsOf(row, layout, 'category'), section ?? '']
  return texts.some((text) => PRINTED.test(text)) || groups.some((text) => PRINTED_GROUP.test(text))
}

/** Fiducials, holes, logos; without a number that could be ordered also test points and solder jumpers. */
function isBoardMark(row: TableRow, layout: TableLayout, { designators, numbers, isNumbered }: PartFacts): boolean {
  const places = [...designators, ...cellsOf(row, layout, 'package')].map(spaced)
  const texts = [...cellsOf(row, layout, 'value'), ...cellsOf(row, layout, 'description'), ...numbers].map(spaced)
  if (places.some((text) => MARK_PLACE.test(text)) || texts.some((text) => MARK_TEXT.test(text))) return true
  if (isNumbered) return false
  const isJumper = /^(?:SJ|JP|SB)$/.test(designatorPrefix(designators) ?? '')
  return [...places, ...texts].some((text) => UNSOLD.test(text) || (isJumper && JUMPER_STATE.test(text)))
}

/** A board without parts: the row's own head noun, no number that could name a module, no page of a parts shop. */
function isBareBoard(row: TableRow, layout: TableLayout, { name, isNumbered }: PartFacts): boolean {
  const bare = name.replace(/[([][^)\]]{0,200}[)\]]/g, ' ').trim()
  if (isNumbered || !BOARD.test(bare) || PART_OF_BOARD.test(bare)) return false
  return !cellsOf(row, layout, 'link').some((link) => PART_SHOP.test(link) && !BOARD_HOUSE.test(link))
}

function spaced(text: string): string {
  return text.replace(/_/g, ' ').slice(0, 300)
}

const SPOKEN_ROLES = ['description', 'value', 'notes'] as const
const PRINTED_ROLES = ['description', 'value', 'link', 'distributor_sku', 'supplier'] as const

const MARK_PLACE =
  /^fid(?:ucial)?s?\d*\b|^fiducial|^npth\b|\blogo\b|^sign\b|\bce sign\b|^mounting ?hole|^tooling ?hole/i
const MARK_TEXT = /\bfiducials?\b|^(?:mounting|tooling) ?holes?\b|^npth\b|\bholes? with no copper\b|^ce sign$/i
const UNSOLD = /^test ?(?:points?|pads?)\b|^solder ?(?:jumper|bridge)\b|^SJ(?: \d| closed| open)|^(?:opened|closed)$/i
const JUMPER_STATE = /^(?:opened|closed|open|solder jumper)\b/i
const OWNED = /\bI already have\b/i
const PRINTED = /\b3d[ -]?printed\b|\bprinted parts?\b|\.(?:stl|scad|3mf)\b/i
const PRINTED_GROUP = /\bprinted\b(?! circuit)/i
const BOARD = /(?:^|[\s/])(?:pcbs?|circuit board)$|^(?:custom |bare |main )?pcb\b|^panel$/i
const PART_OF_BOARD = /^pcb[\s-](?:mount|standoff|spacer|header|terminal|connector|relay|holder)/i
const BOARD_HOUSE = /oshpark|jlcpcb|pcbway|aisler|github|eurocircuits/i
const PART_SHOP = /digikey|mouser|lcsc|farnell|newark|adafruit|sparkfun|pololu|tindie|reichelt|seeed|pimoroni/i

/** What is known about the part of a row when its kind is judged. */
export interface PartFacts {
  readonly name: string
  readonly designators: readonly string[]
  /** numbers of makers and shops as they are written */
  readonly numbers: readonly string[]
  /** one of the numbers could be ordered */
  readonly isNumbered: boolean
  readonly section: string | null
}
