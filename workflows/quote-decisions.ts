import type { AttentionReason, OperatorAction } from '../src/domain/attention.js'
import { cancelByOperator } from './quote-cancellation.js'
import { answerFacts, readAgain } from './quote-payment.js'
import { refundEverything, startRefund } from './quote-refunds.js'
import type { QuoteRun } from './quote-run.js'
import { core, named } from './steps.js'

/** Carries out what an operator decided about one of the order's raised reasons. */
export async function decideAboutOrder(run: QuoteRun, reason: AttentionReason): Promise<void> {
  const action = await run.parking.takeDecision(reason)
  if (action && run.order) await DECIDERS[reason]?.[action]?.(run)
}

type Decider = (run: QuoteRun) => Promise<void>

/** What is not here needs no more than the end of the attention: the story goes on and asks again if it must. */
const DECIDERS: Partial<Record<AttentionReason, Partial<Record<OperatorAction, Decider>>>> = {
  payment_mismatch: { retry: readAgain, skip: bookMismatch, abort: refundMismatch },
  paid_not_fulfillable: { retry: replace, skip: keepMoney, abort: refundEverything },
  refund_failed: { retry: retryRefunds, skip: settleRefundsByHand },
  address_missing: {
    abort: (run) => cancelByOperator(run, { key: 'no-address', reason: 'no address was given' }),
  },
  dispute_opened: { retry: readAgain, skip: acknowledgeDispute, abort: cancelDisputed },
}

/** What came and did not fit goes back; an order that was paid properly besides goes on. */
async function refundMismatch(run: QuoteRun): Promise<void> {
  const { orderId } = run.mustOrder()
  const { payments } = await run.parking.insist(run.orderSubject, () =>
    named('list what came', core.listStrayPayments, { orderId }),
  )
  for (const paymentId of payments) {
    await startRefund(run, { paymentId, key: `stray:${paymentId}`, reason: 'the payment did not fit the order' })
  }
  if (run.phase !== 'pending_payment') return
  await cancelByOperator(run, { key: 'mismatch', reason: 'the payment did not fit the order' })
}

async function bookMismatch(run: QuoteRun): Promise<void> {
  const { orderId } = run.mustOrder()
  const step = (): ReturnType<typeof core.bookMismatch> => named('accept it as paid', core.bookMismatch, { orderId })
  await answerFacts(run, await run.parking.insist(run.orderSubject, step))
}

/** The same print once more: a new service order under the same quote and payment. */
async function replace(run: QuoteRun): Promise<void> {
  const { serviceOrderId } = run.mustOrder()
  const order = await run.parking.insist(run.orderSubject, () =>
    named('make a replacement service order', core.replaceServiceOrder, { serviceOrderId }),
  )
  run.replaceOrder(order)
  run.move('paid', { status: order.status })
}

/** A person takes the money on themselves, so it does not go back by itself. */
function keepMoney(run: QuoteRun): Promise<void> {
  run.refundAtMs = undefined
  return Promise.resolve()
}

async function acknowledgeDispute(run: QuoteRun): Promise<void> {
  const { orderId } = run.mustOrder()
  await run.parking.insist(run.orderSubject, () =>
    named('acknowledge the dispute', core.acknowledgeDispute, { orderId }),
  )
}

async function cancelDisputed(run: QuoteRun): Promise<void> {
  await acknowledgeDispute(run)
  if (run.phase === 'paid') await cancelByOperator(run, { key: 'disputed', reason: 'the payment is disputed' })
}

async function retryRefunds(run: QuoteRun): Promise<void> {
  const { orderId } = run.mustOrder()
  const { refunds } = await run.parking.insist(run.orderSubject, () =>
    named('list failed refunds', core.reopenFailedRefunds, { orderId }),
  )
  for (const draft of refunds) await startRefund(run, draft)
}

async function settleRefundsByHand(run: QuoteRun): Promise<void> {
  const { orderId } = run.mustOrder()
  await run.parking.insist(run.orderSubject, () =>
    named('book refunds made by hand', core.settleRefundsByHand, { orderId }),
  )
  run.facts.wake()
}
