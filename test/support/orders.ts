import { randomUUID } from 'node:crypto'

import { orderSubject, serviceOrderSubject, storeFact } from '../../src/db/inbox.js'
import { Quote } from '../../src/db/models/quotes.js'
import { Payment } from '../../src/db/models/payments.js'
import { Upload } from '../../src/db/models/uploads.js'
import { newId } from '../../src/db/record.js'
import { firstRow, type Database } from '../../src/db/sequelize.js'
import { createServiceOrder, nextServiceOrderNumber } from '../../src/db/workflow-owned/service-orders.js'
import type { CaveReport } from '../../src/domain/cave-report.js'
import type { LoadedOrder } from '../../src/domain/loaded-rows.js'
import type { PaymentEvent } from '../../src/domain/payment-state.js'
import type { ServiceOrderStatus } from '../../src/domain/service-order-status.js'
import { box } from './golden-shapes.js'
import { PICKUP, price, settingsOf } from './priced-jobs.js'

/** An active quote over a measured cube, as the activities leave it. */
export async function insertQuote(overrides: { expiresAt?: Date; userId?: string } = {}): Promise<Quote> {
  const userId = overrides.userId ?? newId()
  const uploadId = newId()
  await Upload.create({
    id: uploadId,
    userId,
    fileKey: `uploads/${uploadId}/cube.stl`,
    fileName: 'cube.stl',
    fileSize: 684,
    mimeType: 'model/stl',
    status: 'processed',
    sha256: 'a'.repeat(64),
    expiresAt: new Date(Date.now() + 3_600_000),
  })
  const priced = price(box(20, 20, 20), { material: 'PLA' }, PICKUP)
  return Quote.create({
    id: newId(),
    quoteNumber: `QT-20261123-${randomUUID().slice(0, 8).toUpperCase()}`,
    uploadId,
    userId,
    status: 'active',
    engine: priced.engine,
    settings: { ...settingsOf({ material: 'PLA' }), unit: 'mm' },
    sha256: 'a'.repeat(64),
    normalisedSha256: 'b'.repeat(64),
    fileAnalysis: { bounding_box: [20, 20, 20] },
    findings: [],
    weightMg: 4341,
    timeSeconds: priced.job.totalSeconds,
    breakdown: priced as unknown as Record<string, unknown>,
    priceSource: 'instant',
    priceMinor: priced.totalMinor,
    instantPriceMinor: priced.totalMinor,
    firmStatus: 'unavailable',
    rateCardVersion: 1,
    delivery: priced.delivery as unknown as Record<string, unknown>,
    expiresAt: overrides.expiresAt ?? new Date(Date.now() + 86_400_000),
  })
}

/** The order of a quote, accepted for pickup and not paid. */
export async function acceptedOrder(database: Database, quote?: Quote): Promise<LoadedOrder> {
  const accepted = quote ?? (await insertQuote())
  const row = await firstRow<{ id: number }>(
    database,
    "SELECT nextval(pg_get_serial_sequence('store_orders', 'id'))::int AS id",
  )
  return createServiceOrder(database, {
    quoteId: accepted.id,
    serviceOrderId: newId(),
    serviceOrderNumber: await nextServiceOrderNumber(database),
    orderId: row?.id ?? 0,
    orderNumber: `MX-20261123-${randomUUID().slice(0, 8).toUpperCase()}`,
    deliveryMode: 'pickup',
    priority: 'normal',
    paymentWindowHours: 24,
  })
}

/** An attempt to pay it that the provider has answered. */
export async function openPayment(
  order: LoadedOrder,
  overrides: { attempt?: number; amountMinor?: number } = {},
): Promise<Payment> {
  const id = newId()
  return Payment.create({
    id,
    orderId: order.orderId,
    attempt: overrides.attempt ?? 1,
    provider: 'stripe',
    providerRef: `pi_${id}`,
    amountMinor: overrides.amountMinor ?? 23_482,
    currency: 'INR',
    mode: 'test',
    status: 'created',
    expiresAt: new Date(Date.now() + 1_800_000),
  })
}

/** What the provider says when an attempt succeeded. */
export function paidEvent(payment: Payment, overrides: Partial<PaymentEvent> = {}): PaymentEvent {
  return {
    kind: 'paid',
    providerRef: payment.providerRef,
    providerPaymentId: `ch_${payment.id}`,
    paymentId: payment.id,
    orderId: payment.orderId,
    serviceOrderId: null,
    amountMinor: payment.amountMinor,
    currency: 'INR',
    mode: 'test',
    method: 'card',
    reason: null,
    errorCode: null,
    refundId: null,
    providerRefundId: null,
    ...overrides,
  }
}

/** Puts a payment event into the inbox, as the webhook route does. */
export async function receivePayment(event: PaymentEvent, eventId: string = randomUUID()): Promise<string> {
  const { id } = await storeFact({
    provider: 'stripe',
    eventId,
    eventType: `test.${event.kind}`,
    subject: orderSubject(event.orderId ?? 0),
    state: 'received',
    fact: event,
  })
  return id
}

/** Puts a callback of MakrCave into the inbox. */
export async function receiveCallback(serviceOrderId: string, status: ServiceOrderStatus): Promise<string> {
  const report: CaveReport = {
    status,
    notes: null,
    milestone: null,
    provider: null,
    estimatedCompletion: null,
    images: [],
    trackingNumber: null,
    jobId: `job-${serviceOrderId}`,
  }
  const { id } = await storeFact({
    provider: 'makrcave',
    eventId: randomUUID(),
    eventType: `job.${status}`,
    subject: serviceOrderSubject(serviceOrderId),
    state: 'received',
    fact: report,
  })
  return id
}
