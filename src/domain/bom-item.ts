import { readForSale } from './bom-for-sale.js'
import { amountOf, hasLongText, invalidItem, listOf, openItem, textOf, type Item } from './bom-item-fields.js'
import { readItemIdentity } from './bom-item-identity.js'
import { readItemText } from './bom-item-text.js'
import { flagSentence } from './bom-line-warnings.js'
import type { BomLine, ColumnRole, LineExclusion, LineFlag, WrittenPartNumber } from './bom-line.js'
import { inUnitOf, readQuantity, type ReadQuantity } from './bom-quantity.js'
import { isDestroyedNumber } from './mpn-key.js'
import { cutText } from './bom-text.js'

/** A line before it has its place in the import; `id` as its source calls it. */
export type ItemLine = Omit<BomLine, 'bomItemId'> & { readonly id: string | null }

/** Reads one item by the fields it has, whatever dialect they are of (bom.md 7). */
export function readBomItem(value: unknown, index: number): ItemLine {
  const item = openItem(value, index)
  const { identity, destroyed } = readItemIdentity(item)
  const text = readItemText(item)
  const need = readNeed(item)
  const flags: LineFlag[] = [
    ...need.flags,
    ...(destroyed === null ? [] : (['destroyed_number'] as const)),
    ...(hasLongText(value) ? (['cell_cut'] as const) : []),
  ]
  const line = { identity, text, name: nameOf(item, { identity, text }), quantityMilli: need.milli }
  return {
    ...line,
    id: idOf(item),
    sheet: null,
    rowNo: null,
    raw: item.fields,
    unit: need.unit,
    pieceMilli: need.pieceMilli,
    designators: [],
    flags,
    exclusion: exclusionOf(line),
    alternates: alternatesOf(item),
    estimatedCost: costOf(item),
    warnings: flags.flatMap((flag) => flagSentence(flag, destroyed)),
  }
}

const MAX_ID = 64
const MOST_ALTERNATES = 20
const PART_NUMBER_FIELDS = ['part_number', 'manufacturer_part_number', 'part_code'] as const

/** As it is: whoever made the list looks for it again. */
function idOf(item: Item): string | null {
  if (textOf(item, ['id']) === null) return null
  const id = String(item.fields['id'])
  if (id.length > MAX_ID) {
    throw invalidItem(item, { field: 'id', code: 'too_long', problem: `it has more than ${MAX_ID} characters` })
  }
  return id
}

/** A missing quantity is one, which has to be confirmed. */
function readNeed(item: Item): ReadQuantity {
  const written = textOf(item, ['quantity', 'quantity_needed'])
  const quantity = readQuantity(written ?? '1')
  const need = inUnitOf(quantity, textOf(item, ['unit', 'unit_of_measure']) ?? '')
  return written === null ? { ...need, flags: [...need.flags, 'quantity_assumed'] } : need
}

function nameOf(item: Item, { identity, text }: Pick<BomLine, 'identity' | 'text'>): string {
  const name = textOf(item, ['name', 'item_name', 'part_name'])
  const called = name ?? identity.partNumber?.mpn ?? identity.ownSku ?? text.description
  if (called === null) throw invalidItem(item, { field: 'name', code: 'required', problem: 'it is missing' })
  return cutText(called)
}

/** What the shop's own number names is for sale, whatever it is called. */
function exclusionOf({ identity, text, name, quantityMilli }: ReadFacts): LineExclusion | null {
  const numbers = identity.partNumber === null ? [] : [identity.partNumber.mpn]
  const isOwn = identity.ownSku !== null || identity.productId !== null
  const texts: Partial<Record<ColumnRole, string | null>> = {
    ...text,
    description: `${name}\n${text.description ?? ''}`,
  }
  const textsOf = (role: ColumnRole): string[] => (texts[role] ?? '').split('\n').filter((one) => one !== '')
  const isNumbered = numbers.some((number) => /\d/.test(number))
  const forSale = isOwn ? null : readForSale(textsOf, { name, designators: [], numbers, isNumbered, section: null })
  return forSale ?? (quantityMilli === 0 ? 'not_needed' : null)
}

/** Parts that may stand in; each is an item itself, or nothing but its number. */
function alternatesOf(item: Item): WrittenPartNumber[] {
  const found = listOf(item, 'alternatives').flatMap((one): WrittenPartNumber[] => {
    const alternate = typeof one === 'string' ? { part_number: one } : one
    const opened = { ...item, fields: alternate as Item['fields'] }
    const mpn = typeof alternate === 'object' && alternate !== null ? textOf(opened, PART_NUMBER_FIELDS) : null
    return mpn === null ? [] : [{ mpn, manufacturer: textOf(opened, ['manufacturer']) }]
  })
  return found.filter(({ mpn }) => !isDestroyedNumber(mpn)).slice(0, MOST_ALTERNATES)
}

/** What the source believes it costs; without a currency it is the shop's. */
function costOf(item: Item): BomLine['estimatedCost'] {
  const cost = amountOf(item, ['estimated_cost', 'unit_cost'])
  const currency = (textOf(item, ['currency']) ?? 'INR').toUpperCase()
  if (cost === null || cost < 0 || cost > MOST_COST || !/^[A-Z]{3}$/.test(currency)) return null
  return { minor: Math.round(cost * 100), currency }
}

/** Beyond it nothing is a price of a part. */
const MOST_COST = 1e9

type ReadFacts = Pick<BomLine, 'identity' | 'text' | 'name' | 'quantityMilli'>
