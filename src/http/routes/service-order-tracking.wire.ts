import { z } from 'zod'

import type { EventRow } from '../../db/reads/events.js'
import type { ServiceOrderBundle } from '../../db/reads/service-orders.js'
import { minorToWire } from '../../domain/money.js'
import { formatServiceOrderNumber } from '../../domain/order-number.js'
import { isTerminal, trackingWord, type ServiceOrderStatus } from '../../domain/service-order-status.js'
import type { OrderLinks } from '../order-links.js'
import { wireMoney } from '../wire-number.js'
import { wireTime } from '../wire-text.js'
import { openIntent, PaymentIntent } from './payment-intent.wire.js'
import { settingsOf } from './quotes.wire.js'

const Provider = z.object({
  business_name: z.string(),
  contact_name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  rating: z.number(),
  address: z.string().nullable(),
})

const StatusMessage = z.object({
  timestamp: wireTime(),
  status: z.string(),
  message: z.string(),
  images: z.array(z.string()),
})

export const TrackingDocument = z
  .object({
    order_id: z.int(),
    service_order_id: z.string(),
    service_order_number: z.string(),
    number: z.int(),
    status: z.string(),
    store_status: z.string(),
    payment_status: z.string(),
    total_amount: wireMoney(),
    currency: z.string(),
    created_at: wireTime(),
    accepted_at: wireTime().nullable(),
    estimated_delivery: wireTime().nullable(),
    estimated_completion: wireTime().nullable(),
    delivery_method: z.enum(['ship', 'pickup']),
    address_required: z.boolean(),
    quote: z.object({
      quote_id: z.string(),
      service_type: z.literal('printing'),
      material: z.string(),
      quality: z.string(),
      quantity: z.int(),
      price: wireMoney(),
      currency: z.string(),
      estimated_time_hours: z.number(),
    }),
    status_messages: z.array(StatusMessage),
    provider: Provider.nullable(),
    provider_info: Provider.nullable(),
    tracking_info: z.object({
      cave_job_id: z.string().nullable(),
      tracking_number: z.string().nullable(),
      provider_accept_url: z.string().nullable(),
    }),
    job_details: z.object({
      priority: z.string(),
      deadline: wireTime().nullable(),
      progress_notes: z.array(z.string()),
    }),
    payment_intent: PaymentIntent.nullable(),
    status_url: z.string(),
    events_url: z.string(),
  })
  .meta({ id: 'ServiceOrderTracking' })

/** A service order as the storefront follows it. */
export function trackingDocument(bundle: ServiceOrderBundle, links: OrderLinks): z.output<typeof TrackingDocument> {
  const { serviceOrder, order, attempt, events } = bundle
  const provider = wireProvider(serviceOrder.provider)
  const deliveryMode: 'ship' | 'pickup' = serviceOrder.deliveryMode
  return {
    order_id: order.id,
    service_order_id: serviceOrder.id,
    service_order_number: formatServiceOrderNumber(serviceOrder.number),
    number: serviceOrder.number,
    status: trackingWord(serviceOrder.status),
    store_status: serviceOrder.status,
    payment_status: order.paymentStatus,
    total_amount: minorToWire(order.totalMinor),
    currency: order.currency,
    ...times(bundle),
    delivery_method: deliveryMode,
    address_required:
      deliveryMode === 'ship' && serviceOrder.shippingAddress === null && !isTerminal(serviceOrder.status),
    quote: quotePart(bundle),
    status_messages: statusMessages(events),
    provider,
    provider_info: provider,
    tracking_info: {
      cave_job_id: serviceOrder.caveJobId,
      tracking_number: serviceOrder.trackingNumber,
      provider_accept_url: serviceOrder.providerAcceptUrl,
    },
    job_details: {
      priority: serviceOrder.priority,
      deadline: serviceOrder.estimatedDelivery?.toISOString() ?? null,
      progress_notes: events.flatMap(({ actor, note }) => (actor === 'provider' && note !== null ? [note] : [])),
    },
    payment_intent: order.status === 'pending' ? openIntent(attempt) : null,
    ...links,
  }
}

function times({ serviceOrder }: ServiceOrderBundle) {
  return {
    created_at: serviceOrder.createdAt.toISOString(),
    accepted_at: serviceOrder.acceptedAt?.toISOString() ?? null,
    estimated_delivery: serviceOrder.estimatedDelivery?.toISOString() ?? null,
    estimated_completion: serviceOrder.estimatedCompletion?.toISOString() ?? null,
  }
}

function quotePart({ quote, order }: ServiceOrderBundle): z.output<typeof TrackingDocument>['quote'] {
  const { material, quality, quantity } = settingsOf(quote)
  return {
    quote_id: quote.id,
    service_type: 'printing',
    material,
    quality,
    quantity,
    price: minorToWire(quote.priceMinor),
    currency: order.currency,
    estimated_time_hours: Math.round(quote.timeSeconds / 36) / 100,
  }
}

/** What happened, in sentences; money and parked work have places of their own. */
function statusMessages(events: readonly EventRow[]): z.output<typeof StatusMessage>[] {
  return events.flatMap((event) => {
    const { type, to_status, at, note, data } = event
    if ((type !== 'status' && type !== 'milestone') || to_status === null) return []
    return {
      timestamp: at.toISOString(),
      status: trackingWord(to_status as ServiceOrderStatus),
      message: note ?? SENTENCES[to_status as ServiceOrderStatus],
      images: Array.isArray(data.images) ? data.images.map(String) : [],
    }
  })
}

const SENTENCES: Readonly<Record<ServiceOrderStatus, string>> = {
  pending_payment: 'The order was placed and waits for its payment.',
  paid: 'The payment has arrived.',
  pending_assignment: 'We are looking for a maker.',
  assigned_to_provider: 'A maker has accepted the job.',
  in_production: 'The parts are being made.',
  quality_review: 'The parts are being checked.',
  ready_for_shipping: 'The parts are ready.',
  shipped: 'The parts are on their way.',
  completed: 'The order is complete.',
  cancelled: 'The order was cancelled.',
  failed: 'The parts could not be made.',
}

/** MakrCave may name a maker by id alone; there is no provider to show until it has a name. */
function wireProvider(stored: Record<string, unknown> | null): z.output<typeof Provider> | null {
  if (typeof stored?.business_name !== 'string') return null
  return {
    business_name: stored.business_name,
    contact_name: textOf(stored.contact_name),
    email: textOf(stored.email),
    phone: textOf(stored.phone),
    rating: typeof stored.rating === 'number' ? stored.rating : 0,
    address: textOf(stored.address),
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
