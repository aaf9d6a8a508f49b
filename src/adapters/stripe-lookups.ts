import type Stripe from 'stripe'
import { z } from 'zod'

import { UpstreamRefused, UpstreamUnavailable } from '../domain/errors.js'
import { stripeFailure } from './stripe-client.js'
import { stripeIntent, stripeRefund, type StripeIntent, type StripeRefund } from './stripe-wire.js'

/** Our payment ids carry the time of their making (UUIDv7), which bounds the list; before it lies only clock skew. */
const SKEW_SECONDS = 15 * 60
const WINDOW_SECONDS = 60 * 60
const PAGE_SIZE = 100
const MAX_PAGES = 20

/** By our metadata in the exact list: Stripe's search lags behind and is not offered in India. */
export async function searchIntent(stripe: Stripe, paymentId: string): Promise<StripeIntent | undefined> {
  const made = secondsOfUuid(paymentId)
  const created = { gte: made - SKEW_SECONDS, lte: made + WINDOW_SECONDS }
  return firstOf(stripeIntent, {
    isWanted: (intent) => intent.metadata.payment_id === paymentId,
    list: async (page) => stripe.paymentIntents.list({ created, ...page }),
  })
}

export async function searchRefund(
  stripe: Stripe,
  refundId: string,
  intentId: string,
): Promise<StripeRefund | undefined> {
  return firstOf(stripeRefund, {
    isWanted: (refund) => refund.metadata.refund_id === refundId,
    list: async (page) => stripe.refunds.list({ payment_intent: intentId, ...page }),
  })
}

/** The answer as the schema says, or a refusal: nothing is used that was not looked at. */
export function checked<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer)
  if (!parsed.success) throw new UpstreamRefused('Stripe sent an answer that cannot be used.', 200)
  return parsed.data
}

async function firstOf<T extends { id: string }>(schema: z.ZodType<T>, lookup: Lookup<T>): Promise<T | undefined> {
  const pageSchema = z.object({ data: z.array(schema).max(PAGE_SIZE), has_more: z.boolean() })
  let after: string | undefined
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { data, has_more } = checked(pageSchema, await listed(lookup, after))
    const wanted = data.find(lookup.isWanted)
    if (wanted !== undefined || !has_more) return wanted
    after = data.at(-1)?.id
  }
  throw new UpstreamUnavailable('Stripe lists too many payments to look through.')
}

async function listed<T>({ list }: Lookup<T>, after: string | undefined): Promise<unknown> {
  try {
    return await list({ limit: PAGE_SIZE, ...(after !== undefined && { starting_after: after }) })
  } catch (error) {
    throw stripeFailure(error, false)
  }
}

function secondsOfUuid(uuid: string): number {
  return Math.floor(Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16) / 1000)
}

interface Lookup<T> {
  readonly list: (page: { limit: number; starting_after?: string }) => Promise<unknown>
  readonly isWanted: (item: T) => boolean
}
