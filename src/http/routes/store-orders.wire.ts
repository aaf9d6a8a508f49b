import { z } from 'zod'

import type { StoreOrderBundle, StoreOrderItemRow, StoreOrderRow } from '../../db/reads/store-orders.js'
import { minorToWire } from '../../domain/money.js'
import { wireAddress, WireAddress } from '../address-schema.js'
import { wireMoney } from '../wire-number.js'
import { wireTime } from '../wire-text.js'
import { Attention, wireAttention } from './service-order-status.wire.js'

export const OrderStatus = z.enum(['pending', 'processing', 'shipped', 'delivered', 'cancelled', 'refunded'])
export const PaymentStatus = z.enum(['pending', 'paid', 'failed', 'refunded'])

const OrderItem = z.object({
  id: z.int(),
  order_id: z.int(),
  product_id: z.int().nullable(),
  service_order_id: z.string().nullable(),
  product_name: z.string(),
  product_sku: z.string().nullable(),
  quantity: z.int(),
  unit_price: wireMoney(),
  price_at_time: wireMoney(),
  price: wireMoney(),
  total_price: wireMoney(),
  total: wireMoney(),
  tax_amount: wireMoney(),
  meta: z.record(z.string(), z.unknown()),
  product: z
    .object({ id: z.int(), name: z.string(), slug: z.string(), featured_image: z.string().nullable() })
    .nullable(),
})

const Times = {
  pay_by: wireTime().nullable(),
  created_at: wireTime(),
  updated_at: wireTime(),
  paid_at: wireTime().nullable(),
  shipped_at: wireTime().nullable(),
  delivered_at: wireTime().nullable(),
  cancelled_at: wireTime().nullable(),
}

export const OrderDocument = z
  .object({
    id: z.int(),
    order_number: z.string(),
    kind: z.enum(['goods', 'service']),
    user_id: z.string(),
    email: z.string().nullable(),
    customer_email: z.string().nullable(),
    customer_phone: z.string().nullable(),
    status: OrderStatus,
    payment_status: PaymentStatus,
    payment_id: z.string().nullable(),
    payment_method: z.string().nullable(),
    currency: z.string(),
    subtotal: wireMoney(),
    tax_amount: wireMoney(),
    shipping_amount: wireMoney(),
    discount_amount: wireMoney(),
    total: wireMoney(),
    total_amount: wireMoney(),
    refunded_amount: wireMoney(),
    items_count: z.int(),
    addresses: z.object({ billing: WireAddress.nullable(), shipping: WireAddress.nullable() }),
    shipping_address: WireAddress.nullable(),
    billing_address: WireAddress.nullable(),
    shipping_method: z.string().nullable(),
    tracking_number: z.string().nullable(),
    notes: z.string().nullable(),
    service_order_ids: z.array(z.string()),
    items: z.array(OrderItem),
    ...Times,
    attention: Attention.nullable().optional(),
  })
  .meta({ id: 'Order' })

/** An order with its lines, flat. */
export function orderDocument(bundle: StoreOrderBundle, isAdmin: boolean): z.output<typeof OrderDocument> {
  const { order, items, serviceOrders } = bundle
  const shipping = wireAddress(order.shippingAddress)
  const billing = wireAddress(order.billingAddress) ?? shipping
  return {
    id: order.id,
    order_number: order.orderNumber,
    kind: order.kind,
    user_id: order.userId,
    email: order.email,
    customer_email: order.email,
    customer_phone: order.phone,
    status: order.status,
    ...paymentFields(bundle),
    ...amounts(order),
    items_count: items.length,
    addresses: { billing, shipping },
    shipping_address: shipping,
    billing_address: billing,
    shipping_method: order.shippingMethod,
    tracking_number: trackingNumber(bundle),
    notes: order.notes,
    service_order_ids: serviceOrders.map(({ id }) => id),
    items: items.map(orderItem),
    ...times(order),
    ...(isAdmin && { attention: wireAttention(order) }),
  }
}

/** A service order knows its parcel before the order does. */
export function trackingNumber({ order, serviceOrders }: StoreOrderBundle): string | null {
  return order.trackingNumber ?? serviceOrders[0]?.trackingNumber ?? null
}

function paymentFields({ order, attempts }: StoreOrderBundle) {
  const attempt = attempts.find(({ status }) => status === 'paid' || status === 'refunded') ?? attempts.at(-1)
  const { payment_method: booked } = order.metadata
  return {
    payment_status: order.paymentStatus,
    payment_id: attempt?.id ?? null,
    payment_method: typeof booked === 'string' ? booked : (attempt?.method ?? null),
  }
}

function amounts(order: StoreOrderRow) {
  return {
    currency: order.currency,
    subtotal: minorToWire(order.subtotalMinor),
    tax_amount: minorToWire(order.taxMinor),
    shipping_amount: minorToWire(order.shippingMinor),
    discount_amount: minorToWire(order.discountMinor),
    total: minorToWire(order.totalMinor),
    total_amount: minorToWire(order.totalMinor),
    refunded_amount: minorToWire(order.refundedMinor),
  }
}

function times(order: StoreOrderRow) {
  return {
    pay_by: order.status === 'pending' ? order.payBy.toISOString() : null,
    created_at: order.createdAt.toISOString(),
    updated_at: order.updatedAt.toISOString(),
    paid_at: order.paidAt?.toISOString() ?? null,
    shipped_at: order.shippedAt?.toISOString() ?? null,
    delivered_at: order.deliveredAt?.toISOString() ?? null,
    cancelled_at: order.cancelledAt?.toISOString() ?? null,
  }
}

function orderItem(item: StoreOrderItemRow): z.output<typeof OrderItem> {
  const unitPrice = minorToWire(item.unitPriceMinor)
  const total = minorToWire(item.lineTotalMinor)
  return {
    id: item.id,
    order_id: item.orderId,
    product_id: item.productId,
    service_order_id: item.serviceOrderId,
    product_name: item.productName,
    product_sku: item.productSku,
    quantity: item.quantity,
    unit_price: unitPrice,
    price_at_time: unitPrice,
    price: unitPrice,
    total_price: total,
    total,
    tax_amount: minorToWire(item.taxMinor),
    meta: item.meta,
    product: null,
  }
}
