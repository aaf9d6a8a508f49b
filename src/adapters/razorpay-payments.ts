import { z } from 'zod'

import type { PaymentsConfig } from '../config.js'
import { UpstreamRefused, UpstreamUnavailable } from '../domain/errors.js'
import type { FoundPayment, PaymentProvider, PaymentRequest, RefundRequest } from '../ports.js'
import type { OutboundHttp } from './outbound-http.js'
import { referencesFor } from './payment-event.js'
import { verifyRazorpayEvent } from './razorpay-events.js'
import {
  eventsOfPayments,
  hasCaptured,
  razorpayOrder,
  razorpayPayment,
  razorpayRefund,
  refundOf,
} from './razorpay-wire.js'
import type { RazorpayOrder, RazorpayPayment, RazorpayRefund } from './razorpay-wire.js'
import { callUpstream, undefinedOn, type UpstreamCall } from './upstream-call.js'

export type RazorpaySettings = NonNullable<PaymentsConfig['razorpay']>

const API_URL = 'https://api.razorpay.com'
/** Razorpay answers 400 for an id that it does not know. */
const UNKNOWN_ID = [400, 404]

/** Razorpay: one order there per payment of ours, found again by `receipt`, which is our payment id. */
export function createRazorpayPayments(settings: RazorpaySettings, http: OutboundHttp): PaymentProvider {
  const mode = settings.keyId.startsWith('rzp_live_') ? 'live' : 'test'
  const call = razorpayCaller(settings, http)
  const intentFor = ({ id }: RazorpayOrder) => ({ order_id: id, key_id: settings.keyId })

  return {
    name: 'razorpay',
    mode,

    async createPayment(request) {
      // Orders have no idempotency key there: a repeat must find what an unanswered first try has made.
      const order = (await findByReceipt(call, request.paymentId)) ?? (await createOrder(call, request))
      return { providerRef: order.id, intent: intentFor(order) }
    },

    async findPayment({ paymentId, providerRef }): Promise<FoundPayment | undefined> {
      const order = await (providerRef === null ? findByReceipt(call, paymentId) : findOrder(call, providerRef))
      if (order === undefined) return undefined
      const payments = await paymentsOf(call, order.id)
      return { providerRef: order.id, intent: intentFor(order), events: eventsOfPayments(order, payments, mode) }
    },

    /** Orders cannot be closed there: a payment that comes later is booked as late and goes back. */
    async voidPayment({ providerRef }) {
      const payments = await paymentsOf(call, providerRef)
      return payments.some(hasCaptured) ? 'paid' : 'cancelled'
    },

    refundPayment: async (request) => refundOf(await createRefund(call, request)),

    async findRefund({ refundId, providerPaymentId }) {
      const refund = await searchRefund(call, refundId, providerPaymentId)
      return refund && refundOf(refund)
    },

    verifyEvent: (request) => verifyRazorpayEvent(request, { secrets: settings.webhookSecrets, mode }),
  }
}

async function createOrder(call: Caller, request: PaymentRequest): Promise<RazorpayOrder> {
  const body = {
    amount: request.amountMinor,
    currency: request.currency,
    receipt: request.paymentId,
    partial_payment: false,
    notes: referencesFor(request),
  }
  return call({ method: 'POST', path: '/v1/orders', body, answer: razorpayOrder })
}

async function findByReceipt(call: Caller, paymentId: string): Promise<RazorpayOrder | undefined> {
  const path = `/v1/orders?receipt=${encodeURIComponent(paymentId)}`
  const { items } = await call({ method: 'GET', path, answer: collectionOf(razorpayOrder) })
  return items.find(({ receipt }) => receipt === paymentId)
}

async function findOrder(call: Caller, orderId: string): Promise<RazorpayOrder | undefined> {
  const path = `/v1/orders/${encodeURIComponent(orderId)}`
  return undefinedOn(UNKNOWN_ID, call({ method: 'GET', path, answer: razorpayOrder }))
}

async function paymentsOf(call: Caller, orderId: string): Promise<RazorpayPayment[]> {
  const path = `/v1/orders/${encodeURIComponent(orderId)}/payments`
  const { items } = await call({ method: 'GET', path, answer: collectionOf(razorpayPayment) })
  return items
}

async function createRefund(call: Caller, request: RefundRequest): Promise<RazorpayRefund> {
  const { refundId, providerPaymentId, amountMinor } = request
  const path = `/v1/payments/${encodeURIComponent(providerPaymentId)}/refund`
  const body = { amount: amountMinor, receipt: refundId, notes: { refund_id: refundId } }
  const headers = { 'x-refund-idempotency': refundId }
  try {
    return await call({ method: 'POST', path, body, headers, answer: razorpayRefund })
  } catch (error) {
    // The same key is being worked on: a call of ours that was cut off.
    if (error instanceof UpstreamRefused && error.status === 409)
      throw new UpstreamUnavailable('Razorpay still works on this refund.')
    throw error
  }
}

async function searchRefund(call: Caller, refundId: string, paymentId: string): Promise<RazorpayRefund | undefined> {
  const path = `/v1/payments/${encodeURIComponent(paymentId)}/refunds?count=100`
  const { items } = await call({ method: 'GET', path, answer: collectionOf(razorpayRefund) })
  return items.find(({ notes, receipt }) => notes.refund_id === refundId || receipt === refundId)
}

function collectionOf<T>(item: z.ZodType<T>): z.ZodType<{ items: T[] }> {
  return z.object({ items: z.array(item).max(100) })
}

function razorpayCaller({ keyId, keySecret, apiUrl = API_URL }: RazorpaySettings, http: OutboundHttp): Caller {
  const authorization = `Basic ${Buffer.from(`${keyId}:${keySecret}`).toString('base64')}`
  return async ({ path, headers, ...request }) =>
    callUpstream(http, {
      ...request,
      upstream: 'Razorpay',
      url: new URL(path, apiUrl).href,
      headers: { ...headers, authorization },
    })
}

type Caller = <T>(call: RazorpayCall<T>) => Promise<T>

type RazorpayCall<T> = Omit<UpstreamCall<T>, 'upstream' | 'url' | 'headers'> & {
  readonly path: string
  readonly headers?: Record<string, string>
}
