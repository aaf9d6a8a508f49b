import type { FastifyInstance, FastifyRequest } from 'fastify'

import { DomainError } from '../../domain/errors.js'
import { addCheck } from '../request-check.js'

const MAX_TARGET_BYTES = 8192

/** Refuses what no honest client sends, before anything looks at it, and closes the connection. */
export function addTransportChecks(app: FastifyInstance): void {
  addCheck(app, 'onRequest', (request, reply) => {
    const refusal = transportRefusal(request)
    if (refusal) reply.header('connection', 'close')
    return refusal
  })
}

function transportRefusal(request: FastifyRequest): DomainError | undefined {
  const { raw } = request
  const target = raw.url ?? ''
  if (raw.httpVersion !== '1.0' && raw.httpVersion !== '1.1') return malformed('This HTTP version is not spoken here.')
  if (!target.startsWith('/')) return malformed('The request target must be a path.')
  if (Buffer.byteLength(target) > MAX_TARGET_BYTES) return new DomainError('uri_too_long', 'The address is too long.')
  if (countHosts(raw.rawHeaders) !== 1) return malformed('Exactly one Host header is needed.')
  if (hasBadEscapes(target)) return malformed('The address contains characters that are not allowed.')
  if (raw.headers['content-encoding'] !== undefined) {
    return new DomainError('unsupported_media_type', 'Send the body without a content encoding.')
  }
  return undefined
}

function countHosts(rawHeaders: readonly string[]): number {
  return rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length
}

/** NUL, encoded separators and dot segments in the path; anything that is no UTF-8 in path or query. */
function hasBadEscapes(target: string): boolean {
  const end = target.search(/[?#]/)
  const path = end === -1 ? target : target.slice(0, end)
  if (/%00|%2f|%5c|\\/i.test(path) || /%00/.test(target)) return true
  const decoded = decode(path)
  if (decoded === undefined || decode(target.replaceAll('+', ' ')) === undefined) return true
  return decoded.split('/').some((segment) => segment === '..')
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

function malformed(message: string): DomainError {
  return new DomainError('malformed_request', message)
}
