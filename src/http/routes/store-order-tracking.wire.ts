import { z } from 'zod'

import type { EventRow } from '../../db/reads/events.js'
import type { StoreOrderBundle } from '../../db/reads/store-orders.js'
import type { StoreOrderStatus } from '../../domain/store-order-status.js'
import { wireTime } from '../wire-text.js'
import { trackingNumber } from './store-orders.wire.js'

export const OrderTracking = z
  .object({
    order_id: z.int(),
    order_number: z.string(),
    current_status: z.string(),
    tracking_events: z.array(
      z.object({
        status: z.string(),
        description: z.string(),
        timestamp: wireTime(),
        location: z.string().nullable(),
      }),
    ),
    tracking_number: z.string().nullable(),
    estimated_delivery: wireTime().nullable(),
  })
  .meta({ id: 'OrderTracking' })

/** Where an order is: the moves it made, in order. */
export function orderTracking(bundle: StoreOrderBundle, events: readonly EventRow[]): z.output<typeof OrderTracking> {
  const { order, serviceOrders } = bundle
  return {
    order_id: order.id,
    order_number: order.orderNumber,
    current_status: order.status,
    tracking_events: events.flatMap(({ type, to_status, note, at }) => {
      if (type !== 'status' || to_status === null) return []
      const description = note ?? SENTENCES[to_status as StoreOrderStatus]
      return { status: to_status, description, timestamp: at.toISOString(), location: null }
    }),
    tracking_number: trackingNumber(bundle),
    estimated_delivery: serviceOrders[0]?.estimatedDelivery?.toISOString() ?? null,
  }
}

const SENTENCES: Readonly<Record<StoreOrderStatus, string>> = {
  pending: 'The order was placed.',
  processing: 'The payment has arrived; the order is being prepared.',
  shipped: 'The order is on its way.',
  delivered: 'The order was delivered.',
  cancelled: 'The order was cancelled.',
  refunded: 'What was paid has gone back.',
}
