import type { FastifyRequest } from 'fastify'

import type { KeyScope } from '../db/idempotency-keys.js'
import { DomainError } from '../domain/errors.js'
import { sha256Hex } from './constant-time.js'
import { principalKey } from './principal.js'
import type { RouteDefinition } from './route.js'

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/

export interface RequestKey {
  readonly scope: KeyScope
  /** undefined under a business key: bodies are not compared and no answer is stored */
  readonly requestHash: string | undefined
}

/** The key under which a write stands: the header's, else the route's business key, else none. */
export async function keyOf(definition: RouteDefinition, request: FastifyRequest): Promise<RequestKey | undefined> {
  const header = headerKey(request)
  if (header === undefined && definition.idempotency === 'required') {
    throw new DomainError('invalid_idempotency_key', 'This request needs an Idempotency-Key header.')
  }
  const principal = principalKey(request.principal)
  if (principal === undefined) return undefined
  const place = { principal, method: definition.method, path: filledPath(definition.path, request.params) }
  if (header !== undefined) return { scope: { ...place, key: header }, requestHash: requestHash(request) }
  const business = await definition.businessKey?.(request)
  // No header can begin with a blank, so the two kinds of keys never meet.
  return business === undefined ? undefined : { scope: { ...place, key: ` ${business}` }, requestHash: undefined }
}

/** JSON with sorted keys: equal values give equal texts. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`
  if (value === null || typeof value !== 'object') return value === undefined ? 'null' : JSON.stringify(value)
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
  return `{${members.join(',')}}`
}

function headerKey(request: FastifyRequest): string | undefined {
  const { 'idempotency-key': key } = request.headers
  if (key === undefined) return undefined
  if (typeof key === 'string' && VISIBLE_ASCII.test(key)) return key
  throw new DomainError('invalid_idempotency_key', 'Idempotency-Key must be 1 to 255 visible ASCII characters.')
}

function requestHash(request: FastifyRequest): string {
  return sha256Hex(canonicalJson({ query: request.query, body: request.body }))
}

/** The canonical path with its parameters: the same for all aliases. */
function filledPath(pattern: string, params: unknown): string {
  const values = params as Readonly<Record<string, unknown>>
  return pattern.replace(/:(\w+)/g, (_whole, name: string) => String(values[name]))
}
