import { createHttpCaveClient } from '../../src/adapters/http-cave-client.js'
import { createOutboundHttp } from '../../src/adapters/outbound-http.js'
import type { CaveConfig } from '../../src/config.js'
import { UpstreamRefused, UpstreamUnavailable } from '../../src/domain/errors.js'
import type { CaveClient } from '../../src/ports.js'
import { startRecordingServer, type RecordingServer } from '../support/recording-server.js'

const http = createOutboundHttp({ allowPrivateUpstreams: true, totalMs: 20_000 })
afterAll(async () => http.close())

describe('on the wire to MakrCave', () => {
  let cave: RecordingServer
  beforeEach(async () => {
    cave = await startRecordingServer()
  })
  afterEach(async () => cave.stop())

  function client(change: Partial<CaveConfig> = {}): CaveClient {
    const inbound = { acceptedApiKeys: [], webhookSecrets: [], acceptBearer: false, silenceHours: 72 }
    const config = { origin: cave.url, publishPath: '/api/v1/bridge/jobs', apiKey: 'our-key', ...inbound }
    return createHttpCaveClient({ ...config, ...change }, http)
  }
  const publication = {
    key: 'service-order-uuid',
    requestId: 'request-1',
    body: { external_order_id: '100001', service_order_id: 100_001 },
  }

  test('a publication goes to the configured path with our key, our name and the request id', async () => {
    cave.answerWith({ body: { job_id: 'j1' } })
    await client({ publishPath: '/api/v2/jobs', serviceJwt: 'jwt' }).publishJob(publication)
    const { method, path, headers, body } = await cave.nth(1)
    expect(`${method} ${path}`).toBe('POST /api/v2/jobs')
    expect(headers).toMatchObject({
      'idempotency-key': 'service-order-uuid',
      'x-request-id': 'request-1',
      'x-service': 'makrx-store',
      'x-api-key': 'our-key',
      authorization: 'Bearer jwt',
    })
    expect(JSON.parse(body.toString())).toEqual(publication.body)
  })

  test('a credential that is not set is not sent, never an empty one', async () => {
    const config = { origin: cave.url, publishPath: '/api/v1/bridge/jobs', acceptedApiKeys: [], webhookSecrets: [] }
    const bare = createHttpCaveClient({ ...config, acceptBearer: false, silenceHours: 72, serviceJwt: '' }, http)
    cave.answerWith({ body: {} })
    await bare.ping(AbortSignal.timeout(20_000))
    const { path, headers } = await cave.nth(1)
    expect(path).toBe('/api/v1/health')
    expect(headers['x-request-id']).toMatch(/^[\w-]{8,}$/)
    expect(headers).not.toHaveProperty('x-api-key')
    expect(headers).not.toHaveProperty('authorization')
  })

  test.each([
    [
      { job_id: 4711, status: 'accepted' },
      { jobId: '4711', status: 'accepted' },
    ],
    [
      { job_id: 'j-1', tracking_number: 'T1', accept_url: 'https://makrcave.com/jobs/j-1' },
      { jobId: 'j-1', trackingNumber: 'T1', acceptUrl: 'https://makrcave.com/jobs/j-1' },
    ],
    [{ job_id: 'j-1', status: 5, tracking_number: {}, accept_url: 'javascript:alert(1)' }, { jobId: 'j-1' }],
    [{ job_id: null }, {}],
    [{ accepted: true }, {}],
  ])('the answer %j is read as %j', async (body, job) => {
    cave.answerWith({ body })
    const nothing = { jobId: null, status: null, acceptUrl: null, trackingNumber: null }
    expect(await client().publishJob(publication)).toEqual({ ...nothing, ...job })
  })

  test.each([
    ['about another order', { job_id: 'j-1', external_order_id: '100002' }],
    ['with an id that is a list', { job_id: ['j-1'] }],
    ['with an empty id', { job_id: '' }],
    ['that is a list', []],
  ])('an answer %s is not used', async (_, body) => {
    cave.answerWith({ body })
    await expect(client().publishJob(publication)).rejects.toThrow(UpstreamRefused)
  })

  test('a job that answers under another id is not used', async () => {
    cave.answerWith({ body: { job_id: 'j-2' } })
    await expect(client().getJob('j-1')).rejects.toThrow(UpstreamRefused)
  })

  test('an order that is published already is answered with its job', async () => {
    cave.answerWith({ status: 409 }, { body: { jobs: [{ job_id: 'j-1', external_order_id: 100_001 }] } })
    expect((await client().publishJob(publication)).jobId).toBe('j-1')
    expect((await cave.nth(2)).path).toBe('/api/v1/bridge/jobs?external_order_id=100001')
  })

  test('a conflict without exactly one job of this order stays a refusal', async () => {
    const job = { job_id: 'j-1', external_order_id: '100001' }
    cave.answerWith({ status: 409 }, { body: [] })
    await expect(client().publishJob(publication)).rejects.toThrow(UpstreamRefused)
    cave.answerWith({ status: 409 }, { body: [job, { ...job, job_id: 'j-2' }] })
    await expect(client().publishJob(publication)).rejects.toThrow(UpstreamRefused)
  })

  test('a look-up that ignores the order number finds only jobs of this order', async () => {
    cave.answerWith({
      body: [{ job_id: 'j-1', external_order_id: '7' }, { job_id: 'j-2', external_order_id: '8' }, { job_id: 'j-3' }],
    })
    expect((await client().findJobs(7)).map(({ jobId }) => jobId)).toEqual(['j-1'])
  })

  test('MakrCave may say when to come again', async () => {
    cave.answerWith({ status: 503, headers: { 'retry-after': '42' } })
    const failure: unknown = await client()
      .publishJob(publication)
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(UpstreamUnavailable)
    expect(failure).toMatchObject({ retryAfterSeconds: 42 })
  })

  test('a cancellation needs no content in its answer', async () => {
    cave.answerWith({ status: 204 })
    await client().cancelJob('a/b')
    const { method, path, body } = await cave.nth(1)
    expect([method, path, body.toString()]).toEqual([
      'PATCH',
      '/api/v1/bridge/jobs/a%2Fb/status',
      '{"status":"cancelled"}',
    ])
  })
})
