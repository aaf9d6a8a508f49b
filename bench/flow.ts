import { randomUUID } from 'node:crypto'

import { quoteToServiceOrderId } from '../workflows/ids.js'
import { accept, fact } from './noop-workflows.js'
import { atMost, percentile, printRows, timed } from './figures.js'
import { CALLBACKS, openBench, rawStart, type Bench } from './stack.js'

const ROUNDS = 5
const FLOWS = 6

/** The happy path from quote to completed against the same activities, updates, signals and timers with nothing in them. */
async function main(): Promise<void> {
  const bench = await openBench()
  try {
    const { upload_id: uploadId } = await bench.print.upload()
    const ours = (): Promise<unknown> => happyPath(bench, uploadId)
    const raw = (): Promise<unknown> => skeleton(bench)
    await timed(2, ours)
    await timed(2, raw)
    const figures = { ours: [] as number[], raw: [] as number[] }
    for (let round = 0; round < ROUNDS; round += 1) {
      figures.raw.push(...(await timed(FLOWS, raw)))
      figures.ours.push(...(await timed(FLOWS, ours)))
    }
    const median = (values: number[]): number => percentile(values, 0.5)
    printRows([
      atMost('happy path, p50 ms', { ours: median(figures.ours), baseline: median(figures.raw), limit: 1.25 }),
    ])
  } finally {
    await bench.close()
  }
}

/** Both wait for their run's result: a client that asks now and then would measure how often it asks. */
async function happyPath({ client, print }: Bench, uploadId: string): Promise<void> {
  const quote = await print.quote(uploadId, { material: 'PLA' })
  const order = await print.order(quote.quote_id)
  await print.pay(order.payment_intent.payment_id)
  await client.workflow.getHandle(quoteToServiceOrderId(quote.quote_id)).result()
  const { status } = await print.status(order.service_order_id)
  if (status !== 'completed') throw new Error(`the order ended ${status}`)
}

async function skeleton({ client }: Bench): Promise<void> {
  const id = randomUUID()
  await rawStart(client, id, 'noopQuote')
  const quote = client.workflow.getHandle(id)
  await quote.executeUpdate(accept)
  await quote.signal(fact)
  const publication = client.workflow.getHandle(`${id}-publication`)
  for (let sent = 0; sent < CALLBACKS;) {
    // The publication is started by the quote's run; until it is there, signals find nobody.
    const isTaken = await publication.signal(fact).then(
      () => true,
      () => false,
    )
    if (isTaken) sent += 1
  }
  await quote.result()
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
