import type { Attributes, WhereOptions } from 'sequelize'

import type { Address } from '../../domain/address.js'
import type { ServiceOrderStatus } from '../../domain/service-order-status.js'
import { Quote } from '../models/quotes.js'
import { ServiceOrder } from '../models/service-orders.js'
import { StoreOrder } from '../models/store-orders.js'
import { mustExist } from '../record.js'
import { firstRow, type Database } from '../sequelize.js'
import { newestServiceOrderEvents, type ServiceOrderEventRow } from './events.js'
import { findAttempts, type PaymentRow } from './payments.js'
import type { QuoteRow } from './quotes.js'
import type { StoreOrderRow } from './store-orders.js'
import { visibleTo, type Viewer } from './viewer.js'

export type ServiceOrderRow = Attributes<ServiceOrder>

/** Either name of a service order. */
export type ServiceOrderReference = { readonly id: string } | { readonly number: number }

/** A service order with everything that its documents show. */
export interface ServiceOrderBundle {
  readonly serviceOrder: ServiceOrderRow
  readonly order: StoreOrderRow
  readonly quote: QuoteRow
  /** the newest one */
  readonly attempt: PaymentRow | undefined
  readonly events: readonly ServiceOrderEventRow[]
}

const NEWEST_EVENTS = 100

/** The service order of this reference; undefined when it is unknown or not for these eyes. */
export async function findServiceOrder(
  reference: ServiceOrderReference,
  viewer: Viewer,
): Promise<ServiceOrderRow | undefined> {
  const where: WhereOptions<ServiceOrder> = { ...reference, ...visibleTo(viewer) }
  return (await ServiceOrder.findOne({ where, raw: true })) ?? undefined
}

/** One page of service orders, newest first, with their number before paging. */
export async function listServiceOrders(page: ServiceOrderPage): Promise<{ found: ServiceOrderRow[]; total: number }> {
  const where: WhereOptions<ServiceOrder> = {
    userId: page.userId,
    ...(page.statuses !== undefined && { status: [...page.statuses] }),
  }
  const order: [string, string][] = [
    ['createdAt', 'DESC'],
    ['id', 'DESC'],
  ]
  const [total, found] = await Promise.all([
    ServiceOrder.count({ where }),
    ServiceOrder.findAll({ where, order, offset: page.skip, limit: page.limit, raw: true }),
  ])
  return { found, total }
}

export interface ServiceOrderPage {
  readonly userId: string
  readonly statuses?: readonly ServiceOrderStatus[] | undefined
  readonly skip: number
  readonly limit: number
}

/** Adds what the documents of these service orders show: one query per table, however many there are. */
export async function bundleServiceOrders(
  database: Database,
  serviceOrders: readonly ServiceOrderRow[],
): Promise<ServiceOrderBundle[]> {
  if (serviceOrders.length === 0) return []
  const orderIds = serviceOrders.map(({ orderId }) => orderId)
  const [orders, quotes, attempts, events] = await Promise.all([
    StoreOrder.findAll({ where: { id: orderIds }, raw: true }),
    Quote.findAll({ where: { id: serviceOrders.map(({ quoteId }) => quoteId) }, raw: true }),
    findAttempts(orderIds),
    newestServiceOrderEvents(database, { serviceOrderIds: serviceOrders.map(({ id }) => id), limit: NEWEST_EVENTS }),
  ])
  return serviceOrders.map((serviceOrder) => ({
    serviceOrder,
    order: mustExist(
      orders.find(({ id }) => id === serviceOrder.orderId),
      'the store order',
    ),
    quote: mustExist(
      quotes.find(({ id }) => id === serviceOrder.quoteId),
      'the quote',
    ),
    attempt: attempts.findLast(({ orderId }) => orderId === serviceOrder.orderId),
    events: events.filter(({ service_order_id }) => service_order_id === serviceOrder.id),
  }))
}

/** The same for one. */
export async function bundleServiceOrder(database: Database, row: ServiceOrderRow): Promise<ServiceOrderBundle> {
  const [bundle] = await bundleServiceOrders(database, [row])
  return mustExist(bundle, 'the service order')
}

/** The service order that a quote has, unless it ended without a part. `hasAttempt`: a payment was opened for it. */
export async function liveOrderOfQuote(
  database: Database,
  quoteId: string,
): Promise<{ id: string; status: ServiceOrderStatus; hasAttempt: boolean } | undefined> {
  return firstRow(
    database,
    `SELECT id, status, EXISTS (SELECT 1 FROM payments WHERE payments.order_id = service_orders.order_id) AS "hasAttempt"
     FROM service_orders WHERE quote_id = $1 AND status NOT IN ('cancelled', 'failed')`,
    [quoteId],
  )
}

/** Where this person's last order went; undefined when none had an address. */
export async function lastAddress(database: Database, userId: string): Promise<Address | undefined> {
  const row = await firstRow<{ address: Address }>(
    database,
    `SELECT shipping_address AS address FROM store_orders WHERE user_id = $1 AND shipping_address IS NOT NULL
     ORDER BY created_at DESC, id DESC LIMIT 1`,
    [userId],
  )
  return row?.address
}

/** The numbers of a new service order and its store order, each used once, with gaps. */
export async function drawOrderNumbers(database: Database): Promise<{ serviceOrderNumber: number; orderId: number }> {
  const row = await firstRow<{ serviceOrderNumber: number; orderId: number }>(
    database,
    `SELECT nextval('service_order_number_seq')::int AS "serviceOrderNumber",
       nextval(pg_get_serial_sequence('store_orders', 'id')) AS "orderId"`,
  )
  return mustExist(row, 'the sequences of orders')
}
