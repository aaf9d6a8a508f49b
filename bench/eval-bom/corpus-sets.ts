import { createHash } from 'node:crypto'

import { saveCategories } from '../../src/db/catalog-groups.js'
import { saveProducts } from '../../src/db/catalog.js'
import { countWords } from '../../src/db/catalog-words.js'
import { readManufacturerAliases } from '../../src/db/reads/manufacturer-aliases.js'
import type { Database } from '../../src/db/sequelize.js'
import { dataFolder } from '../../test/support/bom-reading.js'
import { askBaselines, baselineFigures } from './baselines.js'
import { catalogueParts } from './catalogue-files.js'
import { CaseWriter, type CorpusCase } from './corpus-cases.js'
import { categorySlug, draftOf, stockParts, type StockPart } from './corpus-shelf.js'
import { readCorpus, type CorpusLine } from './corpus.js'
import type { SetResult } from './report.js'
import { precisionFigures, rankingFigures, verdictOf, wrongAutoAdds, type ScoredLine } from './score.js'
import { withShelf, type Shelf } from './shelf.js'

const NOBODY = ''
/** One repository of so many is kept back, chosen by the hash of its name: nothing is ever tuned by its lines. */
const KEPT_BACK = 4

/** E1: numbers of real parts lists, of which one is hidden. */
export function evaluateNamed(): Promise<SetResult[]> {
  return evaluateCorpus('E1', (writer, line) => writer.named(line), judgeNamed)
}

/** E2: real lines without any number. */
export function evaluateHidden(): Promise<SetResult[]> {
  return evaluateCorpus('E2', (writer, line) => writer.hidden(line), judgeHidden)
}

async function evaluateCorpus(
  set: string,
  write: (writer: CaseWriter, line: CorpusLine) => CorpusCase[],
  judge: (lines: readonly Scored[]) => Omit<SetResult, 'set'>,
): Promise<SetResult[]> {
  if (dataFolder === undefined) {
    console.log(`${set} is left out: MAKRX_DATA_DIR names no folder`)
    return []
  }
  const folder = dataFolder
  let corpus: CorpusLine[] = []
  let parts: StockPart[] = []
  const fill = async (database: Database): Promise<void> => {
    const aliases = await readManufacturerAliases(database)
    corpus = await readCorpus(folder, aliases)
    parts = stockParts(catalogueParts(folder), corpus, aliases)
    const categories = new Map(parts.map(({ category }) => [categorySlug(category), category || 'Parts']))
    await saveCategories(
      database,
      [...categories].map(([slug, name]) => ({ slug, name, description: name })),
    )
    await save(database, parts, NOBODY)
    await countWords(database)
  }
  return withShelf(fill, async (shelf) => {
    const scored = new Map<string, Scored[]>([
      [set, []],
      [`${set} kept back`, []],
    ])
    for (const repository of new Set(corpus.map((line) => line.repository))) {
      const lines = corpus.filter((line) => line.repository === repository)
      const writer = new CaseWriter(parts, repository)
      const cases = lines.flatMap((line) => write(writer, line))
      scored
        .get(isKeptBack(repository) ? `${set} kept back` : set)
        ?.push(...(await scoreCases(shelf, { parts, repository, cases })))
    }
    return [...scored].map(([name, lines]) => ({ set: name, ...judge(lines) }))
  })
}

/** Asks while the shop knows nothing of the repository. */
async function scoreCases(shelf: Shelf, { parts, repository, cases }: Asked): Promise<Scored[]> {
  const touched = parts.filter((part) => part.repositories.has(repository))
  await save(shelf.database, touched, repository)
  const decisions = await shelf.match(cases.map(({ asked }) => ({ line: asked, contestedNumbers: [] })))
  const bought = await askBaselines(
    shelf,
    cases.map(({ asked }) => asked),
  )
  await save(shelf.database, touched, NOBODY)
  return cases.map((one, index) => ({ ...one, ...shelf.namesIn(decisions[index]), bought: bought[index] }))
}

async function save(database: Database, parts: readonly StockPart[], leftOut: string): Promise<void> {
  const drafts = parts.map((part) => draftOf(part, leftOut))
  await saveProducts(database, drafts, await readManufacturerAliases(database))
}

function isKeptBack(repository: string): boolean {
  return (createHash('sha256').update(repository).digest()[0] ?? 0) % KEPT_BACK === 0
}

function judgeNamed(lines: readonly Scored[]): Omit<SetResult, 'set'> {
  const known = lines.filter(({ isKnown }) => isKnown)
  const covered = known.filter(({ chosen }) => chosen !== null).length
  const figures = [
    ...precisionFigures(lines),
    { figure: 'auto, numbered and on the shelf', count: covered, of: known.length, atLeast: 0.85 },
    ...baselineFigures(lines),
  ]
  return { figures, errors: wrongAutoAdds(lines) }
}

function judgeHidden(lines: readonly Scored[]): Omit<SetResult, 'set'> {
  const bought = lines.filter(({ chosen }) => chosen !== null)
  const figures = [
    { figure: 'auto without any number', count: bought.length, of: lines.length, atMost: 0 },
    ...rankingFigures(lines, { atLeast: 0.95 }),
    ...baselineFigures(lines),
  ]
  const missed = lines.filter(({ shown, truth }) => !shown.some((sku) => verdictOf(sku, truth) !== 'wrong'))
  return {
    figures,
    errors: missed.map(
      ({ said, truth, shown }) =>
        `${said} means ${[...truth.exact].join(' or ')}, shown is ${shown.join(', ') || 'nothing'}`,
    ),
  }
}

type Scored = ScoredLine & CorpusCase & Parameters<typeof baselineFigures>[0][number]

interface Asked {
  readonly parts: readonly StockPart[]
  readonly repository: string
  readonly cases: readonly CorpusCase[]
}
