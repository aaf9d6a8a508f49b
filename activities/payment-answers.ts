import { orderSubject, storeFact } from '../src/db/inbox.js'
import type { Payment } from '../src/db/models/payments.js'
import { recordAttempt } from '../src/db/workflow-owned/payments.js'
import type { PaymentEvent } from '../src/domain/payment-state.js'
import type { PaymentProvider } from '../src/ports.js'

/** Stores what the provider knows of an attempt as facts; they take the same road as its webhooks. */
export async function storeAnswers(provider: PaymentProvider, attempt: Payment): Promise<void> {
  const found = await provider.findPayment({ paymentId: attempt.id, providerRef: attempt.providerRef })
  if (!found) return
  if (attempt.providerRef === null) await recordAttempt(attempt.id, found)
  for (const event of found.events) await storeEvent(provider, attempt, event)
}

/** Stores that we have cancelled an attempt at the provider. */
export async function storeCancelled(provider: PaymentProvider, attempt: Payment): Promise<void> {
  await storeEvent(provider, attempt, {
    kind: 'cancelled',
    providerRef: attempt.providerRef,
    providerPaymentId: null,
    paymentId: attempt.id,
    orderId: attempt.orderId,
    serviceOrderId: null,
    amountMinor: null,
    currency: null,
    mode: provider.mode,
    method: null,
    reason: 'cancelled by the store',
    errorCode: null,
    refundId: null,
    providerRefundId: null,
  })
}

/** The key is what is said, so however often it is heard it counts once. */
async function storeEvent(provider: PaymentProvider, attempt: Payment, event: PaymentEvent): Promise<void> {
  await storeFact({
    provider: provider.name,
    eventId: `poll:${attempt.id}:${event.kind}:${event.providerPaymentId ?? ''}`,
    eventType: `poll.${event.kind}`,
    subject: orderSubject(attempt.orderId),
    state: 'received',
    fact: event,
  })
}
