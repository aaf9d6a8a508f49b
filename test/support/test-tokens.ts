import { generateKeyPairSync } from 'node:crypto'

import { jwtVerify, SignJWT } from 'jose'

import { DomainError } from '../../src/domain/errors.js'
import type { TokenPrincipal, TokenVerifier } from '../../src/ports.js'

const ISSUER = 'https://id.test/realms/makrx'

/** Signs real tokens with a key of its own and verifies them as the port promises. */
export class TestTokens implements TokenVerifier {
  /** true: no usable keys, as when the identity provider is away */
  isDown = false
  verified = 0
  private readonly keys = generateKeyPairSync('rsa', { modulusLength: 2048 })

  async userToken(claims: { sub?: string; roles?: string[]; email?: string; username?: string } = {}): Promise<string> {
    const { sub = 'user-1', roles = [], email, username } = claims
    return this.sign({
      sub,
      roles,
      email,
      email_verified: true,
      preferred_username: username ?? sub,
      audience: ['store'],
    })
  }

  async adminToken(sub = 'admin-1'): Promise<string> {
    return this.userToken({ sub, roles: ['admin'] })
  }

  async serviceToken(name = 'cave-service', audience = 'makrx-services'): Promise<string> {
    return this.sign({ sub: name, roles: [], preferred_username: `service-account-${name}`, audience: [audience] })
  }

  async verify(token: string): Promise<TokenPrincipal> {
    if (this.isDown) throw new DomainError('auth_unavailable', '')
    this.verified += 1
    const options = { issuer: ISSUER, algorithms: ['RS256'] }
    const { payload } = await jwtVerify(token, this.keys.publicKey, options).catch(() => {
      throw new DomainError('invalid_token', 'The token is not valid.')
    })
    const username = String(payload.preferred_username)
    const isService = username.startsWith('service-account-')
    return {
      kind: isService ? 'service' : 'user',
      id: payload.sub ?? '',
      roles: payload.roles as string[],
      audiences: payload.audience as string[],
      emailVerified: payload.email_verified === true,
      username,
      ...(typeof payload.email === 'string' && { email: payload.email }),
    }
  }

  ping(): Promise<'healthy' | 'none'> {
    return Promise.resolve(this.isDown ? 'none' : 'healthy')
  }

  private sign(claims: Record<string, unknown>): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(ISSUER)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(this.keys.privateKey)
  }
}
