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
import type { PaymentProvider } from '../src/ports.js'
import type { ActivityDependencies } from './dependencies.js'

/** Money that goes back: the row first, then the provider under the row's id. */
export function refundActivities({ database, payments }: ActivityDependencies) {
  return {
    openRefund: (request: RefundRequest): Promise<RefundOutcome> => openRefund(database, request),

    async refundPayment({ refundId }: { refundId: string }): Promise<RefundOutcome> {
      const { refund, payment, provider } = await loadRefund(payments, refundId)
      if (refund.status === 'succeeded') return { refundId, status: 'succeeded' }
      await refund.increment('attempts')
      const result = await provider.refundPayment({
        refundId,
        providerRef: payment.providerRef ?? '',
        providerPaymentId: payment.providerPaymentId ?? '',
        amountMinor: refund.amountMinor,
        currency: payment.currency,
      })
      await bookRefund(database, refundId, result)
      return { refundId, status: result.status }
    },

    /** What became of a refund whose sending was not answered; not there means that it may be sent again. */
    async checkRefund({ refundId }: { refundId: string }): Promise<RefundOutcome> {
      const { payment, provider } = await loadRefund(payments, refundId)
      const found = await provider.findRefund({ refundId, providerPaymentId: payment.providerPaymentId ?? '' })
      if (!found) return { refundId, status: 'failed' }
      await bookRefund(database, refundId, found)
      return { refundId, status: found.status }
    },

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

async function loadRefund(
  payments: PaymentProviders,
  refundId: string,
): Promise<{ refund: Refund; payment: Payment; provider: PaymentProvider }> {
  const refund = mustExist(await Refund.findByPk(refundId), 'the refund')
  const payment = mustExist(await Payment.findByPk(refund.paymentId), 'the payment')
  const provider = providerOf(payments, payment.provider)
  if (!provider) throw new UpstreamRefused(`A ${payment.provider} payment is refunded by hand.`)
  return { refund, payment, provider }
}
