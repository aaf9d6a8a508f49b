import type { ProductDraft } from '../src/db/catalog.js'
import { withPrefix } from '../src/development/demo-catalog/shelf-item.js'
import { madeUpWord, pick, type Random } from './seeded-random.js'

/** A product of the synthetic shelf and what a line would say of it. */
export interface BenchProduct {
  readonly draft: ProductDraft
  readonly mpn: string | null
  readonly maker: string | null
  /** undefined for products that only words find */
  readonly said?: { readonly designator: string; readonly value: string; readonly package: string | null }
}

/** How many products each kind has: about 125,000 numbers and half a million words in all. */
const KINDS = [
  { count: 6_000, category: 'resistors', make: resistor },
  { count: 5_000, category: 'capacitors', make: capacitor },
  { count: 3_000, category: 'screws', make: screw },
  { count: 36_000, category: 'things', make: thing },
] as const

export const SHELF_CATEGORIES = KINDS.map(({ category }) => category)

/** 50,000 products, the same ones for the same seed. */
export function syntheticShelf(random: Random): BenchProduct[] {
  return KINDS.flatMap(({ count, category, make }) =>
    Array.from({ length: count }, (_, index) => product(`${category}-${index}`, category, make(random))),
  )
}

function product(slug: string, category: string, { name, said, number }: Made): BenchProduct {
  const { mpn = null, maker = null, lcsc } = number ?? {}
  const numbers = {
    manufacturer: maker,
    mpns: mpn === null ? [] : [mpn],
    gtin: null,
    shopNumbers: lcsc === undefined ? [] : [{ kind: 'lcsc' as const, text: lcsc }],
    caveParts: [],
    aliases: [],
  }
  const draft = {
    sku: `BENCH-${slug}`,
    slug,
    name,
    category,
    tags: [],
    priceMinor: 100 + name.length,
    stock: 5,
    numbers,
  }
  return { draft, mpn, maker, ...(said && { said }) }
}

function resistor(random: Random): Made {
  const ohms = pick(random, E12) * 10 ** Math.floor(random() * 6)
  const [value, size, tolerance] = [withPrefix(ohms, 'Ω'), pick(random, SIZES), pick(random, ['1%', '5%', '0.5%'])]
  const number = made(random, 'ZR')
  const name = `Chip resistor ${value} ${tolerance} ${size} ${number.maker}`
  return { name, number, said: { designator: 'R', value, package: size } }
}

function capacitor(random: Random): Made {
  const value = withPrefix(pick(random, E12) * 10 ** -(7 + Math.floor(random() * 5)), 'F')
  const [size, volts] = [pick(random, SIZES), pick(random, ['10 V', '16 V', '25 V', '50 V', '100 V'])]
  const number = made(random, 'ZC')
  const name = `Ceramic capacitor ${value} ${volts} ${pick(random, ['X7R', 'X5R', 'C0G'])} ${size} ${number.maker}`
  return { name, number, said: { designator: 'C', value, package: size } }
}

function screw(random: Random): Made {
  const [head, standard] = pick(random, HEADS)
  const size = `M${pick(random, ['2', '2.5', '3', '4', '5', '6', '8'])}x${4 + 2 * Math.floor(random() * 24)}`
  const said = { designator: '', value: `${size} ${head}`, package: null }
  return { name: `${head} ${size} ${standard} ${pick(random, FINISHES)}`, said }
}

/** What no grammar reads; some of its words are on thousands of products, most on few. */
function thing(random: Random): Made {
  const words = Array.from({ length: 4 }, () => madeUpWord(Math.floor(6_000 * random() ** 3)))
  const name = `${pick(random, QUALITIES)} ${pick(random, NOUNS)} ${words.join(' ')} ${Math.floor(random() * 900)}`
  return random() < 0.55 ? { name, number: made(random, 'ZT') } : { name }
}

/** A number that no maker's scheme explains; half of them are in the list of a distributor too. */
function made(random: Random, beginning: string): MadeNumber {
  const digits = 100_000_000 + Math.floor(random() * 900_000_000)
  const number = { mpn: `${beginning}${digits}-${pick(random, ['AB', 'KT', 'QN'])}`, maker: pick(random, MAKERS) }
  return random() < 0.5 ? { ...number, lcsc: `C${digits}` } : number
}

const E12 = [10, 12, 15, 18, 22, 27, 33, 39, 47, 56, 68, 82]
const SIZES = ['0201', '0402', '0603', '0805', '1206']
const MAKERS = ['Vishay', 'Panasonic', 'Bourns', 'KEMET', 'TDK']
const HEADS = [
  ['Socket head cap screw', 'ISO 4762'],
  ['Button head screw', 'ISO 7380-1'],
  ['Countersunk socket screw', 'ISO 10642'],
] as const
const FINISHES = ['steel 8.8', 'black 12.9', 'zinc plated', 'stainless A2', 'stainless A4']
const QUALITIES = ['Quiet', 'Compact', 'Precise', 'Sturdy', 'Simple', 'Bright', 'Slim', 'Large', 'Flexible', 'Modular']
const NOUNS = ['sensor', 'display', 'amplifier', 'fan', 'relay', 'antenna', 'controller', 'camera', 'pump', 'valve']

interface MadeNumber {
  readonly mpn: string
  readonly maker: string
  readonly lcsc?: string
}

interface Made {
  readonly name: string
  readonly number?: MadeNumber
  readonly said?: BenchProduct['said'] & object
}
