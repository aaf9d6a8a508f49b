import { buildTestApp, type TestApp } from '../support/build-app.js'
import { thingRoutes } from './sample-routes.js'

let test: TestApp

beforeAll(async () => {
  test = await buildTestApp({ routes: thingRoutes })
})
afterAll(() => test.close())

async function post(body: string | Buffer, headers: Record<string, string> = {}) {
  return test.app.inject({
    method: 'POST',
    url: '/api/things',
    headers: { 'content-type': 'application/json', ...headers },
    payload: body,
  })
}

async function postThing(body: unknown, headers: Record<string, string> = {}) {
  return post(JSON.stringify(body), headers)
}

it('normalises and trims texts and fills in defaults', async () => {
  const response = await postThing({ title: '  Cafe\u0301 ' })
  expect(response.json()).toEqual({ title: 'Café', quantity: 1, notes: null, parts: 0 })
})

it('names unknown fields, nested ones too, and keeps them from the handler', async () => {
  const response = await postThing({ title: 'a', price: 1, parts: [{ sku: 'x', cost: 2 }] })
  expect(response.statusCode).toBe(200)
  expect(response.headers['x-ignored-fields']).toBe('price, parts[0].cost')
})

it('refuses unknown fields under strict handling', async () => {
  const response = await postThing({ title: 'a', price: 1 }, { prefer: 'handling=strict' })
  expect(response.statusCode).toBe(422)
  expect(response.json()).toMatchObject({
    code: 'validation_error',
    errors: [{ path: 'body.price', code: 'unknown_field' }],
  })
})

it.each([
  ['a boolean for an integer', { title: 'a', quantity: true }, { path: 'body.quantity', code: 'type' }],
  ['null for an integer', { title: 'a', quantity: null }, { path: 'body.quantity', code: 'type' }],
  ['a numeric text for an integer', { title: 'a', quantity: '1' }, { path: 'body.quantity', code: 'type' }],
  ['a list for an integer', { title: 'a', quantity: [5] }, { path: 'body.quantity', code: 'type' }],
  ['a fraction for an integer', { title: 'a', quantity: 1.5 }, { path: 'body.quantity', code: 'type' }],
  ['an integer below its bound', { title: 'a', quantity: 0 }, { path: 'body.quantity', code: 'too_small' }],
  ['an integer above its bound', { title: 'a', quantity: 1000 }, { path: 'body.quantity', code: 'too_big' }],
  ['a missing field', { quantity: 1 }, { path: 'body.title', code: 'required' }],
  ['a blank text', { title: '   ' }, { path: 'body.title', code: 'too_short' }],
  ['a long text', { title: 'x'.repeat(11) }, { path: 'body.title', code: 'too_long' }],
  ['a number for a text', { title: 7 }, { path: 'body.title', code: 'type' }],
  [
    'a list that is too long',
    { title: 'a', parts: Array(4).fill({ sku: 'x' }) },
    { path: 'body.parts', code: 'too_long' },
  ],
  ['a flaw inside of a list', { title: 'a', parts: [{ sku: 1 }] }, { path: 'body.parts[0].sku', code: 'type' }],
  ['a list for the body', ['a'], { path: 'body', code: 'type' }],
])('refuses %s as 422 and says where', async (_what, body, item) => {
  const response = await postThing(body)
  expect(response.statusCode).toBe(422)
  expect(response.json()).toMatchObject({ code: 'validation_error', errors: [item] })
})

it.each([
  ['1e400', '{"title":"a","quantity":1e400}'],
  ['a number beyond the safe integers', '{"title":"a","quantity":9007199254740993}'],
  ['null', 'null'],
])('refuses %s as 422', async (_what, body) => {
  expect((await post(body)).statusCode).toBe(422)
})

it.each<[string, string | Buffer]>([
  ['broken JSON', '{"title":'],
  ['no JSON at all', 'title=a'],
  ['a prototype key', '{"title":"a","__proto__":{"x":1}}'],
  ['a constructor prototype key', '{"title":"a","constructor":{"prototype":{}}}'],
  ['NUL in a text', '{"title":"a\\u0000"}'],
  ['a lone surrogate', '{"title":"\\ud800"}'],
  ['a lone surrogate in a key', '{"title":"a","\\udfff":1}'],
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ['33 levels of nesting', `{"title":"a","x":${'['.repeat(32)}${']'.repeat(32)}}`],
  ['no bytes where a field is required', ''],
])('refuses %s as 400', async (_what, body) => {
  const response = await post(body)
  expect(response.statusCode).toBe(400)
  expect(response.json()).toMatchObject({ code: 'malformed_request' })
})

it('accepts 32 levels of nesting and brackets inside of texts', async () => {
  const nested = `{"title":"a","x":${'['.repeat(31)}${']'.repeat(31)}}`
  expect((await post(nested)).statusCode).toBe(200)
  expect((await postThing({ title: 'a', notes: '[{'.repeat(100) })).statusCode).toBe(200)
})

it('takes the last of duplicate keys', async () => {
  expect((await post('{"title":"a","title":"b"}')).json()).toMatchObject({ title: 'b' })
})

it('counts texts in code points', async () => {
  expect((await postThing({ title: '😀'.repeat(10) })).statusCode).toBe(200)
  expect((await postThing({ title: '😀'.repeat(11) })).statusCode).toBe(422)
})

it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', ''])(
  'refuses the content type "%s" as 415',
  async (type) => {
    const response = await post('{"title":"a"}', { 'content-type': type })
    expect(response.statusCode).toBe(415)
    expect(response.json()).toMatchObject({ code: 'unsupported_media_type' })
  },
)

it.each(['application/json; charset=utf-8', 'Application/JSON', 'application/json;charset=UTF-8'])(
  'validates a body of the content type %s',
  async (type) => {
    expect((await post('{"title":1}', { 'content-type': type })).statusCode).toBe(422)
  },
)

it('refuses a content encoding as 415', async () => {
  expect((await post('{"title":"a"}', { 'content-encoding': 'gzip' })).statusCode).toBe(415)
})

it('takes a body of the limit and refuses one byte more', async () => {
  const filler = (bytes: number): string => `{"title":"a"${' '.repeat(bytes - 13)}}`
  expect((await post(filler(65_536))).statusCode).toBe(200)
  const response = await post(filler(65_537))
  expect(response.statusCode).toBe(413)
  expect(response.json()).toMatchObject({ code: 'payload_too_large', limit: 65_536 })
})

it('lets no undeclared field of an answer leave', async () => {
  expect((await postThing({ title: 'a' })).body).not.toContain('never leaves')
})

it('reads query and path explicitly and refuses what does not parse', async () => {
  expect((await test.app.inject('/api/things/7?deep=1&limit=20')).json()).toEqual({ id: 7, deep: true, limit: 20 })
  for (const url of [
    '/api/things/x',
    '/api/things/0',
    '/api/things/1e3',
    '/api/things/7?limit=101',
    '/api/things/7?limit=',
  ]) {
    const response = await test.app.inject(url)
    expect(response.statusCode).toBe(422)
  }
  expect((await test.app.inject('/api/things/7?limit=1&limit=2')).statusCode).toBe(422)
  expect((await test.app.inject('/api/things/x')).json()).toMatchObject({ errors: [{ path: 'path.id', code: 'type' }] })
})
