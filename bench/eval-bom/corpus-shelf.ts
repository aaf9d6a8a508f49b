import type { ProductDraft } from '../../src/db/catalog.js'
import type { ManufacturerAliases } from '../../src/domain/manufacturer.js'
import { manufacturerKey } from '../../src/domain/manufacturer.js'
import { foldedMpnKey, mpnKey } from '../../src/domain/mpn-key.js'
import type { ShopKind } from '../../src/domain/shop-number.js'
import type { ListedPart } from './catalogue-files.js'
import type { CorpusLine } from './corpus.js'

/** A part of the evaluation shelf with where its numbers were learnt from. */
export interface StockPart {
  readonly sku: string
  readonly mpn: string
  readonly maker: string
  readonly name: string
  readonly category: string
  readonly specifications: Readonly<Record<string, string>>
  readonly isListed: boolean
  readonly groups: Set<string>
  /** repositories whose files name the part */
  readonly repositories: Set<string>
  /** number of a shop → who gives it to the part: a repository, or a catalogue */
  readonly shopNumbers: Map<string, ShopNumberSource>
}

interface ShopNumberSource {
  readonly kind: ShopKind
  readonly key: string
  readonly sources: Set<string>
}

const CATALOGUE = 'catalogue'

/** Parts of the catalogue files and those that the files of the corpus name by their makers' numbers, each once. */
export function stockParts(
  listed: readonly ListedPart[],
  corpus: readonly CorpusLine[],
  aliases: ManufacturerAliases,
): StockPart[] {
  const parts = new Map<string, StockPart>()
  for (const one of listed) addListed(parts, one, aliases)
  for (const one of corpus) addWritten(parts, one)
  return [...parts.values()]
}

function addListed(parts: Map<string, StockPart>, listed: ListedPart, aliases: ManufacturerAliases): void {
  const key = mpnKey(listed.mpn, manufacturerKey(listed.maker, aliases))
  if (key === undefined) return
  const part = parts.get(key) ?? newPart(key, { ...listed, isListed: true })
  parts.set(key, part)
  if (listed.group !== undefined) part.groups.add(listed.group)
  if (listed.lcsc !== undefined) addShopNumber(part, { kind: 'lcsc', key: listed.lcsc }, CATALOGUE)
}

function addWritten(parts: Map<string, StockPart>, { line, mpn, repository, shopNumbers }: CorpusLine): void {
  const written = line.identity.partNumber
  if (mpn === undefined || written === null) return
  const { value, package: footprint, description } = line.text
  const name = [description, value, footprint].filter((text) => text !== null && text !== '').join(' ') || mpn.raw
  const maker = written.manufacturer ?? line.identity.manufacturer ?? ''
  const made = { mpn: mpn.raw, maker, name, category: 'Parts', specifications: {} }
  const part = parts.get(mpn.key) ?? newPart(mpn.key, { ...made, isListed: false })
  parts.set(mpn.key, part)
  part.repositories.add(repository)
  for (const { kind, key } of shopNumbers) addShopNumber(part, { kind: kind as ShopKind, key }, repository)
}

function newPart(key: string, part: Omit<StockPart, 'sku' | 'groups' | 'repositories' | 'shopNumbers'>): StockPart {
  return { ...part, sku: `EVAL-${key}`, groups: new Set(), repositories: new Set(), shopNumbers: new Map() }
}

function addShopNumber(part: StockPart, number: Pick<ShopNumberSource, 'kind' | 'key'>, source: string): void {
  const place = `${number.kind} ${number.key}`
  const known = part.shopNumbers.get(place) ?? { ...number, sources: new Set() }
  known.sources.add(source)
  part.shopNumbers.set(place, known)
}

/** Whether the shop has the part when nothing is known from this repository. */
export function isStocked({ isListed, repositories }: StockPart, leftOut: string): boolean {
  return isListed || [...repositories].some((repository) => repository !== leftOut)
}

/** The numbers that the part has when nothing is known from this repository. */
export function numbersOf({ shopNumbers }: StockPart, leftOut: string): ShopNumberSource[] {
  return [...shopNumbers.values()].filter(({ sources }) => [...sources].some((source) => source !== leftOut))
}

/** The part as a product, as if one repository did not exist; one that nobody else names is not sold. */
export function draftOf(part: StockPart, leftOut: string): ProductDraft {
  const title = SOLD_BY_VALUE.has(part.category) ? part.name : `${part.mpn} ${part.name}`
  return {
    sku: part.sku,
    slug: part.sku.toLowerCase(),
    name: title.slice(0, LONGEST_NAME),
    category: categorySlug(part.category),
    tags: [],
    priceMinor: 100,
    stock: 1_000,
    specifications: part.specifications,
    status: isStocked(part, leftOut) ? 'active' : 'archived',
    numbers: {
      manufacturer: part.maker === '' ? null : part.maker,
      mpns: [part.mpn],
      gtin: null,
      shopNumbers: numbersOf(part, leftOut).map(({ kind, key }) => ({ kind, text: key })),
      caveParts: [],
      aliases: [],
    },
  }
}

const LONGEST_NAME = 200
/** Nobody writes a part number into the name of a resistor. */
const SOLD_BY_VALUE = new Set(['Resistors', 'Capacitors', 'Inductors', 'Inductors/Coils/Transformers'])

export function categorySlug(category: string): string {
  return (
    category
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'parts'
  )
}

/** Two parts of which one is as good as the other: one group, or one part in another packaging. */
export function areInterchangeable(one: StockPart, other: StockPart): boolean {
  return (
    [...one.groups].some((group) => other.groups.has(group)) ||
    foldedMpnKey(one.mpn)?.key === foldedMpnKey(other.mpn)?.key
  )
}
