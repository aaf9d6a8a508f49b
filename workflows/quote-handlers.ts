import { CancellationScope, condition, log, setDefaultSignalHandler, setHandler } from '@temporalio/workflow'

import { DomainError } from '../src/domain/errors.js'
import { awaitFirstAnswer, snapshot } from './common-contract.js'
import { cancel } from './quote-cancellation.js'
import { accept } from './quote-offer.js'
import { changeAddress, requestNewPayment } from './quote-payment.js'
import { refundByAdmin } from './quote-refunds.js'
import type { QuoteRun } from './quote-run.js'
import {
  acceptQuote,
  cancelServiceOrder,
  paymentEvent,
  publicationEnded,
  refundOrder,
  requestPayment,
  setAddress,
  setOrderStatus,
} from './quote-to-service-order-contract.js'
import { refusal } from './refusal.js'

/** Every message of the run; handlers only delegate. Call before the first await. */
export function registerHandlers(run: QuoteRun): void {
  run.parking.register()
  registerFacts(run)
  registerRequests(run)
  setHandler(awaitFirstAnswer, () => condition(() => run.isReady), { description: 'Waits until the quote is priced.' })
  setHandler(snapshot, () => snapshotOf(run), { description: 'Where the run stands, for operators and tests.' })
  setDefaultSignalHandler((name) => log.warn('unknown signal', { name }))
}

function registerFacts(run: QuoteRun): void {
  setHandler(
    paymentEvent,
    (fact) => {
      if (run.seen.add(fact.inbox_id)) run.hasPaymentFact = true
    },
    { description: 'A payment fact was stored in the inbox.' },
  )
  setHandler(
    publicationEnded,
    (end) => {
      if (run.isReady && run.order?.serviceOrderId !== end.serviceOrderId) return
      run.publicationEnd = end.status
      run.isCancelRequested ||= end.isRefundDue
    },
    { description: 'The publication reached its end.' },
  )
}

function registerRequests(run: QuoteRun): void {
  setHandler(acceptQuote, (command) => whenReady(run, () => accept(run, command)), {
    description: 'Accept the quote: makes the service order and its payment.',
    validator: (_command: unknown) => {
      if (run.phase === 'closed' && !run.order)
        throw refuse('quote_not_active', 'This quote can no longer be accepted.')
    },
  })
  setHandler(setAddress, (command) => whenReady(run, () => changeAddress(run, command.address)), {
    description: 'Give or change the delivery address before publication.',
    validator: (_command: unknown) => refuseWithoutOrder(run),
  })
  setHandler(cancelServiceOrder, (command) => whenReady(run, () => cancel(run, command)), {
    description: 'Cancel the service order; what was paid goes back.',
    validator: (_command: unknown) => refuseWithoutOrder(run),
  })
  setHandler(requestPayment, (command) => whenReady(run, () => requestNewPayment(run, command)), {
    description: 'A new payment attempt; the open one is cancelled at the provider.',
    validator: (_command: unknown) => refuseWithoutOrder(run),
  })
  setHandler(refundOrder, (command) => whenReady(run, () => refundByAdmin(run, command)), {
    description: 'Refund all or part of what was paid.',
    validator: (_command: unknown) => refuseWithoutOrder(run),
  })
  setHandler(
    setOrderStatus,
    (command) =>
      whenReady(run, async () => {
        await cancel(run, {
          by: 'admin',
          refundId: command.refundId,
          ...(command.note ? { reason: command.note } : {}),
        })
        return { serviceOrderId: run.mustOrder().serviceOrderId, orderId: run.mustOrder().orderId }
      }),
    { description: 'Cancel a service order by hand.', validator: (_command: unknown) => refuseWithoutOrder(run) },
  )
}

/** A message may start the run and arrive before its row is loaded; cancelling the run never cuts a handler. */
function whenReady<T>(run: QuoteRun, work: () => Promise<T>): Promise<T> {
  return CancellationScope.nonCancellable(async () => {
    await condition(() => run.isReady)
    return work()
  })
}

function refuseWithoutOrder(run: QuoteRun): void {
  if (run.isReady && !run.order) throw refuse('service_order_not_found', 'This quote has not been accepted.')
}

function refuse(code: 'quote_not_active' | 'service_order_not_found', message: string): Error {
  return refusal(new DomainError(code, message))
}

function snapshotOf(run: QuoteRun): Record<string, unknown> {
  return {
    phase: run.phase,
    order: run.order ?? null,
    attention: run.parking.reasons(),
    facts: run.seen.list(),
    polls: run.polls,
    openRefunds: run.openRefunds,
  }
}
