import { ApplicationFailure } from '@temporalio/common'

import { isLastAttempt } from '../../temporal/last-attempt.js'
import { longFileWork, notification, quickDatabase } from '../../workflows/activity-options.js'

const START_MS = Date.UTC(2026, 10, 23)
const MINUTE_MS = 60_000
const plain = new Error('again, please')

/** An attempt of a class whose window is this long, as Temporal tells the activity. */
function attempt(number: number, retryPolicy: object, windowMs = 15 * MINUTE_MS) {
  return { attempt: number, retryPolicy, scheduledTimestampMs: START_MS, scheduleToCloseTimeoutMs: windowMs }
}

const quick = { ...quickDatabase.retry, initialInterval: 250, maximumInterval: 30_000 }

test('what says so is the last one at once', () => {
  expect(isLastAttempt(attempt(1, quick), ApplicationFailure.nonRetryable('no'), START_MS)).toBe(true)
  expect(isLastAttempt(attempt(1, quick), ApplicationFailure.retryable('later'), START_MS)).toBe(false)
  expect(isLastAttempt(attempt(1, quick), plain, START_MS)).toBe(false)
})

test('tries that are used up', () => {
  const three = { ...notification.retry, initialInterval: 2000, maximumInterval: MINUTE_MS }
  const results = [1, 2, 3].map((number) => isLastAttempt(attempt(number, three), plain, START_MS))
  expect(results).toEqual([false, false, true])
})

test('a window that ends before the next one would begin, by the pause that has grown until then', () => {
  const endsMs = START_MS + 15 * MINUTE_MS
  expect(isLastAttempt(attempt(3, quick), plain, endsMs - 1000)).toBe(false)
  expect(isLastAttempt(attempt(3, quick), plain, endsMs - 999)).toBe(true)
  expect(isLastAttempt(attempt(40, quick), plain, endsMs - 30_000)).toBe(false)
  expect(isLastAttempt(attempt(40, quick), plain, endsMs - 29_999)).toBe(true)
})

test('a pause that the other side asked for counts instead', () => {
  const files = { ...longFileWork.retry, initialInterval: 1000, maximumInterval: MINUTE_MS }
  const asked = ApplicationFailure.create({ message: 'busy', nextRetryDelay: 10 * MINUTE_MS })
  expect(isLastAttempt(attempt(1, files), asked, START_MS + 5 * MINUTE_MS)).toBe(false)
  expect(isLastAttempt(attempt(1, files), asked, START_MS + 5 * MINUTE_MS + 1)).toBe(true)
})

test('without a window there is always another one', () => {
  expect(isLastAttempt(attempt(99, quick, 0), plain, START_MS + 99 * MINUTE_MS)).toBe(false)
})
