import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import type { Config } from '../../config.js'
import type { RouteDefinition } from '../route.js'

const SHOPS = [
  'https://makrx.org',
  'https://makrcave.com',
  'https://makrx.store',
  'https://3d.makrx.store',
  'https://services.makrx.store',
]
const DEVELOPMENT_PORTS = [3000, 3003, 5173, 5174, 5175]
const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE'
const SHOP_HEADERS = [
  ...['Accept', 'Accept-Language', 'Content-Language', 'Content-Type', 'Authorization', 'X-Requested-With'],
  ...['X-CSRF-Token', 'X-Request-ID', 'X-Session-ID', 'Idempotency-Key', 'Prefer', 'If-Match', 'If-None-Match'],
  'Last-Event-ID',
].join(', ')
/** Tools at further origins: the workflow UI names its namespace. */
const TOOL_HEADERS = `${SHOP_HEADERS}, X-Namespace`
const EXPOSED_HEADERS = [
  ...['X-Request-ID', 'X-Response-Time', 'Location', 'Retry-After', 'ETag', 'Idempotent-Replayed'],
  ...['Preference-Applied', 'X-Ignored-Fields', 'RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'],
].join(', ')

/** Browsers may call us from our own shops: exact origins, with credentials. A preflight ends here. */
export function addCors(app: FastifyInstance, config: Config, routes: readonly RouteDefinition[]): void {
  const origins = allowedOrigins(config)
  const further = originsByPath(routes)
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header('vary', 'Origin')
    const { origin } = request.headers
    const isShop = origin !== undefined && origins.has(origin)
    const isTool = origin !== undefined && further.get(pathOf(request))?.includes(origin) === true
    const isAllowed = isShop || isTool
    if (isAllowed) allow(reply, origin)
    if (isPreflight(request)) {
      if (isAllowed) allowPreflight(reply, isShop ? SHOP_HEADERS : TOOL_HEADERS)
      void reply.code(204).send()
    } else {
      done()
    }
  })
}

/** All origins of the storefronts; CSRF and login redirects know no others. */
export function allowedOrigins(config: Config): ReadonlySet<string> {
  const local = ['http://localhost', 'http://127.0.0.1'].flatMap((host) =>
    DEVELOPMENT_PORTS.map((port) => `${host}:${port}`),
  )
  return new Set([...SHOPS, ...config.api.corsOrigins, ...(config.environment === 'development' ? local : [])])
}

/** Origins that single routes add, by their paths. */
function originsByPath(routes: readonly RouteDefinition[]): ReadonlyMap<string, readonly string[]> {
  const paths = routes.flatMap((route) => (route.corsOrigins ? [[route.path, route.corsOrigins] as const] : []))
  return new Map(paths)
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? ''
}

function isPreflight(request: FastifyRequest): boolean {
  const { origin, 'access-control-request-method': method } = request.headers
  return request.method === 'OPTIONS' && origin !== undefined && method !== undefined
}

function allow(reply: FastifyReply, origin: string): void {
  void reply
    .header('access-control-allow-origin', origin)
    .header('access-control-allow-credentials', 'true')
    .header('access-control-expose-headers', EXPOSED_HEADERS)
}

function allowPreflight(reply: FastifyReply, headers: string): void {
  void reply
    .header('access-control-allow-methods', METHODS)
    .header('access-control-allow-headers', headers)
    .header('access-control-max-age', '600')
}
