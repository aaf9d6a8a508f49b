import { orderSubject, storeFact } from '../src/db/inbox.js'
import { Payment, Refund } from '../src/db/models/payments.js'
import { ServiceOrder } from '../src/db/models/service-orders.js'
import { openAttempt, openAttempts, recordAttempt } from '../src/db/workflow-owned/payments.js'
import { bookRefund } from '../src/db/workflow-owned/refunds.js'
import type { PaymentEvent } from '../src/domain/payment-state.js'
import { pickProvider, providerOf } from '../src/payment-providers.js'
import type { PaymentProvider } from '../src/ports.js'
import type { ActivityDependencies } from './dependencies.js'

/** Calls to payment providers: write down, call under the row's id, write the answer down. */
export function paymentActivities({ database, payments }: ActivityDependencies) {
  return {
    async createPayment(wish: { paymentId: string; orderId: number; method?: string }): Promise<{ paymentId: string }> {
      const provider = pickProvider(payments, wish.method)
      const { payment, order } = await openAttempt(database, {
        paymentId: wish.paymentId,
        orderId: wish.orderId,
        provider: provider.name,
        mode: provider.mode,
        method: wish.method ?? null,
      })
      if (payment.providerRef !== null) return { paymentId: payment.id }
      const serviceOrder = await ServiceOrder.findOne({ where: { orderId: order.id }, order: [['number', 'DESC']] })
      const answer = await provider.createPayment({
        paymentId: payment.id,
        amountMinor: payment.amountMinor,
        currency: payment.currency,
        orderId: order.id,
        orderNumber: order.orderNumber,
        ...(serviceOrder ? { serviceOrderId: serviceOrder.id, quoteId: serviceOrder.quoteId } : {}),
        expiresAt: payment.expiresAt,
      })
      await recordAttempt(payment.id, answer)
      return { paymentId: payment.id }
    },

    /** Asks about every open attempt and every refund under way; answers become facts in the inbox. */
    async checkPayment({ orderId }: { orderId: number }): Promise<void> {
      for (const attempt of await openAttempts(orderId)) {
        const provider = providerOf(payments, attempt.provider)
        if (provider) await storeAnswers(provider, attempt)
      }
      for (const { refund, payment } of await pendingRefunds(orderId)) {
        const provider = providerOf(payments, payment.provider)
        if (!provider || payment.providerPaymentId === null) continue
        const found = await provider.findRefund({ refundId: refund.id, providerPaymentId: payment.providerPaymentId })
        if (found) await bookRefund(database, refund.id, found)
      }
    },

    /** Cancels every open attempt at the provider; money that was faster becomes a fact. */
    async voidPayment({ orderId }: { orderId: number }): Promise<void> {
      for (const attempt of await openAttempts(orderId)) {
        const provider = providerOf(payments, attempt.provider)
        if (!provider) continue
        const providerRef = attempt.providerRef ?? (await findLostAttempt(provider, attempt))
        const result = providerRef ? await provider.voidPayment({ paymentId: attempt.id, providerRef }) : 'cancelled'
        if (result === 'paid') await storeAnswers(provider, attempt)
        else await storeEvent(provider, attempt, cancelledEvent(provider, attempt))
      }
    },
  }
}

/** An attempt whose creation was never answered: it may exist at the provider. */
async function findLostAttempt(provider: PaymentProvider, attempt: Payment): Promise<string | null> {
  const found = await provider.findPayment({ paymentId: attempt.id, providerRef: null })
  if (!found) return null
  await recordAttempt(attempt.id, found)
  return found.providerRef
}

async function storeAnswers(provider: PaymentProvider, attempt: Payment): Promise<void> {
  const found = await provider.findPayment({ paymentId: attempt.id, providerRef: attempt.providerRef })
  if (!found) return
  if (attempt.providerRef === null) await recordAttempt(attempt.id, found)
  for (const event of found.events) await storeEvent(provider, attempt, event)
}

/** Polled answers take the same road as webhooks; their key is what they say, so they count once. */
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

function cancelledEvent(provider: PaymentProvider, attempt: Payment): PaymentEvent {
  return {
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
  }
}

async function pendingRefunds(orderId: number): Promise<{ refund: Refund; payment: Payment }[]> {
  const payments = await Payment.findAll({ where: { orderId } })
  const refunds = await Refund.findAll({ where: { paymentId: payments.map(({ id }) => id), status: 'pending' } })
  return refunds.flatMap((refund) => {
    const payment = payments.find(({ id }) => id === refund.paymentId)
    return payment ? [{ refund, payment }] : []
  })
}
