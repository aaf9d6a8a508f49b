import type { Comparison } from './quote-accuracy.js'

/** The table of accuracy for each setting, the ten worst runs and the parts that were refused. */
export function reportAccuracy(comparisons: readonly Comparison[], refused: readonly string[]): void {
  console.log('setting                      n   weight median / p90   sum %     time median / p90   sum %')
  for (const [setting, runs] of [...bySetting(comparisons), ['all', comparisons] as const]) {
    const [weight, time] = [summary(weightPairs(runs)), summary(timePairs(runs))]
    console.log(`${setting.padEnd(25)}${String(runs.length).padStart(5)}   ${columns(weight)}   ${columns(time)}`)
  }
  console.log('\nworst ten by the larger of the two errors')
  const worst = [...comparisons].sort((a, b) => largerError(b) - largerError(a)).slice(0, 10)
  for (const run of worst) console.log(worstLine(run))
  console.log(`\nrefused as open: ${refused.length === 0 ? 'none' : refused.join(', ')}`)
}

/** Release targets that are not met, in words; empty when all are. */
export function missedTargets(comparisons: readonly Comparison[], refused: readonly string[]): string[] {
  const weight = summary(weightPairs(comparisons))
  const time = summary(timePairs(comparisons))
  const checks: [boolean, string][] = [
    [weight.median <= 4, `weight median ${percent(weight.median)} is above 4 %`],
    [weight.p90 <= 10, `weight p90 ${percent(weight.p90)} is above 10 %`],
    [time.median <= 7, `time median ${percent(time.median)} is above 7 %`],
    [time.p90 <= 15, `time p90 ${percent(time.p90)} is above 15 %`],
    [refused.length === 0, `${refused.length} parts refused as open`],
    ...[...bySetting(comparisons)].flatMap(([setting, runs]): [boolean, string][] => {
      const [grams, seconds] = [summary(weightPairs(runs)).sum, summary(timePairs(runs)).sum]
      return [
        [Math.abs(grams) <= 5, `${setting}: weights are ${percent(grams)} off in sum, above 5 %`],
        [Math.abs(seconds) <= 6, `${setting}: times are ${percent(seconds)} off in sum, above 6 %`],
      ]
    }),
  ]
  return checks.flatMap(([isMet, text]) => (isMet ? [] : [text]))
}

/** estimate, slicer */
type Pair = readonly [number, number]

const weightPairs = (runs: readonly Comparison[]): Pair[] => runs.map((run) => [run.grams, run.sliceGrams])
const timePairs = (runs: readonly Comparison[]): Pair[] => runs.map((run) => [run.seconds, run.sliceSeconds])

function bySetting(comparisons: readonly Comparison[]): Map<string, Comparison[]> {
  const groups = new Map<string, Comparison[]>()
  for (const one of comparisons) groups.set(one.setting, [...(groups.get(one.setting) ?? []), one])
  return groups
}

/** Percentages: median and 90th percentile of the error, and the error of the sums. */
function summary(pairs: readonly Pair[]): { median: number; p90: number; sum: number } {
  const errors = pairs.map(([estimate, slicer]) => 100 * Math.abs(estimate / slicer - 1)).sort((a, b) => a - b)
  const total = (k: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[k], 0)
  return { median: quantile(errors, 0.5), p90: quantile(errors, 0.9), sum: 100 * (total(0) / total(1) - 1) }
}

/** Between the two neighbours in proportion. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? NaN
  const above = sorted[Math.ceil(place)] ?? NaN
  return below + (above - below) * (place - Math.floor(place))
}

function largerError({ grams, sliceGrams, seconds, sliceSeconds }: Comparison): number {
  return Math.max(Math.abs(grams / sliceGrams - 1), Math.abs(seconds / sliceSeconds - 1))
}

function worstLine({ part, setting, ...run }: Comparison): string {
  const weight = `${run.grams.toFixed(2)} g (${run.sliceGrams.toFixed(2)})`
  const time = `${run.seconds.toFixed(0)} s (${run.sliceSeconds.toFixed(0)})`
  return `${part.padEnd(50)}${setting.padEnd(25)}${weight.padEnd(20)}${time}`
}

function columns({ median, p90, sum }: { median: number; p90: number; sum: number }): string {
  return `${median.toFixed(1).padStart(8)} / ${p90.toFixed(1).padEnd(8)} ${sum.toFixed(1).padStart(6)}`
}

const percent = (value: number): string => `${value.toFixed(1)} %`
