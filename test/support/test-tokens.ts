import { generateKeyPairSync } from 'node:crypto'

import { exportJWK, SignJWT } from 'jose'

import { createJwksTokenVerifier } from '../../src/adapters/jwks-token-verifier.js'
import type { OutboundHttp } from '../../src/adapters/outbound-http.js'
import type { KeycloakConfig } from '../../src/config.js'
import { DomainError } from '../../src/domain/errors.js'
import type { TokenPrincipal, TokenVerifier } from '../../src/ports.js'

const KEY_ID = 'test-key'

/** Signs tokens as the realm would; the real verifier checks them against the key that this class publishes. */
export class TestTokens implements TokenVerifier {
  /** true: no usable keys, as when the identity provider is away */
  isDown = false
  /** how many tokens were looked at */
  verified = 0
  private readonly keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  private readonly config: KeycloakConfig
  private readonly verifier: TokenVerifier

  constructor(config: KeycloakConfig) {
    this.config = config
    const http: OutboundHttp = { fetch: async () => Response.json(await this.keySet()), close: () => Promise.resolve() }
    this.verifier = createJwksTokenVerifier(config, { http })
  }

  async userToken(claims: { sub?: string; roles?: string[]; email?: string; username?: string } = {}): Promise<string> {
    const { sub = 'user-1', roles = [], email, username = sub } = claims
    return this.sign({
      sub,
      aud: this.config.clientId,
      preferred_username: username,
      realm_access: { roles },
      ...(email !== undefined && { email, email_verified: true }),
    })
  }

  async adminToken(sub = 'admin-1'): Promise<string> {
    return this.userToken({ sub, roles: ['admin'] })
  }

  async serviceToken(name = 'cave-service', audience = this.config.serviceAudience): Promise<string> {
    return this.sign({ sub: `id-of-${name}`, aud: audience, preferred_username: `service-account-${name}` })
  }

  async verify(token: string): Promise<TokenPrincipal> {
    if (this.isDown) throw new DomainError('auth_unavailable', '')
    this.verified += 1
    return this.verifier.verify(token)
  }

  ping(): Promise<'healthy' | 'stale' | 'none'> {
    return this.isDown ? Promise.resolve('none') : this.verifier.ping()
  }

  private async keySet(): Promise<object> {
    const key = await exportJWK(this.keys.publicKey)
    return { keys: [{ ...key, kid: KEY_ID, alg: 'RS256', use: 'sig' }] }
  }

  private sign(claims: Record<string, unknown>): Promise<string> {
    return new SignJWT({ typ: 'Bearer', ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: KEY_ID })
      .setIssuer(this.config.issuer)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(this.keys.privateKey)
  }
}
