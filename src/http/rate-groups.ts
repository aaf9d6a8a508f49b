import type { FastifyRequest } from 'fastify'

import type { Config } from '../config.js'
import type { LimitGroup } from './route.js'

/** Every window is this long; counts start anew with it. */
export const WINDOW_MS = 300_000

/** An address may do this many times what a single user may. */
export const ADDRESS_FACTOR = 10

const LIMITS: Readonly<Record<LimitGroup, number>> = {
  upload: 10,
  quote: 50,
  checkout: 20,
  login: 5,
  webhook: 1000,
  read: 1000,
  api: 100,
}
const DEVELOPMENT_LOGIN_LIMIT = 500

/** The groups that are refused in production while the shared counts cannot be reached. */
export const FAIL_CLOSED: ReadonlySet<LimitGroup> = new Set(['upload', 'quote', 'checkout', 'login', 'webhook'])

export interface CountedLimit {
  readonly group: LimitGroup
  /** false: belongs to the group only for failing closed */
  readonly isCounted: boolean
}

/** Requests of one caller in a window. */
export function limitOf(group: LimitGroup, config: Config): number {
  const override = config.rateLimits[group]
  if (override !== undefined) return override
  return group === 'login' && config.environment === 'development' ? DEVELOPMENT_LOGIN_LIMIT : LIMITS[group]
}

/** The group of a request: a property of its route. Unknown addresses count as `api`, the documentation as `read`. */
export function limitGroupOf(request: FastifyRequest): CountedLimit | undefined {
  if (request.is404) return { group: 'api', isCounted: true }
  const limit = request.routeOptions.config.definition?.limit ?? 'read'
  if (limit === 'none') return undefined
  if (limit === 'upload_uncounted') return { group: 'upload', isCounted: false }
  if (typeof limit === 'string') return { group: limit, isCounted: true }
  const isMultipart = /^\s*multipart\//i.test(request.headers['content-type'] ?? '')
  return { group: isMultipart ? limit.multipart : limit.other, isCounted: true }
}
