import { Redis } from 'ioredis'

import type { Logger } from '../logger.js'
import type { CountRequest } from './rate-counters.js'

const FAILURES_UNTIL_OPEN = 3
const OPEN_MS = 1000
const COMMAND_MS = 300

/** The shared counts cannot be reached; whoever fails closed refuses. */
class RateLimiterDown extends Error {
  override readonly name = 'RateLimiterDown'
}

/**
 * The client of the limits alone: a command is answered within 300 ms or not at all, and nothing waits for a connection.
 * Whoever asks what the counts are, and not what a slow server does to them, gives more time.
 */
export function createLimitsRedis(url: string, logger: Logger, commandMs = COMMAND_MS): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: 500,
    commandTimeout: commandMs,
    enableReadyCheck: true,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt) => Math.min(50 * 2 ** attempt, 2000),
  })
  let isKnownDown = false
  redis.on('error', (error: Error) => {
    if (!isKnownDown) logger.warn({ err: error }, 'redis for rate limits is out of reach')
    isKnownDown = true
  })
  redis.on('ready', () => {
    if (isKnownDown) logger.info('redis for rate limits is back')
    isKnownDown = false
  })
  return redis
}

/**
 * Wraps counters in Redis with a short memory for failure: no connection counts as down at once, and three failures in a
 * row count as down for a second without asking, so that a hung server costs few requests 300 ms. They also renew the
 * connection: one that lost bytes would hand answers to the wrong commands for ever.
 */
export function guardCounters(redis: Redis, countRequest: CountRequest): CountRequest {
  let failures = 0
  let openUntilMs = 0
  const fail = (): never => {
    throw new RateLimiterDown('The shared counts of the rate limits are out of reach.')
  }
  return async (request, by) => {
    if (redis.status !== 'ready' || Date.now() < openUntilMs) return fail()
    try {
      const count = await countRequest(request, by)
      failures = 0
      return count
    } catch {
      failures += 1
      if (failures >= FAILURES_UNTIL_OPEN) {
        failures = 0
        openUntilMs = Date.now() + OPEN_MS
        redis.disconnect(true)
      }
      return fail()
    }
  }
}
