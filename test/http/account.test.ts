import { randomBytes } from 'node:crypto'

import { uuidv7 } from 'uuidv7'

import { EncryptionCodec } from '../../temporal/codec.js'
import { buildTestApp, type TestApp } from '../support/build-app.js'
import { cloneDatabase, type ClonedDatabase } from '../support/database.js'

let database: ClonedDatabase
let test: TestApp

beforeAll(async () => {
  database = await cloneDatabase()
  test = await buildTestApp({
    environment: { DATABASE_URL: database.url, TEMPORAL_UI_ORIGIN: 'https://temporal.test' },
    replace: { payloadCodec: new EncryptionCodec([{ id: 'k1', key: randomBytes(32) }]) },
  })
})
afterAll(async () => {
  await test.close()
  await database.drop()
})

interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT'
  readonly url: string
  readonly sub?: string
  readonly payload?: object
}

async function call({ method = 'GET', url, sub = 'user-1', payload }: Call) {
  const authorization = `Bearer ${await test.tokens.userToken({ sub, email: `${sub}@shop.test`, roles: ['maker'] })}`
  return test.app.inject({ method, url, headers: { authorization }, ...(payload && { payload }) })
}

async function notify(userId: string, values: { type?: string; minutesAgo?: number } = {}): Promise<string> {
  const id = uuidv7()
  await test.dependencies.database.query(
    `INSERT INTO notifications (id, user_id, type, subject, message, dedupe_key, created_at)
     VALUES ($1, $2, $3, 'Subject', 'Message', $4, now() - make_interval(mins => $5))`,
    { bind: [id, userId, values.type ?? 'order_update', id, values.minutesAgo ?? 0] },
  )
  return id
}

it('tells who the token belongs to', async () => {
  expect((await call({ url: '/api/auth/me', sub: 'mira' })).json()).toEqual({
    user_id: 'mira',
    email: 'mira@shop.test',
    name: 'mira',
    roles: ['maker'],
    email_verified: true,
    username: 'mira',
    first_name: null,
    last_name: null,
  })
})

it('leads to the identity provider for signing in and out, and back to our own shops alone', async () => {
  const login = async (payload: object) => test.app.inject({ method: 'POST', url: '/api/auth/login', payload })
  const answer = (await login({ redirect_uri: 'https://makrx.store/cart?x=1' })).json<{
    login_url: string
    client_id: string
  }>()
  const url = new URL(answer.login_url)
  expect(url.origin + url.pathname).toBe('https://id.test/realms/makrx/protocol/openid-connect/auth')
  expect(url.searchParams.get('redirect_uri')).toBe('https://makrx.store/cart?x=1')
  expect(answer.client_id).toBe('makrx-store-api')
  for (const redirect of [
    'https://evil.example',
    'javascript:alert(1)',
    'https://makrx.store@evil.example',
    '//evil',
  ]) {
    expect((await login({ redirect_uri: redirect })).json()).toMatchObject({ status: 422, code: 'validation_error' })
  }
  const logout = (await test.app.inject({ method: 'POST', url: '/api/auth/logout' })).json<{ logout_url: string }>()
  expect(logout.logout_url).toContain('/protocol/openid-connect/logout?client_id=makrx-store-api')
})

it('keeps preferences: defaults first, then what was changed', async () => {
  const url = '/api/user/notifications'
  expect((await call({ url, sub: 'prefers' })).json()).toMatchObject({ email_notifications: true, sms: false })
  const first = await call({ method: 'PUT', url, sub: 'prefers', payload: { sms: true } })
  expect(first.json()).toMatchObject({
    success: true,
    preferences: { sms: true, email_notifications: true, push: false },
  })
  await call({ method: 'PUT', url, sub: 'prefers', payload: { email_notifications: false } })
  expect((await call({ url, sub: 'prefers' })).json()).toMatchObject({ sms: true, email_notifications: false })
  expect((await call({ method: 'PUT', url, payload: { sms: 'yes' } })).statusCode).toBe(422)
})

it('lists notifications in pages, newest first, and counts the unread ones', async () => {
  const ids = [
    await notify('reader', { minutesAgo: 3 }),
    await notify('reader', { minutesAgo: 2 }),
    await notify('reader', { type: 'refund', minutesAgo: 1 }),
  ]
  await notify('somebody-else')
  const list = async (query: string) =>
    (await call({ url: `/api/notifications${query}`, sub: 'reader' })).json<{
      notifications: { id: string }[]
      unread_count: number
      pages: number
    }>()
  const first = await list('?per_page=2')
  expect(first).toMatchObject({ unread_count: 3, total: 3, page: 1, per_page: 2, pages: 2 })
  expect(first.notifications.map(({ id }) => id)).toEqual([ids[2], ids[1]])
  expect((await list('?per_page=2&page=2')).notifications.map(({ id }) => id)).toEqual([ids[0]])
  expect((await list('?type=refund')).notifications).toHaveLength(1)
  expect((await list('?read=true')).notifications).toHaveLength(0)
  expect((await call({ url: '/api/notifications?page=101&per_page=100' })).statusCode).toBe(422)
})

it('marks one or all as read, of the owner alone', async () => {
  const id = await notify('marker')
  await notify('marker')
  const mark = async (sub: string) => call({ method: 'POST', url: `/api/notifications/${id}/read`, sub })
  expect((await mark('stranger')).json()).toMatchObject({ status: 404, code: 'notification_not_found' })
  expect((await mark('marker')).json()).toMatchObject({ success: true, unread_count: 1 })
  expect((await mark('marker')).json()).toMatchObject({ unread_count: 1 })
  const all = await call({ method: 'POST', url: '/api/notifications/mark-all-read', sub: 'marker' })
  expect(all.json()).toMatchObject({ success: true, unread_count: 0 })
  expect((await call({ method: 'POST', url: '/api/notifications/no-id/read' })).statusCode).toBe(422)
})

describe('the codec of workflow payloads', () => {
  const plain = {
    metadata: { encoding: Buffer.from('json/plain').toString('base64') },
    data: Buffer.from('{"a":1}').toString('base64'),
  }
  const code = async (action: 'encode' | 'decode', token: string | undefined, payloads: object[]) =>
    test.app.inject({
      method: 'POST',
      url: `/api/admin/codec/${action}`,
      headers: { origin: 'https://temporal.test', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      payload: { payloads },
    })

  it('encrypts and decrypts for administrators, called from the workflow UI', async () => {
    const token = await test.tokens.adminToken()
    const encoded = await code('encode', token, [plain])
    expect(encoded.headers['access-control-allow-origin']).toBe('https://temporal.test')
    const { payloads } = encoded.json<{ payloads: (typeof plain)[] }>()
    expect(payloads[0]?.data).not.toBe(plain.data)
    expect((await code('decode', token, payloads)).json()).toEqual({ payloads: [plain] })
    const broken = payloads.map((one) => ({
      ...one,
      data: Buffer.from('rubbish of some length, so long').toString('base64'),
    }))
    expect((await code('decode', token, broken)).json()).toMatchObject({ status: 422, code: 'validation_error' })
  })

  it('is closed to everybody else, and to other origins', async () => {
    expect((await code('decode', undefined, [plain])).statusCode).toBe(401)
    expect((await code('decode', await test.tokens.userToken(), [plain])).statusCode).toBe(403)
    const elsewhere = await test.app.inject({ url: '/api/auth/me', headers: { origin: 'https://temporal.test' } })
    expect(elsewhere.headers).not.toHaveProperty('access-control-allow-origin')
  })

  it('does not exist without keys', async () => {
    const without = await buildTestApp({ environment: { DATABASE_URL: database.url } })
    const response = await without.app.inject({
      method: 'POST',
      url: '/api/admin/codec/decode',
      payload: { payloads: [] },
    })
    await without.close()
    expect(response.statusCode).toBe(404)
  })
})
