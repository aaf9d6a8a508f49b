import sse from '@fastify/sse'
import Fastify, { type FastifyInstance } from 'fastify'
import { serializerCompiler } from 'fastify-type-provider-zod'

import { allRoutes } from './http/all-routes.js'
import type { ApiDependencies } from './http/api-dependencies.js'
import { refuseBrokenRequest } from './http/broken-request.js'
import { addAccessLog } from './http/plugins/access-log.js'
import { addAuthentication } from './http/plugins/authentication.js'
import { addCors } from './http/plugins/cors.js'
import { addCsrf } from './http/plugins/csrf.js'
import { addDraining } from './http/plugins/draining.js'
import { addErrorHandler, addNotFound, frameworkErrors } from './http/plugins/error-handler.js'
import { addGatewayFilter } from './http/plugins/gateway-filter.js'
import { addHostCheck, addHttpsRule, trustedProxies } from './http/plugins/hosts.js'
import { addIdempotency } from './http/plugins/idempotency.js'
import { addJsonBody, DEFAULT_BODY_BYTES } from './http/plugins/json-body.js'
import { addMultipartBody } from './http/plugins/multipart-body.js'
import { addOpenApi } from './http/plugins/openapi.js'
import { addOverloadGuard } from './http/plugins/overload.js'
import { addAddressLimit, addCallerLimit } from './http/plugins/rate-limits.js'
import { addRequestContext, requestIdOf } from './http/plugins/request-context.js'
import { addSecurityHeaders } from './http/plugins/security-headers.js'
import { addTransportChecks } from './http/plugins/transport.js'
import { addUnknownBodyFields } from './http/plugins/unknown-body-fields.js'
import { registerRoutes } from './http/register-routes.js'
import type { RouteDefinition } from './http/route.js'
import { validatorCompiler } from './http/validation.js'

const EVENT_HEARTBEAT_MS = 15_000

/** The guarded app with its routes; it never listens. The order of the lines below is the order of the checks. */
export async function buildApp(
  dependencies: ApiDependencies,
  routes: readonly RouteDefinition[] = allRoutes(dependencies),
): Promise<FastifyInstance> {
  const { config, logger, stopState } = dependencies
  const app = createServer(dependencies)
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)

  addErrorHandler(app)
  addRequestContext(app)
  addAccessLog(app, logger)
  addSecurityHeaders(app)
  addTransportChecks(app)
  addHostCheck(app, config)
  addHttpsRule(app, config)
  addGatewayFilter(app, { isDevelopment: config.environment === 'development' })
  addCors(app, config, routes)
  addDraining(app, stopState)
  await addOverloadGuard(app, dependencies.maxLagMs)
  const countRequest = await addAddressLimit(app, dependencies)
  addNotFound(app, routes)
  addJsonBody(app)
  addAuthentication(app, dependencies)
  addCallerLimit(app, countRequest)
  await addCsrf(app, config)
  await addMultipartBody(app)
  addUnknownBodyFields(app)
  addIdempotency(app, dependencies)

  await app.register(sse, { heartbeatInterval: EVENT_HEARTBEAT_MS })
  await addOpenApi(app, config)
  registerRoutes(app, routes)
  await app.ready()
  return app
}

function createServer({ config }: ApiDependencies): FastifyInstance {
  return Fastify({
    bodyLimit: DEFAULT_BODY_BYTES,
    requestTimeout: 125_000,
    keepAliveTimeout: 72_000,
    maxRequestsPerSocket: 1000,
    // A closing process refuses in our own shape: plugins/draining.ts.
    return503OnClosing: false,
    trustProxy: trustedProxies(config),
    genReqId: requestIdOf,
    requestIdHeader: false,
    logger: false,
    clientErrorHandler: refuseBrokenRequest,
    frameworkErrors,
    routerOptions: { maxParamLength: 200, caseSensitive: true, ignoreTrailingSlash: true },
    http: {
      headersTimeout: 10_000,
      connectionsCheckingInterval: 1000,
      maxHeaderSize: 16_384,
      insecureHTTPParser: false,
      requireHostHeader: false,
    },
  })
}
