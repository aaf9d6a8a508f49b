import { z } from 'zod'

import type { PaymentEvent } from '../domain/payment-state.js'
import type { ProviderRefund } from '../ports.js'
import { currencyCode, minorUnits, ourReferences, paymentEvent, providerId, sentence } from './payment-event.js'
import type { OurReferences } from './payment-event.js'

/** An order of Razorpay's is what an attempt of ours is there; `receipt` is our payment id. */
export const razorpayOrder = z.object({
  id: providerId,
  amount: minorUnits,
  currency: currencyCode,
  receipt: z.string().max(40).nullish(),
  status: z.string().max(64),
  notes: ourReferences,
})

export const razorpayPayment = z.object({
  id: providerId,
  order_id: providerId.nullish(),
  amount: minorUnits,
  currency: currencyCode,
  status: z.string().max(64),
  method: sentence,
  error_code: sentence,
  error_description: sentence,
  notes: ourReferences,
  created_at: z.int().nonnegative().catch(0),
})

export const razorpayRefund = z.object({
  id: providerId,
  payment_id: providerId,
  amount: minorUnits,
  currency: currencyCode,
  status: z.string().max(64),
  receipt: z.string().max(255).nullish().catch(null),
  notes: ourReferences,
})

const razorpayDispute = z.object({
  payment_id: providerId,
  amount: minorUnits,
  currency: currencyCode,
  reason_code: sentence,
})

export const razorpayEvent = z.object({ event: providerId, payload: z.unknown().optional() })

const entity = <T>(schema: z.ZodType<T>) => z.object({ entity: schema })
const aboutPayment = z.object({
  payment: entity(razorpayPayment),
  order: entity(razorpayOrder).optional().catch(undefined),
})
const aboutRefund = z.object({
  refund: entity(razorpayRefund),
  payment: entity(razorpayPayment).optional().catch(undefined),
})
const aboutDispute = z.object({
  dispute: entity(razorpayDispute),
  payment: entity(razorpayPayment).optional().catch(undefined),
})

export type RazorpayOrder = z.infer<typeof razorpayOrder>
export type RazorpayPayment = z.infer<typeof razorpayPayment>
export type RazorpayRefund = z.infer<typeof razorpayRefund>
type Kind = PaymentEvent['kind']
type Mode = PaymentEvent['mode']

/** What each kind of Razorpay event means here. A kind without a row means nothing to us. */
const MEANINGS: Readonly<Record<string, (payload: unknown, mode: Mode) => PaymentEvent>> = {
  'payment.authorized': (payload, mode) => readPayment('authorized', payload, mode),
  'payment.captured': (payload, mode) => readPayment('paid', payload, mode),
  'order.paid': (payload, mode) => readPayment('paid', payload, mode),
  'payment.failed': (payload, mode) => readPayment('failed', payload, mode),
  'refund.processed': (payload, mode) => readRefund('refund_succeeded', payload, mode),
  'refund.failed': (payload, mode) => readRefund('refund_failed', payload, mode),
  'payment.dispute.created': readDispute,
}

/**
 * The event in our words; null for a kind that means nothing to us, or a payload we cannot read. Razorpay never says
 * whether an event is live: its secret belongs to one mode, the mode of our key.
 */
export function readRazorpayEvent(event: z.infer<typeof razorpayEvent>, mode: Mode): PaymentEvent | null {
  const meaning = Object.hasOwn(MEANINGS, event.event) ? MEANINGS[event.event] : undefined
  try {
    return meaning?.(event.payload, mode) ?? null
  } catch (error) {
    if (error instanceof z.ZodError) return null
    throw error
  }
}

/** What the payments of an order say, oldest first. */
export function eventsOfPayments(
  order: RazorpayOrder,
  payments: readonly RazorpayPayment[],
  mode: Mode,
): PaymentEvent[] {
  const oldestFirst = [...payments].sort((one, other) => one.created_at - other.created_at)
  return oldestFirst.flatMap((payment) =>
    (KINDS_BY_STATUS[payment.status] ?? []).map((kind) => eventOfPayment(kind, { payment, order, mode })),
  )
}

/** True once the money of this payment has come, whatever became of it later. */
export function hasCaptured({ status }: RazorpayPayment): boolean {
  return status === 'captured' || status === 'refunded'
}

export function refundOf(refund: RazorpayRefund): ProviderRefund {
  const known: Readonly<Record<string, ProviderRefund['status']>> = { processed: 'succeeded', failed: 'failed' }
  return { providerRefundId: refund.id, status: known[refund.status] ?? 'pending' }
}

const KINDS_BY_STATUS: Readonly<Record<string, readonly Kind[]>> = {
  authorized: ['authorized'],
  captured: ['paid'],
  refunded: ['paid', 'refund_changed'],
  failed: ['failed'],
}

function readPayment(kind: Kind, payload: unknown, mode: Mode): PaymentEvent {
  const { payment, order } = aboutPayment.parse(payload)
  return eventOfPayment(kind, { payment: payment.entity, order: order?.entity, mode })
}

function eventOfPayment(
  kind: Kind,
  about: { payment: RazorpayPayment; order: RazorpayOrder | undefined; mode: Mode },
): PaymentEvent {
  const { payment, order, mode } = about
  const isFailure = kind === 'failed'
  return paymentEvent(
    {
      kind,
      mode,
      providerRef: payment.order_id ?? order?.id ?? null,
      providerPaymentId: payment.id,
      amountMinor: payment.amount,
      currency: payment.currency,
      method: payment.method ?? null,
      reason: isFailure ? (payment.error_description ?? null) : null,
      errorCode: isFailure ? (payment.error_code ?? null) : null,
    },
    referencesOf(payment, order),
  )
}

/** The payment's own notes first; the order's say what the checkout did not hand on. */
function referencesOf(payment: RazorpayPayment, order: RazorpayOrder | undefined): OurReferences {
  const receipt = ourReferences.parse({ payment_id: order?.receipt })
  return Object.assign({}, ...[receipt, order?.notes, payment.notes].map(withoutNulls)) as OurReferences
}

function withoutNulls(references: OurReferences = {}): OurReferences {
  return Object.fromEntries(Object.entries(references).filter(([, value]) => value !== null && value !== undefined))
}

function readRefund(kind: Kind, payload: unknown, mode: Mode): PaymentEvent {
  const { refund, payment } = aboutRefund.parse(payload)
  const { id, payment_id, amount, currency, receipt, notes } = refund.entity
  const references = { ...withoutNulls(payment?.entity.notes), ...withoutNulls(notes) }
  return paymentEvent(
    {
      kind,
      mode,
      providerRef: payment?.entity.order_id ?? null,
      providerPaymentId: payment_id,
      amountMinor: amount,
      currency,
      refundId: references.refund_id ?? receipt ?? null,
      providerRefundId: id,
    },
    references,
  )
}

function readDispute(payload: unknown, mode: Mode): PaymentEvent {
  const { dispute, payment } = aboutDispute.parse(payload)
  const { payment_id, amount, currency, reason_code } = dispute.entity
  return paymentEvent(
    {
      kind: 'disputed',
      mode,
      providerRef: payment?.entity.order_id ?? null,
      providerPaymentId: payment_id,
      amountMinor: amount,
      currency,
      reason: reason_code ?? null,
    },
    payment?.entity.notes,
  )
}
