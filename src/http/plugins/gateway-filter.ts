import type { FastifyInstance } from 'fastify'

import { DomainError } from '../../domain/errors.js'
import { addCheck } from '../request-check.js'

const BLOCKED = ['/config', '/backup', '/admin/debug', '/api/config', '/api/backup', '/api/admin/debug']
const SERVED = [
  '/api/',
  '/auth/',
  '/webhooks/',
  '/bridge/',
  '/cart/',
  '/catalog/',
  '/quick-reorder/',
  '/health',
  '/metrics',
  '/docs',
  '/openapi.json',
]

/** A second wall that knows paths alone: what is outside of our name space, hidden or private is not found. */
export function addGatewayFilter(app: FastifyInstance, options: { readonly isDevelopment: boolean }): void {
  const served = options.isDevelopment ? [...SERVED, '/dev/storage/'] : SERVED
  addCheck(app, 'onRequest', (request) =>
    isServed(normalPath(request.url), served)
      ? undefined
      : new DomainError('not_found', 'There is nothing at this address.'),
  )
}

function isServed(path: string, served: readonly string[]): boolean {
  if (path.split('/').some((segment) => segment.startsWith('.') && segment !== '.well-known')) return false
  if (BLOCKED.some((blocked) => path === blocked || path.startsWith(`${blocked}/`))) return false
  return path === '/' || served.some((prefix) => `${path}/`.startsWith(prefix))
}

/** Decoded, without query, with single slashes; lower case only where it is compared with blocked words. */
function normalPath(url: string): string {
  const path = decodeURIComponent(url.split(/[?#]/, 1)[0] ?? '')
  return path.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1')
}
