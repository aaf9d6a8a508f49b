/** How long each flow waits for what, in milliseconds. Travels in start inputs, so history keeps what was used. */
export interface Timing {
  /** pauses before the payment polls, one after the other; the last one repeats */
  readonly paymentPollsMs: readonly number[]
  /** money that cannot be honoured is refunded by itself after this */
  readonly lateRefundMs: number
  /** ask MakrCave after this long without a callback */
  readonly cavePollMs: number
  /** call a person after this long without a callback */
  readonly caveSilenceMs: number
  /** call a person when a cancellation is unanswered for this long */
  readonly cancelConfirmMs: number
  /** pause between two tries to cancel a job while MakrCave does not answer and nobody has been told yet */
  readonly outageWindowMs: number
  /** MakrCave gave no usable answer to a job for this long: a person decides */
  readonly publishGiveUpMs: number
  /** a sent request can still take effect for this long after it was given up */
  readonly inFlightMs: number
  /** people may choose products for the open lines of an import for this long */
  readonly mappingMs: number
  /** pause between two tries to read a parts list that MakrCave did not give for a whole window */
  readonly bomRetryMs: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export const DEFAULT_TIMING: Timing = {
  paymentPollsMs: [2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR],
  lateRefundMs: HOUR,
  cavePollMs: 6 * HOUR,
  caveSilenceMs: 72 * HOUR,
  cancelConfirmMs: HOUR,
  outageWindowMs: 15 * MINUTE,
  publishGiveUpMs: 24 * HOUR,
  inFlightMs: 20_000,
  mappingMs: 30 * DAY,
  bomRetryMs: 15 * MINUTE,
}

/** The pause before poll number `round` (0 = the first). */
export function pollPause(timing: Timing, round: number): number {
  const { paymentPollsMs } = timing
  return paymentPollsMs[Math.min(round, paymentPollsMs.length - 1)] ?? HOUR
}
