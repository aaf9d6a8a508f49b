import { decodeProtectedHeader, errors, jwtVerify } from 'jose'
import { z } from 'zod'

import type { KeycloakConfig } from '../config.js'
import { DomainError, type RefusalCode } from '../domain/errors.js'
import type { TokenPrincipal, TokenVerifier } from '../ports.js'
import type { OutboundHttp } from './outbound-http.js'
import { createRealmKeys } from './realm-keys.js'

const MAX_TOKEN_BYTES = 8_192
const LEEWAY_SECONDS = 30
const SERVICE_ACCOUNT = 'service-account-'

const roles = z.object({ roles: z.array(z.string().max(255)).max(200) }).catch({ roles: [] })

const claimsSchema = z.object({
  typ: z.literal('Bearer'),
  sub: z.string().min(1).max(255),
  iat: z.number(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  azp: z.string().optional(),
  preferred_username: z.string().max(255).optional(),
  email: z.string().max(255).optional().catch(undefined),
  email_verified: z.boolean().catch(false),
  given_name: z.string().max(255).optional().catch(undefined),
  family_name: z.string().max(255).optional().catch(undefined),
  realm_access: roles,
  resource_access: z.record(z.string(), roles).catch({}),
})

type Claims = z.infer<typeof claimsSchema>

/**
 * Access tokens of the realm: RS256 by a key of its JWKS, exact issuer, meant for us, not older or newer than they say.
 * A user's token names our client as audience or authorised party, a service's the audience of services. Call `ping`
 * at boot, so that the first request finds keys. Every refusal is a 401; without usable keys it is `auth_unavailable`.
 */
export function createJwksTokenVerifier(
  config: KeycloakConfig,
  { http, now = () => new Date() }: { http: OutboundHttp; now?: () => Date },
): TokenVerifier {
  const keys = createRealmKeys({ url: config.jwksUrl, http, now })

  return {
    async verify(token) {
      assertForm(token)
      const currentDate = now()
      const claims = await verifiedClaims(token, async () =>
        jwtVerify(token, keys.keyFor, {
          algorithms: ['RS256'],
          issuer: config.issuer,
          requiredClaims: ['exp', 'iat', 'sub'],
          clockTolerance: LEEWAY_SECONDS,
          currentDate,
        }),
      )
      if (claims.iat > currentDate.getTime() / 1000 + LEEWAY_SECONDS) throw refusal('invalid_token')
      return principalOf(claims, config)
    },
    ping: keys.state,
  }
}

/** Nothing is computed for what cannot be a token of ours: too long, no key id, another algorithm. */
function assertForm(token: string): void {
  if (Buffer.byteLength(token) > MAX_TOKEN_BYTES) throw refusal('invalid_token')
  try {
    const { alg, kid } = decodeProtectedHeader(token)
    if (alg === 'RS256' && typeof kid === 'string' && kid !== '') return
  } catch {
    // No header that can be read: refused like any other rubbish.
  }
  throw refusal('invalid_token')
}

async function verifiedClaims(token: string, verify: () => Promise<{ payload: unknown }>): Promise<Claims> {
  try {
    const { payload } = await verify()
    return claimsSchema.parse(payload)
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof z.ZodError) throw refusal(codeOf(error))
    throw error
  }
}

function codeOf(error: unknown): RefusalCode {
  if (error instanceof errors.JWTExpired) return 'token_expired'
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'iss') return 'invalid_issuer'
  return 'invalid_token'
}

function principalOf(claims: Claims, config: KeycloakConfig): TokenPrincipal {
  const audiences = [claims.aud ?? []].flat()
  const service = serviceNameOf(claims)
  const isForUs =
    service === undefined
      ? audiences.includes(config.clientId) || claims.azp === config.clientId
      : audiences.includes(config.serviceAudience)
  if (!isForUs) throw refusal('invalid_audience')

  return {
    kind: service === undefined ? 'user' : 'service',
    id: service ?? claims.sub,
    roles: rolesOf(claims, config.clientId),
    audiences,
    emailVerified: claims.email_verified,
    ...namesOf(claims),
  }
}

/** The client of a service account; undefined for a person. */
function serviceNameOf({ preferred_username }: Claims): string | undefined {
  return preferred_username?.startsWith(SERVICE_ACCOUNT) ? preferred_username.slice(SERVICE_ACCOUNT.length) : undefined
}

function namesOf(claims: Claims): Pick<TokenPrincipal, 'email' | 'username' | 'firstName' | 'lastName'> {
  const { email, preferred_username: username, given_name: firstName, family_name: lastName } = claims
  return {
    ...(email !== undefined && { email }),
    ...(username !== undefined && { username }),
    ...(firstName !== undefined && { firstName }),
    ...(lastName !== undefined && { lastName }),
  }
}

function rolesOf(claims: Claims, clientId: string): string[] {
  const ofClient = Object.hasOwn(claims.resource_access, clientId) ? claims.resource_access[clientId] : undefined
  return [...new Set([...claims.realm_access.roles, ...(ofClient?.roles ?? [])])]
}

function refusal(code: RefusalCode): DomainError {
  return new DomainError(code, SENTENCES[code] ?? 'The token is not valid; please sign in again.')
}

const SENTENCES: Readonly<Partial<Record<RefusalCode, string>>> = {
  token_expired: 'The token has expired; please sign in again.',
  invalid_issuer: 'The token was not issued by our realm; please sign in here.',
  invalid_audience: 'The token is meant for another application; please sign in here.',
}
