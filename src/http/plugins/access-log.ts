import type { FastifyInstance, FastifyRequest } from 'fastify'

import type { Logger } from '../../logger.js'
import { requestSeconds } from '../../metrics.js'
import { milliseconds } from './request-context.js'

const UNKNOWN_ROUTE = 'unknown'

/** One line and one measurement per request. 4xx are warnings; 5xx are errors and carry what was thrown. */
export function addAccessLog(app: FastifyInstance, logger: Logger): void {
  app.addHook('onResponse', (request, reply, done) => {
    const ms = milliseconds(request.arrivedAt)
    const { statusCode: status } = reply
    const route = routeLabel(request)
    requestSeconds.observe({ method: request.method, route, status: String(status) }, ms / 1000)
    const line = {
      request_id: request.id,
      method: request.method,
      route,
      status,
      ms: Math.round(ms * 100) / 100,
      principal: request.principal.kind,
      ...(request.refusalCode !== undefined && { code: request.refusalCode }),
    }
    // A probe that says no is an answer; every other 5xx has a code and what was thrown.
    const isFailure = status >= 500 && request.refusalCode !== undefined
    if (isFailure) logger.error({ ...line, err: request.defect }, 'request')
    else if (status >= 400) logger.warn(line, 'request')
    else logger.info(line, 'request')
    done()
  })
}

/** The canonical pattern, never the path: a thousand unknown paths are one label. */
export function routeLabel(request: FastifyRequest): string {
  const { config, url } = request.routeOptions
  if (config.canonicalPath !== undefined) return config.canonicalPath
  return url?.startsWith('/docs') ? '/docs' : UNKNOWN_ROUTE
}
