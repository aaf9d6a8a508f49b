import type { LineDecision } from '../../src/domain/bom-line-decision.js'
import type { Figure } from './report.js'

/** What a line means, in SKUs. Neither means that the shop has nothing for it. */
export interface Truth {
  /** the part that is meant */
  readonly exact: ReadonlySet<string>
  /** others that do all that the line states */
  readonly equivalent: ReadonlySet<string>
}

export type Verdict = 'exact' | 'equivalent' | 'wrong' | 'none in shop'

/** A line with its truth and with what was decided, products as SKUs. */
export interface ScoredLine {
  /** as people would quote it */
  readonly said: string
  readonly truth: Truth
  /** undefined where the row was not read as a part */
  readonly decision: LineDecision | undefined
  readonly chosen: string | null
  readonly shown: readonly string[]
}

const PRECISION = 0.99

/** What it means that this product stands for the line. */
export function verdictOf(sku: string, { exact, equivalent }: Truth): Verdict {
  if (exact.has(sku)) return 'exact'
  if (equivalent.has(sku)) return 'equivalent'
  return exact.size + equivalent.size === 0 ? 'none in shop' : 'wrong'
}

/** How often what is bought unasked is right. */
export function precisionFigures(lines: readonly ScoredLine[]): Figure[] {
  const verdicts = lines.flatMap(({ chosen, truth }) => (chosen === null ? [] : [verdictOf(chosen, truth)]))
  const exact = verdicts.filter((verdict) => verdict === 'exact').length
  const equivalent = verdicts.filter((verdict) => verdict === 'equivalent').length
  const target = { of: verdicts.length, atLeast: PRECISION, isByBound: true } as const
  return [
    { figure: 'precision at auto-add, exact', count: exact, ...target },
    { figure: 'precision at auto-add, exact and equivalent', count: exact + equivalent, ...target },
  ]
}

/** The right product, or one that does the same, among the first three that are shown. */
export function rankingFigures(lines: readonly ScoredLine[], target: Pick<Figure, 'atLeast'> = {}): Figure[] {
  const found = (wanted: readonly Verdict[]): number =>
    lines.filter(({ shown, truth }) => shown.slice(0, 3).some((sku) => wanted.includes(verdictOf(sku, truth)))).length
  return [
    { figure: 'in the first 3, exact', count: found(['exact']), of: lines.length },
    {
      figure: 'in the first 3, exact and equivalent',
      count: found(['exact', 'equivalent']),
      of: lines.length,
      ...target,
    },
  ]
}

/** One sentence for every product that was bought unasked and is neither the part meant nor one that does the same. */
export function wrongAutoAdds(lines: readonly ScoredLine[]): string[] {
  return lines.flatMap(({ said, chosen, truth, decision }) => {
    const verdict = chosen === null ? 'exact' : verdictOf(chosen, truth)
    if (verdict === 'exact' || verdict === 'equivalent') return []
    const meant = [...truth.exact].join(' or ') || 'nothing of the shop'
    return [`${said} became ${chosen ?? ''} (${decision?.stage ?? ''}), meant is ${meant}`]
  })
}
