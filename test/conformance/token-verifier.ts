import { createHmac, createPublicKey } from 'node:crypto'

import type { JWK } from 'jose'

import type { KeycloakConfig } from '../../src/config.js'
import { openSigningKey, type SigningKey } from '../../src/development/signing-key.js'
import { DomainError } from '../../src/domain/errors.js'
import type { TokenVerifier } from '../../src/ports.js'
import { startRealm, type Realm } from '../support/realm.js'

type Claims = Readonly<Record<string, unknown>>

export type MakeVerifier = (config: KeycloakConfig, now: () => Date) => TokenVerifier

const CONFIG: Omit<KeycloakConfig, 'jwksUrl'> = {
  url: 'https://auth.example.org',
  realm: 'makrx',
  clientId: 'makrx-store-api',
  issuer: 'https://auth.example.org/realms/makrx',
  adminRoles: ['admin'],
  serviceAudience: 'makrx-services',
}
const MINUTE = 60_000

/** Everything a `TokenVerifier` promises, whole, for one adapter that takes its keys from a realm. */
export function describeTokenVerifier(name: string, make: MakeVerifier): void {
  describe(`${name} as a token verifier`, () => {
    let key: SigningKey
    let otherKey: SigningKey
    let realm: Realm
    let time: number
    let verifier: TokenVerifier

    beforeAll(async () => {
      key = await openSigningKey()
      otherKey = await openSigningKey()
    })
    beforeEach(async () => {
      realm = await startRealm()
      realm.publish(key.publicJwk)
      time = Date.parse('2026-11-10T12:00:00Z')
      verifier = make({ ...CONFIG, jwksUrl: realm.jwksUrl }, () => new Date(time))
    })
    afterEach(async () => realm.stop())

    const later = (ms: number): void => void (time += ms)
    const claims = (change: Claims = {}): Claims => userClaims(time, change)
    const token = async (change?: Claims, header?: Record<string, unknown>): Promise<string> =>
      key.sign(claims(change), header)
    const outcome = async (sent: string): Promise<string> => outcomeOf(verifier, sent)

    describe('a token', () => {
      test('of a user tells who it is, with the roles of the realm and of our client', async () => {
        expect(await verifier.verify(await token())).toEqual({
          kind: 'user',
          id: 'user-1',
          roles: ['customer', 'admin'],
          audiences: ['account', 'makrx-store-api'],
          email: 'asha@example.org',
          emailVerified: true,
          username: 'asha',
          firstName: 'Asha',
          lastName: 'Rao',
        })
      })

      test('of a service tells its name', async () => {
        const service = { preferred_username: 'service-account-makrcave', aud: 'makrx-services', azp: 'makrcave' }
        expect(await verifier.verify(await token(service))).toMatchObject({ kind: 'service', id: 'makrcave' })
      })

      test('that was meant for our client only as authorised party is good', async () => {
        expect(await outcome(await token({ aud: 'account', azp: 'makrx-store-api' }))).toBe('accepted')
      })

      test('without roles or names is good, with none of them', async () => {
        const bare = { realm_access: undefined, resource_access: 'x', email: undefined, email_verified: undefined }
        expect(await verifier.verify(await token(bare))).toMatchObject({ roles: [], emailVerified: false })
      })

      test('may be a little late or early, and not more', async () => {
        expect(await outcome(await token({ exp: seconds(time) - 29 }))).toBe('accepted')
        expect(await outcome(await token({ exp: seconds(time) - 31 }))).toBe('token_expired')
        expect(await outcome(await token({ iat: seconds(time) + 29 }))).toBe('accepted')
        expect(await outcome(await token({ iat: seconds(time) + 31 }))).toBe('invalid_token')
        expect(await outcome(await token({ nbf: seconds(time) + 31 }))).toBe('invalid_token')
      })

      test.each<[string, Claims, string]>([
        ['another issuer', { iss: 'https://auth.example.org/realms/other' }, 'invalid_issuer'],
        ['an issuer with a slash more', { iss: `${CONFIG.issuer}/` }, 'invalid_issuer'],
        ['another audience and party', { aud: 'other', azp: 'other' }, 'invalid_audience'],
        ['no audience and no party', { aud: undefined, azp: undefined }, 'invalid_audience'],
        [
          'a service but not for services',
          { preferred_username: 'service-account-x', aud: 'makrx-store-api', azp: 'makrx-store-api' },
          'invalid_audience',
        ],
        ['the kind of an ID token', { typ: 'ID' }, 'invalid_token'],
        ['the kind of a refresh token', { typ: 'Refresh' }, 'invalid_token'],
        ['no kind', { typ: undefined }, 'invalid_token'],
        ['no end', { exp: undefined }, 'invalid_token'],
        ['no beginning', { iat: undefined }, 'invalid_token'],
        ['nobody as its subject', { sub: undefined }, 'invalid_token'],
        ['an empty subject', { sub: '' }, 'invalid_token'],
      ])('with %s is refused', async (_, change, code) => {
        expect(await outcome(await token(change))).toBe(code)
      })

      test('with a changed claim or signature is refused', async () => {
        const [head = '', body = '', signature = ''] = (await token()).split('.')
        const forged = Buffer.from(JSON.stringify(claims({ sub: 'user-2' }))).toString('base64url')
        expect(await outcome(`${head}.${forged}.${signature}`)).toBe('invalid_token')
        expect(await outcome(`${head}.${body}.${signature.slice(0, -4)}AAAA`)).toBe('invalid_token')
        expect(await outcome(`${head}.${body}.`)).toBe('invalid_token')
      })

      test('by another key is refused, also when its header brings the key along', async () => {
        const kid = String(key.publicJwk.kid)
        const header = {
          kid,
          jwk: otherKey.publicJwk,
          jku: 'https://evil.example.org/certs',
          x5u: 'https://evil.example.org/x',
        }
        expect(await outcome(await otherKey.sign(claims(), header))).toBe('invalid_token')
        expect(realm.fetches()).toBe(1)
      })

      test.each([
        ['leads out of a folder', { kid: '../../dev/null' }],
        ['is empty', { kid: '' }],
        ['is missing', { kid: undefined }],
      ])('whose key id %s is refused', async (_, header) => {
        expect(await outcome(await token({}, header))).toBe('invalid_token')
      })

      test('that is signed by nobody, or with our public key as a password, is refused', async () => {
        expect(await outcome(unsigned(claims(), key.publicJwk))).toBe('invalid_token')
        expect(await outcome(hmacSigned(claims(), key.publicJwk))).toBe('invalid_token')
        expect(realm.fetches()).toBe(0)
      })

      test('of more than 8 KiB is refused unread', async () => {
        expect(await outcome(await token({ padding: 'x'.repeat(9_000) }))).toBe('invalid_token')
        expect(realm.fetches()).toBe(0)
      })

      test.each(['', 'x', 'a.b', 'a.b.c', '..', 'e30.e30.', 'null.null.null'])(
        'that is "%s" is refused',
        async (rubbish) => {
          expect(await outcome(rubbish)).toBe('invalid_token')
        },
      )
    })

    describe('the keys', () => {
      test('are fetched once for 300 first tokens at the same moment', async () => {
        const tokens = await Promise.all(Array.from({ length: 300 }, async () => token()))
        const outcomes = await Promise.all(tokens.map(outcome))
        expect(new Set(outcomes)).toEqual(new Set(['accepted']))
        expect(realm.fetches()).toBe(1)
      })

      test('are not fetched again for 50 unknown key ids soon after', async () => {
        expect(await outcome(await token())).toBe('accepted')
        const unknown = await Promise.all(
          Array.from({ length: 50 }, async (_, number) => token({}, { kid: `k${number}` })),
        )
        expect(new Set(await Promise.all(unknown.map(outcome)))).toEqual(new Set(['invalid_token']))
        expect(realm.fetches()).toBe(1)
      })

      test('are fetched again for an unknown key id after half a minute, so a new key works', async () => {
        expect(await outcome(await token())).toBe('accepted')
        realm.publish(key.publicJwk, otherKey.publicJwk)
        const byNewKey = await otherKey.sign(claims())
        expect(await outcome(byNewKey)).toBe('invalid_token')
        later(31_000)
        expect(await outcome(byNewKey)).toBe('accepted')
        expect(realm.fetches()).toBe(2)
      })

      test('that were withdrawn stop working after ten minutes', async () => {
        expect(await outcome(await token())).toBe('accepted')
        realm.publish(otherKey.publicJwk)
        later(9 * MINUTE)
        expect(await outcome(await token())).toBe('accepted')
        later(MINUTE)
        expect(await outcome(await token())).toBe('invalid_token')
      })

      test('are kept for an hour while the realm is down, and then sign-in is unavailable', async () => {
        expect(await outcome(await token())).toBe('accepted')
        realm.fare('down')
        later(59 * MINUTE)
        expect(await outcome(await token())).toBe('accepted')
        expect(await verifier.ping()).toBe('stale')
        later(MINUTE)
        expect(await outcome(await token())).toBe('auth_unavailable')
        expect(await verifier.ping()).toBe('none')
        realm.fare('well')
        later(5_000)
        expect(await outcome(await token())).toBe('accepted')
        expect(await verifier.ping()).toBe('healthy')
      })

      test.each(['down', 'rubbish', 'empty', 'hang'] as const)(
        'that never came (%s) make sign-in unavailable, not refused',
        async (mode) => {
          realm.fare(mode)
          expect(await outcome(await token())).toBe('auth_unavailable')
          expect(await outcome(await token())).toBe('auth_unavailable')
          expect(realm.fetches()).toBe(1)
        },
      )

      test('are asked for again five seconds after a failure, not sooner', async () => {
        realm.fare('down')
        expect(await outcome(await token())).toBe('auth_unavailable')
        realm.fare('well')
        later(4_999)
        expect(await outcome(await token())).toBe('auth_unavailable')
        later(1)
        expect(await outcome(await token())).toBe('accepted')
      })

      test('that may have changed while the realm is down make an unknown key id unavailable, not refused', async () => {
        expect(await outcome(await token())).toBe('accepted')
        realm.fare('down')
        later(31_000)
        expect(await outcome(await otherKey.sign(claims()))).toBe('auth_unavailable')
        expect(await outcome(await token())).toBe('accepted')
      })

      test('are there after a ping at boot, before the first token', async () => {
        expect(await verifier.ping()).toBe('healthy')
        expect(await outcome(await token())).toBe('accepted')
        expect(realm.fetches()).toBe(1)
      })

      test('are fetched anew when the clock was set back', async () => {
        expect(await outcome(await token())).toBe('accepted')
        later(-120 * MINUTE)
        expect(await outcome(await token())).toBe('accepted')
        expect(realm.fetches()).toBe(2)
      })
    })
  })
}

async function outcomeOf(verifier: TokenVerifier, token: string): Promise<string> {
  try {
    await verifier.verify(token)
    return 'accepted'
  } catch (error) {
    if (error instanceof DomainError) return error.code
    throw error
  }
}

function userClaims(time: number, change: Claims): Claims {
  return {
    iss: CONFIG.issuer,
    sub: 'user-1',
    typ: 'Bearer',
    aud: ['account', 'makrx-store-api'],
    azp: 'storefront',
    iat: seconds(time),
    exp: seconds(time) + 300,
    preferred_username: 'asha',
    email: 'asha@example.org',
    email_verified: true,
    given_name: 'Asha',
    family_name: 'Rao',
    realm_access: { roles: ['customer'] },
    resource_access: { 'makrx-store-api': { roles: ['admin', 'customer'] }, other: { roles: ['root'] } },
    ...change,
  }
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000)
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function unsigned(claims: Claims, { kid }: JWK): string {
  return `${encoded({ alg: 'none', kid })}.${encoded(claims)}.`
}

/** The old trick: the public key, which everybody has, as the password of a symmetric algorithm. */
function hmacSigned(claims: Claims, jwk: JWK): string {
  const text = `${encoded({ alg: 'HS256', kid: jwk.kid })}.${encoded(claims)}`
  const pem = createPublicKey({ key: { ...jwk }, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
  return `${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`
}
