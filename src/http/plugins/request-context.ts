import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

import type { FastifyInstance } from 'fastify'
import { uuidv7 } from 'uuidv7'

import { readPreferences } from '../prefer.js'
import { ANONYMOUS } from '../principal.js'

const REQUEST_ID = /^[A-Za-z0-9._-]{8,128}$/

/** Gives every request its id, its clock and the empty state that later steps fill; every answer names both. */
export function addRequestContext(app: FastifyInstance): void {
  app.decorateRequest('principal')
  app.decorateRequest('claim')
  app.decorateRequest('preferences')
  app.decorateRequest('arrivedAt', 0n)
  app.decorateRequest('refusalCode', undefined)
  app.decorateRequest('defect', undefined)

  app.addHook('onRequest', (request, reply, done) => {
    request.arrivedAt = process.hrtime.bigint()
    request.principal = ANONYMOUS
    request.claim = { ids: { updateId: uuidv7() }, isTakenOver: false }
    request.preferences = readPreferences(request.headers.prefer)
    reply.header('x-request-id', request.id)
    done()
  })
  app.addHook('onSend', (request, reply) => {
    void reply.header('x-response-time', `${milliseconds(request.arrivedAt).toFixed(2)}ms`)
    return Promise.resolve()
  })
}

/** The caller's `X-Request-ID` when it is well formed, else a fresh one. */
export function requestIdOf(request: IncomingMessage): string {
  const sent = request.headers['x-request-id']
  return typeof sent === 'string' && REQUEST_ID.test(sent) ? sent : randomBytes(16).toString('hex')
}

/** Milliseconds since `arrivedAt`. */
export function milliseconds(arrivedAt: bigint): number {
  return Number(process.hrtime.bigint() - arrivedAt) / 1e6
}
