import type { Info } from '@temporalio/activity'
import { ApplicationFailure } from '@temporalio/common'
import { msToNumber } from '@temporalio/common/lib/time'

/** Whether nothing comes after this failure: it says so, the tries are used up, or the window ends before the next one. */
export function isLastAttempt(info: AttemptInfo, failure: unknown, nowMs: number = Date.now()): boolean {
  if (failure instanceof ApplicationFailure && failure.nonRetryable === true) return true
  const { attempt, retryPolicy, scheduledTimestampMs, scheduleToCloseTimeoutMs } = info
  const most = retryPolicy?.maximumAttempts ?? 0
  if (most > 0 && attempt >= most) return true
  if (scheduleToCloseTimeoutMs === 0) return false
  return nowMs + pauseMs(info, failure) > scheduledTimestampMs + scheduleToCloseTimeoutMs
}

/** How long Temporal waits before it tries again, by its own rule. */
function pauseMs({ attempt, retryPolicy }: AttemptInfo, failure: unknown): number {
  if (failure instanceof ApplicationFailure && failure.nextRetryDelay) return msToNumber(failure.nextRetryDelay)
  const { initialInterval = 1000, backoffCoefficient = 2, maximumInterval } = retryPolicy ?? {}
  const firstMs = msToNumber(initialInterval)
  const mostMs = maximumInterval === undefined ? 100 * firstMs : msToNumber(maximumInterval)
  return Math.min(mostMs, firstMs * backoffCoefficient ** (attempt - 1))
}

type AttemptInfo = Pick<Info, 'attempt' | 'retryPolicy' | 'scheduledTimestampMs' | 'scheduleToCloseTimeoutMs'>
