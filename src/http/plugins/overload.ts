import { getHeapStatistics } from 'node:v8'

import underPressure from '@fastify/under-pressure'
import type { FastifyInstance } from 'fastify'

import { DomainError } from '../../domain/errors.js'
import { isProbe } from './hosts.js'

const MAX_LAG_MS = 1000
const MAX_HEAP_SHARE = 0.85

/** Sheds load before it hurts: event-loop lag over a second or a nearly full heap refuse everything but health. */
export async function addOverloadGuard(app: FastifyInstance, maxLagMs = MAX_LAG_MS): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: maxLagMs,
    maxHeapUsedBytes: Math.floor(getHeapStatistics().heap_size_limit * MAX_HEAP_SHARE),
    pressureHandler: (request) => {
      if (!isProbe(request.url)) throw new DomainError('service_unavailable', '', { retryAfter: 1 })
    },
  })
}
