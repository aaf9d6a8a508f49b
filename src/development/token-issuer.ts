import { createHash, randomUUID } from 'node:crypto'

import type { JWTPayload } from 'jose'
import { z } from 'zod'

import { DEMO_PEOPLE, type DemoPerson } from './demo-people.js'
import type { PeerPlugin } from './peer-server.js'
import type { SigningKey } from './signing-key.js'

export interface TokenIssuerOptions {
  readonly key: SigningKey
  /** the address that tokens name as their issuer, without the realm: what the store knows as KEYCLOAK_URL */
  readonly keycloakUrl: () => string
  readonly clientId: string
  readonly serviceAudience: string
  readonly lifetimeSeconds?: number
}

const REALM = '/dev/keycloak/realms/:realm'
const LIFETIME_SECONDS = 3_600

const realmParam = z.object({ realm: z.string().regex(/^[\w-]{1,64}$/) })
const grant = z.discriminatedUnion('grant_type', [
  z.object({ grant_type: z.literal('password'), username: z.string(), password: z.string() }),
  z.object({ grant_type: z.literal('client_credentials'), client_id: z.string().regex(/^[\w.-]{1,64}$/) }),
])

/** Keycloak's paths and tokens for the people of the demo and for any service. */
export function tokenIssuer(options: TokenIssuerOptions): PeerPlugin {
  const { key, clientId, serviceAudience, lifetimeSeconds = LIFETIME_SECONDS } = options
  const issuerOf = (params: unknown): string => `${options.keycloakUrl()}/realms/${realmParam.parse(params).realm}`

  return async (scope) => {
    scope.get(`${REALM}/.well-known/openid-configuration`, (request) => configurationOf(issuerOf(request.params)))
    scope.get(`${REALM}/protocol/openid-connect/certs`, () => ({ keys: [key.publicJwk] }))
    scope.post(`${REALM}/protocol/openid-connect/token`, async (request, reply) => {
      const asked = grant.safeParse(request.body)
      if (!asked.success) return reply.code(400).send({ error: 'invalid_request' })
      const who =
        asked.data.grant_type === 'password'
          ? claimsOfPerson(asked.data.username, clientId)
          : claimsOfService(asked.data.client_id, serviceAudience)
      if (who === undefined)
        return reply.code(401).send({ error: 'invalid_grant', error_description: 'Invalid user credentials' })
      const access_token = await key.sign(accessClaims(issuerOf(request.params), who, lifetimeSeconds))
      return { access_token, token_type: 'Bearer', expires_in: lifetimeSeconds, scope: 'openid profile email' }
    })
    await Promise.resolve()
  }
}

/** Claims of an access token as Keycloak writes them. */
function accessClaims(issuer: string, who: JWTPayload, lifetimeSeconds: number): JWTPayload {
  const now = Math.floor(Date.now() / 1000)
  return { jti: randomUUID(), iss: issuer, typ: 'Bearer', iat: now, exp: now + lifetimeSeconds, ...who }
}

function claimsOfPerson(username: string, clientId: string): JWTPayload | undefined {
  const person = DEMO_PEOPLE.find((one) => one.username === username)
  return person && claimsOf(person, clientId)
}

function claimsOf(person: DemoPerson, clientId: string): JWTPayload {
  return {
    sub: person.sub,
    aud: ['account', clientId],
    azp: clientId,
    preferred_username: person.username,
    email: person.email,
    email_verified: true,
    given_name: person.firstName,
    family_name: person.lastName,
    realm_access: { roles: person.roles },
  }
}

function claimsOfService(clientId: string, serviceAudience: string): JWTPayload {
  const hex = createHash('sha256').update(clientId).digest('hex')
  return {
    sub: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`,
    aud: [serviceAudience],
    azp: clientId,
    preferred_username: `service-account-${clientId}`,
    realm_access: { roles: [] },
  }
}

function configurationOf(issuer: string): object {
  return {
    issuer,
    jwks_uri: `${issuer}/protocol/openid-connect/certs`,
    token_endpoint: `${issuer}/protocol/openid-connect/token`,
    grant_types_supported: ['password', 'client_credentials'],
    id_token_signing_alg_values_supported: ['RS256'],
  }
}
