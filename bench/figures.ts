import { cpus } from 'node:os'

/** Milliseconds of each call, one after the other. */
export async function timed(count: number, call: (index: number) => Promise<unknown>): Promise<number[]> {
  const figures: number[] = []
  for (let index = 0; index < count; index += 1) {
    const startedMs = performance.now()
    await call(index)
    figures.push(performance.now() - startedMs)
  }
  return figures
}

/** Interleaves the steps, so that a slow moment hits all of them, and answers the median of each in ms. */
export async function inRounds<Name extends string>(
  rounds: number,
  steps: Record<Name, () => unknown>,
): Promise<Record<Name, number>> {
  const names = Object.keys(steps) as Name[]
  const taken = new Map<Name, number[]>(names.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const start = performance.now()
      await steps[name]()
      taken.get(name)?.push(performance.now() - start)
    }
  }
  return Object.fromEntries(names.map((name) => [name, percentile(taken.get(name) ?? [], 0.5)])) as Record<Name, number>
}

/** Calls a second with so many callers at once. */
export async function throughput(
  count: number,
  callers: number,
  call: (index: number) => Promise<unknown>,
): Promise<number> {
  let next = 0
  const startedMs = performance.now()
  const caller = async (): Promise<void> => {
    while (next < count) {
      const index = next
      next += 1
      await call(index)
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return (count * 1000) / (performance.now() - startedMs)
}

/** The value below which `share` (0..1) of the figures lie. */
export function percentile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN
}

export interface Row {
  readonly figure: string
  readonly ours: number
  readonly baseline: number
  readonly ratio: number
  readonly goal: string
  /** share of what the goal allows; above 1 it is missed */
  readonly used: number
  readonly isMet: boolean
}

/** A ratio that should be at most the limit. */
export function atMost(figure: string, measured: { ours: number; baseline: number; limit: number }): Row {
  const { ours, baseline, limit } = measured
  const ratio = ours / baseline
  return { figure, ours, baseline, ratio, goal: `<= ${limit}x`, ...judged(ratio / limit) }
}

/** A ratio that should be at least the limit. */
export function atLeast(figure: string, measured: { ours: number; baseline: number; limit: number }): Row {
  const { ours, baseline, limit } = measured
  const ratio = ours / baseline
  return { figure, ours, baseline, ratio, goal: `>= ${limit}x`, ...judged(limit / ratio) }
}

/** A figure with a limit in its own unit, which takes the place of the baseline. */
export function within(figure: string, { ours, limit, unit }: { ours: number; limit: number; unit: string }): Row {
  const ratio = ours / limit
  return { figure, ours, baseline: limit, ratio, goal: `<= ${limit} ${unit}`, ...judged(ratio) }
}

function judged(used: number): Pick<Row, 'used' | 'isMet'> {
  return { used, isMet: used <= 1 }
}

/** Prints the rows as a table, or with `--json` one object a line. */
export function printRows(rows: readonly Row[]): void {
  if (process.argv.includes('--json')) {
    for (const row of rows) console.log(JSON.stringify(row))
    return
  }
  console.log(`${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`)
  const width = Math.max(34, ...rows.map(({ figure }) => figure.length))
  for (const { figure, ours, baseline, ratio, goal, isMet } of rows) {
    const values = `${ours.toFixed(1).padStart(9)} against ${baseline.toFixed(1).padStart(9)}`
    console.log(`${figure.padEnd(width)} ${values}   ${ratio.toFixed(2)}x   goal ${goal}  ${isMet ? 'met' : 'NOT met'}`)
  }
}
