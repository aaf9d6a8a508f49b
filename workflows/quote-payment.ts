import type { Address } from '../src/domain/address.js'
import { refundInBackground } from './quote-refunds.js'
import type { QuoteRun } from './quote-run.js'
import type { OrderAnswer, RequestPayment } from './quote-to-service-order-contract.js'
import { core, named, payments } from './steps.js'

/** A new attempt to pay; the open one is cancelled at the provider first. */
export async function requestNewPayment(run: QuoteRun, command: RequestPayment): Promise<{ paymentId: string }> {
  return run.fifo.run(async () => {
    const { orderId } = run.mustOrder()
    await voidPayment(run, 'cancel the open attempt')
    await run.parking.insist(run.orderSubject, () =>
      named('create the payment', payments.createPayment, { ...command, orderId }),
    )
    return { paymentId: command.paymentId }
  })
}

/** Another address before publication; before payment it also reprices the delivery. */
export async function changeAddress(run: QuoteRun, address: Address): Promise<OrderAnswer> {
  return run.fifo.run(async () => {
    const { serviceOrderId, orderId } = run.mustOrder()
    if (run.phase === 'pending_payment') await voidPayment(run, 'cancel the open attempt: the amount may change')
    run.order = await run.parking.insist(run.orderSubject, () =>
      named('set the address', core.setServiceOrderAddress, { serviceOrderId, address }),
    )
    await run.parking.settle('address_missing')
    run.describe()
    return { serviceOrderId, orderId }
  })
}

/** Asks the provider what it knows, so that a lost webhook heals. */
export async function askProvider(run: QuoteRun): Promise<void> {
  run.polls += 1
  const { orderId } = run.mustOrder()
  await run.parking.insist(run.orderSubject, () => named('ask the provider', payments.checkPayment, { orderId }))
  run.hasPaymentFact = true
}

/** Cancels the open attempt at the provider; money that was faster counts as a fact. */
export async function voidPayment(run: QuoteRun, summary: string): Promise<void> {
  const { orderId } = run.mustOrder()
  await run.parking.insist(run.orderSubject, () => named(summary, payments.voidPayment, { orderId }))
  run.hasPaymentFact = true
  await applyFacts(run)
}

/** Applies every open fact of the order and answers to what they came to. */
export async function applyFacts(run: QuoteRun): Promise<void> {
  run.hasPaymentFact = false
  const order = run.mustOrder()
  const facts = await run.parking.insist(run.orderSubject, () =>
    named('apply payment facts', core.applyPayments, { orderId: order.orderId }),
  )
  run.openRefunds = facts.openRefunds
  if (facts.isPaid && run.phase === 'pending_payment') run.move('paid', { status: 'paid' })
  for (const paymentId of facts.duplicates) {
    refundInBackground(run, { paymentId, key: `duplicate:${paymentId}`, reason: 'a second payment for one order' })
  }
  if (facts.late.length > 0) await promiseLateRefund(run)
  if (facts.mismatch) {
    await run.parking.raise({ reason: 'payment_mismatch', subject: run.orderSubject, note: facts.mismatch })
  }
  if (facts.isDisputed) {
    await run.parking.raise({
      reason: 'dispute_opened',
      subject: run.orderSubject,
      note: 'The provider reports a dispute.',
    })
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
