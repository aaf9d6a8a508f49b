import type { FastifyRequest } from 'fastify'

import { DomainError } from '../domain/errors.js'
import type { Config } from '../config.js'
import type { TokenPrincipal, TokenVerifier } from '../ports.js'
import type { ApiDependencies } from './api-dependencies.js'
import { isAcceptedSecret, sha256Hex } from './constant-time.js'
import { checkMetricsAccess } from './metrics-access.js'
import { type Access, ANONYMOUS, type Principal, type ServicePrincipal, type UserPrincipal } from './principal.js'

const SESSION_ID = /^[A-Za-z0-9_-]{16,128}$/
const MAX_TOKEN_BYTES = 8192
/** Who holds our API key. */
const KEY_HOLDER: ServicePrincipal = { kind: 'service', name: 'makrcave' }

export type Admit = (access: Access, request: FastifyRequest) => Promise<Principal>

/** The access marks as code: each admits its principals or throws the refusal of the mark. */
export function createGate(dependencies: ApiDependencies): Admit {
  const gate = new Gate(dependencies.config, dependencies.tokens)
  const gates: Readonly<Record<Access, (request: FastifyRequest) => Promise<Principal>>> = {
    public: nobody,
    public_with_user: (request) => gate.userIfAny(request),
    guest: (request) => gate.userOrGuest(request),
    user: (request) => gate.user(request),
    admin: async (request) => requireAdmin(await gate.user(request)),
    service: (request) => gate.service(request),
    user_or_service: (request) => gate.userOrService(request),
    admin_or_service: async (request) => requireAdmin(await gate.userOrService(request)),
    owner_admin_or_service: (request) => gate.userOrService(request),
    cave_callback: () => Promise.reject(new DomainError('signature_required', 'A signature is needed.')),
    payment_webhook: nobody,
    metrics: (request) => {
      checkMetricsAccess(request, dependencies.config)
      return nobody()
    },
  }
  return (access, request) => gates[access](request)
}

class Gate {
  private readonly config: Config
  private readonly tokens: TokenVerifier

  constructor(config: Config, tokens: TokenVerifier) {
    this.config = config
    this.tokens = tokens
  }

  async user(request: FastifyRequest): Promise<UserPrincipal> {
    const token = await this.tokens.verify(bearerToken(request) ?? refuseAnonymous())
    if (token.kind === 'service') throw new DomainError('invalid_token', 'This token belongs to no person.')
    return this.userOf(token)
  }

  /** On a public route a bad token counts as none; being unable to check tokens does not stop it either. */
  async userIfAny(request: FastifyRequest): Promise<Principal> {
    if (request.headers.authorization === undefined) return ANONYMOUS
    return this.user(request).catch((error: unknown) => {
      if (error instanceof DomainError) return ANONYMOUS
      throw error
    })
  }

  async userOrGuest(request: FastifyRequest): Promise<Principal> {
    const sessionHash = sessionHashOf(request)
    if (bearerToken(request) === undefined) return { kind: 'guest', sessionHash: sessionHash ?? refuseAnonymous() }
    const user = await this.user(request)
    return { ...user, ...(sessionHash !== undefined && { guestSessionHash: sessionHash }) }
  }

  async service(request: FastifyRequest): Promise<ServicePrincipal> {
    const key = apiKey(request)
    if (key !== undefined) return this.keyHolder(key)
    const bearer = bearerToken(request)
    if (bearer === undefined) throw new DomainError('invalid_service_token', 'A service credential is needed.')
    return this.serviceOf(await this.tokens.verify(bearer))
  }

  async userOrService(request: FastifyRequest): Promise<UserPrincipal | ServicePrincipal> {
    const key = apiKey(request)
    if (key !== undefined) return this.keyHolder(key)
    const token = await this.tokens.verify(bearerToken(request) ?? refuseAnonymous())
    return token.kind === 'user' ? this.userOf(token) : this.serviceOf(token)
  }

  private keyHolder(key: string): ServicePrincipal {
    if (isAcceptedSecret(key, this.config.cave.acceptedApiKeys, new Date())) return KEY_HOLDER
    throw new DomainError('invalid_service_token', 'The service credential is wrong.')
  }

  private serviceOf(token: TokenPrincipal): ServicePrincipal {
    if (token.kind === 'user') throw new DomainError('service_token_required', 'Only services may do this.')
    const isForUs = token.audiences.includes(this.config.keycloak.serviceAudience)
    if (isForUs) return { kind: 'service', name: token.id }
    throw new DomainError('invalid_service_token', 'This service token is not meant for us.')
  }

  private userOf(token: TokenPrincipal): UserPrincipal {
    const isAdmin = token.roles.some((role) => this.config.keycloak.adminRoles.includes(role))
    return { ...token, kind: 'user', isAdmin }
  }
}

function nobody(): Promise<Principal> {
  return Promise.resolve(ANONYMOUS)
}

function requireAdmin(principal: UserPrincipal | ServicePrincipal): Principal {
  if (principal.kind === 'service' || principal.isAdmin) return principal
  throw new DomainError('insufficient_permissions', 'Your account may not do this.')
}

function bearerToken(request: FastifyRequest): string | undefined {
  const match = /^bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')
  const token = match?.[1]
  if (request.headers.authorization === undefined) return undefined
  if (token === undefined) throw new DomainError('invalid_token', 'The Authorization header holds no Bearer token.')
  if (token.length > MAX_TOKEN_BYTES) throw new DomainError('invalid_token', 'The token is too long.')
  return token
}

function apiKey(request: FastifyRequest): string | undefined {
  const { 'x-api-key': key } = request.headers
  return typeof key === 'string' ? key : undefined
}

function sessionHashOf(request: FastifyRequest): string | undefined {
  const { 'x-session-id': session } = request.headers
  return typeof session === 'string' && SESSION_ID.test(session) ? sha256Hex(session) : undefined
}

function refuseAnonymous(): never {
  throw new DomainError('authentication_required', 'Please sign in first.')
}
