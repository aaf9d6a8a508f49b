import { cpus } from 'node:os'

/** One measured step against its limit, both in the unit named. */
export interface Result {
  readonly step: string
  readonly value: number
  readonly unit: string
  /** undefined: shown, not judged */
  readonly limit?: number
  /** what the value is a ratio of, or how it was measured */
  readonly note: string
}

/** Limits may be passed by this much before the run fails: machines breathe. */
const SLACK = 1.3

/** Prints all results, as a table or one JSON object a line, and answers those that are over. */
export function report(results: readonly Result[], isJson: boolean): readonly Result[] {
  if (isJson) results.forEach((result) => console.log(JSON.stringify(result)))
  else printTable(results)
  const over = results.filter(isOver)
  over.forEach(({ step, value, limit, unit }) =>
    console.error(`over: ${step} is ${value.toFixed(1)} ${unit}, limit ${String(limit)} and 30 %`),
  )
  return over
}

/** The middle of several measurements. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}

function printTable(results: readonly Result[]): void {
  console.log(`${cpus()[0]?.model ?? 'unknown processor'} × ${String(cpus().length)}, Node ${process.version}\n`)
  for (const { step, value, unit, limit, note } of results) {
    const allowed = limit === undefined ? '' : `≤ ${String(limit)}`
    console.log(`${step.padEnd(44)}${value.toFixed(2).padStart(10)} ${unit.padEnd(9)}${allowed.padEnd(9)}${note}`)
  }
}

const isOver = ({ value, limit }: Result): boolean => limit !== undefined && !(value <= limit * SLACK)
