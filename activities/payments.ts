import { hasOpenFacts, orderSubject } from '../src/db/inbox.js'
import type { Payment } from '../src/db/models/payments.js'
import { ServiceOrder } from '../src/db/models/service-orders.js'
import type { StoreOrder } from '../src/db/models/store-orders.js'
import { mustExist } from '../src/db/record.js'
import { openAttempt, openAttempts, recordAttempt, undecidedAttempts } from '../src/db/workflow-owned/payments.js'
import { bookRefund, pendingRefunds } from '../src/db/workflow-owned/refunds.js'
import { OutcomeUnknown, UpstreamRefused, UpstreamUnavailable } from '../src/domain/errors.js'
import { pickProvider, providerOf } from '../src/payment-providers.js'
import type { PaymentProvider, PaymentRequest, ProviderPayment } from '../src/ports.js'
import type { ActivityDependencies } from './dependencies.js'
import { storeAnswers, storeCancelled } from './payment-answers.js'

/** Calls to payment providers: write down, call under the row's id, write the answer down. */
export function paymentActivities({ database, payments, logger }: ActivityDependencies) {
  return {
    /** Opens an attempt and its payment at the provider, once; a repeat, also of a call never answered, finds both. */
    async createPayment(wish: { paymentId: string; orderId: number; method?: string }): Promise<{ paymentId: string }> {
      const { name, mode } = pickProvider(payments, wish.method)
      const { paymentId, orderId } = wish
      const draft = { paymentId, orderId, provider: name, mode, method: wish.method ?? null }
      const { payment, order } = await openAttempt(database, draft)
      if (payment.providerRef !== null || payment.status !== 'created') return { paymentId }
      const provider = mustExist(providerOf(payments, payment.provider), 'the provider of the attempt')
      const answer = await createOnce(provider, await requestOf(payment, order))
      await recordAttempt(payment.id, answer)
      return { paymentId }
    },

    /**
     * Asks about every undecided attempt and every refund under way; answers become facts in the inbox. Without news
     * there is nothing to apply.
     */
    async checkPayment({ orderId }: { orderId: number }): Promise<{ hasNews: boolean }> {
      const ask = async (about: string, question: () => Promise<void>): Promise<void> => {
        try {
          await question()
        } catch (error) {
          // A refusal teaches nothing about the money; the next poll asks again.
          if (!(error instanceof UpstreamRefused)) throw error
          logger.warn({ err: error, orderId, about }, 'a provider refused to say how a payment stands')
        }
      }
      for (const attempt of await undecidedAttempts(orderId)) {
        const provider = providerOf(payments, attempt.provider)
        if (provider) await ask(attempt.id, () => storeAnswers(provider, attempt))
      }
      const refunds = await pendingRefunds(orderId)
      for (const { refund, payment } of refunds) {
        const provider = providerOf(payments, payment.provider)
        const { providerPaymentId } = payment
        if (!provider || providerPaymentId === null) continue
        await ask(refund.id, async () => {
          const found = await provider.findRefund({ refundId: refund.id, providerPaymentId })
          if (found) await bookRefund(database, refund.id, found)
        })
      }
      return { hasNews: refunds.length > 0 || (await hasOpenFacts(orderSubject(orderId))) }
    },

    /** Cancels every open attempt at the provider; money that was faster becomes a fact. */
    async voidPayment({ orderId }: { orderId: number }): Promise<void> {
      for (const attempt of await openAttempts(orderId)) {
        const provider = providerOf(payments, attempt.provider)
        if (!provider) continue
        if ((await voidAttempt(provider, attempt)) === 'paid') await storeAnswers(provider, attempt)
        else await storeCancelled(provider, attempt)
      }
    },
  }
}

async function requestOf(payment: Payment, order: StoreOrder): Promise<PaymentRequest> {
  const serviceOrder = await ServiceOrder.findOne({ where: { orderId: order.id }, order: [['number', 'DESC']] })
  return {
    paymentId: payment.id,
    amountMinor: payment.amountMinor,
    currency: payment.currency,
    orderId: order.id,
    orderNumber: order.orderNumber,
    ...(serviceOrder ? { serviceOrderId: serviceOrder.id, quoteId: serviceOrder.quoteId } : {}),
    expiresAt: payment.expiresAt,
  }
}

/** A call that was not answered may have been heard: look first. Not there, it is repeated under the same id. */
async function createOnce(provider: PaymentProvider, request: PaymentRequest): Promise<ProviderPayment> {
  try {
    return await provider.createPayment(request)
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) throw error
    const found = await provider.findPayment({ paymentId: request.paymentId, providerRef: null })
    if (found) return found
    throw new UpstreamUnavailable(error.message)
  }
}

/** A payment that the provider does not know brings no money; any other refusal is repeated until it is mended. */
async function voidAttempt(provider: PaymentProvider, attempt: Payment): Promise<'cancelled' | 'paid'> {
  try {
    const providerRef = attempt.providerRef ?? (await findLostAttempt(provider, attempt))
    return providerRef === null ? 'cancelled' : await provider.voidPayment({ paymentId: attempt.id, providerRef })
  } catch (error) {
    if (!(error instanceof UpstreamRefused)) throw error
    if (error.status === 404) return 'cancelled'
    throw new UpstreamUnavailable(error.message)
  }
}

/** An attempt whose creation was never answered: it may exist at the provider. */
async function findLostAttempt(provider: PaymentProvider, attempt: Payment): Promise<string | null> {
  const found = await provider.findPayment({ paymentId: attempt.id, providerRef: null })
  if (!found) return null
  await recordAttempt(attempt.id, found)
  return found.providerRef
}
