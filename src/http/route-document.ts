import type {} from '@fastify/swagger'
import type { FastifySchema } from 'fastify'

import type { Access } from './principal.js'
import { problemResponses } from './problem-schema.js'
import type { RouteDefinition } from './route.js'

/** The Fastify schema of one path of a route: what is validated, serialised, and shown in the API document. */
export function documentRoute(definition: RouteDefinition, place: { url: string; isAlias: boolean }): FastifySchema {
  const { params, query, body, response } = definition.schema
  return {
    summary: definition.summary,
    tags: [definition.tag],
    operationId: operationId(definition.method, place.url),
    security: securityOf(definition.access),
    ...(place.isAlias && { deprecated: true }),
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(body && { body }),
    response: { ...problemResponses, ...response },
  }
}

function operationId(method: string, url: string): string {
  const words = url.split(/[^A-Za-z0-9-]+/).filter((word) => word !== '')
  return [method.toLowerCase(), ...words].join('_')
}

export const SECURITY_SCHEMES = {
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  session: { type: 'apiKey', in: 'header', name: 'X-Session-ID' },
  service_key: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
  cave_signature: { type: 'apiKey', in: 'header', name: 'X-Signature' },
  metrics_token: { type: 'apiKey', in: 'header', name: 'X-Metrics-Token' },
} as const

type Requirement = Readonly<Partial<Record<keyof typeof SECURITY_SCHEMES, string[]>>>

const BEARER: Requirement = { bearer: [] }
const SERVICE: Requirement = { service_key: [] }

const SECURITY: Readonly<Record<Access, readonly Requirement[]>> = {
  public: [],
  public_with_user: [BEARER, {}],
  guest: [BEARER, { session: [] }],
  user: [BEARER],
  admin: [BEARER],
  service: [SERVICE, BEARER],
  user_or_service: [BEARER, SERVICE],
  admin_or_service: [BEARER, SERVICE],
  owner_admin_or_service: [BEARER, SERVICE],
  cave_callback: [{ cave_signature: [] }, SERVICE],
  payment_webhook: [],
  metrics: [{ metrics_token: [] }, {}],
}

function securityOf(access: Access): Record<string, string[]>[] {
  return SECURITY[access].map((requirement) => ({ ...requirement }))
}
