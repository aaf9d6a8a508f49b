import { pollPause } from '../src/domain/timing.js'
import { unlessAbandoned } from './abandoned.js'
import { decideAboutOrder } from './quote-decisions.js'
import { applyFacts, askProvider, tryToVoid } from './quote-payment.js'
import type { QuoteRun } from './quote-run.js'
import { core, named } from './steps.js'

/** One round of waiting for money: a fact, a poll of the provider, or the end of the time to pay. */
export async function collectPayment(run: QuoteRun): Promise<void> {
  const { payByMs } = run.mustOrder()
  const isAwake = await run.nextEvent(Math.min(pollPause(run.timing, run.polls), payByMs - Date.now()))
  await run.fifo.run(async () => {
    if (!isUnpaid(run)) return
    if (!isAwake) await askProvider(run)
    await serve(run)
    if (isUnpaid(run) && Date.now() >= payByMs) await giveUp(run)
  })
}

/** Does what is there to do: facts first, then decisions of operators. */
export async function serve(run: QuoteRun): Promise<void> {
  if (run.facts.areDue && run.order) await applyFacts(run)
  for (const reason of run.parking.decided()) await decideAboutOrder(run, reason)
}

async function giveUp(run: QuoteRun): Promise<void> {
  await tryToVoid(run, 'cancel the payment: the time to pay is over')
  if (!isUnpaid(run)) return
  const { orderId } = run.mustOrder()
  const cause = { orderId, by: 'system', key: 'pay-by-passed', reason: 'not paid in time' } as const
  await unlessAbandoned(() =>
    run.parking.insist(run.orderSubject, () => named('cancel the unpaid order', core.cancelOrder, cause)),
  )
  run.forgetEnd()
  run.move('closed', { status: 'cancelled' })
}

function isUnpaid(run: QuoteRun): boolean {
  return run.phase === 'pending_payment'
}
