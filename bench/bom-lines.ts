import type { MatchableLine } from '../src/domain/match-reading.js'
import { bomLine } from '../test/support/bom-lines.js'
import type { BenchProduct } from './bom-shelf.js'
import { madeUpWord, pick, type Random } from './seeded-random.js'

const NUMBERED = 3_500
const UNKNOWN_NUMBERS = 1_400
const BY_VALUES = 2_500
const BY_WORDS = 2_600
/** Every tenth line that has nothing but words says what an earlier one says. */
const REPEATED = 0.1

/** 10,000 lines: 4,900 with part numbers, 3,500 of which the shelf has; 2,500 with values; words alone. */
export function syntheticLines(random: Random, shelf: readonly BenchProduct[]): MatchableLine[] {
  const numbered = shelf.filter(({ mpn }) => mpn !== null)
  const typed = shelf.filter(({ said }) => said !== undefined)
  const others = shelf.filter(({ said }) => said === undefined)
  const from = (count: number, products: readonly BenchProduct[], ask: (product: BenchProduct) => Asked): Asked[] =>
    Array.from({ length: count }, () => ask(pick(random, products)))
  const asked = [
    ...from(NUMBERED, numbered, (product) => byNumber(product, product.mpn ?? '')),
    ...from(UNKNOWN_NUMBERS, others, (product) => ({
      ...byNumber(product, `XX${Math.floor(random() * 1e9)}`),
      ...byWords(random, product),
    })),
    ...from(BY_VALUES, typed, (product) => byValues(random, product)),
    ...withRepeats(
      random,
      from(BY_WORDS, others, (product) => byWords(random, product)),
    ),
  ]
  return shuffled(random, asked).map((line, index) => ({
    line: bomLine({ ...line, bomItemId: `row-${index + 1}` }),
    contestedNumbers: [],
  }))
}

function byNumber({ draft, maker }: BenchProduct, mpn: string): Asked {
  return { name: draft.name, identity: { partNumber: { mpn: mpn.toLowerCase(), manufacturer: maker } } }
}

function byValues(random: Random, { said }: BenchProduct): Asked {
  const { designator = '', value = '', package: size = null } = said ?? {}
  const designators = designator === '' ? [] : [`${designator}${1 + Math.floor(random() * 200)}`]
  return { name: value, designators, text: { value, package: size } }
}

/** Most words of the product in another order, and one that no product has. */
function byWords(random: Random, { draft }: BenchProduct): Asked {
  const words = draft.name.split(' ').filter(() => random() < 0.8)
  const stranger = `${madeUpWord(Math.floor(random() * 8_000))}x`
  return { name: shuffled(random, [...words, stranger]).join(' ') }
}

function withRepeats(random: Random, lines: readonly Asked[]): Asked[] {
  return lines.map((line) => (random() < REPEATED ? pick(random, lines) : line))
}

function shuffled<T>(random: Random, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item)
}

type Asked = NonNullable<Parameters<typeof bomLine>[0]>
