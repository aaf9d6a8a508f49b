import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import { reportDefect } from '../../defects.js'
import { DomainError } from '../../domain/errors.js'
import { addCheck } from '../request-check.js'
import { problemOf, refusalOf } from '../problem.js'
import type { RouteDefinition } from '../route.js'
import { createPathTable } from '../path-table.js'
import { routeLabel } from './access-log.js'
import { SECURITY_HEADERS } from './security-headers.js'

/**
 * Turns everything thrown into a problem document. What was thrown is kept for the access log, never sent; what nobody
 * foresaw is a defect and is reported, wherever in a request it happened.
 */
export function addErrorHandler(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply))
}

/** Unknown addresses are 404, known ones with another method 405; both are decided before a body is read. */
export function addNotFound(app: FastifyInstance, routes: readonly RouteDefinition[]): void {
  const methodsAt = createPathTable(routes)
  addCheck(app, 'onRequest', (request, reply) => {
    if (!request.is404) return undefined
    const methods = methodsAt(request.url)
    if (methods.length === 0) return new DomainError('not_found', 'There is nothing at this address.')
    reply.header('allow', methods.join(', '))
    return new DomainError('method_not_allowed', `This address answers ${methods.join(', ')}.`)
  })
  app.setNotFoundHandler((request, reply) =>
    sendProblem(new DomainError('not_found', 'There is nothing at this address.'), request, reply),
  )
}

/** For failures before any hook ran: an address that cannot be routed. */
export function frameworkErrors(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(SECURITY_HEADERS).header('x-request-id', request.id).header('x-response-time', '0.00ms')
  void sendProblem(error, request, reply)
}

async function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const refusal = refusalOf(error)
  const problem = problemOf(refusal, request.id)
  request.refusalCode = problem.code
  if (problem.status >= 500) request.defect = error
  if (problem.code === 'internal_error') reportDefect(error, { route: routeLabel(request) })
  if (problem.code === 'request_timeout' || problem.code === 'payload_too_large') reply.header('connection', 'close')
  return reply.code(problem.status).headers(problem.headers).send(Buffer.from(problem.body))
}
