import { z } from 'zod'

import type { ServiceOrderBundle } from '../../db/reads/service-orders.js'
import { minorToWire } from '../../domain/money.js'
import { formatServiceOrderNumber } from '../../domain/order-number.js'
import { trackingWord, type ServiceOrderStatus } from '../../domain/service-order-status.js'
import type { OrderLinks } from '../order-links.js'
import { wireMoney } from '../wire-number.js'
import { wireTime } from '../wire-text.js'
import { openIntent, PaymentIntent } from './payment-intent.wire.js'
import { settingsOf } from './quotes.wire.js'

export const OrderedAnswer = z
  .object({
    service_order_id: z.string(),
    service_order_number: z.string(),
    order_id: z.int(),
    order_number: z.string(),
    status: z.string(),
    payment_amount: wireMoney(),
    currency: z.string(),
    amounts: z.object({
      subtotal: wireMoney(),
      tax_amount: wireMoney(),
      shipping_amount: wireMoney(),
      total: wireMoney(),
    }),
    payment_metadata: z.object({
      order_id: z.int(),
      service_order_id: z.string(),
      quote_id: z.string(),
      upload_file_key: z.string(),
      material: z.string(),
      quality: z.string(),
      estimated_time_minutes: z.int(),
      user_id: z.string(),
    }),
    payment_intent: PaymentIntent.nullable(),
    estimated_delivery: wireTime().nullable(),
    next_step: z.literal('complete_payment').nullable(),
    status_url: z.string(),
    events_url: z.string(),
  })
  .meta({ id: 'OrderedQuote' })

export const PublishedAnswer = z.object({
  success: z.literal(true),
  service_order_id: z.string(),
  cave_job_id: z.string().nullable(),
  status: z.literal('published_to_cave'),
  provider_accept_url: z.string().nullable(),
})

export const PublishingAnswer = z.object({
  success: z.literal(true),
  service_order_id: z.string(),
  cave_job_id: z.null(),
  status: z.literal('publishing'),
  provider_accept_url: z.null(),
  status_url: z.string(),
  events_url: z.string(),
})

export const Done = z.object({ message: z.string(), success: z.boolean() })

const STATUSES = [
  'pending_payment',
  'paid',
  'pending_assignment',
  'assigned_to_provider',
  'in_production',
  'quality_review',
  'ready_for_shipping',
  'shipped',
  'completed',
  'cancelled',
  'failed',
] as const satisfies readonly ServiceOrderStatus[]

const TRACKING_WORDS = ['created', 'dispatched', 'accepted', 'in_progress', 'delivered'] as const

/** A status to filter by: a word of the tracking document, or an exact one. */
export const StatusFilter = z.enum([...STATUSES, ...TRACKING_WORDS])

/** The exact statuses of a filter; where a word means both, what the tracking document shows decides. */
export function statusesOf(word: z.output<typeof StatusFilter>): ServiceOrderStatus[] {
  const shown = STATUSES.filter((status) => trackingWord(status) === word)
  return shown.length > 0 ? shown : STATUSES.filter((status) => status === word)
}

/** What a shopper needs to pay a quote that was just ordered. */
export function orderedAnswer(
  bundle: ServiceOrderBundle,
  more: { readonly fileKey: string; readonly links: OrderLinks },
): z.output<typeof OrderedAnswer> {
  const { serviceOrder, order, attempt } = bundle
  return {
    service_order_id: serviceOrder.id,
    service_order_number: formatServiceOrderNumber(serviceOrder.number),
    order_id: order.id,
    order_number: order.orderNumber,
    status: serviceOrder.status,
    payment_amount: minorToWire(order.totalMinor),
    currency: order.currency,
    amounts: {
      subtotal: minorToWire(order.subtotalMinor),
      tax_amount: minorToWire(order.taxMinor),
      shipping_amount: minorToWire(order.shippingMinor),
      total: minorToWire(order.totalMinor),
    },
    payment_metadata: paymentMetadata(bundle, more.fileKey),
    payment_intent: openIntent(attempt),
    estimated_delivery: serviceOrder.estimatedDelivery?.toISOString() ?? null,
    next_step: serviceOrder.status === 'pending_payment' ? 'complete_payment' : null,
    ...more.links,
  }
}

function paymentMetadata({ serviceOrder, order, quote }: ServiceOrderBundle, fileKey: string) {
  const { material, quality } = settingsOf(quote)
  return {
    order_id: order.id,
    service_order_id: serviceOrder.id,
    quote_id: quote.id,
    upload_file_key: fileKey,
    material,
    quality,
    estimated_time_minutes: Math.round(quote.timeSeconds / 60),
    user_id: order.userId,
  }
}
