import { buildTestApp, type TestApp, type TestAppOptions } from '../support/build-app.js'
import { thingRoutes } from './sample-routes.js'

const started = new Map<string, Promise<TestApp>>()

afterAll(async () => {
  for (const test of started.values()) await (await test).close()
})

/** One app per environment; nothing here depends on what a test did before. */
async function start(environment: TestAppOptions['environment'] = {}): Promise<TestApp['app']> {
  const key = JSON.stringify(environment)
  const test = started.get(key) ?? buildTestApp({ routes: thingRoutes, environment })
  started.set(key, test)
  return (await test).app
}

const PRODUCTION = { ENVIRONMENT: 'production' }
const HTTPS = { 'x-forwarded-proto': 'https', host: 'makrx.store' }

it.each([
  'localhost',
  'localhost:8000',
  '127.0.0.1',
  '[::1]:8000',
  'testserver',
  'makrx.store',
  'api.makrx.org',
  'MakrX.org',
])('serves the host %s in development', async (host) => {
  const app = await start()
  expect((await app.inject({ url: '/api/things/1', headers: { host } })).statusCode).toBe(200)
})

it.each(['evil.example', 'makrx.org.evil.example', 'evilmakrx.org', '.makrx.org', 'makrx.org@evil'])(
  'refuses the host "%s" everywhere but on health',
  async (host) => {
    const app = await start()
    const refused = await app.inject({ url: '/api/things/1', headers: { host } })
    expect(refused.json()).toMatchObject({ status: 400, code: 'invalid_host' })
    expect(refused.headers.connection).toBe('close')
  },
)

it('serves configured hosts, with subdomains where they are asked for, and no local ones in production', async () => {
  const app = await start({ ...PRODUCTION, ALLOWED_HOSTS: 'shop.example,*.parts.example', FORCE_HTTPS: 'false' })
  const statusOf = async (host: string) => (await app.inject({ url: '/api/things/1', headers: { host } })).statusCode
  expect(await statusOf('shop.example')).toBe(200)
  expect(await statusOf('a.parts.example')).toBe(200)
  expect(await statusOf('parts.example')).toBe(400)
  expect(await statusOf('localhost')).toBe(400)
})

it('redirects plain reads to https in production and refuses plain writes', async () => {
  const app = await start(PRODUCTION)
  const headers = { host: 'makrx.store' }
  const read = await app.inject({ url: '/api/things/1?deep=1', headers })
  expect(read.statusCode).toBe(301)
  expect(read.headers.location).toBe('https://makrx.store/api/things/1?deep=1')
  const write = await app.inject({ method: 'POST', url: '/api/things', headers })
  expect(write.json()).toMatchObject({ status: 426, code: 'https_required' })
  expect((await app.inject({ url: '/api/things/1', headers: HTTPS })).statusCode).toBe(200)
})

it('believes forwarded headers of trusted proxies alone', async () => {
  const app = await start({ ...PRODUCTION, TRUSTED_PROXIES: '10.0.0.1' })
  const from = async (remoteAddress: string) =>
    (await app.inject({ url: '/api/things/1', headers: HTTPS, remoteAddress })).statusCode
  expect(await from('10.0.0.1')).toBe(200)
  expect(await from('10.0.0.2')).toBe(301)
})

it.each([
  '/.env',
  '/api/.git/config',
  '/api/%2egit/config',
  '/config',
  '/backup/x',
  '/admin/debug',
  '/api/config',
  '/api/admin/debug/x',
  '/wp-login.php',
  '/dev/x',
])('finds nothing at %s', async (url) => {
  const app = await start()
  expect((await app.inject(url)).json()).toMatchObject({ status: 404, code: 'not_found' })
})

describe('cross-origin calls', () => {
  it.each([
    'https://evil.example',
    'null',
    'https://makrx.org.evil.example',
    'https://evilmakrx.org',
    'http://makrx.org',
  ])('are not allowed from %s', async (origin) => {
    const app = await start(PRODUCTION)
    const response = await app.inject({ url: '/api/things/1', headers: { ...HTTPS, origin } })
    expect(response.headers).not.toHaveProperty('access-control-allow-origin')
    expect(response.headers.vary).toBe('Origin')
  })

  it('are allowed from our shops, with credentials and the exposed headers', async () => {
    const app = await start(PRODUCTION)
    const response = await app.inject({ url: '/api/unknown', headers: { ...HTTPS, origin: 'https://3d.makrx.store' } })
    expect(response.headers).toMatchObject({
      'access-control-allow-origin': 'https://3d.makrx.store',
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': expect.stringContaining('Idempotent-Replayed') as string,
    })
  })

  it('are asked for by a preflight that ends with 204 and admits X-Session-ID', async () => {
    const app = await start()
    const response = await app.inject({
      method: 'OPTIONS',
      url: '/api/things',
      headers: { origin: 'http://localhost:5173', 'access-control-request-method': 'POST' },
    })
    expect(response.statusCode).toBe(204)
    expect(response.headers['access-control-max-age']).toBe('600')
    expect(response.headers['access-control-allow-headers']).toContain('X-Session-ID')
    expect(response.headers['access-control-allow-methods']).toContain('DELETE')
  })

  it('know local origins in development alone', async () => {
    const app = await start(PRODUCTION)
    const response = await app.inject({
      method: 'OPTIONS',
      url: '/api/things',
      headers: { ...HTTPS, origin: 'http://localhost:5173', 'access-control-request-method': 'POST' },
    })
    expect(response.headers).not.toHaveProperty('access-control-allow-origin')
  })
})

describe('writes that carry cookies', () => {
  const body = { title: 'a' }

  it('need the token of the cookie that a read sets', async () => {
    const app = await start()
    const cookie = (await app.inject('/api/things/1')).cookies.find(({ name }) => name === 'csrf_token')
    expect(cookie).toMatchObject({ maxAge: 3600, sameSite: 'Strict', path: '/' })
    expect(cookie?.value).toMatch(/^[\w-]{43}$/)
    const token = cookie?.value ?? ''
    const write = async (headers: Record<string, string>) =>
      (await app.inject({ method: 'POST', url: '/api/things', headers, payload: body })).statusCode
    expect(await write({ cookie: `csrf_token=${token}` })).toBe(403)
    expect(await write({ cookie: `csrf_token=${token}`, 'x-csrf-token': `${token.slice(1)}x` })).toBe(403)
    expect(await write({ cookie: `csrf_token=${token}`, 'x-csrf-token': token })).toBe(200)
    expect(await write({ cookie: `csrf_token=${token}`, 'x-csrf-token': token, origin: 'https://evil.example' })).toBe(
      403,
    )
    expect(await write({ cookie: `csrf_token=${token}`, 'x-csrf-token': token, origin: 'https://makrx.org' })).toBe(200)
    expect(await write({ cookie: 'other=1' })).toBe(403)
    expect(await write({})).toBe(200)
    expect(await write({ cookie: 'other=1', 'x-session-id': 'a-guest-session-0001' })).toBe(200)
    expect(await write({ cookie: 'other=1', authorization: 'Bearer x' })).toBe(200)
  })

  it('get a cookie for https alone in production', async () => {
    const app = await start(PRODUCTION)
    const response = await app.inject({ url: '/api/things/1', headers: HTTPS })
    expect(response.headers['set-cookie']).toMatch(
      /^csrf_token=[\w-]{43}; Max-Age=3600; Path=\/; Secure; SameSite=Strict$/,
    )
  })
})
