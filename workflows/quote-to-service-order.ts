import { allHandlersFinished, CancellationScope, condition } from '@temporalio/workflow'

import { cancelByRequest } from './quote-cancellation.js'
import { collectPayment } from './quote-collection.js'
import { fulfil, settle } from './quote-fulfilment.js'
import { registerHandlers } from './quote-handlers.js'
import { begin, offer } from './quote-offer.js'
import { QuoteRun } from './quote-run.js'
import type { QuoteToServiceOrderInput } from './quote-to-service-order-contract.js'

/** From a quote to a paid and finished service order; at most one live service order a quote. */
export async function quoteToServiceOrder(input: QuoteToServiceOrderInput): Promise<void> {
  const run = new QuoteRun(input)
  registerHandlers(run)
  onCancelRequest(() => cancelByRequest(run))

  await CancellationScope.nonCancellable(async () => {
    await begin(run, input)
    while (run.phase === 'active') await offer(run)
    while (run.phase === 'pending_payment') await collectPayment(run)
    while (run.phase === 'paid') await fulfil(run)
    while (run.isOpen()) await settle(run)
    await condition(allHandlersFinished)
  })
}

/** "Request cancellation" in the UI is one more message to the story, not its end. */
function onCancelRequest(act: () => Promise<void>): void {
  CancellationScope.current().cancelRequested.catch(() => CancellationScope.nonCancellable(act))
}
