import type { LengthUnit } from '../src/domain/model-report.js'
import { DomainError } from '../src/domain/errors.js'
import { firmPrice } from './quote-firm-price.js'
import { Abandoned } from './parking.js'
import { measure } from './measuring.js'
import type { QuoteRun } from './quote-run.js'
import type {
  AcceptQuote,
  NewQuoteInput,
  OrderAnswer,
  QuoteToServiceOrderInput,
} from './quote-to-service-order-contract.js'
import { refusal } from './refusal.js'
import { core, named, payments } from './steps.js'

/** Prices a new quote, or finds out where the row stands when a later message started this run. */
export async function begin(run: QuoteRun, input: QuoteToServiceOrderInput): Promise<void> {
  if (input.resume) {
    await restore(run)
    return
  }
  await price(run, input)
  if (run.quote?.needsPerson) await callPerson(run, run.quote.needsPerson)
  if (run.quote?.isFirmPending) firmPrice(run)
}

/** Waits for acceptance until the quote expires; a decision of an operator comes in between. */
export async function offer(run: QuoteRun): Promise<void> {
  const isAwake = await run.nextEvent((run.quote?.expiresAtMs ?? 0) - Date.now())
  await run.fifo.run(async () => {
    if (run.phase !== 'active') return
    if (isAwake) await decideAboutQuote(run)
    else await expire(run)
  })
}

/** Makes the service order and its payment. A repeat answers the order that is there. */
export async function accept(run: QuoteRun, command: AcceptQuote): Promise<OrderAnswer> {
  return run.fifo.run(async () => {
    if (!run.order) await take(run, command)
    const { serviceOrderId, orderId } = run.mustOrder()
    return { serviceOrderId, orderId }
  })
}

/** The rows say where it stands, and what a person was waiting for when the earlier run ended. */
async function restore(run: QuoteRun): Promise<void> {
  const loaded = await run.parking.insist(run.quoteSubject, () =>
    named('load the rows', core.loadQuote, { quoteId: run.id }),
  )
  run.enter(loaded)
  for (const { kind, id, reason, note } of loaded.attention) {
    await run.parking.raise({ reason, subject: { kind, id }, note })
  }
}

async function price(run: QuoteRun, input: NewQuoteInput): Promise<void> {
  const unit: LengthUnit | undefined = input.unit
  if (unit) await measure(run.parking, input.uploadId, unit)
  run.enter(await run.parking.insist(run.quoteSubject, () => named('price the quote', core.recordQuote, input)))
}

async function take(run: QuoteRun, command: AcceptQuote): Promise<void> {
  if (run.phase !== 'active') throw refuse('quote_not_active', 'This quote can no longer be accepted.')
  if (run.parking.isRaised('quote_needs_person')) {
    throw refuse('manual_quote_required', 'A person is checking this price; we will tell you when you can accept it.')
  }
  const order = { ...command, quoteId: run.id }
  const undo = {
    orderId: command.orderId,
    by: 'operator',
    key: 'undo-accept',
    reason: 'accepting was given up',
  } as const
  try {
    run.order = await run.parking.insist(run.quoteSubject, () =>
      named(`make service order ${command.serviceOrderNumber}`, core.createServiceOrder, order),
    )
    await run.parking.insist(run.orderSubject, () =>
      named('create the payment', payments.createPayment, paymentOf(command)),
    )
  } catch (error) {
    if (!(error instanceof Abandoned)) throw settleRefusal(run, error)
    await run.parking.insist(run.quoteSubject, () => named('undo: cancel the order', core.cancelOrder, undo))
    run.move('closed', { status: 'cancelled' })
    return
  }
  run.move('pending_payment', { status: 'pending_payment', paymentId: command.paymentId })
}

/** When only the payment was refused the order stands, and a new attempt can pay it. */
function settleRefusal(run: QuoteRun, error: unknown): unknown {
  if (run.order) run.move('pending_payment', { status: 'pending_payment' })
  return error
}

async function expire(run: QuoteRun): Promise<void> {
  await run.parking.insist(run.quoteSubject, () =>
    named('expire the quote', core.endQuote, { quoteId: run.id, status: 'expired' }),
  )
  await run.parking.settle('quote_needs_person')
  run.move('closed', { status: 'expired' })
}

async function callPerson(run: QuoteRun, why: string): Promise<void> {
  await run.parking.raise({ reason: 'quote_needs_person', subject: run.quoteSubject, note: why })
}

async function decideAboutQuote(run: QuoteRun): Promise<void> {
  const action = await run.parking.takeDecision('quote_needs_person')
  if (action === 'retry') {
    run.enter(
      await run.parking.insist(run.quoteSubject, () => named('price again', core.repriceQuote, { quoteId: run.id })),
    )
    if (run.quote?.needsPerson) await callPerson(run, run.quote.needsPerson)
  }
  if (action === 'abort') {
    await run.parking.insist(run.quoteSubject, () =>
      named('withdraw the quote', core.endQuote, { quoteId: run.id, status: 'cancelled' }),
    )
    run.move('closed', { status: 'cancelled' })
  }
}

function paymentOf(command: AcceptQuote): { paymentId: string; orderId: number; method?: string } {
  const { paymentId, orderId, paymentMethod } = command
  return { paymentId, orderId, ...(paymentMethod ? { method: paymentMethod } : {}) }
}

function refuse(code: 'quote_not_active' | 'manual_quote_required', message: string): Error {
  return refusal(new DomainError(code, message))
}
