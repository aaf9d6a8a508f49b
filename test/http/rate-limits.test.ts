import { randomBytes } from 'node:crypto'
import { once } from 'node:events'

import { createLimitsRedis } from '../../src/http/shared-counters.js'
import { createLogger } from '../../src/logger.js'
import { buildTestApp, type TestApp } from '../support/build-app.js'
import { servers } from '../support/servers.js'
import { limitRoutes } from './limit-routes.js'

const ENVIRONMENT = { ENVIRONMENT: 'production', FORCE_HTTPS: 'false', RATE_LIMIT_API: '3', RATE_LIMIT_CHECKOUT: '2' }
/** A command that is late is counted in the process instead, and then two processes let more through than one count. */
const PATIENT_MS = 60_000
const apps: TestApp[] = []

beforeAll(async () => {
  for (let process = 0; process < 2; process += 1) {
    const limitsRedis = createLimitsRedis(servers().redisUrl, createLogger('silent'), PATIENT_MS)
    await once(limitsRedis, 'ready')
    apps.push(await buildTestApp({ environment: ENVIRONMENT, routes: limitRoutes, replace: { limitsRedis } }))
  }
})
afterAll(async () => {
  for (const test of apps) await test.close()
})

interface Call {
  readonly url: string
  readonly app?: number
  readonly address?: string
  readonly headers?: Record<string, string>
  readonly payload?: object
}

async function call({ url, app = 0, address = randomAddress(), headers = {}, payload = {} }: Call) {
  const test = apps[app]
  if (!test) throw new Error('There are two apps.')
  return test.app.inject({
    method: 'POST',
    url,
    remoteAddress: address,
    headers: { host: 'makrx.store', ...headers },
    payload,
  })
}

function randomAddress(): string {
  return `198.${[...randomBytes(3)].join('.')}`
}

async function bearerOf(app: number, sub: string): Promise<Record<string, string>> {
  return { authorization: `Bearer ${(await apps[app]?.tokens.userToken({ sub })) ?? ''}` }
}

it('lets exactly 50 of 200 parallel requests through, over two processes', async () => {
  const address = randomAddress()
  const calls = Array.from({ length: 200 }, (_, index) => call({ url: '/api/limited/quote', app: index % 2, address }))
  const statuses = (await Promise.all(calls)).map(({ statusCode }) => statusCode)
  expect(statuses.filter((status) => status === 200)).toHaveLength(50)
  expect(statuses.filter((status) => status === 429)).toHaveLength(150)
})

it('says which limit was met, and until when', async () => {
  const address = randomAddress()
  const first = await call({ url: '/api/limited/api', address })
  expect(first.headers).toMatchObject({ 'ratelimit-limit': '3', 'ratelimit-remaining': '2', 'ratelimit-reset': '300' })
  await call({ url: '/api/limited/api', address })
  await call({ url: '/api/limited/api', address })
  const refused = await call({ url: '/api/limited/api', address })
  expect(refused.json()).toMatchObject({ status: 429, code: 'rate_limited', limit: 'ip_limit_api' })
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(300)
})

it('counts people by their id, whatever address, body, headers or fresh token they come with', async () => {
  const sub = `user-${randomBytes(6).toString('hex')}`
  const send = async (app: number) =>
    call({
      url: '/api/limited/checkout',
      app,
      headers: {
        ...(await bearerOf(app, sub)),
        'x-session-id': randomBytes(12).toString('hex'),
        'x-forwarded-for': randomAddress(),
        'user-agent': randomBytes(4).toString('hex'),
      },
      payload: { random: randomBytes(4).toString('hex') },
    })
  expect((await send(0)).statusCode).toBe(200)
  expect((await send(1)).statusCode).toBe(200)
  expect((await send(0)).json()).toMatchObject({ status: 429, limit: 'user_limit_checkout' })
})

it('lets people behind one address have their own counts, up to ten times the limit', async () => {
  const address = randomAddress()
  const statuses: number[] = []
  for (let person = 0; person < 21; person += 1) {
    const headers = await bearerOf(0, `crowd-${address}-${person}`)
    statuses.push((await call({ url: '/api/limited/checkout', address, headers })).statusCode)
  }
  expect(statuses.slice(0, 20)).toEqual(Array(20).fill(200))
  expect(statuses[20]).toBe(429)
})

it('counts IPv6 by the /64 and keeps groups apart', async () => {
  const prefix = `2001:db8:${randomBytes(2).toString('hex')}:${randomBytes(2).toString('hex')}`
  await call({ url: '/api/limited/checkout', address: `${prefix}::1` })
  await call({ url: '/api/limited/checkout', address: `${prefix}::2` })
  expect((await call({ url: '/api/limited/checkout', address: `${prefix}:ffff::3` })).statusCode).toBe(429)
  expect((await call({ url: '/api/limited/quote', address: `${prefix}::1` })).statusCode).toBe(200)
})

it('limits unknown addresses too, with one count for all of them', async () => {
  const address = randomAddress()
  const statuses: number[] = []
  for (const path of ['a', 'b', 'c', 'd']) {
    statuses.push((await call({ url: `/api/unknown/${path}`, address })).statusCode)
  }
  expect(statuses).toEqual([404, 404, 404, 429])
})

it('counts an import by what it brings', async () => {
  const address = randomAddress()
  const multipart = { 'content-type': 'multipart/form-data; boundary=x' }
  const withFile = await call({ url: '/api/limited/import', address, headers: multipart })
  expect(withFile.headers['ratelimit-limit']).toBe('10')
  expect((await call({ url: '/api/limited/import', address })).headers['ratelimit-limit']).toBe('3')
})

it('does not limit health, and does not count what fails closed uncounted', async () => {
  const headers = await bearerOf(0, 'uncounted')
  const response = await call({ url: '/api/limited/uncounted', headers })
  expect(response.statusCode).toBe(200)
  expect(response.headers).not.toHaveProperty('ratelimit-limit')
})
