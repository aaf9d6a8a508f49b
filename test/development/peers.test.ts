import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { uuidv7 } from 'uuidv7'

import { createHttpCaveClient } from '../../src/adapters/http-cave-client.js'
import { createJwksTokenVerifier } from '../../src/adapters/jwks-token-verifier.js'
import { createOutboundHttp } from '../../src/adapters/outbound-http.js'
import { createStripePayments } from '../../src/adapters/stripe-payments.js'
import type { Peer } from '../../src/development/peer-server.js'
import { startPeers, type PeersOptions } from '../../src/development/start-peers.js'
import { isValidHmacSignature } from '../../src/http/signatures.js'
import type { CaveClient, PaymentProvider, PaymentRequest, TokenVerifier, VerifiedEvent } from '../../src/ports.js'
import { postJson } from '../support/post-json.js'
import { startRecordingServer, type ReceivedRequest, type RecordingServer } from '../support/recording-server.js'

const STRIPE = { secretKey: 'sk_test_of_the_peers', webhookSecret: 'whsec_of_the_peers_0123456789' }
const CAVE = { apiKey: 'api-key-of-the-peers', webhookSecret: 'cave-secret-of-the-peers' }
const http = createOutboundHttp({ allowPrivateUpstreams: true, totalMs: 20_000 })
afterAll(async () => http.close())

let store: RecordingServer
let directory: string
let peers: Peer

beforeEach(async () => {
  store = await startRecordingServer()
  directory = mkdtempSync(join(tmpdir(), 'peers-'))
  peers = await start()
})
afterEach(async () => {
  await peers.stop()
  await store.stop()
  rmSync(directory, { recursive: true })
})

async function start(cave: Partial<PeersOptions['cave']> = {}): Promise<Peer> {
  return startPeers({
    directory,
    storeUrl: store.url,
    stripe: { ...STRIPE, retryMs: [1, 1] },
    cave: { ...CAVE, stepSeconds: 0, retryMs: [], ...cave },
    tokens: { clientId: 'makrx-store-api', serviceAudience: 'makrx-services' },
  })
}

async function restart(cave: Partial<PeersOptions['cave']> = {}): Promise<void> {
  await peers.stop()
  peers = await start(cave)
}

async function journal(of: 'stripe' | 'makrcave'): Promise<readonly { kind: string }[]> {
  const response = await fetch(`${peers.url}/dev/journal/${of}`)
  const { entries } = (await response.json()) as { entries: { kind: string }[] }
  return entries
}

describe('the token issuer', () => {
  const realm = (): string => `${peers.url}/dev/keycloak/realms/makrx`

  function verifier(): TokenVerifier {
    const config = {
      url: `${peers.url}/dev/keycloak`,
      realm: 'makrx',
      clientId: 'makrx-store-api',
      adminRoles: ['admin'],
    }
    const addresses = {
      issuer: realm(),
      jwksUrl: `${realm()}/protocol/openid-connect/certs`,
      serviceAudience: 'makrx-services',
    }
    return createJwksTokenVerifier({ ...config, ...addresses }, { http })
  }

  async function signIn(form: Record<string, string>): Promise<Response> {
    return fetch(`${realm()}/protocol/openid-connect/token`, { method: 'POST', body: new URLSearchParams(form) })
  }

  async function tokenOf(form: Record<string, string>): Promise<string> {
    const { access_token } = (await (await signIn(form)).json()) as { access_token: string }
    return access_token
  }

  test.each([
    ['shopper', ['customer']],
    ['maker', ['customer', 'maker']],
    ['admin', ['customer', 'admin']],
  ])('signs %s in with any password, with a token that passes the ordinary verification', async (username, roles) => {
    const token = await tokenOf({ grant_type: 'password', username, password: 'anything', client_id: 'storefront' })
    expect(await verifier().verify(token)).toMatchObject({ kind: 'user', username, roles, emailVerified: true })
  })

  test('gives a service its token', async () => {
    const token = await tokenOf({ grant_type: 'client_credentials', client_id: 'makrcave', client_secret: 'anything' })
    expect(await verifier().verify(token)).toMatchObject({ kind: 'service', id: 'makrcave' })
  })

  test('knows nobody else', async () => {
    const statuses = await Promise.all([
      signIn({ grant_type: 'password', username: 'mallory', password: 'x' }),
      signIn({ grant_type: 'refresh_token', refresh_token: 'x' }),
    ])
    expect(statuses.map(({ status }) => status)).toEqual([401, 400])
  })

  test('publishes where everything is', async () => {
    const response = await fetch(`${realm()}/.well-known/openid-configuration`)
    expect(await response.json()).toMatchObject({
      issuer: realm(),
      jwks_uri: `${realm()}/protocol/openid-connect/certs`,
    })
  })

  test('keeps its key when it is started again', async () => {
    const certs = async (): Promise<unknown> => (await fetch(`${realm()}/protocol/openid-connect/certs`)).json()
    const before = await certs()
    await restart()
    expect(await certs()).toEqual(before)
  })
})

describe("Stripe's stand-in", () => {
  const provider = (): PaymentProvider =>
    createStripePayments(
      {
        secretKey: STRIPE.secretKey,
        publicKey: 'pk_test',
        webhookSecrets: [{ value: STRIPE.webhookSecret }],
        apiUrl: peers.url,
      },
      http,
    )
  const complete = async (paymentId: string, outcome: string, method?: string): Promise<unknown> =>
    postJson(`${peers.url}/dev/payments/${paymentId}/complete`, { outcome, ...(method !== undefined && { method }) })
  const verified = ({ body, headers }: ReceivedRequest): VerifiedEvent =>
    provider().verifyEvent({ body, headers, now: new Date() })

  async function newPayment(): Promise<PaymentRequest & { providerRef: string }> {
    const request = {
      paymentId: uuidv7(),
      amountMinor: 118_000,
      currency: 'INR',
      orderId: 7,
      orderNumber: 'MX-1',
      expiresAt: new Date(),
    }
    return { ...request, providerRef: (await provider().createPayment(request)).providerRef }
  }

  test('a payment that succeeds reaches the ordinary webhook path, properly signed', async () => {
    const { paymentId, providerRef } = await newPayment()
    const answer = await complete(paymentId, 'succeed', 'upi')
    expect(answer).toEqual({ success: true, payment_id: paymentId, status: 'succeeded', webhook_statuses: [200] })
    const webhook = await store.nth(1)
    expect(webhook.path).toBe('/api/webhooks/stripe')
    expect(verified(webhook).event).toMatchObject({
      kind: 'paid',
      paymentId,
      providerRef,
      amountMinor: 118_000,
      method: 'upi',
    })
  })

  test('a payment may fail and then succeed', async () => {
    const { paymentId } = await newPayment()
    await complete(paymentId, 'fail')
    await complete(paymentId, 'succeed')
    expect(store.received().map((webhook) => verified(webhook).event?.kind)).toEqual(['failed', 'paid'])
  })

  test('money may come late, for a payment that was cancelled', async () => {
    const { paymentId, providerRef } = await newPayment()
    await provider().voidPayment({ paymentId, providerRef })
    await expect(complete(paymentId, 'succeed')).rejects.toThrow('409')
    await complete(paymentId, 'late')
    expect(verified(await store.nth(1)).event?.kind).toBe('paid')
  })

  test('a genuine payment may be of another amount', async () => {
    const { paymentId } = await newPayment()
    await complete(paymentId, 'wrong_amount')
    expect(verified(await store.nth(1)).event).toMatchObject({ kind: 'paid', amountMinor: 100 })
  })

  test('an event may come three times, once under another id', async () => {
    const { paymentId } = await newPayment()
    await complete(paymentId, 'duplicate')
    const ids = store.received().map((webhook) => verified(webhook).eventId)
    expect(ids).toHaveLength(3)
    expect(new Set(ids).size).toBe(2)
  })

  test('an event that is not taken is sent again, signed anew', async () => {
    store.answerWith({ status: 503 }, { status: 500 })
    const { paymentId } = await newPayment()
    await complete(paymentId, 'succeed')
    const third = await store.nth(3)
    expect(verified(third).event?.paymentId).toBe(paymentId)
  })

  test('a refund is told by both of its events', async () => {
    const { paymentId, providerRef } = await newPayment()
    await complete(paymentId, 'succeed')
    const refundId = uuidv7()
    await provider().refundPayment({
      refundId,
      providerRef,
      providerPaymentId: providerRef,
      amountMinor: 18_000,
      currency: 'INR',
    })
    await store.nth(3)
    const events = store
      .received()
      .slice(1)
      .map((webhook) => verified(webhook).event)
    expect(events).toMatchObject([
      { kind: 'refund_changed', providerRef },
      { kind: 'refund_succeeded', refundId, amountMinor: 18_000 },
    ])
  })

  test('remembers payments and answers when it is started again', async () => {
    const payment = await newPayment()
    await complete(payment.paymentId, 'succeed')
    await restart()
    const found = await provider().findPayment({ paymentId: payment.paymentId, providerRef: null })
    expect(found?.events).toMatchObject([{ kind: 'paid' }])
    expect((await provider().createPayment(payment)).providerRef).toBe(payment.providerRef)
    const made = (await journal('stripe')).filter(({ kind }) => kind === 'payment_intent_created')
    expect(made).toHaveLength(1)
  })

  test('a wrong key opens nothing', async () => {
    const response = await fetch(`${peers.url}/v1/payment_intents`, {
      headers: { authorization: 'Bearer sk_test_other' },
    })
    expect(response.status).toBe(401)
  })
})

describe('the MakrCave simulator', () => {
  function client(): CaveClient {
    const inbound = { acceptedApiKeys: [], webhookSecrets: [], acceptBearer: false, silenceHours: 72 }
    const origin = `${peers.url}/dev/makrcave`
    return createHttpCaveClient({ origin, publishPath: '/api/v1/bridge/jobs', apiKey: CAVE.apiKey, ...inbound }, http)
  }

  async function publish(mode = 'ship', key = uuidv7()): Promise<string> {
    const body = {
      external_order_id: '100001',
      service_order_id: 100_001,
      file_url: 'https://files.example.org/a',
      delivery: { mode },
    }
    const { jobId } = await client().publishJob({ key, requestId: 'request-1', body })
    return String(jobId)
  }

  const advance = async (jobId: string, status: string): Promise<unknown> =>
    postJson(`${peers.url}/dev/makrcave/jobs/${jobId}/advance`, { status })
  const statusIn = ({ body }: ReceivedRequest): string => (JSON.parse(body.toString()) as { status: string }).status

  test('a forced step calls back under the job id, signed over the exact bytes', async () => {
    const jobId = await publish()
    store.answerWith({ status: 503 })
    expect(await advance(jobId, 'printing')).toEqual({ job_id: jobId, status: 'printing', webhook_status: 503 })
    const { path, headers, body } = await store.nth(1)
    expect(path).toBe(`/api/bridge/jobs/${jobId}/status`)
    expect(headers['x-cave-event-id']).toMatch(/^[\w-]+$/)
    const secrets = [{ value: CAVE.webhookSecret }]
    expect(isValidHmacSignature({ header: headers['x-signature'], body, secrets, now: new Date() })).toBe(true)
    expect(JSON.parse(body.toString())).toMatchObject({ job_id: jobId, service_order_id: 100_001, status: 'printing' })
    expect((await client().getJob(jobId))?.status).toBe('printing')
  })

  test.each([
    ['ship', ['accepted', 'printing', 'post_processing', 'quality_check', 'ready', 'shipped', 'completed']],
    ['pickup', ['accepted', 'printing', 'quality_check', 'ready_for_pickup', 'completed']],
  ])('a job of the mode %s walks all the way by itself', async (mode, way) => {
    await restart({ stepSeconds: 0.01 })
    await publish(mode)
    await store.nth(way.length)
    expect(store.received().map(statusIn)).toEqual(way)
  })

  test('a job goes on where it was when the simulator is started again, and a cancelled one stands still', async () => {
    const [going, cancelled] = [await publish(), await publish()]
    await advance(going, 'ready')
    await client().cancelJob(cancelled)
    await restart({ stepSeconds: 0.01 })
    await store.nth(3)
    expect(store.received().map(statusIn)).toEqual(['ready', 'shipped', 'completed'])
    expect((await client().getJob(cancelled))?.status).toBe('cancelled')
    expect((await client().getJob(going))?.trackingNumber).toEqual(expect.any(String))
  })

  test('a word that nobody knows can be forced, and a job that nobody knows cannot', async () => {
    await advance(await publish(), 'on_fire')
    expect(statusIn(await store.nth(1))).toBe('on_fire')
    await expect(advance('no-such-job', 'printing')).rejects.toThrow('404')
  })

  test('a mode holds for as many calls as were said, and health probes do not use it up', async () => {
    await postJson(`${peers.url}/dev/makrcave/mode`, { mode: 'down', calls: 1 })
    const health = async (): Promise<number> => (await fetch(`${peers.url}/dev/makrcave/api/v1/health`)).status
    expect([await health(), await health()]).toEqual([503, 503])
    await expect(publish()).rejects.toThrow()
    expect(await health()).toBe(200)
    await expect(publish()).resolves.toEqual(expect.any(String))
  })

  test('a simulator that ignores keys makes a job for every publication', async () => {
    await restart({ honoursKeys: false })
    const key = uuidv7()
    expect(await publish('ship', key)).not.toBe(await publish('ship', key))
    expect((await journal('makrcave')).filter(({ kind }) => kind === 'job_created')).toHaveLength(2)
  })

  test('a wrong key opens nothing but health', async () => {
    const base = `${peers.url}/dev/makrcave/api/v1`
    expect((await fetch(`${base}/bridge/jobs?external_order_id=1`)).status).toBe(401)
    expect((await fetch(`${base}/health`)).status).toBe(200)
  })
})
