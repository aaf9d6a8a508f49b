import { z } from 'zod'

import type { PaymentRow } from '../../db/reads/payments.js'
import { minorToWire } from '../../domain/money.js'
import { wireMoney } from '../wire-number.js'
import { wireTime } from '../wire-text.js'

/** What the storefront collects a payment with; beside our own fields those of the provider (contract.md 6.1). */
export const PaymentIntent = z
  .object({
    payment_id: z.string(),
    provider: z.enum(['stripe', 'razorpay', 'manual']),
    amount: wireMoney(),
    amount_minor: z.int(),
    currency: z.string(),
    status: z.string(),
    expires_at: wireTime(),
    payment_intent_id: z.string().optional(),
    client_secret: z.string().optional(),
    publishable_key: z.string().optional(),
    order_id: z.string().optional(),
    key_id: z.string().optional(),
  })
  .meta({ id: 'PaymentIntent' })

/** An attempt as its payer sees it. */
export function paymentIntent(attempt: PaymentRow): z.output<typeof PaymentIntent> {
  return {
    ...attempt.intent,
    payment_id: attempt.id,
    provider: attempt.provider,
    amount: minorToWire(attempt.amountMinor),
    amount_minor: attempt.amountMinor,
    currency: attempt.currency,
    status: attempt.status,
    expires_at: attempt.expiresAt.toISOString(),
  }
}

/** The attempt that can still be paid; null when the order is paid or nothing is open. */
export function openIntent(attempt: PaymentRow | undefined): z.output<typeof PaymentIntent> | null {
  return attempt && PAYABLE.has(attempt.status) ? paymentIntent(attempt) : null
}

const PAYABLE: ReadonlySet<PaymentRow['status']> = new Set<PaymentRow['status']>(['created', 'authorized', 'failed'])
