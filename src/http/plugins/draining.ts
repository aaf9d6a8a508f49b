import type { FastifyInstance } from 'fastify'

import { DomainError } from '../../domain/errors.js'
import type { StopState } from '../../stop-state.js'
import { addCheck } from '../request-check.js'
import { isProbe } from './hosts.js'

/** Lets requests in flight finish on a stop and sends everybody else to another process. */
export function addDraining(app: FastifyInstance, state: StopState): void {
  addCheck(app, 'onRequest', (request) => {
    const isRefused = state.phase === 'closed' && !isProbe(request.url)
    return isRefused ? new DomainError('service_unavailable', '', { retryAfter: 1 }) : undefined
  })
  app.addHook('onSend', (_request, reply) => {
    if (state.phase !== 'serving') void reply.header('connection', 'close')
    return Promise.resolve()
  })
  app.addHook('preClose', (done) => {
    state.close()
    done()
  })
}
