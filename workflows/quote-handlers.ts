import { condition, log, setDefaultSignalHandler, setHandler } from '@temporalio/workflow'

import { DomainError } from '../src/domain/errors.js'
import { uncut } from './cancel-request.js'
import { awaitFirstAnswer, snapshot } from './common-contract.js'
import { requireShape } from './message-shape.js'
import { accept } from './quote-acceptance.js'
import { cancel } from './quote-cancellation.js'
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
  type OrderAnswer,
  type PublicationEnd,
  type SetOrderStatus,
} from './quote-to-service-order-contract.js'
import { refusal } from './refusal.js'

/** Every message of the run; handlers only delegate. Call before the first await. */
export function registerHandlers(run: QuoteRun): void {
  run.parking.register()
  registerFacts(run)
  registerOffer(run)
  registerMoney(run)
  setHandler(awaitFirstAnswer, () => uncut(() => firstAnswer(run)), {
    description: 'Waits until the quote is priced.',
  })
  setHandler(snapshot, () => snapshotOf(run), { description: 'Where the run stands, for operators and tests.' })
  setDefaultSignalHandler((name) => log.warn('unknown signal', { name }))
}

function registerFacts(run: QuoteRun): void {
  setHandler(paymentEvent, (fact) => run.facts.hear(fact), {
    description: 'A payment fact was stored in the inbox.',
  })
  setHandler(
    publicationEnded,
    (end: Partial<PublicationEnd> | undefined) => {
      const { serviceOrderId, status, isRefundDue } = end ?? {}
      if (serviceOrderId && status) run.hearEnd({ serviceOrderId, status, isRefundDue: isRefundDue === true })
    },
    { description: 'The publication reached its end.' },
  )
}

function registerOffer(run: QuoteRun): void {
  setHandler(acceptQuote, (command) => whenReady(run, () => accept(run, command)), {
    description: 'Accept the quote: makes the service order and its payment.',
    validator: (command: unknown) => {
      requireShape(command, { serviceOrderId: 'string', orderId: 'number', paymentId: 'string' })
      if (run.phase === 'closed' && !run.order) {
        throw refuse('quote_not_active', 'This quote can no longer be accepted.')
      }
    },
  })
  setHandler(setAddress, (command) => whenReady(run, () => changeAddress(run, command.address)), {
    description: 'Give or change the delivery address before publication.',
    validator: ofOrder(run, { address: 'object' }),
  })
  setHandler(cancelServiceOrder, (command) => whenReady(run, () => cancel(run, command)), {
    description: 'Cancel the service order; what was paid goes back.',
    validator: ofOrder(run, { by: 'string', refundId: 'string' }),
  })
}

function registerMoney(run: QuoteRun): void {
  setHandler(requestPayment, (command) => whenReady(run, () => requestNewPayment(run, command)), {
    description: 'A new payment attempt; the open one is cancelled at the provider.',
    validator: ofOrder(run, { paymentId: 'string' }),
  })
  setHandler(refundOrder, (command) => whenReady(run, () => refundByAdmin(run, command)), {
    description: 'Refund all or part of what was paid.',
    validator: ofOrder(run, { refundId: 'string', reason: 'string' }),
  })
  const isCancel = ofOrder(run, { refundId: 'string', status: 'string' })
  setHandler(setOrderStatus, (command) => whenReady(run, () => cancelByHand(run, command)), {
    description: 'Cancel a service order by hand; no other move is made by hand.',
    validator: (command: unknown) => {
      isCancel(command)
      const { status } = command as SetOrderStatus
      if (status !== 'cancelled') throw refuse('invalid_transition', 'A service order can only be cancelled by hand.')
    },
  })
}

async function cancelByHand(run: QuoteRun, { refundId, note }: SetOrderStatus): Promise<OrderAnswer> {
  await cancel(run, { by: 'admin', refundId, ...(note ? { reason: note } : {}) })
  const { serviceOrderId, orderId } = run.mustOrder()
  return { serviceOrderId, orderId }
}

async function firstAnswer(run: QuoteRun): Promise<void> {
  await condition(() => run.isReady)
  if (run.refused) throw run.refused as Error
}

/** A message may start the run and arrive before its row is loaded. */
function whenReady<T>(run: QuoteRun, work: () => Promise<T>): Promise<T> {
  return uncut(async () => {
    await condition(() => run.isReady)
    return work()
  })
}

/** Refuses what is not whole, and what needs an order that there is not. */
function ofOrder(run: QuoteRun, shape: Parameters<typeof requireShape>[1]): (command: unknown) => void {
  return (command) => {
    requireShape(command, shape)
    if (run.isReady && !run.order) throw refuse('service_order_not_found', 'This quote has not been accepted.')
  }
}

function refuse(code: 'quote_not_active' | 'service_order_not_found' | 'invalid_transition', message: string): Error {
  return refusal(new DomainError(code, message))
}

function snapshotOf(run: QuoteRun): Record<string, unknown> {
  return {
    phase: run.phase,
    order: run.order ?? null,
    attention: run.parking.reasons(),
    facts: run.facts.list(),
    polls: run.polls,
    openRefunds: run.openRefunds,
  }
}
