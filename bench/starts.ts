import { randomUUID } from 'node:crypto'

import { atLeast, atMost, percentile, printRows, throughput, timed } from './figures.js'
import { openBench, rawStart } from './stack.js'

const ROUNDS = 5
const CALLS = 40
const CALLERS = 8

/** POST of a quote on a measured model against a raw update-with-start over one empty activity, interleaved. */
async function main(): Promise<void> {
  const bench = await openBench()
  try {
    const { upload_id: uploadId } = await bench.print.upload()
    const ours = (): Promise<unknown> => bench.print.quote(uploadId, { material: 'PLA' })
    const raw = (): Promise<unknown> => rawStart(bench.client, randomUUID())
    await timed(CALLS, ours)
    await timed(CALLS, raw)
    const figures = { ours: [] as number[], raw: [] as number[], oursRate: [] as number[], rawRate: [] as number[] }
    for (let round = 0; round < ROUNDS; round += 1) {
      figures.raw.push(...(await timed(CALLS, raw)))
      figures.ours.push(...(await timed(CALLS, ours)))
      figures.rawRate.push(await throughput(4 * CALLS, CALLERS, raw))
      figures.oursRate.push(await throughput(4 * CALLS, CALLERS, ours))
    }
    const median = (values: number[]): number => percentile(values, 0.5)
    const p95 = (values: number[]): number => percentile(values, 0.95)
    const rows = [
      atMost('quote, one caller, p50 ms', { ours: median(figures.ours), baseline: median(figures.raw), limit: 1.5 }),
      atMost('quote, one caller, p95 ms', { ours: p95(figures.ours), baseline: p95(figures.raw), limit: 1.7 }),
      atLeast(`quotes a second, ${CALLERS} callers`, {
        ours: median(figures.oursRate),
        baseline: median(figures.rawRate),
        limit: 0.75,
      }),
    ]
    printRows(rows)
  } finally {
    await bench.close()
  }
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
