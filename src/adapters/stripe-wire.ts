import { z } from 'zod'

import type { PaymentEvent } from '../domain/payment-state.js'
import type { ProviderRefund } from '../ports.js'
import { currencyCode, minorUnits, ourReferences, paymentEvent, providerId, sentence } from './payment-event.js'

const lastError = z.object({
  message: sentence,
  code: sentence,
  decline_code: sentence,
  payment_method: z.object({ type: sentence }).nullish().catch(null),
})

/** The fields of a PaymentIntent that we use; the same in answers and in events. */
export const stripeIntent = z.object({
  id: providerId,
  status: z.string().max(64),
  amount: minorUnits,
  amount_received: minorUnits.nullish(),
  currency: currencyCode,
  livemode: z.boolean(),
  client_secret: z.string().max(500).nullish(),
  metadata: ourReferences,
  payment_method_types: z.array(z.string()).catch([]),
  last_payment_error: lastError.nullish().catch(null),
  cancellation_reason: sentence,
})

export const stripeRefund = z.object({
  id: providerId,
  status: z.string().max(64).nullish(),
  amount: minorUnits,
  currency: currencyCode,
  payment_intent: providerId.nullish(),
  metadata: ourReferences,
  failure_reason: sentence,
})

/** A charge or a dispute: about an intent of ours, with money in it. */
const aboutIntent = z.object({
  payment_intent: providerId.nullish(),
  amount: minorUnits,
  currency: currencyCode,
  metadata: ourReferences,
  reason: sentence,
})

export const stripeEvent = z.object({
  id: providerId,
  type: providerId,
  livemode: z.boolean().nullish(),
  data: z.object({ object: z.unknown().optional() }).nullish().catch(null),
})

export type StripeIntent = z.infer<typeof stripeIntent>
export type StripeRefund = z.infer<typeof stripeRefund>
type Mode = PaymentEvent['mode']

/** What each kind of Stripe event means here. A kind without a row means nothing to us. */
const MEANINGS: Readonly<Record<string, (object: unknown, mode: Mode) => PaymentEvent>> = {
  'payment_intent.succeeded': (object) => intentEvent('paid', stripeIntent.parse(object)),
  'payment_intent.payment_failed': (object) => intentEvent('failed', stripeIntent.parse(object)),
  'payment_intent.canceled': (object) => intentEvent('cancelled', stripeIntent.parse(object)),
  'charge.refunded': (object, mode) => aboutIntentEvent('refund_changed', aboutIntent.parse(object), mode),
  'refund.updated': (object, mode) => refundEvent(stripeRefund.parse(object), mode),
  'charge.dispute.created': (object, mode) => aboutIntentEvent('disputed', aboutIntent.parse(object), mode),
}

/** The event in our words; null for a kind that means nothing to us, or an object we cannot read. */
export function readStripeEvent(event: z.infer<typeof stripeEvent>): PaymentEvent | null {
  const meaning = Object.hasOwn(MEANINGS, event.type) ? MEANINGS[event.type] : undefined
  try {
    return meaning?.(event.data?.object, event.livemode === true ? 'live' : 'test') ?? null
  } catch (error) {
    if (error instanceof z.ZodError) return null
    throw error
  }
}

/** What an intent's own state says; the same words as its events. */
export function eventsOfIntent(intent: StripeIntent): PaymentEvent[] {
  if (intent.status === 'succeeded') return [intentEvent('paid', intent)]
  if (intent.status === 'canceled') return [intentEvent('cancelled', intent)]
  if (intent.status === 'requires_capture') return [intentEvent('authorized', intent)]
  return intent.last_payment_error ? [intentEvent('failed', intent)] : []
}

export function refundOf(refund: StripeRefund): ProviderRefund {
  return { providerRefundId: refund.id, status: refundStatus(refund.status) }
}

function intentEvent(kind: PaymentEvent['kind'], intent: StripeIntent): PaymentEvent {
  return paymentEvent(
    {
      kind,
      mode: intent.livemode ? 'live' : 'test',
      providerRef: intent.id,
      // One intent is one payment of ours: its id is the same in every event, whatever version the endpoint speaks.
      providerPaymentId: intent.id,
      amountMinor: kind === 'paid' ? (intent.amount_received ?? null) : intent.amount,
      currency: intent.currency,
      method: methodOf(intent),
      ...whyOf(kind, intent),
    },
    intent.metadata,
  )
}

function whyOf(kind: PaymentEvent['kind'], intent: StripeIntent): Pick<PaymentEvent, 'reason' | 'errorCode'> {
  if (kind === 'cancelled') return { reason: intent.cancellation_reason ?? null, errorCode: null }
  const error = kind === 'failed' ? intent.last_payment_error : null
  return { reason: error?.message ?? null, errorCode: error?.decline_code ?? error?.code ?? null }
}

/** Several types are what the shopper was offered, not what was used. */
function methodOf(intent: StripeIntent): string | null {
  const [only, another] = intent.payment_method_types
  return intent.last_payment_error?.payment_method?.type ?? (another === undefined ? (only ?? null) : null)
}

function aboutIntentEvent(kind: PaymentEvent['kind'], about: z.infer<typeof aboutIntent>, mode: Mode): PaymentEvent {
  const intentId = about.payment_intent ?? null
  const { amount: amountMinor, currency, reason = null } = about
  return paymentEvent(
    { kind, mode, providerRef: intentId, providerPaymentId: intentId, amountMinor, currency, reason },
    about.metadata,
  )
}

function refundEvent(refund: StripeRefund, mode: Mode): PaymentEvent {
  const intentId = refund.payment_intent ?? null
  const kinds = { succeeded: 'refund_succeeded', failed: 'refund_failed', pending: 'refund_changed' } as const
  return paymentEvent(
    {
      kind: kinds[refundStatus(refund.status)],
      mode,
      providerRef: intentId,
      providerPaymentId: intentId,
      amountMinor: refund.amount,
      currency: refund.currency,
      reason: refund.failure_reason ?? null,
      providerRefundId: refund.id,
    },
    refund.metadata,
  )
}

function refundStatus(status: string | null | undefined): ProviderRefund['status'] {
  if (status === 'succeeded') return 'succeeded'
  return status === 'failed' || status === 'canceled' ? 'failed' : 'pending'
}
