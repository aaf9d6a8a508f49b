import type { Address } from '../../domain/address.js'
import { findDeliveryZone, type DeliveryChoice } from '../../domain/delivery-zone.js'
import { DomainError } from '../../domain/errors.js'
import type { LoadedOrder } from '../../domain/loaded-rows.js'
import { priceBeingChecked } from '../../domain/model-refusals.js'
import type { PrintSettings } from '../../domain/print-settings.js'
import { daysUntilDelivered } from '../../domain/quote-document.js'
import { withDelivery, type QuotePrice } from '../../domain/quote-price.js'
import type { RateCard } from '../../domain/rate-card.js'
import { isTerminal, serviceOrderRank, type ServiceOrderStatus } from '../../domain/service-order-status.js'
import { canMoveStoreOrder } from '../../domain/store-order-status.js'
import { Quote } from '../models/quotes.js'
import { ServiceOrder } from '../models/service-orders.js'
import { StoreOrder, StoreOrderItem } from '../models/store-orders.js'
import {
  lockServiceOrder,
  lockStoreOrder,
  mustExist,
  newId,
  recordServiceOrder,
  recordStoreOrder,
  type EventActor,
} from '../record.js'
import { firstRow, inTransaction, type Database } from '../sequelize.js'
import { loadOrder } from './loaded-rows.js'
import { activeRateCard } from '../reads/rate-cards.js'

export interface OrderDraft {
  readonly quoteId: string
  readonly serviceOrderId: string
  readonly serviceOrderNumber: number
  readonly orderId: number
  readonly orderNumber: string
  readonly deliveryMode: 'ship' | 'pickup'
  readonly address?: Address
  readonly billingAddress?: Address
  readonly email?: string
  readonly expectedPriceMinor?: number
  readonly priority: 'low' | 'normal' | 'high' | 'urgent'
  readonly instructions?: string
  readonly paymentWindowHours: number
}

/** Accepts the quote: the frozen price becomes a store order and its service order. A repeat answers the live one. */
export async function createServiceOrder(database: Database, draft: OrderDraft): Promise<LoadedOrder> {
  return inTransaction(database, async () => {
    const quote = mustExist(await Quote.findByPk(draft.quoteId, { lock: true }), 'the quote')
    const live = await findLive(draft.quoteId)
    if (live) return loadOrder(database, live)
    refuseUnlessAcceptable(quote, draft)
    const price = withDelivery(storedPrice(quote), deliveryOf(await activeRateCard(database), draft))
    const order = await insertStoreOrder(database, { draft, quote, price })
    const serviceOrder = await insertServiceOrder(database, { draft, quote, price, order })
    await insertItem({ order, serviceOrder, quote })
    await quote.update({ status: 'accepted', acceptedAt: new Date(), version: quote.version + 1 })
    return loadOrder(database, serviceOrder)
  })
}

/** Another address: before payment the delivery is repriced, after it only a zone that is not dearer is taken. */
export async function setAddress(database: Database, serviceOrderId: string, address: Address): Promise<LoadedOrder> {
  return inTransaction(database, async () => {
    const found = mustExist(await ServiceOrder.findByPk(serviceOrderId), 'the service order')
    const order = mustExist(await lockStoreOrder(found.orderId), 'the store order')
    const row = mustExist(await lockServiceOrder(serviceOrderId), 'the service order')
    if ((serviceOrderRank(row.status) ?? 9) > 1 || row.jobBody) throw tooLate(row.status)
    const quote = mustExist(await Quote.findByPk(row.quoteId), 'the quote')
    const zone = findDeliveryZone(await activeRateCard(database), address)
    const price = withDelivery(storedPrice(quote), { method: 'ship', zone })
    const isPaid = row.status !== 'pending_payment'
    if (isPaid && price.totalMinor > order.totalMinor) throw tooLate(row.status)
    const key = `address:${row.version}`
    await recordStoreOrder(database, order, {
      key,
      type: 'note',
      actor: 'customer',
      applied: false,
      note: 'The delivery address was set.',
      changes: { shippingAddress: address, ...(isPaid ? {} : amountColumns(price)) },
    })
    await recordServiceOrder(database, row, {
      key,
      type: 'note',
      actor: 'customer',
      applied: false,
      note: 'The delivery address was set.',
      changes: { shippingAddress: address, deliveryMode: 'ship', ...(isPaid ? {} : { amountMinor: price.totalMinor }) },
    })
    return loadOrder(database, row)
  })
}

/** Cancels the order and its service order where they are not over; a repeat changes nothing. */
export async function cancelOrder(
  database: Database,
  cause: { readonly orderId: number; readonly by: EventActor; readonly key: string; readonly reason: string },
): Promise<void> {
  await inTransaction(database, async () => {
    const order = await lockStoreOrder(cause.orderId)
    if (!order) return
    const live = await ServiceOrder.findOne({ where: { orderId: order.id }, order: [['number', 'DESC']], lock: true })
    const event = { key: cause.key, type: 'status', actor: cause.by, note: cause.reason } as const
    if (canMoveStoreOrder(order.status, 'cancelled')) {
      const changes = { status: 'cancelled', cancelledAt: new Date() } as const
      await recordStoreOrder(database, order, { ...event, from: order.status, to: 'cancelled', changes })
    }
    if (live && !isTerminal(live.status)) {
      const changes = { status: 'cancelled', cancelledAt: new Date() } as const
      await recordServiceOrder(database, live, { ...event, from: live.status, to: 'cancelled', changes })
    }
  })
}

/** The fabrication is complete: the order is delivered. */
export async function closeServiceOrder(database: Database, serviceOrderId: string): Promise<void> {
  await inTransaction(database, async () => {
    const found = mustExist(await ServiceOrder.findByPk(serviceOrderId), 'the service order')
    const order = mustExist(await lockStoreOrder(found.orderId), 'the store order')
    if (!canMoveStoreOrder(order.status, 'delivered')) return
    await recordStoreOrder(database, order, {
      key: `delivered:${serviceOrderId}`,
      type: 'status',
      actor: 'system',
      from: order.status,
      to: 'delivered',
      changes: { status: 'delivered', deliveredAt: new Date() },
    })
  })
}

/** The same print again under the same quote and payment, once for each service order that ended without a part. */
export async function replaceServiceOrder(database: Database, serviceOrderId: string): Promise<LoadedOrder> {
  return inTransaction(database, async () => {
    const old = mustExist(await ServiceOrder.findByPk(serviceOrderId, { lock: true }), 'the service order')
    const known = await ServiceOrder.findOne({ where: { replaces: old.id } })
    if (known) return loadOrder(database, known)
    const row = await ServiceOrder.create({
      ...copied(old),
      id: newId(),
      number: await nextServiceOrderNumber(database),
      status: 'paid',
      version: 0,
      replaces: old.id,
    })
    await recordServiceOrder(database, row, {
      key: 'replaces',
      type: 'status',
      actor: 'operator',
      to: 'paid',
      note: `replaces service order ${old.number}`,
    })
    return loadOrder(database, row)
  })
}

export async function nextServiceOrderNumber(database: Database): Promise<number> {
  const row = await firstRow<{ number: number }>(database, "SELECT nextval('service_order_number_seq')::int AS number")
  return mustExist(row, 'the sequence of service orders').number
}

/** The price that a quote keeps. */
export function storedPrice(quote: Quote): QuotePrice {
  return quote.breakdown as unknown as QuotePrice
}

async function findLive(quoteId: string): Promise<ServiceOrder | undefined> {
  const all = await ServiceOrder.findAll({ where: { quoteId }, order: [['number', 'DESC']] })
  return all.find((row) => row.status !== 'cancelled' && row.status !== 'failed') ?? all[0]
}

function refuseUnlessAcceptable(quote: Quote, draft: OrderDraft): void {
  if (quote.status === 'expired' || (quote.status === 'active' && quote.expiresAt.getTime() <= Date.now())) {
    throw new DomainError('quote_expired', 'This quote has expired; please ask for a new one.')
  }
  if (quote.status !== 'active') throw new DomainError('quote_not_active', 'This quote can no longer be accepted.')
  if (quote.attention === 'quote_needs_person') {
    throw priceBeingChecked(quote)
  }
  if (draft.expectedPriceMinor !== undefined && draft.expectedPriceMinor !== quote.priceMinor) {
    throw new DomainError('price_changed', 'The price has changed since you saw it; please look again.', {
      members: { changes: [{ old_price: draft.expectedPriceMinor / 100, new_price: quote.priceMinor / 100 }] },
    })
  }
}

/** An order taken without an address is charged for the dearest zone until there is one. */
function deliveryOf(card: RateCard, draft: OrderDraft): DeliveryChoice {
  if (draft.deliveryMode === 'pickup') return { method: 'pickup' }
  return { method: 'ship', zone: draft.address ? findDeliveryZone(card, draft.address) : 'india' }
}

function amountColumns(price: QuotePrice) {
  return {
    subtotalMinor: price.subtotalMinor,
    taxMinor: price.taxMinor,
    shippingMinor: price.delivery.chargeMinor,
    totalMinor: price.totalMinor,
  }
}

interface Accepting {
  readonly draft: OrderDraft
  readonly quote: Quote
  readonly price: QuotePrice
}

async function insertStoreOrder(database: Database, { draft, quote, price }: Accepting): Promise<StoreOrder> {
  const order = await StoreOrder.create({
    id: draft.orderId,
    orderNumber: draft.orderNumber,
    kind: 'service',
    userId: quote.userId,
    status: 'pending',
    paymentStatus: 'pending',
    currency: price.currency,
    ...amountColumns(price),
    email: draft.email ?? null,
    phone: draft.address?.phone ?? null,
    shippingAddress: draft.address ?? null,
    billingAddress: draft.billingAddress ?? draft.address ?? null,
    notes: draft.instructions ?? null,
    payBy: new Date(Date.now() + draft.paymentWindowHours * 3_600_000),
    version: 0,
  })
  await recordStoreOrder(database, order, { key: 'created', type: 'status', actor: 'customer', to: 'pending' })
  return order
}

async function insertServiceOrder(
  database: Database,
  accepting: Accepting & { order: StoreOrder },
): Promise<ServiceOrder> {
  const { draft, quote, price, order } = accepting
  const row = await ServiceOrder.create({
    id: draft.serviceOrderId,
    number: draft.serviceOrderNumber,
    orderId: order.id,
    quoteId: quote.id,
    uploadId: quote.uploadId,
    userId: quote.userId,
    status: 'pending_payment',
    priority: draft.priority,
    deliveryMode: draft.deliveryMode,
    shippingAddress: draft.address ?? null,
    instructions: draft.instructions ?? null,
    currency: price.currency,
    amountMinor: price.totalMinor,
    estimatedDelivery: new Date(Date.now() + daysUntilDelivered(price) * 86_400_000),
    version: 0,
  })
  await recordServiceOrder(database, row, { key: 'created', type: 'status', actor: 'customer', to: 'pending_payment' })
  return row
}

async function insertItem(made: { order: StoreOrder; serviceOrder: ServiceOrder; quote: Quote }): Promise<void> {
  const { order, serviceOrder, quote } = made
  const settings = quote.settings as unknown as PrintSettings
  await StoreOrderItem.create({
    orderId: order.id,
    serviceOrderId: serviceOrder.id,
    productName: `3D print: ${settings.material}, ${settings.quality} x${settings.quantity}`,
    quantity: 1,
    unitPriceMinor: order.subtotalMinor,
    lineTotalMinor: order.subtotalMinor,
    taxMinor: order.taxMinor,
    meta: { quote_id: quote.id, pieces: settings.quantity },
  })
}

function copied(old: ServiceOrder) {
  return {
    orderId: old.orderId,
    quoteId: old.quoteId,
    uploadId: old.uploadId,
    userId: old.userId,
    priority: old.priority,
    deliveryMode: old.deliveryMode,
    shippingAddress: old.shippingAddress,
    instructions: old.instructions,
    currency: old.currency,
    amountMinor: old.amountMinor,
    estimatedDelivery: old.estimatedDelivery,
  }
}

function tooLate(status: ServiceOrderStatus): DomainError {
  return new DomainError('invalid_transition', 'The address can no longer be changed this way.', {
    members: { current_status: status, allowed: [] },
  })
}
