import { designatorPrefix } from './bom-designators.js'
import type { ColumnRole, LineExclusion } from './bom-line.js'

/** What of a line nobody sells, or what is printed; null for a part like any other (bom.md 6). */
export function readForSale(textsOf: TextsOf, facts: PartFacts): LineExclusion | null {
  if (isPrintJob(textsOf, facts)) return 'print_job'
  const isOwned = SPOKEN_ROLES.flatMap(textsOf).some((text) => OWNED.test(text))
  return isOwned || isBoardMark(textsOf, facts) || isBareBoard(textsOf, facts) ? 'not_for_sale' : null
}

function isPrintJob(textsOf: TextsOf, { section }: PartFacts): boolean {
  const texts = PRINTED_ROLES.flatMap(textsOf)
  const groups = [...textsOf('category'), section ?? '']
  return texts.some((text) => PRINTED.test(text)) || groups.some((text) => PRINTED_GROUP.test(text))
}

/** Fiducials, holes, logos; without a number that could be ordered also test points and solder jumpers. */
function isBoardMark(textsOf: TextsOf, { designators, numbers, isNumbered }: PartFacts): boolean {
  const places = [...designators, ...textsOf('package')].map(spaced)
  const texts = [...textsOf('value'), ...textsOf('description'), ...numbers].map(spaced)
  if (places.some((text) => MARK_PLACE.test(text)) || texts.some((text) => MARK_TEXT.test(text))) return true
  if (isNumbered) return false
  const isJumper = /^(?:SJ|JP|SB)$/.test(designatorPrefix(designators) ?? '')
  return [...places, ...texts].some((text) => UNSOLD.test(text) || (isJumper && JUMPER_STATE.test(text)))
}

/** A board without parts: the row's own head noun, no number that could name a module, no page of a parts shop. */
function isBareBoard(textsOf: TextsOf, { name, isNumbered }: PartFacts): boolean {
  const bare = name.replace(/[([][^)\]]{0,200}[)\]]/g, ' ').trim()
  if (isNumbered || !BOARD.test(bare) || PART_OF_BOARD.test(bare)) return false
  return !textsOf('link').some((link) => PART_SHOP.test(link) && !BOARD_HOUSE.test(link))
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

/** The filled texts of a line under a role, in their order. */
type TextsOf = (role: ColumnRole) => readonly string[]

/** What is known about the part of a line when its kind is judged. */
export interface PartFacts {
  readonly name: string
  readonly designators: readonly string[]
  /** numbers of makers and shops as they are written */
  readonly numbers: readonly string[]
  /** one of the numbers could be ordered */
  readonly isNumbered: boolean
  readonly section: string | null
}
