import type { PrintableFacts } from './model-report.js'
import type { QuotePrice } from './quote-price.js'

/** Why a quote waits for a person before it can be accepted, in the words of the finding `needs_person`. */
export const PERSON_REASONS = {
  holes_filled: 'we closed holes in more than 1 % of the surface',
  long_print: 'one piece prints for more than 24 hours',
  long_order: 'the order prints for more than 120 hours',
  coarse_estimate: 'a rough estimate above ₹5,000',
  slicer_failed: 'the exact calculation did not succeed',
  firm_differs: 'the exact price differs from the instant one by more than 20 %',
} as const

export type PersonReason = keyof typeof PERSON_REASONS

const LONG_PIECE_S = 24 * 3_600
const LONG_ORDER_S = 120 * 3_600
const COARSE_LIMIT_MINOR = 500_000

/** Reasons that lie in the model and its price (quoting.md 17); empty when the quote can be accepted at once. */
export function needsPerson(price: QuotePrice, facts: Pick<PrintableFacts, 'needsPersonForHoles'>): PersonReason[] {
  const { job } = price
  const isRough = job.method === 'coarse' && price.source === 'instant'
  const reasons: [PersonReason, boolean][] = [
    ['holes_filled', facts.needsPersonForHoles],
    ['long_print', isLongPrint(price)],
    ['long_order', job.totalSeconds > LONG_ORDER_S],
    ['coarse_estimate', isRough && price.totalMinor > COARSE_LIMIT_MINOR],
  ]
  return reasons.flatMap(([reason, holds]) => (holds ? [reason] : []))
}

/** True when a single piece keeps a machine for more than a day. */
export function isLongPrint(price: QuotePrice): boolean {
  return price.job.piece.seconds > LONG_PIECE_S
}

/** True when the firm price is more than 20 % away from the instant one. */
export function isFarFromInstant(instant: QuotePrice, firm: QuotePrice): boolean {
  return Math.abs(firm.totalMinor - instant.totalMinor) * 5 > instant.totalMinor
}
