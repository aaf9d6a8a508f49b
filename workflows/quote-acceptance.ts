import { DomainError } from '../src/domain/errors.js'
import { Abandoned, unlessAbandoned } from './abandoned.js'
import type { QuoteRun } from './quote-run.js'
import type { AcceptQuote, OrderAnswer } from './quote-to-service-order-contract.js'
import { refusal } from './refusal.js'
import { core, named, payments } from './steps.js'

/** Makes the service order and its payment. A repeat answers the order that is there. */
export async function accept(run: QuoteRun, command: AcceptQuote): Promise<OrderAnswer> {
  return run.fifo.run(async () => {
    if (!run.order) await take(run, command)
    const { serviceOrderId, orderId } = run.mustOrder()
    return { serviceOrderId, orderId }
  })
}

async function take(run: QuoteRun, command: AcceptQuote): Promise<void> {
  if (run.phase !== 'active') throw refuse('quote_not_active', 'This quote can no longer be accepted.')
  if (run.parking.isRaised('quote_needs_person')) {
    throw refuse('manual_quote_required', 'A person is checking this price; we will tell you when you can accept it.')
  }
  try {
    await makeOrder(run, command)
    await createPayment(run, command)
  } catch (error) {
    if (error instanceof Abandoned) await undo(run, command)
    throw error
  }
}

async function makeOrder(run: QuoteRun, command: AcceptQuote): Promise<void> {
  const summary = `make service order ${command.serviceOrderNumber}`
  const step = (): ReturnType<typeof core.createServiceOrder> =>
    named(summary, core.createServiceOrder, { ...command, quoteId: run.id })
  run.order = await run.parking.insist(run.quoteSubject, step, ['refusal'])
}

/** A payment that is refused leaves the order standing: a new attempt can pay it. */
async function createPayment(run: QuoteRun, command: AcceptQuote): Promise<void> {
  const { paymentId, orderId, paymentMethod } = command
  const wish = { paymentId, orderId, ...(paymentMethod ? { method: paymentMethod } : {}) }
  const step = (): ReturnType<typeof payments.createPayment> =>
    named('create the payment', payments.createPayment, wish)
  try {
    await run.parking.insist(run.orderSubject, step, ['refusal', 'UpstreamRefused', 'OutcomeUnknown'])
  } catch (error) {
    if (!(error instanceof Abandoned)) await open(run)
    throw error
  }
  await open(run, paymentId)
}

async function open(run: QuoteRun, paymentId?: string): Promise<void> {
  run.move('pending_payment', { status: 'pending_payment', ...(paymentId ? { paymentId } : {}) })
  await run.parking.settle('work_failed')
}

/** The row then says whether the quote can still be accepted. */
async function undo(run: QuoteRun, { orderId }: AcceptQuote): Promise<void> {
  const cause = { orderId, by: 'operator', key: 'undo-accept', reason: 'accepting was given up' } as const
  await unlessAbandoned(() =>
    run.parking.insist(run.quoteSubject, () => named('undo: cancel the order', core.cancelOrder, cause)),
  )
  const quote = await unlessAbandoned(() =>
    run.parking.insist(run.quoteSubject, () => named('load the rows', core.loadQuote, { quoteId: run.id })),
  )
  if (quote) run.enter(quote)
  if (!quote || run.phase === 'closed') run.move('closed', { status: 'cancelled' })
}

function refuse(code: 'quote_not_active' | 'manual_quote_required', message: string): Error {
  return refusal(new DomainError(code, message))
}
