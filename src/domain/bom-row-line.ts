import type { BomLine, LineExclusion, LineFlag } from './bom-line.js'
import { readDesignators } from './bom-designators.js'
import { isLink } from './bom-evidence.js'
import { readFitting, unwrapValue } from './bom-fitting.js'
import { readForSale } from './bom-for-sale.js'
import { cellsOf, type TableLayout } from './bom-layout.js'
import { MAX_BOM_TEXT } from './bom-limits.js'
import { flagSentence } from './bom-line-warnings.js'
import { readNumbers, withoutOptional, type RowNumbers } from './bom-part-numbers.js'
import { readPrice } from './bom-price.js'
import { readNeed, type Need, type Placed } from './bom-need.js'
import type { JudgedRow } from './bom-rows.js'
import { cutText } from './bom-text.js'

/** A part row before it has its place in the import. */
export type RowLine = Omit<BomLine, 'bomItemId'>

const LONGEST_NAME = 120

/** Reads a part row into a line: quantity, places, numbers, texts, and why it needs a look (bom.md 6). */
export function readRowLine(row: JudgedRow, layout: TableLayout): RowLine {
  const { designators, isCut } = readDesignators(cellsOf(row, layout, 'designators').join(','))
  const fitting = readFitting(row, layout, designators)
  const need = readNeed(row, layout, { designators, fitting })
  const numbers = readNumbers(row, layout)
  const text = readText(row, layout)
  const name = nameOf(row, layout, numbers)
  const flags: LineFlag[] = [
    ...need.flags,
    ...(numbers.destroyed === null ? [] : (['destroyed_number'] as const)),
    ...(numbers.isShifted ? (['cells_shifted'] as const) : []),
    ...(isCut ? (['designators_cut'] as const) : []),
    ...(row.raw.some((cell) => cell.length > MAX_BOM_TEXT) ? (['cell_cut'] as const) : []),
  ]
  const exclusion = exclusionOf(row, layout, { fitting, need, numbers, designators })
  return {
    sheet: layout.sheet,
    rowNo: row.rowNo,
    name: cutText(name),
    raw: row.raw.map(cutText),
    quantityMilli: need.milli,
    unit: need.unit,
    pieceMilli: need.pieceMilli,
    designators: fitting.isFitted ? designators.filter((one) => !fitting.leftOut.includes(one)) : designators,
    flags,
    exclusion,
    identity: identityOf(row, layout, numbers),
    alternates: numbers.alternates,
    text,
    estimatedCost: readPrice(row, layout),
    warnings: [...need.warnings, ...flags.flatMap((flag) => flagSentence(flag, numbers.destroyed))],
  }
}

function exclusionOf(
  row: JudgedRow,
  layout: TableLayout,
  facts: Placed & { need: Need; numbers: RowNumbers },
): LineExclusion | null {
  if (!facts.fitting.isFitted) return 'not_fitted'
  const { partNumber, shopNumbers } = facts.numbers
  const numbers = [...(partNumber ? [partNumber.mpn] : []), ...shopNumbers.map(({ text }) => text)]
  const forSale = readForSale((role) => cellsOf(row, layout, role), {
    name: cellsOf(row, layout, 'description')[0] ?? '',
    designators: facts.designators,
    numbers,
    isNumbered: numbers.some((number) => /\d/.test(number)),
    section: row.section,
  })
  return forSale ?? (facts.need.milli === 0 ? 'not_needed' : null)
}

function identityOf(row: JudgedRow, layout: TableLayout, numbers: RowNumbers): BomLine['identity'] {
  const links = [
    ...cellsOf(row, layout, 'link'),
    ...cellsOf(row, layout, 'supplier'),
    ...cellsOf(row, layout, 'distributor_sku'),
  ]
  const suppliers = cellsOf(row, layout, 'supplier').filter((cell) => !isLink(cell))
  const told = [...cellsOf(row, layout, 'link'), ...suppliers].map(toldNumber).find((one) => one !== undefined)
  return {
    ownSku: cellsOf(row, layout, 'own_sku')[0] ?? null,
    productId: null,
    gtin: null,
    cavePart: null,
    partNumber: numbers.partNumber ?? (told ? { mpn: told.mpn, manufacturer: null } : null),
    manufacturer: numbers.manufacturer,
    weakManufacturer: told?.maker ?? suppliers[0] ?? null,
    shopNumbers: numbers.shopNumbers,
    links: links.filter(hasLink),
  }
}

/** `Misumi: part number MSH5-30` in a column of sources. */
function toldNumber(cell: string): { maker: string; mpn: string } | undefined {
  const told = /^([^:/]{2,40}):?\s+(?:part ?number|part no\.?|p\/n|pn|mpn)[\s:#]+(\S{3,60})$/i.exec(cell)
  return told?.[1] && told[2] ? { maker: told[1].trim(), mpn: told[2] } : undefined
}

function readText(row: JudgedRow, layout: TableLayout): BomLine['text'] {
  const joined = (
    role: 'value' | 'package' | 'description' | 'category' | 'length' | 'notes',
    by = ' ',
  ): string | null => {
    const text = cellsOf(row, layout, role).join(by)
    return text === '' ? null : cutText(text)
  }
  const value = joined('value')
  const description = joined('description')
  const specifications = [...layout.specifications].flatMap(([column, name]) => {
    const cell = row.cells[column] ?? ''
    return cell === '' ? [] : [[name, cell] as const]
  })
  return {
    value: value === null ? null : withoutOptional(unwrapValue(value)),
    package: joined('package'),
    description: description === null ? null : withoutOptional(description),
    category: joined('category'),
    section: row.section === null ? null : cutText(row.section),
    length: joined('length'),
    notes: joined('notes', '\n'),
    specifications: Object.fromEntries(specifications),
  }
}

/** What people call the line: its description, else what stands for it. */
function nameOf(row: JudgedRow, layout: TableLayout, { partNumber, alternates }: RowNumbers): string {
  const descriptions = cellsOf(row, layout, 'description')
  const joined = descriptions.join(' ')
  const [value] = cellsOf(row, layout, 'value')
  const [short = ''] = joined.length <= LONGEST_NAME ? [joined] : descriptions
  // "Resistor" alone calls nothing by its name.
  const description = short !== '' && value !== undefined && !/\d/.test(short) ? `${short} ${value}` : short
  const designators = cellsOf(row, layout, 'designators').join(', ')
  const names = [
    description,
    value,
    partNumber?.mpn,
    alternates[0]?.mpn,
    cellsOf(row, layout, 'own_sku')[0],
    designators,
  ]
  return names.find((name) => name !== undefined && name !== '') ?? `Row ${row.rowNo}`
}

function hasLink(cell: string): boolean {
  return isLink(cell) || /https?:\/\//i.test(cell)
}
