import type { AttentionReason, OperatorAction } from '../src/domain/attention.js'
import { cancelPaid } from './quote-cancellation.js'
import { askProvider } from './quote-payment.js'
import { refund, refundInBackground } from './quote-refunds.js'
import type { QuoteRun } from './quote-run.js'
import { core, named } from './steps.js'

/** Carries out what an operator decided about one of the order's raised reasons. */
export async function decideAboutOrder(run: QuoteRun, reason: AttentionReason): Promise<void> {
  const action = await run.parking.takeDecision(reason)
  if (action) await DECIDERS[reason]?.[action]?.(run)
}

type Decider = (run: QuoteRun) => Promise<void>

const DECIDERS: Partial<Record<AttentionReason, Partial<Record<OperatorAction, Decider>>>> = {
  payment_mismatch: {
    retry: askProvider,
    skip: (run) => bookMismatch(run),
    abort: async (run) => {
      await refundStrayMoney(run)
      await cancelPaid(run, { by: 'operator', key: 'mismatch', reason: 'the payment did not fit the order' })
    },
  },
  paid_not_fulfillable: {
    retry: (run) => replace(run),
    abort: async (run) => {
      await refundEverything(run)
    },
  },
  refund_failed: {
    retry: (run) => retryRefunds(run),
    skip: (run) => settleRefundsByHand(run),
  },
  address_missing: {
    abort: (run) => cancelPaid(run, { by: 'operator', key: 'no-address', reason: 'no address was given' }),
  },
  dispute_opened: { retry: acknowledgeDispute, skip: acknowledgeDispute, abort: acknowledgeDispute },
}

/** All money of the order goes back, payments that came too late included. */
export async function refundEverything(run: QuoteRun): Promise<void> {
  const { orderId } = run.mustOrder()
  const { payments } = await run.parking.insist(run.orderSubject, () =>
    named('list what was paid', core.listRefundable, { orderId }),
  )
  run.refundAtMs = undefined
  for (const paymentId of payments) {
    await refund(run, { paymentId, key: `all:${paymentId}`, reason: 'the order could not be fulfilled' })
  }
}

async function refundStrayMoney(run: QuoteRun): Promise<void> {
  const { orderId } = run.mustOrder()
  const { payments } = await run.parking.insist(run.orderSubject, () =>
    named('list what came', core.listStrayPayments, { orderId }),
  )
  for (const paymentId of payments) {
    refundInBackground(run, { paymentId, key: `stray:${paymentId}`, reason: 'the payment did not fit the order' })
  }
}

async function bookMismatch(run: QuoteRun): Promise<void> {
  const { orderId } = run.mustOrder()
  const facts = await run.parking.insist(run.orderSubject, () =>
    named('accept it as paid', core.bookMismatch, { orderId }),
  )
  if (facts.isPaid && run.phase === 'pending_payment') run.move('paid', { status: 'paid' })
}

/** The same print once more: a new service order under the same quote and payment. */
async function replace(run: QuoteRun): Promise<void> {
  const { serviceOrderId } = run.mustOrder()
  const order = await run.parking.insist(run.orderSubject, () =>
    named('make a replacement service order', core.replaceServiceOrder, { serviceOrderId }),
  )
  run.order = order
  run.isPublicationStarted = false
  run.move('paid', { status: order.status })
}

async function acknowledgeDispute(run: QuoteRun): Promise<void> {
  const { orderId } = run.mustOrder()
  await run.parking.insist(run.orderSubject, () =>
    named('acknowledge the dispute', core.acknowledgeDispute, { orderId }),
  )
}

async function retryRefunds(run: QuoteRun): Promise<void> {
  const { orderId } = run.mustOrder()
  const { refunds } = await run.parking.insist(run.orderSubject, () =>
    named('list failed refunds', core.reopenFailedRefunds, { orderId }),
  )
  for (const draft of refunds) refundInBackground(run, draft)
}

async function settleRefundsByHand(run: QuoteRun): Promise<void> {
  const { orderId } = run.mustOrder()
  await run.parking.insist(run.orderSubject, () =>
    named('book refunds made by hand', core.settleRefundsByHand, { orderId }),
  )
}
