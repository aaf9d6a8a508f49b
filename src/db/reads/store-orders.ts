import type { Attributes, WhereOptions } from 'sequelize'

import type { OrderPaymentStatus, StoreOrderStatus } from '../../domain/store-order-status.js'
import { ServiceOrder } from '../models/service-orders.js'
import { StoreOrder, StoreOrderItem } from '../models/store-orders.js'
import { findAttempts, type PaymentRow } from './payments.js'
import type { ServiceOrderRow } from './service-orders.js'
import { visibleTo, type Viewer } from './viewer.js'

export type StoreOrderRow = Attributes<StoreOrder>
export type StoreOrderItemRow = Attributes<StoreOrderItem>

/** A store order with everything that its document shows. */
export interface StoreOrderBundle {
  readonly order: StoreOrderRow
  readonly items: readonly StoreOrderItemRow[]
  /** the newest one first: a replacement is newer than what it replaces */
  readonly serviceOrders: readonly ServiceOrderRow[]
  /** the first one first */
  readonly attempts: readonly PaymentRow[]
}

/** The order of this id; undefined when it is unknown or not for these eyes. */
export async function findStoreOrder(id: number, viewer: Viewer): Promise<StoreOrderRow | undefined> {
  return (await StoreOrder.findOne({ where: { id, ...visibleTo(viewer) }, raw: true })) ?? undefined
}

/** One page of orders, newest first, with their number before paging. */
export async function listStoreOrders(page: StoreOrderPage): Promise<{ orders: StoreOrderRow[]; total: number }> {
  const { viewer, status, paymentStatus, skip, limit } = page
  const where: WhereOptions<StoreOrder> = {
    ...visibleTo(viewer),
    ...(status !== undefined && { status }),
    ...(paymentStatus !== undefined && { paymentStatus }),
  }
  const order: [string, string][] = [
    ['createdAt', 'DESC'],
    ['id', 'DESC'],
  ]
  const [total, orders] = await Promise.all([
    StoreOrder.count({ where }),
    StoreOrder.findAll({ where, order, offset: skip, limit, raw: true }),
  ])
  return { orders, total }
}

export interface StoreOrderPage {
  readonly viewer: Viewer
  readonly status?: StoreOrderStatus | undefined
  readonly paymentStatus?: OrderPaymentStatus | undefined
  readonly skip: number
  readonly limit: number
}

/** The service orders of a store order, the newest first. */
export async function serviceOrdersOf(orderIds: readonly number[]): Promise<ServiceOrderRow[]> {
  return ServiceOrder.findAll({ where: { orderId: [...orderIds] }, order: [['number', 'DESC']], raw: true })
}

/** Adds lines, service orders and payments: one query per table, however many orders there are. */
export async function bundleStoreOrders(orders: readonly StoreOrderRow[]): Promise<StoreOrderBundle[]> {
  if (orders.length === 0) return []
  const orderIds = orders.map(({ id }) => id)
  const [items, serviceOrders, attempts] = await Promise.all([
    StoreOrderItem.findAll({ where: { orderId: orderIds }, order: [['id', 'ASC']], raw: true }),
    serviceOrdersOf(orderIds),
    findAttempts(orderIds),
  ])
  return orders.map((order) => ({
    order,
    items: items.filter(({ orderId }) => orderId === order.id),
    serviceOrders: serviceOrders.filter(({ orderId }) => orderId === order.id),
    attempts: attempts.filter(({ orderId }) => orderId === order.id),
  }))
}
