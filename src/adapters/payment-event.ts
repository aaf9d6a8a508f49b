import { z } from 'zod'

import type { PaymentEvent } from '../domain/payment-state.js'

const orderNumber = z.union([
  z.int().positive(),
  z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number),
])

/** Our own ids, as a provider hands them back in metadata or notes; anything that is not ours reads as absent. */
export const ourReferences = z
  .object({
    order_id: orderNumber.nullish().catch(null),
    service_order_id: z.guid().nullish().catch(null),
    payment_id: z.guid().nullish().catch(null),
    refund_id: z.guid().nullish().catch(null),
  })
  .catch({})

export type OurReferences = z.infer<typeof ourReferences>

/** An event that says nothing but its kind; the mappings fill in what they know. */
export function paymentEvent(
  known: Pick<PaymentEvent, 'kind' | 'mode'> & Partial<PaymentEvent>,
  references: OurReferences = {},
): PaymentEvent {
  return {
    providerRef: null,
    providerPaymentId: null,
    paymentId: references.payment_id ?? null,
    orderId: references.order_id ?? null,
    serviceOrderId: references.service_order_id ?? null,
    amountMinor: null,
    currency: null,
    method: null,
    reason: null,
    errorCode: null,
    refundId: references.refund_id ?? null,
    providerRefundId: null,
    ...known,
  }
}

/** What the event is about: store order, else service order, else the provider's own id. */
export function subjectOf(event: PaymentEvent | null): string | null {
  if (event === null) return null
  if (event.orderId !== null) return String(event.orderId)
  return event.serviceOrderId ?? event.providerRef ?? event.providerPaymentId
}

/** What the provider is told to hand back with every event. */
export function referencesFor(request: {
  paymentId: string
  orderId: number
  orderNumber: string
  serviceOrderId?: string
  quoteId?: string
}): Record<string, string> {
  return {
    order_id: String(request.orderId),
    order_number: request.orderNumber,
    payment_id: request.paymentId,
    ...(request.serviceOrderId !== undefined && { service_order_id: request.serviceOrderId }),
    ...(request.quoteId !== undefined && { quote_id: request.quoteId }),
  }
}

/** Field types that both wires share. Texts for people are cut, never a reason to refuse. */
export const providerId = z.string().min(1).max(255)
export const minorUnits = z.int().nonnegative()
export const currencyCode = z
  .string()
  .length(3)
  .transform((code) => code.toUpperCase())
export const sentence = z
  .string()
  .transform((text) => text.slice(0, 500))
  .nullish()
  .catch(null)
