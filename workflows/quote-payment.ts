import { log } from '@temporalio/workflow'

import type { Address } from '../src/domain/address.js'
import type { PaymentFacts } from '../src/domain/loaded-rows.js'
import { unlessAbandoned } from './abandoned.js'
import { startRefund, tellOfFailedRefunds } from './quote-refunds.js'
import type { QuoteRun } from './quote-run.js'
import type { OrderAnswer, RequestPayment } from './quote-to-service-order-contract.js'
import { failureType } from './refusal.js'
import { core, named, payments } from './steps.js'

/** A new attempt to pay; the open one is cancelled at the provider first. */
export async function requestNewPayment(run: QuoteRun, command: RequestPayment): Promise<{ paymentId: string }> {
  return run.fifo.run(async () => {
    const { orderId } = run.mustOrder()
    await voidPayment(run, 'cancel the open attempt')
    const step = (): ReturnType<typeof payments.createPayment> =>
      named('create the payment', payments.createPayment, { ...command, orderId })
    await run.parking.insist(run.orderSubject, step, ['refusal', 'UpstreamRefused', 'OutcomeUnknown'])
    run.polls = 0
    run.attempts += 1
    run.move(run.phase, { status: run.phase, paymentId: command.paymentId })
    return { paymentId: command.paymentId }
  })
}

/** Another address before publication; before payment it also reprices the delivery. */
export async function changeAddress(run: QuoteRun, address: Address): Promise<OrderAnswer> {
  return run.fifo.run(async () => {
    const { serviceOrderId, orderId } = run.mustOrder()
    if (run.phase === 'pending_payment') await voidPayment(run, 'cancel the open attempt: the amount may change')
    const step = (): ReturnType<typeof core.setServiceOrderAddress> =>
      named('set the address', core.setServiceOrderAddress, { serviceOrderId, address })
    run.order = await run.parking.insist(run.orderSubject, step, ['refusal'])
    await run.parking.settle('address_missing')
    run.parking.describe()
    return { serviceOrderId, orderId }
  })
}

/** Asks the provider what it knows, so that a lost webhook heals. No answer is no harm: it is asked again. */
export async function askProvider(run: QuoteRun): Promise<void> {
  run.polls += 1
  const { orderId } = run.mustOrder()
  await orShrug('the provider was asked in vain', async () => {
    const step = (): Promise<{ hasNews: boolean }> => named('ask the provider', payments.checkPayment, { orderId })
    const { hasNews } = await run.parking.insist(run.orderSubject, step, ['UpstreamRefused'])
    if (hasNews) run.facts.wake()
  })
}

/** The same for a person who wants to know: what the rows say is looked at again in any case. */
export async function readAgain(run: QuoteRun): Promise<void> {
  await askProvider(run)
  run.facts.wake()
}

/** Cancels the open attempt at the provider; money that was faster counts as a fact. A refusal goes to the caller. */
async function voidPayment(run: QuoteRun, summary: string): Promise<void> {
  const { orderId } = run.mustOrder()
  const step = (): Promise<void> => named(summary, payments.voidPayment, { orderId })
  await run.parking.insist(run.orderSubject, step, ['UpstreamRefused', 'OutcomeUnknown'])
  await applyFacts(run)
}

/** The same for an order that ends anyway: an attempt that stays open brings late money, and that goes back. */
export async function tryToVoid(run: QuoteRun, summary: string): Promise<void> {
  await orShrug('an attempt could not be cancelled at the provider', () => voidPayment(run, summary))
}

/** Applies every open fact of the order and answers to what they came to. */
export async function applyFacts(run: QuoteRun): Promise<void> {
  const { orderId } = run.mustOrder()
  const facts = await run.facts.apply(() =>
    run.parking.insist(run.orderSubject, () => named('apply payment facts', core.applyPayments, { orderId })),
  )
  await answerFacts(run, facts)
}

/** What the money of an order asks for: going on, giving back, or a person. */
export async function answerFacts(run: QuoteRun, facts: PaymentFacts): Promise<void> {
  const { orderSubject: subject } = run
  run.openRefunds = facts.openRefunds
  if (facts.isPaid && run.phase === 'pending_payment') run.move('paid', { status: 'paid' })
  for (const paymentId of facts.duplicates) {
    await startRefund(run, { paymentId, key: `duplicate:${paymentId}`, reason: 'a second payment for one order' })
  }
  if (facts.failedRefunds > 0 && run.sendingRefunds === 0) {
    await tellOfFailedRefunds(run, `The provider did not carry out ${facts.failedRefunds} refunds.`)
  }
  if (facts.late.length > 0) await promiseLateRefund(run)
  if (facts.mismatch) await run.parking.raise({ reason: 'payment_mismatch', subject, note: facts.mismatch })
  if (facts.isDisputed) {
    await run.parking.raise({ reason: 'dispute_opened', subject, note: 'The provider reports a dispute.' })
  }
}

async function promiseLateRefund(run: QuoteRun): Promise<void> {
  run.refundAtMs ??= Date.now() + run.timing.lateRefundMs
  await run.parking.raise({
    reason: 'paid_not_fulfillable',
    subject: run.orderSubject,
    note: 'Money came for an order that is over; it goes back by itself.',
    dueMs: run.timing.lateRefundMs,
  })
}

/** For steps that the story can do without: refused, unanswered or given up, it goes on. */
async function orShrug(message: string, step: () => Promise<void>): Promise<void> {
  await unlessAbandoned(async () => {
    try {
      await step()
    } catch (error) {
      const type = failureType(error)
      if (type !== 'UpstreamRefused' && type !== 'OutcomeUnknown') throw error
      log.warn(message, { type })
    }
  })
}
