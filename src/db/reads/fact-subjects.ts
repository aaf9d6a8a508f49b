import type { PaymentEvent } from '../../domain/payment-state.js'
import { orderSubject } from '../inbox.js'
import { firstRow, type Database } from '../sequelize.js'

/** What a fact is about, and whether there is such a row yet. */
export interface FactSubject {
  readonly subject: string | null
  readonly isKnown: boolean
}

/** The order of a payment event: our order id, else our service order, else the provider's id of one of our attempts. */
export async function paymentSubject(database: Database, event: PaymentEvent): Promise<FactSubject> {
  const row = await firstRow<{ id: number }>(
    database,
    `SELECT id FROM store_orders WHERE id = $1
     UNION ALL SELECT order_id FROM service_orders WHERE $1::bigint IS NULL AND id = $2
     UNION ALL SELECT order_id FROM payments WHERE $1::bigint IS NULL AND $2::uuid IS NULL AND provider_ref = $3
     LIMIT 1`,
    [event.orderId, event.serviceOrderId, event.providerRef],
  )
  if (row) return { subject: orderSubject(row.id), isKnown: true }
  if (event.orderId !== null) return { subject: orderSubject(event.orderId), isKnown: false }
  if (event.serviceOrderId !== null) return { subject: `service_payment:${event.serviceOrderId}`, isKnown: false }
  return { subject: event.providerRef === null ? null : `payment_ref:${event.providerRef}`, isKnown: false }
}

/** A service order as a callback finds it. */
export interface CallbackTarget {
  readonly id: string
  readonly number: number
  readonly job_id: string | null
  readonly status: string
}

/** The service order that MakrCave knows under this job id. */
export async function serviceOrderOfJob(database: Database, jobId: string): Promise<CallbackTarget | undefined> {
  return firstRow(
    database,
    'SELECT id, number, cave_job_id AS job_id, status FROM service_orders WHERE cave_job_id = $1',
    [jobId],
  )
}

/** The service order with this UUID or number. */
export async function serviceOrderByReference(
  database: Database,
  reference: { readonly id: string } | { readonly number: number },
): Promise<CallbackTarget | undefined> {
  return firstRow(
    database,
    'SELECT id, number, cave_job_id AS job_id, status FROM service_orders WHERE id = $1 OR number = $2',
    ['id' in reference ? reference.id : null, 'number' in reference ? reference.number : null],
  )
}
