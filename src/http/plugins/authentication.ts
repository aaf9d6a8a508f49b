import type { FastifyInstance, FastifyRequest } from 'fastify'

import type { ApiDependencies } from '../api-dependencies.js'
import { createGate } from '../gate.js'
import { rememberUsers } from '../remember-users.js'
import type { SignedRequest } from '../route.js'

/** Finds out who is asking, as far as the route's mark needs it, and refuses whom the mark does not admit. */
export function addAuthentication(app: FastifyInstance, dependencies: ApiDependencies): void {
  const admit = createGate(dependencies)
  const remember = rememberUsers(dependencies)
  app.addHook('preValidation', async (request, reply) => {
    const { definition } = request.routeOptions.config
    if (!definition) return
    if (definition.access !== 'public') void reply.header('cache-control', 'no-store')
    request.principal = definition.authenticate
      ? await definition.authenticate(signedRequest(request))
      : await admit(definition.access, request)
    if (request.principal.kind === 'user') await remember(request.principal)
  })
}

function signedRequest(request: FastifyRequest): SignedRequest {
  return {
    rawBody: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    headers: request.headers,
    params: request.params as Record<string, string>,
  }
}
