import { isDesignatorList, isPlaceholder } from './bom-designators.js'
import type { ColumnRole } from './bom-line.js'
import { numberStyleOf, readQuantity } from './bom-quantity.js'
import { looksLikePartNumber } from './mpn-key.js'

/** What at least 60 % of the cells of a column look like that say something. */
export type Evidence = keyof typeof LOOKS | 'row_number' | 'numbering' | 'empty'

const MOST_CELLS = 200
const MOST_CHARACTERS = 300
const SHARE = 0.6
/** A short run of 1, 2, 3 may as well be quantities. */
const TELLING_RUN = 5
const RUN_SHARE = 0.8

/** The looks of a column, judged by its first 200 cells that say something. */
export function evidenceOf(cells: readonly string[]): ReadonlySet<Evidence> {
  const filled = tellingCells(cells)
  if (filled.length === 0) return new Set<Evidence>(['empty'])
  const found = new Set<Evidence>()
  for (const [name, fits] of Object.entries(LOOKS) as [keyof typeof LOOKS, (cell: string) => boolean][]) {
    if (filled.filter(fits).length >= filled.length * SHARE) found.add(name)
  }
  if (isNumbering(filled)) found.add('numbering')
  if (found.has('numbering') && filled.length >= TELLING_RUN) found.add('row_number')
  return found
}

function tellingCells(cells: readonly string[]): string[] {
  const telling: string[] = []
  for (const cell of cells) {
    if (telling.length === MOST_CELLS) break
    if (cell !== '' && !isPlaceholder(cell) && !isTotalWord(cell)) telling.push(cell.slice(0, MOST_CHARACTERS))
  }
  return telling
}

/** +0.5 when the cells look like the role, −1 when they look like something that it cannot be (bom.md 4). */
export function contentScore(role: ColumnRole, evidence: ReadonlySet<Evidence>): number {
  if (evidence.has('empty')) return 0
  if (role === 'row_number') return evidence.has('numbering') ? 0.5 : -1
  if ((CONTRADICTS[role] ?? []).some((look) => evidence.has(look))) return -1
  return (SUPPORTS[role] ?? []).some((look) => evidence.has(look)) ? 0.5 : 0
}

/** Roles that cells alone prove, whatever stands over them. */
export function provenRole(evidence: ReadonlySet<Evidence>): ColumnRole | undefined {
  return PROOFS.find(({ look }) => evidence.has(look))?.role
}

/** A cell that no header has: a number, a price, an address, a list of designators. */
export function isBodyCell(cell: string): boolean {
  return LOOKS.number(cell) || LOOKS.price(cell) || LOOKS.link(cell) || LOOKS.places(cell)
}

export function isPriceCell(cell: string): boolean {
  return PRICE.test(cell)
}

/** `Total`, `Summe`, `合计`: what stands beside a sum. */
export function isTotalWord(cell: string): boolean {
  return TOTAL.test(cell)
}

export function isLink(cell: string): boolean {
  return LINK.test(cell)
}

/** 1, 2, 3 … without repeats, with gaps only while they ascend: a sorted list keeps the numbers of its rows. */
function isNumbering(cells: readonly string[]): boolean {
  const numbers = cells.filter((cell) => /^\d{1,6}$/.test(cell)).map(Number)
  if (numbers.length < cells.length * RUN_SHARE || new Set(numbers).size < numbers.length) return false
  const isWhole = numbers.length >= TELLING_RUN && Math.max(...numbers) - Math.min(...numbers) === numbers.length - 1
  return isWhole || numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? Infinity))
}

const CURRENCY = '[$€£₹¥]'
const PRICE = new RegExp(`^~?\\s?${CURRENCY}?\\s?\\d+([.,]\\d+)*\\s?${CURRENCY}?$`)
const HAS_CURRENCY = new RegExp(`^~?\\s?${CURRENCY}\\s?[\\d.,-]+$|^[\\d.,]+\\s?${CURRENCY}$`)
const TOTAL = /^[\s*]{0,4}(?:(?:grand |off grid |sub)?total|sum|summe|gesamt|somme|suma|合计)[\s*:.]{0,4}$/i
const LINK = /^(?:https?:\/\/|www\.)\S+/i
const DESIGNATORS = /^[A-Za-z_]{1,8}\d+(?:[A-Z]|\.\d+)?(?:[,;\s/-].*)?$/
const KNOWN_PLACES = /^(?:R|C|L|D|Q|U|IC|J|P|CN|FB|LED|SW|Y|X|F|TP|K|T|RN|RV)\d{1,4}$/i
const VALUE = /^\d+(?:[.,]\d+)?\s?(?:[pnuµmkKMG]?(?:F|H|Hz|Ω|R|V|A|W|ohms?)?|[RkKMnupµ]\d+)(?:[,/ ].*)?$/
const PACKAGE =
  /(?:^|[^A-Z\d])(?:0201|0402|0603|0805|1206|1210|1812|2010|2512|SOT|SOD|SOIC|SOP|TSSOP|SSOP|MSOP|QFN|QFP|LQFP|DFN|BGA|DIP|SMA|SMB|SMC|TO-?\d|DO-?\d|DPAK|MELF)|^(?:R|C|L|CAP|RES|LED|IND)_?\d{4}/i
const SHOP_NUMBER = /^(?:C\d{3,9}|B0[A-Z0-9]{8})$|-ND$/i
const FIT_MARK = /^(?:y|yes|n|no|x|0|1|true|false|fitted|not fitted|dn[pfis]|n[fsc]|nopop|是|否)$|^NF\s?\(|do not/i
const UNIT_WORD = /^(?:pcs?|ea|each|g|kg|mm|cm|m|ml|l|set|kit|stk|st|[\u4E00-\u9FFF]|roll|meter|metre|pieces?)\.?$/i

const LOOKS = {
  designators: (cell: string) => DESIGNATORS.test(cell),
  places: (cell: string) => isDesignatorList(cell),
  known_places: (cell: string) => isDesignatorList(cell) && KNOWN_PLACES.test(/^\w+/.exec(cell)?.[0] ?? ''),
  number: (cell: string) => /^\d+(?:[.,]\d+)?$/.test(cell),
  quantity: (cell: string) => readQuantity(cell, numberStyleOf([])).milli !== null,
  price: (cell: string) => PRICE.test(cell) && (/[.,]\d/.test(cell) || HAS_CURRENCY.test(cell)),
  currency: (cell: string) => HAS_CURRENCY.test(cell),
  link: (cell: string) => LINK.test(cell),
  value: (cell: string) => VALUE.test(cell),
  package: (cell: string) => PACKAGE.test(cell),
  part_number: (cell: string) => looksLikePartNumber(cell),
  shop_number: (cell: string) => SHOP_NUMBER.test(cell),
  fit_mark: (cell: string) => FIT_MARK.test(cell),
  unit: (cell: string) => UNIT_WORD.test(cell),
  digitless: (cell: string) => !/\d/.test(cell),
  prose: (cell: string) => cell.length > 40,
  /** a long list of designators is none */
  sentences: (cell: string) => cell.length > 40 && !isDesignatorList(cell),
  words: (cell: string) => /\p{L}.*\p{L}/u.test(cell),
}

const PROOFS: readonly { readonly look: Evidence; readonly role: ColumnRole }[] = [
  { look: 'link', role: 'link' },
  { look: 'currency', role: 'price' },
  { look: 'row_number', role: 'row_number' },
  { look: 'known_places', role: 'designators' },
  { look: 'shop_number', role: 'distributor_sku' },
]

const SUPPORTS: Readonly<Partial<Record<ColumnRole, readonly Evidence[]>>> = {
  designators: ['designators', 'places'],
  quantity: ['quantity'],
  mpn: ['part_number'],
  value: ['value'],
  package: ['package'],
  price: ['price'],
  link: ['link'],
  fitted: ['fit_mark'],
  distributor_sku: ['shop_number', 'part_number'],
  unit: ['unit'],
  length: ['quantity'],
}

const CONTRADICTS: Readonly<Partial<Record<ColumnRole, readonly Evidence[]>>> = {
  designators: ['row_number', 'price', 'link', 'number', 'sentences'],
  quantity: ['row_number', 'currency', 'link', 'places', 'digitless', 'prose'],
  mpn: ['row_number', 'price', 'link', 'prose'],
  manufacturer: ['row_number', 'price', 'link', 'number'],
  value: ['row_number', 'currency', 'link'],
  package: ['row_number', 'currency', 'link'],
  description: ['row_number', 'price', 'link', 'number', 'fit_mark', 'known_places'],
  own_sku: ['row_number', 'price', 'link', 'prose'],
  distributor_sku: ['row_number', 'price', 'link'],
  supplier: ['row_number', 'price', 'link', 'number'],
  category: ['price', 'link', 'prose'],
  alternate: ['price', 'link'],
  price: ['link', 'digitless', 'prose', 'shop_number'],
  link: ['price', 'number'],
  fitted: ['price', 'link', 'places', 'prose'],
  length: ['currency', 'link', 'digitless'],
  unit: ['price', 'link', 'number', 'prose'],
}
