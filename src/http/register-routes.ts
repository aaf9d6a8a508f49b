import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'

import { acceptRawBodies } from './plugins/raw-body.js'
import { waitFor } from './prefer.js'
import { pathsOf } from './registered-paths.js'
import { documentRoute } from './route-document.js'
import type { ErasedContext, RouteDefinition } from './route.js'

const NO_BYTES = Buffer.alloc(0)

/** Registers every route under its canonical path and its aliases. A route without its marks stops the boot. */
export function registerRoutes(app: FastifyInstance, definitions: readonly RouteDefinition[]): void {
  for (const definition of definitions) checkMarks(definition)
  for (const definition of definitions.filter((one) => !takesRawBody(one))) registerWithAliases(app, definition)
  void app.register((scope, _options, done) => {
    acceptRawBodies(scope)
    for (const definition of definitions.filter(takesRawBody)) registerWithAliases(scope, definition)
    done()
  })
}

function takesRawBody(definition: RouteDefinition): boolean {
  const { access, isRawBody = false } = definition
  return isRawBody || access === 'cave_callback' || access === 'payment_webhook'
}

/** Types say the same; this holds for what reached us as JavaScript or through a cast. */
function checkMarks(definition: Partial<RouteDefinition>): void {
  const name = `${definition.method ?? 'a route'} ${definition.path ?? 'without a path'}`
  const missing = (['access', 'limit', 'idempotency', 'schema', 'handler', 'summary'] as const).filter(
    (mark) => definition[mark] === undefined,
  )
  if (missing.length > 0) throw new Error(`${name} does not declare: ${missing.join(', ')}`)
  if (Object.keys(definition.schema?.response ?? {}).length === 0) throw new Error(`${name} declares no response`)
  const isCallback = definition.access === 'cave_callback'
  if (isCallback !== (definition.authenticate !== undefined)) throw new Error(`${name}: callbacks alone authenticate`)
}

function registerWithAliases(app: FastifyInstance, definition: RouteDefinition): void {
  for (const [index, url] of pathsOf(definition).entries()) {
    app.route({ ...fastifyOptions(definition), url, schema: documentRoute(definition, { url, isAlias: index > 0 }) })
  }
}

function fastifyOptions(definition: RouteDefinition): Omit<RouteOptions, 'url'> {
  return {
    method: definition.method,
    config: { definition, canonicalPath: definition.path },
    ...(definition.bodyLimit !== undefined && { bodyLimit: definition.bodyLimit }),
    ...(definition.isEventStream && { sse: 'only', exposeHeadRoute: false }),
    handler: (request, reply) => definition.handler(handlerContext(definition, request, reply)),
  }
}

function handlerContext(definition: RouteDefinition, request: FastifyRequest, reply: FastifyReply): ErasedContext {
  return {
    principal: request.principal,
    params: request.params,
    query: request.query,
    body: Buffer.isBuffer(request.body) ? undefined : request.body,
    rawBody: Buffer.isBuffer(request.body) ? request.body : NO_BYTES,
    claim: request.claim,
    waitSeconds: waitFor(definition, request, reply),
    requestId: request.id,
    request,
    reply,
  }
}
