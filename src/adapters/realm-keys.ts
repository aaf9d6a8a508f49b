import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'

import { DomainError } from '../domain/errors.js'
import type { OutboundHttp } from './outbound-http.js'
import { callUpstream } from './upstream-call.js'

/** Signing keys of the realm, fetched when needed and kept through an outage for a bounded time. */
export interface RealmKeys {
  /** The key of a token's header, for `jwtVerify`. No usable keys: `auth_unavailable`. */
  readonly keyFor: JWTVerifyGetKey
  /** Fetches when it is time to, and says how good the keys at hand are. */
  readonly state: () => Promise<'healthy' | 'stale' | 'none'>
}

const FRESH_MS = 10 * 60_000
const USABLE_MS = 60 * 60_000
const UNKNOWN_KID_MS = 30_000
const AFTER_FAILURE_MS = 5_000

const jwks = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(100) })

export function createRealmKeys(options: { url: string; http: OutboundHttp; now: () => Date }): RealmKeys {
  const { url, http, now } = options
  let held: HeldKeys | undefined
  let failedAt: number | undefined
  let fetching: Promise<void> | undefined

  const since = (ms: number | undefined): number => (ms === undefined ? Infinity : now().getTime() - ms)
  // A clock that was set back makes ages negative: then nothing counts as recent.
  const isWithin = (ms: number | undefined, limit: number): boolean => since(ms) >= 0 && since(ms) < limit

  /** One fetch for all who wait, and none for a moment after a failure. */
  async function refresh(): Promise<void> {
    if (isWithin(failedAt, AFTER_FAILURE_MS)) return
    fetching ??= fetchKeys().finally(() => (fetching = undefined))
    await fetching
  }

  async function fetchKeys(): Promise<void> {
    try {
      held = { keyFor: await fetchJwks(url, http), fetchedAt: now().getTime() }
      failedAt = undefined
    } catch {
      failedAt = now().getTime()
    }
  }

  async function usableKeys(): Promise<HeldKeys> {
    if (!isWithin(held?.fetchedAt, FRESH_MS)) await refresh()
    if (held === undefined || !isWithin(held.fetchedAt, USABLE_MS)) throw unavailable()
    return held
  }

  return {
    async keyFor(header, token) {
      const keys = await usableKeys()
      try {
        return await keys.keyFor(header, token)
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey) || isWithin(keys.fetchedAt, UNKNOWN_KID_MS)) throw error
        await refresh()
        if (held === keys) throw unavailable()
        return await (held ?? keys).keyFor(header, token)
      }
    },

    async state() {
      await usableKeys().catch(() => undefined)
      if (isWithin(held?.fetchedAt, FRESH_MS)) return 'healthy'
      return isWithin(held?.fetchedAt, USABLE_MS) ? 'stale' : 'none'
    },
  }
}

async function fetchJwks(url: string, http: OutboundHttp): Promise<JWTVerifyGetKey> {
  const { keys } = await callUpstream(http, { upstream: 'Keycloak', method: 'GET', url, headers: {}, answer: jwks })
  const signing = keys.filter(({ kty, use = 'sig' }) => kty === 'RSA' && use === 'sig')
  if (signing.length === 0) throw new Error('The realm has no signing key.')
  return createLocalJWKSet({ keys: signing })
}

function unavailable(): DomainError {
  return new DomainError('auth_unavailable', 'Sign-in cannot be checked at the moment; please try again.', {
    retryAfter: 5,
  })
}

interface HeldKeys {
  readonly keyFor: JWTVerifyGetKey
  readonly fetchedAt: number
}
