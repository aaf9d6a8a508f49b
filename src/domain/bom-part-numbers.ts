import type { WrittenPartNumber, WrittenShopNumber } from './bom-line.js'
import { normalHeading } from './bom-heading-score.js'
import { cellsOf, type TableLayout, type TableRow } from './bom-layout.js'
import { isLink } from './bom-evidence.js'
import { isDestroyedNumber, looksLikePartNumber } from './mpn-key.js'
import type { NumberPair } from './bom-number-pairs.js'
import { readMarkedNumber } from './shop-number.js'

const MOST_ALTERNATES = 20

/** The numbers of a row and what is wrong with them. */
export interface RowNumbers {
  readonly partNumber: WrittenPartNumber | null
  readonly manufacturer: string | null
  readonly alternates: readonly WrittenPartNumber[]
  readonly shopNumbers: readonly WrittenShopNumber[]
  /** as written, of a number that a spreadsheet turned into an amount */
  readonly destroyed: string | null
  /** maker and number stand in each other's columns */
  readonly isShifted: boolean
}

/** Reads all part numbers of a row: the first pair is the line, everything else may stand in for it (bom.md 4, 6). */
export function readNumbers(row: TableRow, layout: TableLayout): RowNumbers {
  const pairs = layout.pairs.map((pair) => writtenPair(row, pair))
  const written = writtenNumbers(pairs, cellsOf(row, layout, 'own_sku')[0])
  const { makers, shops } = divide(written.filter(({ mpn }) => !isDestroyedNumber(mpn)))
  const shopNumbers = withoutRepeats([...shops, ...readShopNumbers(row, layout)])
  const [own, ...others] = makers
  const first = own ? withMaker(own, others) : null
  const isShifted = pairs.some(isShiftedPair)
  return {
    partNumber: first,
    manufacturer: first?.manufacturer ?? (isShifted ? null : (pairs[0]?.manufacturer ?? null)),
    alternates: distinct([...others, ...namedAlternates(row, layout)], first).slice(0, MOST_ALTERNATES),
    shopNumbers: shopNumbers.filter(({ text }) => !isDestroyedNumber(text)),
    destroyed:
      [...written.map(({ mpn }) => mpn), ...shopNumbers.map(({ text }) => text)].find(isDestroyedNumber) ?? null,
    isShifted,
  }
}

function writtenPair(row: TableRow, { mpn, manufacturer }: NumberPair): WrittenPair {
  return {
    mpn: cellAt(row, mpn),
    manufacturer: noneAsNull(cellAt(row, manufacturer)),
    hasNumber: mpn !== null,
  }
}

/** Numbers of makers in their order; an article number stands for one where no other is given. */
function writtenNumbers(pairs: readonly WrittenPair[], sku: string | undefined): WrittenPartNumber[] {
  const numbers = pairs.flatMap((pair) => (isShiftedPair(pair) ? [] : splitNumbers(pair)))
  const isNumber = sku !== undefined && !/^\d$/.test(sku)
  return numbers.length === 0 && isNumber ? [{ mpn: sku, manufacturer: pairs[0]?.manufacturer ?? null }] : numbers
}

/** Numbers of shops in a maker's column stand back where a maker's own number is there as well (bom.md 9). */
function divide(written: readonly WrittenPartNumber[]): Divided {
  const shops = written.filter(({ mpn }) => readMarkedNumber(mpn) !== undefined)
  if (shops.length === written.length) return { makers: written, shops: [] }
  return {
    makers: written.filter((number) => !shops.includes(number)),
    shops: shops.map(({ mpn }) => ({ text: mpn, shop: readMarkedNumber(mpn)?.kind ?? null })),
  }
}

/** One cell may hold several numbers, or name another in brackets; every piece must look like one. */
function splitNumbers({ mpn, manufacturer }: WrittenPair): WrittenPartNumber[] {
  const text = mpn.trim()
  if (text === '' || NO_NUMBER.test(text)) return []
  const optional = splitOptional(text)
  if (optional) return optional.map((one) => ({ mpn: one, manufacturer }))
  const pieces = text.split(/\s*[|;\n]\s*|\s+or\s+|\s+/i).filter((piece) => piece !== '')
  const areNumbers = pieces.length > 1 && pieces.length <= MOST_ALTERNATES && pieces.every(looksLikePartNumber)
  return (areNumbers ? pieces : [text]).map((one) => ({ mpn: one, manufacturer }))
}

/** `IRM-10-5 (optional IRM-20-5)`: a part and what may stand in for it. */
function splitOptional(text: string): readonly [main: string, alternate: string] | undefined {
  const [, main, alternate] = OPTIONAL.exec(text) ?? []
  return main !== undefined && alternate !== undefined ? [main.trim(), alternate.trim()] : undefined
}

/** Names that are part numbers with another one in brackets. */
function namedAlternates(row: TableRow, layout: TableLayout): WrittenPartNumber[] {
  const texts = [...cellsOf(row, layout, 'value'), ...cellsOf(row, layout, 'description')]
  const named = texts.map(splitOptional).find((pair) => pair !== undefined && pair.every(looksLikePartNumber))
  return named ? [{ mpn: named[1], manufacturer: null }] : []
}

/** A name without the other part in brackets. */
export function withoutOptional(text: string): string {
  const named = splitOptional(text)
  return named?.every(looksLikePartNumber) ? named[0] : text
}

/**
 * `ITO-220` as maker and `Texas Instruments` as number: the cells of the row have slipped by one column. So have those of
 * a maker that looks like a part number with nothing beside it.
 */
function isShiftedPair({ mpn, manufacturer, hasNumber }: WrittenPair): boolean {
  if (manufacturer === null || !hasNumber) return false
  const isNumberAsMaker =
    PACKAGE_NAME.test(manufacturer) || (looksLikePartNumber(manufacturer) && /\d{2}/.test(manufacturer))
  return isNumberAsMaker && !/\d/.test(mpn)
}

/** The same number with its maker further right tells the maker. */
function withMaker(first: WrittenPartNumber, others: readonly WrittenPartNumber[]): WrittenPartNumber {
  if (first.manufacturer !== null) return first
  return others.find(({ mpn, manufacturer }) => manufacturer !== null && isSame(mpn, first.mpn)) ?? first
}

function distinct(
  numbers: readonly WrittenPartNumber[],
  first: WrittenPartNumber | null,
): readonly WrittenPartNumber[] {
  const kept: WrittenPartNumber[] = []
  for (const number of numbers) {
    if (first && isSame(number.mpn, first.mpn)) continue
    if (!kept.some((one) => isSame(one.mpn, number.mpn))) kept.push(number)
  }
  return kept
}

function isSame(a: string, b: string): boolean {
  return bare(a) === bare(b)
}

function bare(number: string): string {
  return number.toUpperCase().replace(/[^\p{L}\d]/gu, '')
}

function withoutRepeats(numbers: readonly WrittenShopNumber[]): WrittenShopNumber[] {
  return numbers.filter(({ text }, index) => numbers.findIndex((one) => one.text === text) === index)
}

function readShopNumbers(row: TableRow, layout: TableLayout): WrittenShopNumber[] {
  const [supplier = null] = cellsOf(row, layout, 'supplier').filter((cell) => !isLink(cell))
  return layout.columns.distributor_sku.flatMap((column) => {
    const text = row.cells[column] ?? ''
    if (!/\d/.test(text)) return []
    const heading = normalHeading(layout.headings[column] ?? '').replace(/_|\d+$/g, '')
    return [{ text, shop: SHOP_HEADING.test(heading) ? heading : supplier }]
  })
}

function cellAt(row: TableRow, column: number | null): string {
  return column === null ? '' : (row.cells[column] ?? '')
}

/** `Generic`, `Any`, `N/A` and `-` name nobody. */
function noneAsNull(maker: string): string | null {
  return maker === '' || NO_MAKER.test(maker) ? null : maker
}

const OPTIONAL = /^([^()]{2,80}?)\s?\((?:optional|or|alt\.?|alternative):? ([^()]{2,80})\)$/i
const NO_NUMBER = /^(?:-+|\?+|n\/?a|none|any|generic|tbd|various)$/i
const NO_MAKER = /^(?:-+|\?+|n\/?a|none|any|generic|unknown|various)$/i
const PACKAGE_NAME = /^I?(?:TO|SOT|SOD|SOIC|SOP|TSSOP|QFN|LQFP|DIP|DO|DPAK|D2PAK)-?\d+(?:-\d+)?$/i
const SHOP_HEADING =
  /lcsc|jlc|digi-?key|^dk$|mouser|farnell|newark|element14|^rs\b|tme|arrow|reichelt|mcmaster|amazon|adafruit/

interface WrittenPair {
  readonly mpn: string
  readonly manufacturer: string | null
  /** there is a column for the number, filled or not */
  readonly hasNumber: boolean
}

interface Divided {
  readonly makers: readonly WrittenPartNumber[]
  readonly shops: readonly WrittenShopNumber[]
}
