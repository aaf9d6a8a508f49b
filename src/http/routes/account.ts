import { z } from 'zod'

import { invalidField } from '../validation.js'
import type { Config, KeycloakConfig } from '../../config.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { allowedOrigins } from '../plugins/cors.js'
import type { UserPrincipal } from '../principal.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { text } from '../wire-text.js'

const account = z
  .object({
    user_id: z.string(),
    email: z.string().nullable(),
    name: z.string().nullable(),
    roles: z.array(z.string()),
    email_verified: z.boolean(),
    username: z.string().nullable(),
    first_name: z.string().nullable(),
    last_name: z.string().nullable(),
  })
  .meta({ id: 'Account' })

const OPEN = { tag: 'account', access: 'public', limit: 'login', idempotency: 'none' } as const

/** Who the token says you are, and where to sign in and out. Credentials are never taken here. */
export function accountRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  const { config } = dependencies
  return [
    defineRoute({
      method: 'GET',
      path: '/api/auth/me',
      summary: 'The signed-in person, as the token says it',
      tag: 'account',
      access: 'user',
      limit: 'read',
      idempotency: 'none',
      schema: { response: { 200: account } },
      handler: ({ principal }) => Promise.resolve(accountOf(principal)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/auth/login',
      summary: 'Where to sign in',
      ...OPEN,
      schema: {
        body: z.object({ redirect_uri: text({ max: 500 }).nullish() }),
        response: { 200: z.object({ login_url: z.string(), issuer: z.string(), client_id: z.string() }) },
      },
      handler: ({ body }) =>
        Promise.resolve({
          login_url: loginUrl(config, body.redirect_uri ?? undefined),
          issuer: config.keycloak.issuer,
          client_id: config.keycloak.clientId,
        }),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/auth/logout',
      summary: 'Where to end the session',
      ...OPEN,
      schema: { response: { 200: z.object({ message: z.string(), success: z.boolean(), logout_url: z.string() }) } },
      handler: () =>
        Promise.resolve({
          message: 'Sessions are kept by the identity provider; follow logout_url to end yours.',
          success: true,
          logout_url: protocolUrl(config.keycloak, 'logout').toString(),
        }),
    }),
  ]
}

function accountOf(user: UserPrincipal): z.output<typeof account> {
  return {
    user_id: user.id,
    email: user.email ?? null,
    name: user.username ?? user.email ?? null,
    roles: [...user.roles],
    email_verified: user.emailVerified,
    username: user.username ?? null,
    first_name: user.firstName ?? null,
    last_name: user.lastName ?? null,
  }
}

function loginUrl(config: Config, redirectUri: string | undefined): string {
  const url = protocolUrl(config.keycloak, 'auth')
  url.searchParams.set('response_type', 'code')
  url.searchParams.set('scope', 'openid profile email')
  if (redirectUri !== undefined) url.searchParams.set('redirect_uri', checkedRedirect(redirectUri, config))
  return url.toString()
}

/** After sign-in people come back to our own shops only. */
function checkedRedirect(redirectUri: string, config: Config): string {
  if (URL.canParse(redirectUri) && allowedOrigins(config).has(new URL(redirectUri).origin)) return redirectUri
  throw invalidField('body.redirect_uri', 'enum', 'redirect_uri must lead to one of our shops.')
}

function protocolUrl(keycloak: KeycloakConfig, action: 'auth' | 'logout'): URL {
  const url = new URL(`${keycloak.issuer.replace(/\/$/, '')}/protocol/openid-connect/${action}`)
  url.searchParams.set('client_id', keycloak.clientId)
  return url
}
