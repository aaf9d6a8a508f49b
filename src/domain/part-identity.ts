import type { BomLine, WrittenPartNumber, WrittenShopNumber } from './bom-line.js'
import { manufacturerKey, splitMaker, type ManufacturerAliases } from './manufacturer.js'
import { foldedMpnKey, isDestroyedNumber, looksLikePartNumber, mpnKey } from './mpn-key.js'
import { readShopLinks } from './shop-link.js'
import { gtinKey, readMarkedNumber, readShopNumber, type ShopKind } from './shop-number.js'

export type IdentifierKind = ShopKind | 'own_sku' | 'mpn' | 'mpn_folded' | 'makrcave_part' | 'alias'

/** One number or name by which a product is known; `(kind, key)` is what lines and products meet on. */
export interface Identifier {
  readonly kind: IdentifierKind
  readonly key: string
  /** as it was written, for people */
  readonly raw: string
  /** maker known to the alias table; null = unknown, which contradicts nobody */
  readonly manufacturerKey: string | null
}

export interface LineIdentifier extends Identifier {
  /** an alternate proposes, it never decides */
  readonly isAlternate: boolean
  /** makers whose packaging suffix was taken off where the line names no maker: no other maker's part is meant */
  readonly onlyMakers: readonly string[]
}

/** Everything on a line that names a product, without repeats; an own product id is not among them (bom.md 9). */
export function identifiersOf(line: BomLine, aliases: ManufacturerAliases): LineIdentifier[] {
  const { identity } = line
  const maker = lineMaker(line, aliases)?.key
  const main = [
    ...ownIdentifiers(identity),
    ...numberIdentifiers(identity.partNumber, maker, aliases),
    ...identity.shopNumbers.flatMap((number) => shopIdentifiers(number, aliases)),
    ...[...identity.links, line.text.notes ?? ''].flatMap((link) => linkIdentifiers(link, aliases)),
    ...nameIdentifiers(line, maker, aliases),
  ]
  const alternates = line.alternates.flatMap((number) => numberIdentifiers(number, undefined, aliases))
  return distinct([
    ...main.map((found) => asMain(found)),
    ...alternates.map((found) => ({ onlyMakers: [], ...found, isAlternate: true })),
  ])
}

/** What a product is known by. Folded keys stand beside every part number, so that both sides meet there. */
export function identifiersOfProduct(product: ProductNumbers, aliases: ManufacturerAliases): Identifier[] {
  const maker = product.manufacturer === null ? undefined : manufacturerKey(product.manufacturer, aliases)
  const known = (kind: IdentifierKind, key: string | undefined, raw: string): Identifier[] =>
    key === undefined || key === '' ? [] : [{ kind, key, raw, manufacturerKey: maker ?? null }]
  const found = [
    ...(product.sku === null ? [] : known('own_sku', skuKey(product.sku), product.sku)),
    ...product.mpns.flatMap((mpn) => [
      ...known('mpn', mpnKey(mpn, maker), mpn),
      ...known('mpn_folded', foldedMpnKey(mpn, maker)?.key, mpn),
      ...(isAdafruitNumber(mpn, maker) ? known('adafruit', mpn.trim(), mpn) : []),
    ]),
    ...(product.gtin === null ? [] : known('gtin', gtinKey(product.gtin), product.gtin)),
    ...product.shopNumbers.flatMap(({ kind, text }) => known(kind, text.toUpperCase().replace(/[^A-Z0-9]/g, ''), text)),
    ...product.caveParts.flatMap((part) => known('makrcave_part', skuKey(part), part)),
    ...product.aliases.flatMap((alias) => known('alias', aliasKey(alias), alias)),
  ]
  return distinct(found)
}

/** The maker a line names, when the alias table knows it; a supplier's name is believed only there, and then weakly. */
export function lineMaker(line: BomLine, aliases: ManufacturerAliases): LineMaker | undefined {
  const { partNumber, manufacturer, weakManufacturer } = line.identity
  for (const name of [partNumber?.manufacturer, manufacturer, weakManufacturer]) {
    const key = name ? manufacturerKey(name, aliases) : undefined
    if (key !== undefined) return { key, isWeak: name === weakManufacturer }
  }
  return undefined
}

/** Own article numbers compare without regard to case and outer blanks. */
export function skuKey(text: string): string {
  return text.normalize('NFKC').trim().toUpperCase()
}

/** A product's usual name as a key: `Arduino Nano` = `arduino-nano`; shorter than four letters and digits is no name. */
function aliasKey(text: string): string | undefined {
  const key = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+]/gu, '')
  return key.length >= 4 && key.length <= 64 ? key : undefined
}

type Found = Omit<LineIdentifier, 'isAlternate' | 'onlyMakers'> & { readonly onlyMakers?: readonly string[] }

function ownIdentifiers({ ownSku, gtin, cavePart }: BomLine['identity']): Found[] {
  const gtinOf = gtin === null ? undefined : gtinKey(gtin)
  return [
    ...(ownSku ? [plain('own_sku', skuKey(ownSku), ownSku)] : []),
    ...(gtin !== null && gtinOf !== undefined ? [plain('gtin', gtinOf, gtin)] : []),
    ...(cavePart ? [plain('makrcave_part', skuKey(cavePart), cavePart)] : []),
  ]
}

/** A cell of part numbers may hold a shop's number, a maker in front, or the shop's own article number. */
function numberIdentifiers(
  number: WrittenPartNumber | null,
  maker: string | undefined,
  aliases: ManufacturerAliases,
): Found[] {
  if (number === null || isDestroyedNumber(number.mpn)) return []
  const { mpn, manufacturer } = number
  const marked = readMarkedNumber(mpn)
  const shop = marked ? shopFound(marked, mpn) : []
  // A prefix of Mouser may as well be the start of a number; the marks of other shops leave no doubt.
  if (marked && marked.kind !== 'mouser') return shop
  const own = manufacturer === null ? undefined : manufacturerKey(manufacturer, aliases)
  const split = splitMaker(mpn, aliases) ?? { maker: own ?? maker, rest: mpn }
  return [...mpnIdentifiers(split.rest, split.maker), ...shop, plain('own_sku', skuKey(mpn), mpn)]
}

function mpnIdentifiers(mpn: string, maker: string | undefined): Found[] {
  const key = mpnKey(mpn, maker)
  const folded = foldedMpnKey(mpn, maker)
  const made = { raw: mpn.trim(), manufacturerKey: maker ?? null }
  return [
    ...(key === undefined ? [] : [{ kind: 'mpn' as const, key, ...made }]),
    ...(folded === undefined
      ? []
      : [{ kind: 'mpn_folded' as const, ...made, key: folded.key, onlyMakers: folded.makers }]),
    ...(isAdafruitNumber(mpn, maker) ? [plain('adafruit', mpn.trim(), mpn)] : []),
  ]
}

/** This maker sells by its own numbers, which are the last part of its addresses. */
function isAdafruitNumber(mpn: string, maker: string | undefined): boolean {
  return maker === 'adafruit' && /^\d{1,5}$/.test(mpn.trim())
}

/** One cell may hold several numbers, an address, or words around a number. */
function shopIdentifiers({ text, shop }: WrittenShopNumber, aliases: ManufacturerAliases): Found[] {
  const links = linkIdentifiers(text, aliases)
  if (links.length > 0) return links
  const whole = readShopNumber(text, shop)
  if (whole) return shopFound(whole, text)
  return text
    .split(/[\s;|]+/)
    .slice(0, MOST_NUMBERS)
    .flatMap((piece) => {
      const number = readShopNumber(piece, shop)
      return number ? shopFound(number, piece) : []
    })
}

function shopFound({ kind, key, mpn }: { kind: ShopKind; key: string; mpn?: string }, raw: string): Found[] {
  return [plain(kind, key, raw.trim()), ...(mpn === undefined ? [] : mpnIdentifiers(mpn, undefined))]
}

function linkIdentifiers(text: string, aliases: ManufacturerAliases): Found[] {
  return readShopLinks(text).flatMap(({ kind, number, mpn, manufacturer }) => [
    ...(kind && number ? shopNumbersOf(kind, number) : []),
    ...(mpn ? mpnIdentifiers(mpn, manufacturer ? manufacturerKey(manufacturer, aliases) : undefined) : []),
  ])
}

function shopNumbersOf(kind: ShopKind, number: string): Found[] {
  const read = readShopNumber(number, kind)
  return read?.kind === kind ? [plain(kind, read.key, number)] : []
}

/** Lines without a number of their own: the name, or value, that is one by its looks, and names the shop knows. */
function nameIdentifiers(line: BomLine, maker: string | undefined, aliases: ManufacturerAliases): Found[] {
  const texts = [line.name, line.text.value, line.text.description].filter((text) => text !== null)
  const names = texts.flatMap((text) => {
    const key = aliasKey(text)
    return key === undefined ? [] : [plain('alias', key, text)]
  })
  if (line.identity.partNumber !== null) return names
  const numbers = texts.flatMap((text) => {
    const split = splitMaker(text, aliases)
    const word = split?.rest ?? text
    return looksLikePartNumber(word) ? mpnIdentifiers(word, split?.maker ?? maker) : []
  })
  return [...numbers, ...names]
}

function plain(kind: IdentifierKind, key: string, raw: string): Found {
  return { kind, key, raw, manufacturerKey: null }
}

function asMain(found: Found): LineIdentifier {
  return { onlyMakers: [], ...found, isAlternate: false }
}

function distinct<T extends Identifier>(identifiers: readonly T[]): T[] {
  const seen = new Map<string, T>()
  for (const one of identifiers) {
    const key = `${one.kind} ${one.key}`
    if (!seen.has(key)) seen.set(key, one)
  }
  return [...seen.values()]
}

const MOST_NUMBERS = 8

export interface LineMaker {
  readonly key: string
  /** named as supplier only */
  readonly isWeak: boolean
}

/** The numbers that a product of the shop carries. */
export interface ProductNumbers {
  readonly sku: string | null
  readonly manufacturer: string | null
  readonly mpns: readonly string[]
  readonly gtin: string | null
  readonly shopNumbers: readonly { readonly kind: ShopKind; readonly text: string }[]
  readonly caveParts: readonly string[]
  /** other names under which makers ask for it */
  readonly aliases: readonly string[]
}
