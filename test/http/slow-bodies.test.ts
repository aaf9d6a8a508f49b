import { type AddressInfo, connect } from 'node:net'

import { z } from 'zod'

import { defineRoute, type RouteDefinition } from '../../src/http/route.js'
import { buildTestApp, type TestApp } from '../support/build-app.js'

let test: TestApp
let port: number

function impatientRoute(): RouteDefinition[] {
  const route = defineRoute({
    method: 'POST',
    path: '/api/impatient',
    summary: 'Waits a short time for its body',
    tag: 'test',
    access: 'public',
    limit: 'read',
    idempotency: 'none',
    bodyDeadlineSeconds: 0.1,
    schema: { body: z.object({ a: z.int() }), response: { 200: z.object({ a: z.int() }) } },
    handler: ({ body }) => Promise.resolve(body),
  })
  return [route]
}

beforeAll(async () => {
  test = await buildTestApp({ routes: impatientRoute })
  await test.app.listen({ port: 0, host: '127.0.0.1' })
  port = (test.app.server.address() as AddressInfo).port
})
afterAll(() => test.close())

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

const HEAD = 'POST /api/impatient HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'

it('answers a body that does not arrive in time with 408 and closes the connection', async () => {
  const answer = await speak(`${HEAD}Content-Length: 100\r\n\r\n{"a":`)
  expect(answer).toMatch(/^HTTP\/1\.1 408 /)
  expect(answer).toContain('"code":"request_timeout"')
  expect(answer.toLowerCase()).toContain('connection: close')
})

it('refuses a chunked body as soon as it passes the limit', async () => {
  const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`
  const answer = await speak(`${HEAD}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(5)}`)
  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  expect(answer).toContain('"limit":65536')
})

it('reads a chunked body that is small and quick', async () => {
  const answer = await speak(`${HEAD}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n7\r\n{"a":1}\r\n0\r\n\r\n`)
  expect(answer).toMatch(/^HTTP\/1\.1 200 /)
  expect(answer).toContain('{"a":1}')
})
