import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import { DomainError } from '../../domain/errors.js'
import { rateLimited } from '../../metrics.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { type CountRequest, createCounters, type RateCount } from '../rate-counters.js'
import { FAIL_CLOSED, limitGroupOf } from '../rate-groups.js'
import type { LimitGroup } from '../route.js'
import { guardCounters } from '../shared-counters.js'

/**
 * Two counts per request and group: the address, at ten times the limit, when the request arrives; then whoever asks, at
 * the limit itself, once that is known (nobody in particular: again the address). In production the critical groups are
 * refused while the shared counts are out of reach, before anything else is looked at.
 */
export async function addAddressLimit(app: FastifyInstance, dependencies: ApiDependencies): Promise<CountRequest> {
  const count = await createRequestCount(app, dependencies)
  app.addHook('onRequest', async (request, reply) => {
    const limit = limitGroupOf(request)
    if (limit?.isCounted === false) await count(request, 'probe')
    if (!limit?.isCounted) return
    refuseAbove(await count(request, 'address'), { request, reply, group: limit.group })
    if (request.is404) refuseAbove(await count(request, 'caller'), { request, reply, group: limit.group })
  })
  return count
}

/** The second count; it comes after authentication. */
export function addCallerLimit(app: FastifyInstance, count: CountRequest): void {
  app.addHook('preValidation', async (request, reply) => {
    const limit = limitGroupOf(request)
    if (limit?.isCounted) refuseAbove(await count(request, 'caller'), { request, reply, group: limit.group })
  })
}

/** Counts in Redis; where it is out of reach, in this process, or not at all for what fails closed. */
async function createRequestCount(app: FastifyInstance, dependencies: ApiDependencies): Promise<CountRequest> {
  const { config, limitsRedis } = dependencies
  const isProduction = config.environment === 'production'
  const countLocally = await createCounters(app, config)
  const countShared = limitsRedis && guardCounters(limitsRedis, await createCounters(app, config, limitsRedis))
  return async (request, by) => {
    const group = limitGroupOf(request)?.group
    const failsClosed = isProduction && group !== undefined && FAIL_CLOSED.has(group)
    try {
      if (countShared) return await countShared(request, by)
    } catch {
      // Out of reach: what this process counts itself is better than nothing, except for the critical groups.
    }
    if (failsClosed) throw new DomainError('rate_limiter_unavailable', '', { retryAfter: 5 })
    return countLocally(request, by)
  }
}

interface Counted {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly group: LimitGroup
}

function refuseAbove(count: RateCount, { request, reply, group }: Counted): void {
  void reply
    .header('ratelimit-limit', String(count.max))
    .header('ratelimit-remaining', String(count.remaining))
    .header('ratelimit-reset', String(count.resetSeconds))
  if (!count.isExceeded) return
  rateLimited.inc({ group })
  const kind = ['user', 'service'].includes(request.principal.kind) ? 'user' : 'ip'
  throw new DomainError('rate_limited', 'Too many requests. Please wait a little and try again.', {
    retryAfter: count.resetSeconds,
    members: { limit: `${kind}_limit_${group}` },
  })
}
