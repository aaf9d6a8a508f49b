import { z } from 'zod'

import { claimKey, LEASE_SECONDS } from '../../src/db/idempotency-keys.js'
import { DomainError } from '../../src/domain/errors.js'
import { defineRoute, type RouteDefinition } from '../../src/http/route.js'
import { buildTestApp, type TestApp } from '../support/build-app.js'
import { cloneDatabase, type ClonedDatabase } from '../support/database.js'

let database: ClonedDatabase
let test: TestApp
let bearer: string

/** What the handler does next, and what it has done so far. */
const shop = {
  runs: 0,
  drawn: 0,
  next: (): Promise<void> => Promise.resolve(),
  seen: [] as { thingId: number; updateId: string; isTakenOver: boolean }[],
}

const body = z.object({ amount: z.int(), note: z.string().optional() })
const answer = z.object({ thing_id: z.int(), run: z.int() })

function routes(): RouteDefinition[] {
  const handle = async (claim: { ids: { thingId: number; updateId: string }; isTakenOver: boolean }) => {
    shop.runs += 1
    const run = shop.runs
    shop.seen.push({ ...claim.ids, isTakenOver: claim.isTakenOver })
    await shop.next()
    return { thing_id: claim.ids.thingId, run }
  }
  const drawIds = () => {
    shop.drawn += 1
    return { thingId: shop.drawn * 100 }
  }
  const common = { method: 'POST', tag: 'test', access: 'user', limit: 'read', summary: 'Makes a thing' } as const
  return [
    defineRoute({
      ...common,
      path: '/api/quick-reorder/things',
      idempotency: 'optional',
      drawIds,
      schema: { body, query: z.object({ q: z.string().optional() }), response: { 200: answer, 202: answer } },
      handler: async ({ claim, reply }) => {
        void reply.header('location', '/somewhere')
        return handle(claim)
      },
    }),
    defineRoute({
      ...common,
      path: '/api/quick-reorder/carts/:id/checkout',
      idempotency: 'optional',
      drawIds,
      businessKey: ({ params }) => params.id,
      schema: { params: z.object({ id: z.string() }), body, response: { 200: answer } },
      handler: ({ claim }) => handle(claim),
    }),
    defineRoute({
      ...common,
      path: '/api/quick-reorder/refunds',
      idempotency: 'required',
      drawIds,
      schema: { body, response: { 200: answer } },
      handler: ({ claim }) => handle(claim),
    }),
  ]
}

beforeAll(async () => {
  database = await cloneDatabase()
  test = await buildTestApp({ environment: { DATABASE_URL: database.url }, routes })
  bearer = `Bearer ${await test.tokens.userToken({ sub: 'user-1' })}`
})
beforeEach(() => {
  Object.assign(shop, { runs: 0, seen: [], next: () => Promise.resolve() })
})
afterAll(async () => {
  await test.close()
  await database.drop()
})

const THINGS = '/api/quick-reorder/things'

async function send(key: string | undefined, options: { url?: string; body?: object; authorization?: string } = {}) {
  return test.app.inject({
    method: 'POST',
    url: options.url ?? THINGS,
    headers: { authorization: options.authorization ?? bearer, ...(key !== undefined && { 'idempotency-key': key }) },
    payload: options.body ?? { amount: 1 },
  })
}

it('runs once and answers a repeat with the very same bytes', async () => {
  const first = await send('once')
  const second = await send('once')
  expect(first.statusCode).toBe(200)
  expect(second.rawPayload.equals(first.rawPayload)).toBe(true)
  expect(second.statusCode).toBe(200)
  expect(second.headers).toMatchObject({
    'idempotent-replayed': 'true',
    location: '/somewhere',
    'content-type': first.headers['content-type'],
  })
  expect(first.headers).not.toHaveProperty('idempotent-replayed')
  expect(shop.runs).toBe(1)
})

it('treats all spellings of an address, of a body and of Prefer as the same request', async () => {
  await send('spelled')
  const alias = await test.app.inject({
    method: 'POST',
    url: '/quick-reorder/things/',
    headers: {
      authorization: bearer,
      'idempotency-key': 'spelled',
      'content-type': 'application/json',
      prefer: 'wait=1',
    },
    payload: '{ "unknown": 1, "amount" : 1 }',
  })
  expect(alias.headers['idempotent-replayed']).toBe('true')
})

it('lets one of 50 twins run; the others get its answer or are told to wait', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => send('twins')))
  expect(shop.runs).toBe(1)
  const bodies = new Set(answers.filter(({ statusCode }) => statusCode === 200).map((one) => one.body))
  expect(bodies.size).toBe(1)
  for (const refused of answers.filter(({ statusCode }) => statusCode !== 200)) {
    expect(refused.json()).toMatchObject({ status: 409, code: 'idempotency_in_progress', retry_after: 1 })
    expect(refused.headers['retry-after']).toBe('1')
  }
})

it('refuses a key with another body or query', async () => {
  await send('reused')
  expect((await send('reused', { body: { amount: 2 } })).json()).toMatchObject({
    status: 422,
    code: 'idempotency_key_reuse',
  })
  expect((await send('reused', { url: `${THINGS}?q=1` })).json()).toMatchObject({ code: 'idempotency_key_reuse' })
})

it('keeps the keys of different people and routes apart', async () => {
  await send('apart')
  const other = `Bearer ${await test.tokens.userToken({ sub: 'user-2' })}`
  expect((await send('apart', { authorization: other, body: { amount: 2 } })).statusCode).toBe(200)
  expect((await send('apart', { url: '/api/quick-reorder/refunds' })).headers).not.toHaveProperty('idempotent-replayed')
  expect(shop.runs).toBe(3)
})

it('frees the key of a refused request and forgets its ids', async () => {
  shop.next = () => Promise.reject(new DomainError('cart_empty', 'The cart is empty.'))
  expect((await send('refused')).statusCode).toBe(409)
  shop.next = () => Promise.resolve()
  expect((await send('refused', { body: { amount: 9 } })).statusCode).toBe(200)
  expect(shop.seen[1]?.thingId).not.toBe(shop.seen[0]?.thingId)
})

it.each([
  ['a failure of ours', new Error('broken'), 500],
  ['an upload that is not ready', new DomainError('upload_not_ready', 'Not yet.'), 409],
])('keeps the ids after %s, so that the next try meets the same work', async (what, error, status) => {
  shop.next = () => Promise.reject(error)
  expect((await send(what.replaceAll(' ', '-'))).statusCode).toBe(status)
  shop.next = () => Promise.resolve()
  const next = await send(what.replaceAll(' ', '-'))
  expect(next.statusCode).toBe(200)
  expect(next.headers).not.toHaveProperty('idempotent-replayed')
  expect(shop.seen.map(({ thingId, updateId }) => ({ thingId, updateId }))[1]).toEqual({
    thingId: shop.seen[0]?.thingId,
    updateId: shop.seen[0]?.updateId,
  })
  expect(shop.seen.map((one) => one.isTakenOver)).toEqual([false, true])
})

it('takes over from a holder that died, with the same ids', async () => {
  const scope = { principal: 'user:user-1', method: 'POST', path: '/api/quick-reorder/carts/41/checkout', key: ' 41' }
  const drawIds = () => Promise.resolve({ thingId: 4711, updateId: 'update-of-the-dead' })
  await claimKey(test.dependencies.database, { scope, requestHash: undefined, drawIds })
  const url = '/api/quick-reorder/carts/41/checkout'
  expect((await send(undefined, { url })).json()).toMatchObject({ code: 'idempotency_in_progress' })
  await test.dependencies.database.query(
    "UPDATE idempotency_keys SET lease_until = now() - interval '1 second' WHERE key = ' 41'",
  )
  expect((await send(undefined, { url })).json()).toMatchObject({ thing_id: 4711 })
  expect(shop.seen[0]).toEqual({ thingId: 4711, updateId: 'update-of-the-dead', isTakenOver: true })
})

it('holds the key while it runs, for a lease at a time', async () => {
  let finish = (): void => undefined
  const started = new Promise<void>((resolve) => {
    shop.next = () => {
      resolve()
      return new Promise((done) => {
        finish = done
      })
    }
  })
  const running = send('held')
  await started
  const [rows] = await test.dependencies.database.query(
    "SELECT state, extract(epoch FROM lease_until - now()) AS seconds FROM idempotency_keys WHERE key = 'held'",
  )
  const [row] = rows as { state: string; seconds: string }[]
  expect(row?.state).toBe('in_progress')
  expect(Number(row?.seconds)).toBeGreaterThan(0)
  expect(Number(row?.seconds)).toBeLessThanOrEqual(LEASE_SECONDS)
  expect((await send('held')).statusCode).toBe(409)
  finish()
  expect((await running).statusCode).toBe(200)
})

it('answers a repeat under a business key from the row as it is now, whatever its body', async () => {
  const url = '/api/quick-reorder/carts/42/checkout'
  expect((await send(undefined, { url })).json()).toMatchObject({ run: 1 })
  const repeat = await send(undefined, { url, body: { amount: 2 } })
  expect(repeat.json()).toMatchObject({ run: 2 })
  expect(repeat.headers).not.toHaveProperty('idempotent-replayed')
})

it('gives fresh ids and keeps no record without any key', async () => {
  await send(undefined)
  await send(undefined)
  expect(shop.seen[0]?.updateId).not.toBe(shop.seen[1]?.updateId)
  const [rows] = await test.dependencies.database.query(
    "SELECT count(*) AS kept FROM idempotency_keys WHERE path = '/api/quick-reorder/things' AND key LIKE ' %'",
  )
  expect(rows).toEqual([{ kept: 0 }])
})

it.each(['', 'a b', 'x'.repeat(256), 'ümlaut'])('refuses the key "%s" as malformed', async (key) => {
  expect((await send(key)).json()).toMatchObject({ status: 400, code: 'invalid_idempotency_key' })
})

it('demands a key where one is required', async () => {
  expect((await send(undefined, { url: '/api/quick-reorder/refunds' })).json()).toMatchObject({
    status: 400,
    code: 'invalid_idempotency_key',
  })
})

it('counts claims by their result', async () => {
  const { registry } = await import('../../src/metrics.js')
  const text = await registry.metrics()
  for (const result of ['held', 'finished', 'in_progress', 'other_request']) {
    expect(text).toMatch(new RegExp(`store_idempotency_total\\{result="${result}"\\} [1-9]`))
  }
})
