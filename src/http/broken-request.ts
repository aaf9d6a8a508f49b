import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'

import { DomainError } from '../domain/errors.js'
import { SECURITY_HEADERS } from './plugins/security-headers.js'
import { problemOf } from './problem.js'

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
}

/** Answers what Node's parser could not read as a request: same document and headers as everywhere, then hangs up. */
export function refuseBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy(error)
  const requestId = randomBytes(16).toString('hex')
  const problem = problemOf(refusalFor(error.code), requestId)
  const headers = {
    ...SECURITY_HEADERS,
    ...problem.headers,
    'x-request-id': requestId,
    'x-response-time': '0.00ms',
    'content-length': String(Buffer.byteLength(problem.body)),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  const head = [`HTTP/1.1 ${problem.status} ${REASONS[problem.status] ?? 'Bad Request'}`, ...lines]
  socket.end(`${head.join('\r\n')}\r\n\r\n${problem.body}`)
}

function refusalFor(code: string | undefined): DomainError {
  if (code === 'HPE_HEADER_OVERFLOW') return new DomainError('headers_too_large', 'The request headers are too large.')
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new DomainError('request_timeout', 'The request came too slowly.')
  return new DomainError('malformed_request', 'This is not a valid HTTP request.')
}
