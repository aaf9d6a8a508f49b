import type { EventDraft } from '../record.js'
import { rows, type Database } from '../sequelize.js'

/** One line of a timeline, as it was written. */
export interface EventRow {
  readonly seq: number
  readonly type: EventDraft['type']
  readonly from_status: string | null
  readonly to_status: string | null
  readonly applied: boolean
  readonly note: string | null
  readonly actor: string
  readonly data: Readonly<Record<string, unknown>>
  readonly at: Date
}

export type ServiceOrderEventRow = EventRow & { readonly service_order_id: string }

/** The newest events of each of these service orders, at most `limit` of one, oldest first. */
export async function newestServiceOrderEvents(
  database: Database,
  wanted: { readonly serviceOrderIds: readonly string[]; readonly limit: number },
): Promise<ServiceOrderEventRow[]> {
  return rows(
    database,
    `SELECT newest.* FROM unnest($1::uuid[]) AS wanted (id) CROSS JOIN LATERAL (
       SELECT service_order_id, seq, type, from_status, to_status, applied, note, actor, data, at
       FROM service_order_events WHERE service_order_id = wanted.id ORDER BY seq DESC LIMIT $2
     ) AS newest ORDER BY newest.service_order_id, newest.seq`,
    [wanted.serviceOrderIds, wanted.limit],
  )
}

/** The events of a service order with `after` < seq <= `upTo`, at most `limit`, in order. */
export async function serviceOrderEvents(
  database: Database,
  range: { readonly serviceOrderId: string; readonly after: number; readonly upTo: number; readonly limit: number },
): Promise<EventRow[]> {
  return rows(
    database,
    `SELECT seq, type, from_status, to_status, applied, note, actor, data, at FROM service_order_events
     WHERE service_order_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4`,
    [range.serviceOrderId, range.after, range.upTo, range.limit],
  )
}

/** The newest events of a store order, oldest first. */
export async function newestStoreOrderEvents(
  database: Database,
  wanted: { readonly orderId: number; readonly limit: number },
): Promise<EventRow[]> {
  return rows(
    database,
    `SELECT newest.* FROM (
       SELECT seq, type, from_status, to_status, applied, note, actor, data, at
       FROM store_order_events WHERE order_id = $1 ORDER BY seq DESC LIMIT $2
     ) AS newest ORDER BY newest.seq`,
    [wanted.orderId, wanted.limit],
  )
}
