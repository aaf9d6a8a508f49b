import { mpnKey } from './mpn-key.js'

/** Kinds of `store_product_identifiers` that belong to a shop. */
export type ShopKind =
  'lcsc' | 'digikey' | 'mouser' | 'farnell' | 'rs' | 'newark' | 'tme' | 'mcmaster' | 'asin' | 'adafruit' | 'gtin'

export interface ShopNumber {
  readonly kind: ShopKind
  readonly key: string
  /** the maker's number inside the shop's, for what it is worth */
  readonly mpn?: string
}

/**
 * What a number in a shop's column is, by its content first and the shop named beside it second (bom.md 4, 9): a column
 * of one shop may hold the numbers of others. Undefined for text that is no number of a known shop.
 */
export function readShopNumber(text: string, shop: string | null): ShopNumber | undefined {
  const written = text.normalize('NFKC').toUpperCase().trim().slice(0, 64)
  const named = shop === null ? undefined : shopOf(shop)
  const rule = RULES.find(({ kind, pattern, needsName }) => pattern.test(written) && (!needsName || kind === named))
  return rule && toShopNumber(rule.kind, written)
}

/** A shop's number that stands where a maker's number should: it has a mark of its own. */
export function readMarkedNumber(text: string): ShopNumber | undefined {
  const written = text.normalize('NFKC').toUpperCase().trim().slice(0, 64)
  if (/-ND$/.test(written)) return toShopNumber('digikey', written)
  if (MOUSER_PREFIX.test(written) && (/[A-Z]/.test(written) || ADAFRUIT_AT_MOUSER.test(written)))
    return toShopNumber('mouser', written)
  const lcsc = /^LCSC[ :#-]*(C\d{3,9})$/.exec(written)?.[1]
  return lcsc === undefined ? undefined : { kind: 'lcsc', key: lcsc }
}

/** True for 8, 12, 13 or 14 digits whose last one is the check digit of GS1. */
export function isGtin(text: string): boolean {
  if (!/^(?:\d{8}|\d{12,14})$/.test(text)) return false
  const digits = Array.from(text, Number).reverse()
  const sum = digits.slice(1).reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 3 : 1), 0)
  return (10 - (sum % 10)) % 10 === digits[0]
}

/** GTINs of every length as 14 digits, so that 12 and 13 digits of one article meet. */
export function gtinKey(text: string): string | undefined {
  const digits = text.replace(/[\s-]/g, '')
  return isGtin(digits) ? digits.padStart(14, '0') : undefined
}

function toShopNumber(kind: ShopKind, written: string): ShopNumber | undefined {
  if (kind === 'gtin') {
    const key = gtinKey(written)
    return key === undefined ? undefined : { kind, key }
  }
  const bare = kind === 'lcsc' ? written.replace(/^LCSC[ :#-]*/, '') : written
  const key = bare.replace(/[^A-Z0-9]/g, '')
  const inside = INSIDE[kind]?.(bare)
  const mpn = inside !== undefined && mpnKey(inside) !== undefined ? inside : undefined
  return { kind, key, ...(mpn !== undefined && { mpn }) }
}

function shopOf(text: string): ShopKind | undefined {
  const plain = text.toLowerCase().replace(/[^a-z0-9]/g, '')
  return (
    SHOP_WORDS.find(([word]) => plain.includes(word))?.[1] ??
    (/^rs(?:$|comp|online|part|pro)/.test(plain) ? 'rs' : undefined)
  )
}

const MOUSER_PREFIX = /^\d{2,3}-(?=[A-Z0-9])/
/** Numbers of this maker have no letter that would tell them from others. */
const ADAFRUIT_AT_MOUSER = /^485-\d{1,5}$/

/** Where a shop builds its number around the maker's. */
const INSIDE: Partial<Record<ShopKind, (written: string) => string>> = {
  digikey: (written) => written.replace(/(?:CT|TR|DKR)?-ND$/, ''),
  mouser: (written) => written.replace(MOUSER_PREFIX, ''),
}

const RULES: readonly { kind: ShopKind; pattern: RegExp; needsName?: boolean }[] = [
  { kind: 'digikey', pattern: /^[A-Z0-9][^\s]*-ND$/ },
  { kind: 'lcsc', pattern: /^(?:LCSC[ :#-]*)?C\d{3,9}$/ },
  { kind: 'asin', pattern: /^B0[A-Z0-9]{8}$/ },
  { kind: 'mouser', pattern: /^\d{2,3}-?[A-Z0-9][A-Z0-9\-/.+#,_]{2,}$/, needsName: true },
  { kind: 'farnell', pattern: /^\d{6,7}$/, needsName: true },
  { kind: 'rs', pattern: /^\d{3}-?\d{3,4}$/, needsName: true },
  { kind: 'newark', pattern: /^\d{2}[A-Z]\d{4}$/, needsName: true },
  { kind: 'adafruit', pattern: /^\d{1,5}$/, needsName: true },
  { kind: 'tme', pattern: /^[A-Z0-9][A-Z0-9\-/.+#,_]{2,}$/, needsName: true },
  { kind: 'mcmaster', pattern: /^\d{4,5}[A-Z]\d{1,4}$/ },
  { kind: 'gtin', pattern: /^(?:\d{8}|\d{12,14})$/ },
  { kind: 'newark', pattern: /^\d{2}[A-Z]\d{4}$/ },
  { kind: 'mouser', pattern: /^\d{2,3}-(?=[A-Z0-9.\-/+#]*[A-Z])[A-Z0-9][A-Z0-9\-/.+#]{3,}$/ },
]

const SHOP_WORDS: readonly (readonly [string, ShopKind])[] = [
  ['lcsc', 'lcsc'],
  ['jlc', 'lcsc'],
  ['digikey', 'digikey'],
  ['mouser', 'mouser'],
  ['farnell', 'farnell'],
  ['element14', 'farnell'],
  ['newark', 'newark'],
  ['tme', 'tme'],
  ['mcmaster', 'mcmaster'],
  ['amazon', 'asin'],
  ['adafruit', 'adafruit'],
]
