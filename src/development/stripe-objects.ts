import { randomBytes } from 'node:crypto'

/** The objects of Stripe's wire, as far as the store looks at them. */
export interface StripeIntentObject {
  readonly id: string
  readonly object: 'payment_intent'
  readonly amount: number
  readonly amount_received: number
  readonly currency: string
  readonly status: string
  readonly client_secret: string
  readonly livemode: false
  readonly created: number
  readonly metadata: Readonly<Record<string, string>>
  readonly payment_method_types: readonly string[]
  readonly last_payment_error: unknown
  readonly cancellation_reason: string | null
}

export interface StripeRefundObject {
  readonly id: string
  readonly object: 'refund'
  readonly amount: number
  readonly currency: string
  readonly status: string
  readonly payment_intent: string
  readonly created: number
  readonly metadata: Readonly<Record<string, string>>
}

const OFFERED_METHODS = ['card', 'upi', 'netbanking']

export function newIntent(form: {
  amount: number
  currency: string
  metadata: Record<string, string>
}): StripeIntentObject {
  const id = newId('pi')
  return {
    id,
    object: 'payment_intent',
    ...form,
    amount_received: 0,
    status: 'requires_payment_method',
    client_secret: `${id}_secret_${randomBytes(12).toString('hex')}`,
    livemode: false,
    created: nowSeconds(),
    payment_method_types: OFFERED_METHODS,
    last_payment_error: null,
    cancellation_reason: null,
  }
}

export function newRefund(
  intent: StripeIntentObject,
  form: { amount: number; metadata: Record<string, string> },
): StripeRefundObject {
  return {
    id: newId('re'),
    object: 'refund',
    ...form,
    currency: intent.currency,
    status: 'succeeded',
    payment_intent: intent.id,
    created: nowSeconds(),
  }
}

/** The charge that an event about refunds carries: no list of refunds in it, as in today's versions. */
export function chargeOf(intent: StripeIntentObject, refundedMinor: number): object {
  return {
    id: `ch_${intent.id.slice('pi_'.length)}`,
    object: 'charge',
    amount: intent.amount_received,
    amount_refunded: refundedMinor,
    currency: intent.currency,
    payment_intent: intent.id,
    refunded: refundedMinor === intent.amount_received,
    metadata: intent.metadata,
    livemode: false,
  }
}

export function newEvent(type: string, object: object): { id: string; type: string } & Record<string, unknown> {
  return { id: newId('evt'), object: 'event', type, created: nowSeconds(), livemode: false, data: { object } }
}

/** `metadata[a]=b` of a form as `{ a: 'b' }`. */
export function metadataOf(form: Readonly<Record<string, unknown>>): Record<string, string> {
  const metadata: Record<string, string> = {}
  for (const [field, value] of Object.entries(form)) {
    const name = /^metadata\[(.+)\]$/.exec(field)?.[1]
    if (name !== undefined) metadata[name] = String(value)
  }
  return metadata
}

function newId(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString('hex')}`
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000)
}
