import { z } from 'zod'

import { wireToMinor } from '../../domain/money.js'
import { address } from '../address-schema.js'
import type { OrderWish } from '../order-wish.js'
import { decimal } from '../wire-number.js'
import { note, text, uuid } from '../wire-text.js'

const Priority = z.enum(['low', 'normal', 'high', 'urgent'])

/** What may be said while taking a quote, whichever endpoint takes it. */
const WISH = {
  expected_price: wireAmount().nullish(),
  delivery_method: z.enum(['ship', 'delivery', 'pickup']).nullish(),
  shipping_address: address().nullish(),
  billing_address: address().nullish(),
  payment_method: text({ max: 32 }).nullish(),
  priority: Priority.nullish(),
  customer_notes: note().nullish(),
  delivery_instructions: note().nullish(),
  special_instructions: note().nullish(),
  notes: note().nullish(),
}

export const AcceptRequest = z.object(WISH)

export const OrderRequest = z.object({
  quote_id: uuid(),
  order_id: z.union([z.int(), text()]).nullish(),
  ...WISH,
})

export const FromQuoteRequest = z
  .object({
    quote_id: uuid(),
    delivery_mode: z.enum(['ship', 'pickup']).default('ship'),
    shipping_address: address().nullish(),
    special_instructions: note().nullish(),
    payment_method: text({ max: 32 }).nullish(),
    priority: Priority.default('normal'),
    expected_price: wireAmount().nullish(),
  })
  .check((context) => {
    const { delivery_mode: mode, shipping_address: sent } = context.value
    if (mode === 'pickup' || sent) return
    context.issues.push({
      code: 'custom',
      params: { code: 'required' },
      path: ['shipping_address'],
      message: 'An order that is shipped needs an address.',
      input: context.value,
    })
  })

/** An amount of money in a body: at most two decimals, answered in minor units. */
export function wireAmount({ min = 0 }: { readonly min?: number } = {}) {
  return decimal({ min, max: 10_000_000 }).transform((amount, context) => {
    const minor = wireToMinor(amount)
    if (minor !== undefined) return minor
    context.issues.push({
      code: 'custom',
      params: { code: 'range' },
      message: 'At most two decimals.',
      input: amount,
    })
    return z.NEVER
  })
}

/** The wish of an acceptance or an order; all notes become one instruction. */
export function orderWish(body: z.output<typeof AcceptRequest>): OrderWish {
  const method = body.delivery_method
  const notes = [body.special_instructions, body.delivery_instructions, body.customer_notes, body.notes]
  return {
    mode: method === 'delivery' ? 'ship' : (method ?? undefined),
    address: body.shipping_address ?? undefined,
    billingAddress: body.billing_address ?? undefined,
    expectedPriceMinor: body.expected_price ?? undefined,
    paymentMethod: body.payment_method ?? undefined,
    priority: body.priority ?? 'normal',
    instructions: joined(notes),
  }
}

/** The wish of `from-quote`, which names the delivery outright. */
export function fromQuoteWish(body: z.output<typeof FromQuoteRequest>): OrderWish {
  return {
    mode: body.delivery_mode,
    address: body.shipping_address ?? undefined,
    expectedPriceMinor: body.expected_price ?? undefined,
    paymentMethod: body.payment_method ?? undefined,
    priority: body.priority,
    instructions: joined([body.special_instructions]),
  }
}

function joined(notes: readonly (string | null | undefined)[]): string | undefined {
  const said = new Set(notes.filter((one) => one !== null && one !== undefined && one !== ''))
  return said.size === 0 ? undefined : [...said].join('\n')
}
