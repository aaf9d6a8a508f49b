import { lowerBound, upperBound } from './bound.js'

/** A share that was counted, and what it should be. */
export interface Figure {
  readonly figure: string
  readonly count: number
  readonly of: number
  /** share that is wanted; a figure without one informs */
  readonly atLeast?: number
  readonly atMost?: number
  /** the bound has to reach the target, not the share alone */
  readonly isByBound?: true
}

/** What one set gave; `set` names a part of it when its parts are counted apart. */
export interface SetResult {
  readonly set: string
  readonly figures: readonly Figure[]
  /** one sentence each: every wrong auto-add, every fact that was not met */
  readonly errors: readonly string[]
}

/** Prints one table and one list of errors, or with `--json` one object a line; answers whether all targets are met. */
export function printResults(results: readonly SetResult[], isJson: boolean): boolean {
  const rows = results.flatMap(({ set, figures }) => figures.map((figure) => ({ set, ...judge(figure) })))
  const errors = results.flatMap(({ set, errors: found }) => found.map((error) => ({ set, error })))
  if (isJson) for (const one of [...rows, ...errors]) console.log(JSON.stringify(one))
  else printTable(rows, errors)
  return rows.every(({ isMet }) => isMet !== false)
}

/** The bound is the one that the target asks for: a lower one for what should be often, an upper one for what should not. */
function judge(figure: Figure): JudgedFigure {
  const { count, of, atLeast, atMost } = figure
  if (of === 0) return { ...figure, share: null, bound: null, ...(isWanted(figure) && { isMet: false }) }
  const share = count / of
  const bound = atMost === undefined ? lowerBound(count, of) : upperBound(count, of)
  const judged = figure.isByBound === true ? bound : share
  const isMet = atLeast === undefined ? judged <= (atMost ?? 1) : judged >= atLeast
  return { ...figure, share, bound, ...(isWanted(figure) && { isMet }) }
}

function isWanted({ atLeast, atMost }: Figure): boolean {
  return atLeast !== undefined || atMost !== undefined
}

function printTable(rows: readonly SetFigure[], errors: readonly { set: string; error: string }[]): void {
  console.log(
    `${'set'.padEnd(16)} ${'figure'.padEnd(58)} ${'n'.padStart(11)} ${'share'.padStart(8)}   95 % bound   target`,
  )
  for (const row of rows) {
    const counted = `${row.count}/${row.of}`.padStart(11)
    console.log(
      `${row.set.padEnd(16)} ${row.figure.padEnd(58)} ${counted} ${percent(row.share).padStart(8)}   ${boundText(row)}   ${targetText(row)}`,
    )
  }
  console.log(errors.length === 0 ? 'no errors' : `${errors.length} errors:`)
  for (const { set, error } of errors) console.log(`  ${set}: ${error}`)
}

function boundText({ bound, atMost }: SetFigure): string {
  return `${atMost === undefined ? '>=' : '<='} ${percent(bound)}`.padEnd(10)
}

function targetText({ atLeast, atMost, isByBound, isMet }: SetFigure): string {
  const share = atLeast ?? atMost
  if (share === undefined) return ''
  const limit = `${atLeast === undefined ? '<=' : '>='} ${percent(share)}`
  return `${limit}${isByBound === true ? ' by the bound' : ''}: ${isMet === true ? 'met' : 'NOT met'}`
}

function percent(share: number | null): string {
  return share === null ? '-' : `${(share * 100).toFixed(1)} %`
}

interface JudgedFigure extends Figure {
  /** null where nothing was counted */
  readonly share: number | null
  readonly bound: number | null
  readonly isMet?: boolean
}

type SetFigure = JudgedFigure & { readonly set: string }
