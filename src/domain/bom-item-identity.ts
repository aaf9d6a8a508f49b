import { textOf, type Item } from './bom-item-fields.js'
import type { BomLine } from './bom-line.js'
import { isDestroyedNumber } from './mpn-key.js'

/**
 * The numbers of an item (bom.md 7). MakrCave's `part_code` is the shop's article number on what came from the shop, else
 * a part number and MakrCave's own name for it. `destroyed` is a number that a spreadsheet turned into an amount.
 */
export function readItemIdentity(item: Item): { identity: BomLine['identity']; destroyed: string | null } {
  const code = readCode(item)
  const manufacturer = textOf(item, ['manufacturer'])
  const number = textOf(item, ['part_number', 'manufacturer_part_number']) ?? code.ofCave
  const destroyed = number !== null && isDestroyedNumber(number) ? number : null
  const identity = {
    ownSku: textOf(item, ['makrx_product_code']) ?? code.ofShop,
    productId: productIdOf(item),
    gtin: null,
    cavePart: code.ofCave,
    partNumber: number === null || destroyed !== null ? null : { mpn: number, manufacturer },
    manufacturer,
    weakManufacturer: manufacturer === null ? textOf(item, SUPPLIER_FIELDS) : null,
    shopNumbers: [],
    links: [],
  }
  return { identity, destroyed }
}

function readCode(item: Item): { ofShop: string | null; ofCave: string | null } {
  const code = textOf(item, ['part_code'])
  return item.fields['source'] === 'store' ? { ofShop: code, ofCave: null } : { ofShop: null, ofCave: code }
}

const SUPPLIER_FIELDS = ['preferred_supplier', 'primary_supplier', 'supplier'] as const
const MAX_PRODUCT_ID = 2 ** 31 - 1

/** Believed only here, and only as a whole number. */
function productIdOf({ fields }: Item): number | null {
  const value = fields['item_type'] === 'makrx_store' ? fields['item_id'] : null
  const id = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value
  return typeof id === 'number' && Number.isInteger(id) && id > 0 && id <= MAX_PRODUCT_ID ? id : null
}
