import { randomUUID } from 'node:crypto'
import { PassThrough } from 'node:stream'

import { z } from 'zod'

import { defineRoute, type RouteDefinition } from '../../src/http/route.js'
import { createLogger } from '../../src/logger.js'
import { registry } from '../../src/metrics.js'
import { reportableEvent, reportableTransaction } from '../../src/sentry-event.js'
import { buildTestApp, type TestApp } from '../support/build-app.js'

const CANARY = `CANARY-${randomUUID()}`

let test: TestApp

/** Logs everything it gets and fails, as the most careless code would. */
function carelessRoute(dependencies: TestApp['dependencies']): RouteDefinition[] {
  const route = defineRoute({
    method: 'POST',
    path: '/api/careless/:id',
    summary: 'Logs what it should not',
    tag: 'test',
    access: 'public',
    limit: 'none',
    idempotency: 'none',
    schema: { params: z.object({ id: z.string() }), body: z.looseObject({}), response: { 200: z.object({}) } },
    handler: ({ body, request }) => {
      dependencies.logger.info({ body, headers: request.headers, user: { email: CANARY } }, 'got a request')
      throw Object.assign(new Error('a defect'), { detail: CANARY, parameters: [CANARY] })
    },
  })
  return [route]
}

beforeAll(async () => {
  test = await buildTestApp({ routes: carelessRoute, environment: { RATE_LIMIT_API: '100000' } })
})
afterAll(() => test.close())

it('writes one line per request, with the pattern and never the path', async () => {
  const response = await test.app.inject({ url: '/api/unknown/secret-path?ticket=abc' })
  const lines = test.logLines().filter((line) => line.request_id === response.headers['x-request-id'])
  expect(lines).toEqual([
    {
      level: 'warn',
      time: expect.any(String) as string,
      request_id: response.headers['x-request-id'],
      method: 'GET',
      route: 'unknown',
      status: 404,
      ms: expect.any(Number) as number,
      principal: 'anonymous',
      code: 'not_found',
      msg: 'request',
    },
  ])
})

it('keeps secrets and personal fields out of the log, whoever hands them over', async () => {
  const secrets = [
    ...['authorization', 'cookie', 'x-api-key', 'x-signature', 'x-session-id', 'x-csrf-token', 'x-metrics-token'],
    ...['idempotency-key', 'stripe-signature', 'x-razorpay-signature', 'x-makrcave-signature'],
  ]
  const people = ['email', 'phone', 'name', 'address', 'shipping_address', 'token', 'secret', 'password', 'ticket']
  await test.app.inject({
    method: 'POST',
    url: `/api/careless/1?ticket=${CANARY}`,
    headers: { ...Object.fromEntries(secrets.map((name) => [name, CANARY])), authorization: `Bearer ${CANARY}` },
    payload: Object.fromEntries(people.map((name) => [name, CANARY])),
  })
  expect(test.logLines().filter((line) => line.msg === 'got a request')).toHaveLength(1)
  expect(JSON.stringify(test.logLines())).not.toContain(CANARY)
})

it('keeps every entry on one line of bounded length, without control and turning characters', () => {
  const stream = new PassThrough()
  const logger = createLogger('info', stream)
  logger.info({ note: 'a\r\nb\u001b[31m\u202ec\u0085', long: 'x'.repeat(5000) }, 'message\nwith\u2028breaks')
  const text = String(stream.read())
  expect(text.trimEnd()).not.toMatch(/[\r\n\u001b\u202e\u0085\u2028]/)
  const line = JSON.parse(text) as { note: string; long: string; msg: string }
  expect(line.note).toBe('a  b [31m c ')
  expect(line.long).toHaveLength(2001)
  expect(line.msg).toBe('message with breaks')
})

it('labels requests by pattern: random paths add no series', async () => {
  const seriesOf = async () => (await registry.metrics()).split('\n').filter((line) => line.startsWith('http_')).length
  await test.app.inject('/api/unknown/first')
  const before = await seriesOf()
  for (let index = 0; index < 200; index += 1) await test.app.inject(`/api/unknown/${randomUUID()}`)
  expect(await seriesOf()).toBe(before)
})

describe('what is reported of a defect', () => {
  const event = {
    type: undefined,
    event_id: 'e1',
    level: 'error' as const,
    message: CANARY,
    request: { url: `https://makrx.store/?ticket=${CANARY}`, headers: { cookie: CANARY }, data: CANARY },
    user: { email: CANARY },
    breadcrumbs: [{ message: CANARY }],
    extra: { body: CANARY },
    exception: {
      values: [
        {
          type: 'Error',
          value: CANARY,
          stacktrace: { frames: [{ filename: 'a.js', lineno: 1, vars: { body: CANARY }, context_line: CANARY }] },
        },
      ],
    },
  }

  it('is its kind and its stack, nothing of the request', () => {
    const sent = reportableEvent(event)
    expect(JSON.stringify(sent)).not.toContain(CANARY)
    expect(sent).toMatchObject({
      event_id: 'e1',
      exception: { values: [{ type: 'Error', stacktrace: { frames: [{ filename: 'a.js', lineno: 1 }] } }] },
    })
  })

  it('is timings without queries for a trace', () => {
    const trace = { trace_id: 't', span_id: 's', data: { 'url.query': CANARY } }
    const sent = reportableTransaction({
      type: 'transaction',
      transaction: `GET /api/x?ticket=${CANARY}`,
      contexts: { trace },
      request: event.request,
      spans: [
        {
          span_id: 's2',
          trace_id: 't',
          start_timestamp: 1,
          status: 'ok',
          description: `GET https://s3/x?sig=${CANARY}`,
          data: { a: CANARY },
        },
      ],
    })
    expect(JSON.stringify(sent)).not.toContain(CANARY)
    expect(sent).toMatchObject({ transaction: 'GET /api/x', spans: [{ description: 'GET https://s3/x' }] })
  })
})
