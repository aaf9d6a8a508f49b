import { z } from 'zod'

import type { EventRow } from '../../db/reads/events.js'
import type { ServiceOrderBundle } from '../../db/reads/service-orders.js'
import { formatServiceOrderNumber } from '../../domain/order-number.js'
import type { OrderLinks } from '../order-links.js'
import { wireTime } from '../wire-text.js'

const TimelineEntry = z.object({
  seq: z.int(),
  at: wireTime(),
  status: z.string(),
  note: z.string().nullable(),
  actor: z.string(),
  applied: z.boolean(),
})

/** Why an order waits for a person; admins see it. */
export const Attention = z.object({ reason: z.string(), since: wireTime().nullable(), note: z.string().nullable() })

export const StatusDocument = z
  .object({
    service_order_id: z.string(),
    service_order_number: z.string(),
    number: z.int(),
    status: z.string(),
    payment_status: z.string(),
    cave_job_id: z.string().nullable(),
    estimated_delivery: wireTime().nullable(),
    timeline: z.array(TimelineEntry),
    provider_accept_url: z.string().nullable(),
    tracking_available: z.boolean(),
    tracking_number: z.string().nullable(),
    attention: Attention.nullable().optional(),
    events_url: z.string(),
  })
  .meta({ id: 'ServiceOrderStatus' })

/** Where a service order stands and how it got there, up to its version. */
export function statusDocument(
  bundle: ServiceOrderBundle,
  view: { readonly isAdmin: boolean; readonly links: OrderLinks },
): z.output<typeof StatusDocument> {
  const { serviceOrder, order } = bundle
  const { isAdmin, links } = view
  return {
    service_order_id: serviceOrder.id,
    service_order_number: formatServiceOrderNumber(serviceOrder.number),
    number: serviceOrder.number,
    status: serviceOrder.status,
    payment_status: order.paymentStatus,
    cave_job_id: serviceOrder.caveJobId,
    estimated_delivery: serviceOrder.estimatedDelivery?.toISOString() ?? null,
    timeline: timeline(bundle, isAdmin),
    provider_accept_url: serviceOrder.providerAcceptUrl,
    tracking_available: serviceOrder.trackingNumber !== null,
    tracking_number: serviceOrder.trackingNumber,
    ...(isAdmin && { attention: wireAttention(serviceOrder) }),
    events_url: links.events_url,
  }
}

/** The attention columns of a row. */
export function wireAttention(row: {
  readonly attention: string | null
  readonly attentionAt: Date | null
  readonly attentionNote: string | null
}): z.output<typeof Attention> | null {
  if (row.attention === null) return null
  return { reason: row.attention, since: row.attentionAt?.toISOString() ?? null, note: row.attentionNote }
}

/** Lines that name no status show the one that held at their time. */
function timeline({ serviceOrder, events }: ServiceOrderBundle, isAdmin: boolean): z.output<typeof TimelineEntry>[] {
  const known = events.filter(({ seq, type }) => seq <= serviceOrder.version && (isAdmin || type !== 'attention'))
  let current = events.find(({ from_status }) => from_status !== null)?.from_status ?? serviceOrder.status
  return known.map((event) => {
    if (event.applied && event.to_status !== null) current = event.to_status
    return entry(event, event.to_status ?? current)
  })
}

function entry({ seq, at, note, actor, applied }: EventRow, status: string): z.output<typeof TimelineEntry> {
  return { seq, at: at.toISOString(), status, note, actor, applied }
}
