import rateLimit, { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Redis } from 'ioredis'

import type { Config } from '../config.js'
import { principalKey } from './principal.js'
import { ADDRESS_FACTOR, limitGroupOf, limitOf, WINDOW_MS } from './rate-groups.js'

/** What a count is kept for: the address (ceiling), whoever asks, or nothing (a look at whether counting works). */
type CountedBy = 'address' | 'caller' | 'probe'

export interface RateCount {
  readonly max: number
  readonly remaining: number
  /** seconds until the window ends */
  readonly resetSeconds: number
  readonly isExceeded: boolean
}

/** Adds one for the request and tells how it stands. Rejects when the counts cannot be reached. */
export type CountRequest = (request: FastifyRequest, by: CountedBy) => Promise<RateCount>

const MAX_LOCAL_KEYS = 50_000

/** Counters in Redis, or in this process without it. Each set lives in a scope of its own, for the plugin keeps one store. */
export async function createCounters(app: FastifyInstance, config: Config, redis?: Redis): Promise<CountRequest> {
  let counters: Record<CountedBy, CountOne> | undefined
  await app.register(async (scope) => {
    await scope.register(rateLimit, {
      global: false,
      timeWindow: WINDOW_MS,
      cache: MAX_LOCAL_KEYS,
      skipOnError: false,
      nameSpace: 'store-limit:',
      ...(redis && { redis }),
    })
    const create = (by: CountedBy): CountOne =>
      scope.createRateLimit({
        timeWindow: WINDOW_MS,
        keyGenerator: (request) => keyOf(request, by),
        max: (request) => maxOf(request, by, config),
      })
    counters = { address: create('address'), caller: create('caller'), probe: create('probe') }
  })
  await app.after()
  return async (request, by) => toCount(await counters?.[by](request))
}

type CountOne = ReturnType<FastifyInstance['createRateLimit']>

/** Never made of anything a client may choose: not of headers, bodies or the text of a token. */
function keyOf(request: FastifyRequest, by: CountedBy): string {
  if (by === 'probe') return 'probe'
  const group = limitGroupOf(request)?.group ?? 'read'
  const address = normalizeIP(request.ip)
  if (by === 'address') return `${group}:address:${address}`
  const { principal } = request
  // A guest's session is a header of the client's choice.
  const isKnown = principal.kind === 'user' || principal.kind === 'service'
  return `${group}:${(isKnown ? principalKey(principal) : undefined) ?? `ip:${address}`}`
}

function maxOf(request: FastifyRequest, by: CountedBy, config: Config): number {
  const limit = limitOf(limitGroupOf(request)?.group ?? 'read', config)
  return { address: limit * ADDRESS_FACTOR, caller: limit, probe: Number.MAX_SAFE_INTEGER }[by]
}

function toCount(result: Awaited<ReturnType<CountOne>> | undefined): RateCount {
  if (!result || result.isAllowed) throw new Error('The rate limiter did not count.')
  const { max, remaining, ttlInSeconds, isExceeded } = result
  return { max, remaining, resetSeconds: Math.max(1, ttlInSeconds), isExceeded }
}
