import { randomBytes } from 'node:crypto'

import { Payment } from '../../src/db/models/payments.js'
import { Quote } from '../../src/db/models/quotes.js'
import type { ServiceOrder } from '../../src/db/models/service-orders.js'
import { Upload } from '../../src/db/models/uploads.js'
import { drawOrderNumbers } from '../../src/db/reads/service-orders.js'
import { lockServiceOrder, mustExist, newId, recordServiceOrder, type EventDraft } from '../../src/db/record.js'
import { inTransaction, type Database } from '../../src/db/sequelize.js'
import { createServiceOrder } from '../../src/db/workflow-owned/service-orders.js'
import type { Address } from '../../src/domain/address.js'
import type { DeliveryChoice } from '../../src/domain/delivery-zone.js'
import type { LoadedOrder } from '../../src/domain/loaded-rows.js'
import { formatOrderNumber, formatQuoteNumber } from '../../src/domain/order-number.js'
import { printedMg } from '../../src/domain/quote-document.js'
import type { PrintSettings } from '../../src/domain/print-settings.js'
import { priceQuote } from '../../src/domain/quote-price.js'
import { box } from './golden-shapes.js'
import { priceRequest, UNKNOWN } from './priced-jobs.js'

const HOUR_MS = 3_600_000

export const MUMBAI: Address = {
  name: 'Asha Rao',
  line1: '1 Marine Drive',
  line2: null,
  city: 'Mumbai',
  state: 'MH',
  postalCode: '400001',
  country: 'IN',
  phone: '+91 22 5550 0100',
}

/** A cube of 20 mm that was measured and can be priced. */
export async function givenUpload(overrides: Partial<Upload['_creationAttributes']> = {}): Promise<Upload> {
  const id = overrides.id ?? newId()
  return Upload.create({
    id,
    userId: 'user-1',
    fileKey: `uploads/${id}/cube.stl`,
    fileName: 'cube.stl',
    fileSize: 684,
    mimeType: 'model/stl',
    status: 'processed',
    sha256: 'a'.repeat(64),
    expiresAt: new Date(Date.now() + 24 * HOUR_MS),
    ...overrides,
  })
}

/** A price for a cube of 20 mm: 234.82 without an address. */
export async function givenQuote(given: GivenQuote = {}): Promise<Quote> {
  const { settings, delivery = UNKNOWN, userId = 'user-1', ...columns } = given
  const uploadId = columns.uploadId ?? (await givenUpload({ userId })).id
  const request = priceRequest(box(20, 20, 20), {}, delivery)
  const price = priceQuote(settings ? { ...request, settings } : request)
  return Quote.create({
    id: newId(),
    quoteNumber: formatQuoteNumber(new Date(), randomBytes(4)),
    status: 'active',
    engine: price.engine,
    settings: { ...request.settings, ...settings, unit: 'mm' },
    sha256: 'a'.repeat(64),
    normalisedSha256: 'b'.repeat(64),
    fileAnalysis: {
      volume_mm3: 8000,
      surface_area_mm2: 2400,
      bounding_box: [20, 20, 20],
      estimated_print_time_hours: 0.573,
      complexity_score: 1,
      overhangs_detected: false,
      thin_walls_detected: false,
    },
    findings: [],
    weightMg: printedMg(price),
    timeSeconds: price.job.totalSeconds,
    breakdown: price as unknown as Record<string, unknown>,
    priceSource: 'instant',
    priceMinor: price.totalMinor,
    instantPriceMinor: price.totalMinor,
    firmStatus: 'unavailable',
    rateCardVersion: 1,
    delivery: price.delivery as unknown as Record<string, unknown>,
    estimatedDelivery: new Date(Date.now() + 7 * 24 * HOUR_MS),
    expiresAt: new Date(Date.now() + 24 * HOUR_MS),
    ...columns,
    uploadId,
    userId,
  })
}

export type GivenQuote = Partial<Omit<Quote['_creationAttributes'], 'delivery' | 'settings'>> & {
  readonly delivery?: DeliveryChoice
  readonly settings?: PrintSettings
}

/** A quote that was accepted, to Mumbai unless stated, with its first attempt to pay. */
export async function givenOrder(database: Database, given: GivenOrder = {}): Promise<LoadedOrder> {
  const { deliveryMode = 'ship', address = MUMBAI, hasPayment = true, quote = await givenQuote(given.ofQuote) } = given
  const { serviceOrderNumber, orderId } = await drawOrderNumbers(database)
  const order = await createServiceOrder(database, {
    quoteId: quote.id,
    serviceOrderId: newId(),
    serviceOrderNumber,
    orderId,
    orderNumber: formatOrderNumber(new Date(), randomBytes(4)),
    deliveryMode,
    ...(address && { address }),
    priority: 'normal',
    paymentWindowHours: 24,
  })
  if (hasPayment) await givenAttempt(order.orderId, { amountMinor: 41_182 })
  return order
}

export interface GivenOrder {
  readonly quote?: Quote
  readonly ofQuote?: GivenQuote
  readonly deliveryMode?: 'ship' | 'pickup'
  /** null: none yet */
  readonly address?: Address | null
  readonly hasPayment?: boolean
}

/** An attempt that the provider knows. */
export async function givenAttempt(orderId: number, overrides: Partial<Payment['_creationAttributes']> = {}) {
  const id = overrides.id ?? newId()
  return Payment.create({
    id,
    orderId,
    attempt: 1 + (await Payment.count({ where: { orderId } })),
    provider: 'stripe',
    providerRef: `pi_${id}`,
    amountMinor: 23_482,
    currency: 'INR',
    mode: 'test',
    status: 'created',
    intent: { payment_intent_id: `pi_${id}`, client_secret: `pi_${id}_hush`, publishable_key: 'pk_test' },
    expiresAt: new Date(Date.now() + HOUR_MS / 2),
    ...overrides,
  })
}

/** Moves a service order on as a run or a callback would, with its event and its hint to listeners. */
export async function givenEvent(
  database: Database,
  serviceOrderId: string,
  event: Partial<EventDraft> & { readonly changes?: Partial<ServiceOrder['_attributes']> },
): Promise<void> {
  await inTransaction(database, async () => {
    const row = mustExist(await lockServiceOrder(serviceOrderId), 'the service order')
    await recordServiceOrder(database, row, { key: newId(), type: 'status', actor: 'system', ...event })
  })
}
