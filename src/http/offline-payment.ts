import { orderSubject, storeFact } from '../db/inbox.js'
import { findStoreOrder, type StoreOrderRow } from '../db/reads/store-orders.js'
import { DomainError } from '../domain/errors.js'
import type { PaymentEvent } from '../domain/payment-state.js'
import { deliverFact } from '../fact-delivery.js'
import type { PaymentProviders } from '../payment-providers.js'
import type { ApiDependencies } from './api-dependencies.js'
import { waitForRow } from './row-wait.js'

const APPLY_MS = 10_000

/**
 * Books money that came outside of every provider: a fact like a webhook's, which releases the order the same way.
 * Waits until it is applied; after 10 s refuses with `workflow_unavailable` while the fact stays and goes on.
 */
export async function bookOfflinePayment(
  dependencies: ApiDependencies,
  booking: { readonly order: StoreOrderRow; readonly paymentId: string },
): Promise<void> {
  const { database, workflows, listener, logger, payments } = dependencies
  const { order, paymentId } = booking
  const subject = orderSubject(order.id)
  const { id, isNew } = await storeFact({
    provider: 'manual',
    eventId: `manual:${order.id}:${paymentId}`,
    eventType: 'manual.paid',
    subject,
    state: 'received',
    fact: paidFact(order, { paymentId, mode: modeOf(payments) }),
  })
  // Whatever keeps the run from hearing of it now, the sweeper mends.
  await deliverFact({ database, signals: workflows }, { id, subject, isRepeat: !isNew }).catch((error: unknown) => {
    logger.warn({ err: error, inbox: id }, 'an offline payment is stored and its run not told yet')
  })
  const paid = await waitForRow(listener, { subject: `store_order:${order.id}`, ms: APPLY_MS }, async () => {
    const now = await findStoreOrder(order.id, 'everybody')
    return now?.paymentStatus === 'paid' ? now : undefined
  })
  if (paid) return
  throw new DomainError('workflow_unavailable', 'The payment is stored and not applied yet.', { retryAfter: 5 })
}

function paidFact(
  order: StoreOrderRow,
  { paymentId, mode }: { readonly paymentId: string; readonly mode: 'live' | 'test' },
): PaymentEvent {
  return {
    kind: 'paid',
    providerRef: null,
    providerPaymentId: null,
    paymentId,
    orderId: order.id,
    serviceOrderId: null,
    amountMinor: order.totalMinor,
    currency: order.currency,
    mode,
    method: 'manual',
    reason: null,
    errorCode: null,
    refundId: null,
    providerRefundId: null,
  }
}

/** Offline money has the mode of the providers beside it, so that test shops stay test shops. */
function modeOf({ preferred, stripe, razorpay }: PaymentProviders): 'live' | 'test' {
  const provider = (preferred && { stripe, razorpay }[preferred]) ?? razorpay ?? stripe
  return provider?.mode ?? 'test'
}
