import { SAMPLE_DATA } from '../../src/development/sample-data.js'
import type { Database } from '../../src/db/sequelize.js'
import { askBaselines, baselineFigures } from './baselines.js'
import type { Figure, SetResult } from './report.js'
import { precisionFigures, rankingFigures, verdictOf, wrongAutoAdds, type ScoredLine } from './score.js'
import { withShelf, type Shelf } from './shelf.js'
import { writeLines, type WrittenLine } from './written-lines.js'
import { shelfParts } from './written-parts.js'

/** The second part is kept back: nothing is ever tuned by it. */
const PARTS = [
  { set: 'E3', count: 2_400, seed: 18 },
  { set: 'E3 kept back', count: 600, seed: 1_818 },
]
const COVERAGE = 0.6

/** E3: 3,000 lines that a seeded writer makes of the demonstration catalogue. */
export async function evaluateWritten(): Promise<SetResult[]> {
  const parts = shelfParts()
  return withShelf(fillDemo, async (shelf) => {
    const results: SetResult[] = []
    for (const { set, count, seed } of PARTS) {
      results.push(judgeSet(set, await scoreLines(shelf, writeLines(parts, count, seed))))
    }
    return results
  })
}

/** The demonstration catalogue. */
export async function fillDemo(database: Database): Promise<void> {
  for (const part of SAMPLE_DATA) await part.run(database, () => undefined)
}

/** A row that the reader takes for no part stays undecided. */
async function scoreLines(shelf: Shelf, written: ReturnType<typeof writeLines>): Promise<Scored[]> {
  const read = written.flatMap(({ line }) => line ?? [])
  const decisions = await shelf.match(read.map((line) => ({ line, contestedNumbers: [] })))
  const bought = await askBaselines(shelf, read)
  const placeOf = new Map(read.map((line, place) => [line, place]))
  return written.map(({ line, ...one }) => {
    const place = (line && placeOf.get(line)) ?? -1
    return {
      ...one,
      ...shelf.namesIn(decisions[place]),
      bought: bought[place],
      said: Object.values(one.cells).join(' | '),
    }
  })
}

function judgeSet(set: string, lines: readonly Scored[]): SetResult {
  const of = (kind: WrittenLine['kind']): Scored[] => lines.filter((one) => one.kind === kind)
  const numbered = of('plain').filter(({ isNumbered }) => isNumbered)
  const figures = [
    ...precisionFigures(lines),
    { ...share('auto, numbered and on the shelf', numbered, ({ chosen }) => chosen !== null), atLeast: COVERAGE },
    { ...share('auto, out of catalogue', of('out of catalogue'), ({ chosen }) => chosen !== null), atMost: 0.005 },
    { ...share('shown without being equivalent, out of catalogue', of('out of catalogue'), showsOther), atMost: 0.1 },
    { ...share('contradictions vetoed', of('contradiction'), isVetoed), atLeast: 0.95 },
    { ...share('false vetoes', numbered, isFalselyVetoed), atMost: 0.01 },
    share('equivalents shown, ambiguous', of('ambiguous'), ({ shown, truth }) =>
      shown.some((sku) => truth.equivalent.has(sku)),
    ),
    ...rankingFigures(of('plain').filter(({ isNumbered }) => !isNumbered)).map((one) => ({
      ...one,
      figure: `${one.figure}, no number`,
    })),
  ]
  return { set, figures: [...figures, ...baselineFigures(lines)], errors: wrongAutoAdds(lines) }
}

function share(figure: string, lines: readonly Scored[], holds: (line: Scored) => boolean): Figure {
  return { figure, count: lines.filter(holds).length, of: lines.length }
}

function showsOther({ shown, truth }: Scored): boolean {
  return shown.some((sku) => verdictOf(sku, truth) !== 'equivalent')
}

/** The product of the number is not bought, and where it is shown, what contradicts it stands beside it. */
function isVetoed({ chosen, numbered, shown, decision }: Scored): boolean {
  const place = numbered === null ? -1 : shown.indexOf(numbered)
  return chosen === null && (place === -1 || isContradicted(decision?.matches[place]?.reasons))
}

function isFalselyVetoed({ shown, truth, decision }: Scored): boolean {
  return shown.some((sku, place) => truth.exact.has(sku) && isContradicted(decision?.matches[place]?.reasons))
}

function isContradicted(reasons: readonly string[] = []): boolean {
  return reasons.some((reason) => reason.startsWith('the line '))
}

type Scored = ScoredLine & WrittenLine & Parameters<typeof baselineFigures>[0][number]
