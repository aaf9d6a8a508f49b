import { type AddressInfo, connect } from 'node:net'

import type { InjectOptions } from 'fastify'

import { SECURITY_HEADERS } from '../../src/http/plugins/security-headers.js'
import { buildTestApp, type TestApp } from '../support/build-app.js'
import { thingRoutes } from './sample-routes.js'

let test: TestApp
let port: number

beforeAll(async () => {
  test = await buildTestApp({ routes: thingRoutes })
  await test.app.listen({ port: 0, host: '127.0.0.1' })
  port = (test.app.server.address() as AddressInfo).port
})
afterAll(() => test.close())

/** What the server says to raw bytes until it closes the connection. */
async function speak(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}

it.each<[number, InjectOptions]>([
  [200, { url: '/api/things/1' }],
  [400, { url: '/api/things/%00' }],
  [404, { url: '/api/unknown' }],
  [405, { method: 'DELETE', url: '/api/things' }],
  [
    413,
    {
      method: 'POST',
      url: '/api/things',
      headers: { 'content-type': 'application/json' },
      payload: 'x'.repeat(70_000),
    },
  ],
  [414, { url: `/api/things/${'x'.repeat(201)}` }],
  [414, { url: `/api/things/1?deep=${'1'.repeat(9000)}` }],
  [415, { method: 'POST', url: '/api/things', headers: { 'content-type': 'text/plain' }, payload: 'x' }],
  [422, { url: '/api/things/x' }],
  [500, { url: '/api/defect' }],
])('sends every security header, the request id and the time with %i', async (status, request) => {
  const response = await test.app.inject(request)
  expect(response.statusCode).toBe(status)
  expect(response.headers).toMatchObject(SECURITY_HEADERS)
  expect(response.headers['x-request-id']).toMatch(/^[A-Za-z0-9._-]{8,128}$/)
  expect(response.headers['x-response-time']).toMatch(/^\d+\.\d\dms$/)
  expect(response.headers).not.toHaveProperty('server')
  expect(response.headers).not.toHaveProperty('x-powered-by')
})

it.each([
  ['no Host', 'GET /health HTTP/1.1\r\n\r\n'],
  ['two Hosts', 'GET /health HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n'],
  ['an absolute target', 'GET http://localhost/health HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['an unknown version', 'GET /health HTTP/2.0\r\nHost: localhost\r\n\r\n'],
  ['no version', 'GET /health\r\n\r\n'],
  [
    'length and chunked together',
    'POST /api/things HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  ['two lengths', 'POST /api/things HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  ['a signed length', 'POST /api/things HTTP/1.1\r\nHost: localhost\r\nContent-Length: +5\r\n\r\nabcde'],
  ['a blank before the colon', 'GET /health HTTP/1.1\r\nHost : localhost\r\n\r\n'],
  ['a folded header', 'GET /health HTTP/1.1\r\nHost: localhost\r\nX-A: 1\r\n 2\r\n\r\n'],
])('answers %s with 400 and closes the connection', async (_what, text) => {
  const answer = await speak(text)
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  expect(answer.toLowerCase()).toContain('content-type: application/problem+json')
  expect(answer.toLowerCase()).toContain('strict-transport-security: ')
  expect(answer.toLowerCase()).toContain('connection: close')
})

it('answers headers of more than 16 KiB with 431 in the common shape', async () => {
  const answer = await speak(`GET /health HTTP/1.1\r\nHost: localhost\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`)
  expect(answer).toMatch(/^HTTP\/1\.1 431 /)
  expect(answer).toContain('"code":"headers_too_large"')
  expect(answer.toLowerCase()).toContain('x-frame-options: deny')
})

it.each([
  '/api/things/%00',
  '/api/things/..%2f1',
  '/api/things/%ff',
  '/api/things/a%5cb',
  '/api/things/../things',
  '/api/things/1?deep=%ff',
])('answers the path %s with 400', async (path) => {
  const answer = await speak(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  expect(answer).toContain('"code":"malformed_request"')
})

it('names the methods of a known path in Allow', async () => {
  const response = await test.app.inject({ method: 'PUT', url: '/api/things/1' })
  expect(response.statusCode).toBe(405)
  expect(response.headers.allow).toBe('GET, HEAD')
  expect(response.json()).toMatchObject({ code: 'method_not_allowed' })
})

it('answers HEAD like GET, and with or without a trailing slash', async () => {
  expect((await test.app.inject({ method: 'HEAD', url: '/api/things/1' })).statusCode).toBe(200)
  expect((await test.app.inject('/api/things/1/')).statusCode).toBe(200)
})

it('keeps a well-formed request id and replaces any other', async () => {
  const sent = { 'x-request-id': 'caller-id.0001' }
  expect((await test.app.inject({ url: '/api/things/1', headers: sent })).headers['x-request-id']).toBe(
    'caller-id.0001',
  )
  const odd = await test.app.inject({ url: '/api/unknown', headers: { 'x-request-id': 'a b' } })
  expect(odd.headers['x-request-id']).not.toBe('a b')
  expect(odd.json()).toMatchObject({ request_id: odd.headers['x-request-id'] })
})

it('says nothing of a defect but its request id, and logs it once', async () => {
  const response = await test.app.inject('/api/defect')
  expect(response.headers['content-type']).toBe('application/problem+json')
  expect(response.json()).toEqual({
    type: 'https://makrx.store/problems/internal_error',
    title: 'Internal error',
    status: 500,
    detail: expect.any(String) as string,
    message: expect.any(String) as string,
    code: 'internal_error',
    request_id: response.headers['x-request-id'],
    errors: [],
  })
  expect(response.body).not.toMatch(/SELECT|postgres|at /)
  const lines = test.logLines().filter((line) => line.request_id === response.headers['x-request-id'])
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatchObject({ level: 'error', status: 500, code: 'internal_error', route: '/api/defect' })
})
