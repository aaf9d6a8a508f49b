import { z } from 'zod'

import { createOutboundHttp } from '../../src/adapters/outbound-http.js'
import { callUpstream, retryAfterSeconds } from '../../src/adapters/upstream-call.js'
import { UpstreamRefused, UpstreamUnavailable } from '../../src/domain/errors.js'
import { startRecordingServer, type PreparedAnswer, type RecordingServer } from '../support/recording-server.js'

describe('a call to an upstream', () => {
  const http = createOutboundHttp({ allowPrivateUpstreams: true, totalMs: 20_000, maxBytes: 10_000 })
  let upstream: RecordingServer
  beforeAll(async () => {
    upstream = await startRecordingServer()
  })
  afterAll(async () => {
    await Promise.all([http.close(), upstream.stop()])
  })

  const answer = z.object({ id: z.int() })
  async function call(prepared: PreparedAnswer): Promise<{ id: number }> {
    upstream.answerWith(prepared)
    const request = {
      upstream: 'Somebody',
      method: 'POST',
      url: `${upstream.url}/things`,
      headers: { 'x-mine': '1' },
    } as const
    return callUpstream(http, { ...request, body: { a: 1 }, answer })
  }

  test('sends JSON and answers only what the schema knows', async () => {
    expect(await call({ body: { id: 7, more: 'x' } })).toEqual({ id: 7 })
    const { method, path, headers, body } = upstream.received().at(-1) ?? {}
    expect([method, path, body?.toString()]).toEqual(['POST', '/things', '{"a":1}'])
    expect(headers).toMatchObject({ 'content-type': 'application/json', accept: 'application/json', 'x-mine': '1' })
  })

  test.each([408, 425, 429, 500, 502, 503, 504, 599])('%d means that nothing was done', async (status) => {
    await expect(call({ status, body: { id: 7 } })).rejects.toThrow(UpstreamUnavailable)
  })

  test.each([301, 302, 400, 401, 402, 403, 404, 409, 410, 422])(
    '%d means that a repeat will hear the same',
    async (status) => {
      const failure: unknown = await call({ status, body: { id: 7 } }).catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(UpstreamRefused)
      expect(failure).toMatchObject({ status })
    },
  )

  test.each<[string, PreparedAnswer]>([
    ['empty', {}],
    ['no JSON', { body: '<html>' }],
    ['of another shape', { body: { id: 'seven' } }],
    ['too long', { body: { id: 7, padding: 'x'.repeat(20_000) } }],
    ['without content', { status: 204 }],
  ])('a 2xx that is %s is a refusal', async (_, prepared) => {
    await expect(call(prepared)).rejects.toThrow(UpstreamRefused)
  })

  test('passes on when to come again', async () => {
    const failure: unknown = await call({ status: 429, headers: { 'retry-after': '17' } }).catch(
      (error: unknown) => error,
    )
    expect(failure).toMatchObject({ retryAfterSeconds: 17 })
  })

  test('understands both forms of Retry-After and bounds them', () => {
    expect(['17', '0', '99999'].map(retryAfterSeconds)).toEqual([17, 1, 600])
    expect(retryAfterSeconds(new Date(Date.now() + 3_600_000).toUTCString())).toBe(600)
    expect(retryAfterSeconds(new Date(0).toUTCString())).toBe(1)
    expect(['', null, undefined, 'soon', '-5', '1e3'].map(retryAfterSeconds)).toEqual(Array(6).fill(undefined))
  })
})
