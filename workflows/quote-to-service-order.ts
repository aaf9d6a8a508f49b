import { allHandlersFinished, CancellationScope, condition } from '@temporalio/workflow'

import { Abandoned } from './abandoned.js'
import { onCancelRequest } from './cancel-request.js'
import { abandon, cancelByRequest } from './quote-cancellation.js'
import { collectPayment } from './quote-collection.js'
import { fulfil, settle } from './quote-fulfilment.js'
import { registerHandlers } from './quote-handlers.js'
import { begin, offer } from './quote-offer.js'
import { QuoteRun, type QuotePhase } from './quote-run.js'
import type { QuoteToServiceOrderInput } from './quote-to-service-order-contract.js'

/** From a quote to a paid and finished service order; at most one live service order a quote. */
export async function quoteToServiceOrder(input: QuoteToServiceOrderInput): Promise<void> {
  const run = new QuoteRun(input)
  registerHandlers(run)
  onCancelRequest(() => run.inBackground(() => cancelByRequest(run)))

  await CancellationScope.nonCancellable(async () => {
    await begin(run, input)
    while (await hasMore(run)) await playRound(run)
  })
}

/** What the run does in each phase; a round ends whenever something has changed. */
const ROUNDS: Readonly<Record<Exclude<QuotePhase, 'starting'>, (run: QuoteRun) => Promise<void>>> = {
  active: offer,
  pending_payment: collectPayment,
  paid: fulfil,
  closed: settle,
}

async function playRound(run: QuoteRun): Promise<void> {
  if (run.phase === 'starting') return
  try {
    await ROUNDS[run.phase](run)
  } catch (error) {
    if (!(error instanceof Abandoned)) throw error
    await abandon(run)
  }
}

/** False once the row is final, nothing is open, and every caller has its answer. */
async function hasMore(run: QuoteRun): Promise<boolean> {
  const isOver = (): boolean => run.phase === 'closed' && !run.isOpen()
  await condition(() => !isOver() || allHandlersFinished())
  return !isOver()
}
