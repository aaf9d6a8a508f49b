import type Stripe from 'stripe'
import type { z } from 'zod'

import type { PaymentsConfig } from '../config.js'
import { UpstreamRefused, UpstreamUnavailable } from '../domain/errors.js'
import type { FoundPayment, PaymentProvider, PaymentRequest, ProviderRefund, RefundRequest } from '../ports.js'
import type { OutboundHttp } from './outbound-http.js'
import { referencesFor } from './payment-event.js'
import { createStripeClient, isReplayedFailure, stripeFailure } from './stripe-client.js'
import { verifyStripeEvent } from './stripe-events.js'
import { checked, searchIntent, searchRefund } from './stripe-lookups.js'
import { eventsOfIntent, refundOf, stripeIntent, stripeRefund, type StripeIntent } from './stripe-wire.js'
import { undefinedOn } from './upstream-call.js'

export type StripeSettings = NonNullable<PaymentsConfig['stripe']>

/** Stripe: one PaymentIntent per payment of ours, idempotent under our payment id. */
export function createStripePayments(settings: StripeSettings, http: OutboundHttp): PaymentProvider {
  const stripe = createStripeClient(settings, http)
  const intentFor = ({ id, client_secret }: StripeIntent) => ({
    payment_intent_id: id,
    client_secret: client_secret ?? '',
    publishable_key: settings.publicKey,
  })

  return {
    name: 'stripe',
    mode: /^[sr]k_live_/.test(settings.secretKey) ? 'live' : 'test',

    async createPayment(request) {
      const intent = await createIntent(stripe, request)
      return { providerRef: intent.id, intent: intentFor(intent) }
    },

    async findPayment({ paymentId, providerRef }): Promise<FoundPayment | undefined> {
      const intent = await (providerRef === null
        ? searchIntent(stripe, paymentId)
        : retrieveIntent(stripe, providerRef))
      return intent && { providerRef: intent.id, intent: intentFor(intent), events: eventsOfIntent(intent) }
    },

    voidPayment: async ({ providerRef }) => cancelIntent(stripe, providerRef),
    refundPayment: async (request) => createRefund(stripe, request),

    async findRefund({ refundId, providerPaymentId }) {
      const refund = await searchRefund(stripe, refundId, providerPaymentId)
      return refund && refundOf(refund)
    },

    verifyEvent: (request) => verifyStripeEvent(request, settings.webhookSecrets),
  }
}

async function createIntent(stripe: Stripe, request: PaymentRequest): Promise<StripeIntent> {
  const parameters: Stripe.PaymentIntentCreateParams = {
    amount: request.amountMinor,
    currency: request.currency.toLowerCase(),
    automatic_payment_methods: { enabled: true },
    metadata: referencesFor(request),
  }
  const create = stripe.paymentIntents.create(parameters, { idempotencyKey: request.paymentId })
  return usable(stripeIntent, create, async () => searchIntent(stripe, request.paymentId))
}

async function createRefund(stripe: Stripe, request: RefundRequest): Promise<ProviderRefund> {
  const { refundId, providerRef, amountMinor } = request
  const parameters = { payment_intent: providerRef, amount: amountMinor, metadata: { refund_id: refundId } }
  const create = stripe.refunds.create(parameters, { idempotencyKey: refundId })
  const refund = await usable(stripeRefund, create, async () => searchRefund(stripe, refundId, providerRef))
  return refundOf(refund)
}

/** An effect under our key. A replayed failure is looked up; when nothing is there, repeating would say the same again. */
async function usable<T>(
  schema: z.ZodType<T>,
  effect: Promise<unknown>,
  find: () => Promise<T | undefined>,
): Promise<T> {
  try {
    return checked(schema, await effect)
  } catch (error) {
    if (!isReplayedFailure(error)) throw stripeFailure(error, true)
    const found = await find()
    if (found === undefined) throw new UpstreamRefused('Stripe keeps answering an old failure to this request.', 500)
    return found
  }
}

async function retrieveIntent(stripe: Stripe, id: string): Promise<StripeIntent | undefined> {
  const answer = await undefinedOn([404], failingAsOurs(stripe.paymentIntents.retrieve(id)))
  return answer && checked(stripeIntent, answer)
}

/** Cancelling what is over already is answered by how it ended. */
async function cancelIntent(stripe: Stripe, id: string): Promise<'cancelled' | 'paid'> {
  const answer = await undefinedOn([400], failingAsOurs(stripe.paymentIntents.cancel(id)))
  return endOf(checked(stripeIntent, answer ?? (await retrieveIntent(stripe, id))))
}

function endOf(intent: StripeIntent): 'cancelled' | 'paid' {
  if (intent.status === 'canceled') return 'cancelled'
  if (intent.status === 'succeeded') return 'paid'
  throw new UpstreamUnavailable('Stripe has not finished this payment yet.')
}

/** For calls that may be repeated as they are. */
async function failingAsOurs<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    throw stripeFailure(error, false)
  }
}
