import { z } from 'zod'

import { DomainError } from '../../src/domain/errors.js'
import { defineRoute, type RouteDefinition } from '../../src/http/route.js'
import { buildTestApp, type TestApp } from '../support/build-app.js'
import { cloneDatabase, type ClonedDatabase } from '../support/database.js'
import { markRoutes } from './sample-routes.js'

const API_KEY = 'the-key-that-makrcave-holds'
const OLD_KEY = 'the-key-that-it-held-before'

let database: ClonedDatabase
let test: TestApp

/** Accepts the body `good`, as a callback with a signature would be. */
function callbackRoute(): RouteDefinition {
  return defineRoute({
    method: 'POST',
    path: '/api/bridge/jobs/:job_id/status',
    summary: 'A signed callback',
    tag: 'test',
    access: 'cave_callback',
    limit: 'webhook',
    idempotency: 'none',
    schema: {
      params: z.object({ job_id: z.string() }),
      body: z.looseObject({ status: z.string() }),
      response: { 200: z.object({ sender: z.string(), bytes: z.string(), job: z.string() }) },
    },
    authenticate: ({ rawBody }) =>
      rawBody.toString() === ' {"good":true}\n'
        ? Promise.resolve({ kind: 'service', name: 'cave' })
        : Promise.reject(new DomainError('invalid_signature', 'The signature is wrong.')),
    handler: ({ principal, rawBody, params }) =>
      Promise.resolve({ sender: principal.name, bytes: rawBody.toString('hex'), job: params.job_id }),
  })
}

beforeAll(async () => {
  database = await cloneDatabase()
  test = await buildTestApp({
    environment: {
      DATABASE_URL: database.url,
      MAKRCAVE_API_KEY: API_KEY,
      MAKRCAVE_API_KEY_PREVIOUS: OLD_KEY,
      MAKRCAVE_API_KEY_PREVIOUS_UNTIL: new Date(Date.now() + 3_600_000).toISOString(),
    },
    routes: () => [...markRoutes(), callbackRoute()],
  })
})
afterAll(async () => {
  await test.close()
  await database.drop()
})

type Sender = 'nobody' | 'guest' | 'user' | 'admin' | 'key' | 'service' | 'bad token' | 'bad key'
const SENDERS: Sender[] = ['nobody', 'guest', 'user', 'admin', 'key', 'service', 'bad token', 'bad key']

async function headersOf(sender: Sender): Promise<Record<string, string>> {
  const bearer = async (token: Promise<string>) => ({ authorization: `Bearer ${await token}` })
  switch (sender) {
    case 'nobody':
      return {}
    case 'guest':
      return { 'x-session-id': 'a-guest-session-0001' }
    case 'user':
      return bearer(test.tokens.userToken({ sub: 'user-1' }))
    case 'admin':
      return bearer(test.tokens.adminToken('admin-1'))
    case 'service':
      return bearer(test.tokens.serviceToken('cave-service'))
    case 'key':
      return { 'x-api-key': API_KEY }
    case 'bad token':
      return { authorization: 'Bearer a.b.c' }
    case 'bad key':
      return { 'x-api-key': 'a key of nobody that we know' }
  }
}

/** What each sender gets: the kind it is admitted as, or the refusal's code. In the order of SENDERS. */
const MATRIX: Record<string, string[]> = {
  public: ['anonymous', 'anonymous', 'anonymous', 'anonymous', 'anonymous', 'anonymous', 'anonymous', 'anonymous'],
  public_with_user: ['anonymous', 'anonymous', 'user', 'user', 'anonymous', 'anonymous', 'anonymous', 'anonymous'],
  guest: [
    ...['authentication_required', 'guest', 'user', 'user'],
    ...['authentication_required', 'invalid_token', 'invalid_token', 'authentication_required'],
  ],
  user: [
    ...['authentication_required', 'authentication_required', 'user', 'user'],
    ...['authentication_required', 'invalid_token', 'invalid_token', 'authentication_required'],
  ],
  admin: [
    ...['authentication_required', 'authentication_required', 'insufficient_permissions', 'user'],
    ...['authentication_required', 'invalid_token', 'invalid_token', 'authentication_required'],
  ],
  service: [
    ...['invalid_service_token', 'invalid_service_token', 'service_token_required', 'service_token_required'],
    ...['service', 'service', 'invalid_token', 'invalid_service_token'],
  ],
  user_or_service: [
    ...['authentication_required', 'authentication_required', 'user', 'user'],
    ...['service', 'service', 'invalid_token', 'invalid_service_token'],
  ],
  admin_or_service: [
    ...['authentication_required', 'authentication_required', 'insufficient_permissions', 'user'],
    ...['service', 'service', 'invalid_token', 'invalid_service_token'],
  ],
  owner_admin_or_service: [
    ...['authentication_required', 'authentication_required', 'user', 'user'],
    ...['service', 'service', 'invalid_token', 'invalid_service_token'],
  ],
}

describe.each(Object.entries(MATRIX))('the mark %s', (mark, expected) => {
  it.each(SENDERS.map((sender, index) => [sender, expected[index]] as const))(
    'answers %s with %s',
    async (sender, word) => {
      const response = await test.app.inject({ url: `/api/marks/${mark}`, headers: await headersOf(sender) })
      const { kind, code, status } = response.json<{ kind?: string; code?: string; status?: number }>()
      expect(kind ?? code).toBe(word)
      expect(response.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined)
    },
  )
})

it('gives the user with roles, and keeps private answers out of caches', async () => {
  const response = await test.app.inject({ url: '/api/marks/user', headers: await headersOf('user') })
  expect(response.json()).toEqual({ kind: 'user', id: 'user-1' })
  expect(response.headers['cache-control']).toBe('no-store')
})

it.each(['short', 'with blank and more', 'x'.repeat(129), ''])(
  'opens nothing for the guest session "%s"',
  async (session) => {
    const response = await test.app.inject({ url: '/api/marks/guest', headers: { 'x-session-id': session } })
    expect(response.json()).toMatchObject({ status: 401, code: 'authentication_required' })
  },
)

it('accepts the key before this one until its end', async () => {
  const response = await test.app.inject({ url: '/api/marks/service', headers: { 'x-api-key': OLD_KEY } })
  expect(response.json()).toEqual({ kind: 'service', id: null })
})

it('refuses service tokens that are meant for others', async () => {
  const token = await test.tokens.serviceToken('x', 'somebody-else')
  const headers = { authorization: `Bearer ${token}` }
  expect((await test.app.inject({ url: '/api/marks/service', headers })).json()).toMatchObject({
    status: 401,
    code: 'invalid_audience',
  })
})

it('answers 503, never 401 and never as anonymous, while tokens cannot be checked', async () => {
  const headers = await headersOf('user')
  test.tokens.isDown = true
  const response = await test.app.inject({ url: '/api/marks/guest', headers })
  test.tokens.isDown = false
  expect(response.json()).toMatchObject({ status: 503, code: 'auth_unavailable' })
  expect(response.headers).toHaveProperty('retry-after')
})

it('records who signed in', async () => {
  const token = await test.tokens.userToken({ sub: 'user-7', email: 'seven@shop.test' })
  await test.app.inject({ url: '/api/marks/user', headers: { authorization: `Bearer ${token}` } })
  const [found] = await test.dependencies.database.query(
    "SELECT email, email_verified FROM store_users WHERE sub = 'user-7'",
  )
  expect(found).toEqual([{ email: 'seven@shop.test', email_verified: true }])
})

it('verifies callbacks over their exact bytes, under every spelling of the address', async () => {
  for (const prefix of ['/api/bridge', '/api/v1/bridge', '/bridge']) {
    const url = `${prefix}/jobs/7/status`
    const headers = { 'content-type': 'application/json', cookie: 'other=1' }
    const good = await test.app.inject({ method: 'POST', url, headers, payload: ' {"good":true}\n' })
    expect(good.json()).toEqual({ sender: 'cave', bytes: Buffer.from(' {"good":true}\n').toString('hex'), job: '7' })
    const bad = await test.app.inject({ method: 'POST', url, headers, payload: '{"good":true}' })
    expect(bad.json()).toMatchObject({ status: 403, code: 'invalid_signature' })
  }
})

describe('metrics', () => {
  const url = '/api/marks/metrics'

  it('are open outside production', async () => {
    expect((await test.app.inject({ url })).statusCode).toBe(200)
  })

  it('take the token in production, and without a token direct private callers alone', async () => {
    const PRODUCTION = { ENVIRONMENT: 'production', FORCE_HTTPS: 'false' }
    const host = 'makrx.store'
    const closed = await buildTestApp({
      environment: { ...PRODUCTION, METRICS_TOKEN: 'a-metrics-token-0987' },
      routes: markRoutes,
    })
    const statusOf = async (headers: Record<string, string>) =>
      (await closed.app.inject({ url, headers: { host, ...headers } })).statusCode
    expect(await statusOf({})).toBe(403)
    expect(await statusOf({ 'x-metrics-token': 'another' })).toBe(403)
    expect(await statusOf({ 'x-metrics-token': 'a-metrics-token-0987' })).toBe(200)
    expect(await statusOf({ authorization: 'Bearer a-metrics-token-0987' })).toBe(200)
    await closed.close()

    const near = await buildTestApp({ environment: PRODUCTION, routes: markRoutes })
    const from = async (remoteAddress: string, headers = {}) =>
      (await near.app.inject({ url, remoteAddress, headers: { host, ...headers } })).statusCode
    expect(await from('127.0.0.1')).toBe(200)
    expect(await from('10.1.2.3')).toBe(200)
    expect(await from('203.0.113.7')).toBe(403)
    expect(await from('127.0.0.1', { 'x-forwarded-for': '10.0.0.1' })).toBe(403)
    await near.close()
  })
})

describe('a route without its marks', () => {
  it.each(['access', 'limit', 'idempotency', 'summary'] as const)('stops the boot when %s is missing', async (mark) => {
    const routes = markRoutes().map((route) => ({ ...route, [mark]: undefined }))
    await expect(buildTestApp({ routes: () => routes })).rejects.toThrow(`does not declare: ${mark}`)
  })
})
