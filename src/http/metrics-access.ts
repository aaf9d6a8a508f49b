import type { FastifyRequest } from 'fastify'

import type { Config } from '../config.js'
import { DomainError } from '../domain/errors.js'
import { isSameSecret } from './constant-time.js'
import { isPrivateAddress, socketAddress } from './plugins/hosts.js'

/**
 * Open outside production. There it takes the metrics token, or, when none is configured, a direct caller on a loopback
 * or private address; a forwarded request is never direct.
 */
export function checkMetricsAccess(request: FastifyRequest, config: Config): void {
  if (config.environment !== 'production') return
  const isAllowed =
    config.metricsToken === undefined ? isDirectNeighbour(request) : hasToken(request, config.metricsToken)
  if (!isAllowed) throw new DomainError('metrics_forbidden', 'Metrics are not for you.')
}

function hasToken(request: FastifyRequest, token: string): boolean {
  const { 'x-metrics-token': header, authorization } = request.headers
  const bearer = /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
  const isHeader = isSameSecret(typeof header === 'string' ? header : undefined, token)
  return isSameSecret(bearer, token) || isHeader
}

function isDirectNeighbour(request: FastifyRequest): boolean {
  return request.headers['x-forwarded-for'] === undefined && isPrivateAddress(socketAddress(request))
}
