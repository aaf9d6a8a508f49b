import { z } from 'zod'

import type { RefundRow } from '../../db/reads/payments.js'
import { minorToWire } from '../../domain/money.js'
import { wireMoney } from '../wire-number.js'

export const Refund = z
  .object({ refund_id: z.string(), amount: wireMoney(), status: z.enum(['pending', 'succeeded', 'failed']) })
  .meta({ id: 'Refund' })

/** Money on its way back; null when none goes. */
export function wireRefund(refund: RefundRow | undefined): z.output<typeof Refund> | null {
  return refund ? { refund_id: refund.id, amount: minorToWire(refund.amountMinor), status: refund.status } : null
}
