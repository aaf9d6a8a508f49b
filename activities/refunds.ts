import { Payment, Refund } from '../src/db/models/payments.js'
import { mustExist } from '../src/db/record.js'
import {
  bookRefund,
  listRefundable,
  listStrayPayments,
  openRefund,
  reopenFailedRefunds,
  settleRefundsByHand,
  type RefundRequest,
} from '../src/db/workflow-owned/refunds.js'
import { UpstreamRefused } from '../src/domain/errors.js'
import type { RefundOutcome } from '../src/domain/loaded-rows.js'
import { providerOf, type PaymentProviders } from '../src/payment-providers.js'
import type { ProviderRefund } from '../src/ports.js'
import type { ActivityDependencies } from './dependencies.js'

/** Money that goes back: the row first, then the provider under the row's id. */
export function refundActivities({ database, payments }: ActivityDependencies) {
  return {
    openRefund: (request: RefundRequest): Promise<RefundOutcome> => openRefund(database, request),

    /** Sends a refund under its row's id, so a repeat is the same refund; a refusal is booked as its failure. */
    async refundPayment({ refundId }: { refundId: string }): Promise<RefundOutcome> {
      const { refund, payment } = await loadRefund(refundId)
      if (refund.status === 'succeeded') return { refundId, status: 'succeeded' }
      await refund.increment('attempts')
      const result = await failedWhenRefused(() => send(payments, { refund, payment }))
      await bookRefund(database, refundId, result)
      return { refundId, status: result.status }
    },

    /** What became of a refund whose sending was not answered; not there means that it may be sent again. */
    async checkRefund({ refundId }: { refundId: string }): Promise<RefundOutcome> {
      const { payment } = await loadRefund(refundId)
      const { providerPaymentId } = payment
      const provider = providerOf(payments, payment.provider)
      if (!provider || providerPaymentId === null) return { refundId, status: 'failed' }
      const found = await failedWhenRefused(() => provider.findRefund({ refundId, providerPaymentId }))
      if (!found?.providerRefundId) return { refundId, status: 'failed' }
      await bookRefund(database, refundId, found)
      return { refundId, status: found.status }
    },

    /** Nobody tries it any more: the row then says what an operator decides about. */
    failRefund: ({ refundId }: { refundId: string }): Promise<void> =>
      bookRefund(database, refundId, { status: 'failed', providerRefundId: null }),

    async listRefundable({ orderId }: { orderId: number }): Promise<{ payments: string[] }> {
      return { payments: await listRefundable(orderId) }
    },

    async listStrayPayments({ orderId }: { orderId: number }): Promise<{ payments: string[] }> {
      return { payments: await listStrayPayments(orderId) }
    },

    async reopenFailedRefunds({
      orderId,
    }: {
      orderId: number
    }): Promise<{ refunds: { refundId: string; key: string; reason: string }[] }> {
      return { refunds: await reopenFailedRefunds(orderId) }
    },

    settleRefundsByHand: ({ orderId }: { orderId: number }): Promise<void> => settleRefundsByHand(database, orderId),
  }
}

interface Refunding {
  readonly refund: Refund
  readonly payment: Payment
}

async function loadRefund(refundId: string): Promise<Refunding> {
  const refund = mustExist(await Refund.findByPk(refundId), 'the refund')
  return { refund, payment: mustExist(await Payment.findByPk(refund.paymentId), 'the payment') }
}

async function send(payments: PaymentProviders, { refund, payment }: Refunding): Promise<ProviderRefund> {
  const { providerPaymentId, currency } = payment
  const provider = providerOf(payments, payment.provider)
  if (!provider || providerPaymentId === null) {
    throw new UpstreamRefused(`This ${payment.provider} payment is refunded by hand.`)
  }
  const providerRef = payment.providerRef ?? providerPaymentId
  const { id: refundId, amountMinor } = refund
  return provider.refundPayment({ refundId, providerRef, providerPaymentId, amountMinor, currency })
}

/** The provider's no is an answer like any other: the refund has failed, and may be tried again. */
async function failedWhenRefused<T>(call: () => Promise<T>): Promise<T | FailedRefund> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof UpstreamRefused) return { status: 'failed', providerRefundId: null }
    throw error
  }
}

interface FailedRefund {
  readonly status: 'failed'
  readonly providerRefundId: null
}
