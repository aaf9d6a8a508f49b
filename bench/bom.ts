import { matchBomLines } from '../src/db/reads/bom-matching.js'
import { findNumbers, findValues, findWords } from '../src/db/reads/match-stages.js'
import { readLine, type MatchableLine } from '../src/domain/match-reading.js'
import { askedOf, type Asked } from './bom-asked.js'
import { syntheticLines } from './bom-lines.js'
import { LineLoops } from './bom-loops.js'
import { readingTimes } from './bom-reading.js'
import { limitRows, ratioRows, type MatchTimes } from './bom-rows.js'
import { syntheticShelf } from './bom-shelf.js'
import { openShop, type BenchShop } from './bom-shop.js'
import { inRounds, printRows } from './figures.js'
import { seededRandom } from './seeded-random.js'

const SEED = 20_260
const ROUNDS = 5
const BATCH = 500
/** Machines breathe: a ratio may miss its goal by this much before the run fails. */
const SLACK = 1.3

/**
 * Matches 10,000 lines against a synthetic shelf of 50,000 products, and the same lines in loops of single queries
 * (bom.md 16). The matcher is called directly, above the limit of an import; exit code 1 when a ratio misses by 30 %.
 */
async function main(): Promise<void> {
  // Before this process holds a shelf: what its collector does with that says nothing about reading.
  const reading = await readingTimes(ROUNDS)
  const random = seededRandom(SEED)
  const shelf = syntheticShelf(random)
  const lines = syntheticLines(random, shelf)
  const shop = await openShop(shelf)
  try {
    const decisions = await match(shop, lines)
    const asked = askedOf(
      lines.map((line) => readLine(line, shop.aliases)),
      decisions,
    )
    const times = await matchTimes(shop, lines, asked)
    const ratios = ratioRows(times, asked)
    printRows([...limitRows(times, asked), ...ratios, ...reading])
    process.exitCode = ratios.some(({ used }) => used > SLACK) ? 1 : 0
  } finally {
    await shop.close()
  }
}

/** Milliseconds of every step; loops over samples are those of the sample. */
async function matchTimes(shop: BenchShop, lines: readonly MatchableLine[], asked: Asked): Promise<MatchTimes> {
  const loops = new LineLoops(shop.client)
  const { database } = shop
  return inRounds(ROUNDS, {
    exact: () => findNumbers(database, asked.partNumbers),
    exactLoop: () => each(asked.partNumbers, (number) => loops.byNumber(number)),
    numbers: () => findNumbers(database, asked.numbers),
    values: () => findValues(database, asked.values),
    waterfall: () => each(asked.samples.waterfall, (reading) => loops.waterfall(reading)),
    words: () => findWords(database, asked.words),
    likeness: () => each(asked.samples.likeness, ({ said }) => loops.byLikeness(said)),
    pattern: () => each(asked.samples.pattern, ({ said }) => loops.byPattern(said)),
    fallback: () => each(asked.samples.fallback, (reading) => loops.waterfallWithLikeness(reading)),
    whole: () => match(shop, lines),
    batches: () => each(batchesOf(lines), (batch) => match(shop, batch)),
  })
}

function match({ database }: BenchShop, lines: readonly MatchableLine[]): ReturnType<typeof matchBomLines> {
  return matchBomLines(database, { userId: 'bench', lines })
}

function batchesOf(lines: readonly MatchableLine[]): (readonly MatchableLine[])[] {
  return Array.from({ length: Math.ceil(lines.length / BATCH) }, (_, at) => lines.slice(at * BATCH, (at + 1) * BATCH))
}

async function each<T>(items: readonly T[], ask: (item: T) => Promise<unknown>): Promise<void> {
  for (const item of items) await ask(item)
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
