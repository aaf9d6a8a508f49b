import { uuidv7 } from 'uuidv7'

import { createOutboundHttp } from '../../src/adapters/outbound-http.js'
import { createStripePayments } from '../../src/adapters/stripe-payments.js'
import { openJournal } from '../../src/development/journal.js'
import { listenAsPeer } from '../../src/development/peer-server.js'
import { stripePeer } from '../../src/development/stripe-peer.js'
import { UpstreamRefused, UpstreamUnavailable } from '../../src/domain/errors.js'
import type { PaymentProvider, PaymentRequest } from '../../src/ports.js'
import { postJson } from '../support/post-json.js'
import { startRecordingServer, type RecordingServer } from '../support/recording-server.js'

const KEYS = { secretKey: 'sk_test_of_this_test', publicKey: 'pk_test_of_this_test' }
const http = createOutboundHttp({ allowPrivateUpstreams: true, totalMs: 20_000 })
afterAll(async () => http.close())

function providerAt(apiUrl: string, keys = KEYS): PaymentProvider {
  return createStripePayments({ ...keys, webhookSecrets: [], apiUrl }, http)
}

function newRequest(change: Partial<PaymentRequest> = {}): PaymentRequest {
  const request = {
    paymentId: uuidv7(),
    amountMinor: 118_000,
    currency: 'INR',
    orderId: 7,
    orderNumber: 'MX-20261110-0A1B2C3D',
  }
  return { ...request, expiresAt: new Date(), ...change }
}

describe('on the wire to Stripe', () => {
  let stripe: RecordingServer
  beforeEach(async () => {
    stripe = await startRecordingServer()
  })
  afterEach(async () => stripe.stop())

  const intent = {
    id: 'pi_1',
    status: 'requires_payment_method',
    amount: 118_000,
    currency: 'inr',
    livemode: false,
    metadata: {},
  }

  test('a payment goes under our id as its idempotency key, in a pinned version, with our references', async () => {
    stripe.answerWith({ body: { ...intent, client_secret: 'cs_1' } })
    const request = newRequest({ serviceOrderId: uuidv7(), quoteId: uuidv7() })
    const made = await providerAt(stripe.url).createPayment(request)
    expect(made).toEqual({
      providerRef: 'pi_1',
      intent: { payment_intent_id: 'pi_1', client_secret: 'cs_1', publishable_key: KEYS.publicKey },
    })
    const { method, path, headers, body } = await stripe.nth(1)
    expect(`${method} ${path}`).toBe('POST /v1/payment_intents')
    expect(headers).toMatchObject({
      authorization: `Bearer ${KEYS.secretKey}`,
      'idempotency-key': request.paymentId,
      'stripe-version': '2026-10-28.endive',
    })
    expect(headers).not.toHaveProperty('x-stripe-client-telemetry')
    expect(Object.fromEntries(new URLSearchParams(body.toString()))).toEqual({
      amount: '118000',
      currency: 'inr',
      'automatic_payment_methods[enabled]': 'true',
      'metadata[order_id]': '7',
      'metadata[order_number]': 'MX-20261110-0A1B2C3D',
      'metadata[payment_id]': request.paymentId,
      'metadata[service_order_id]': request.serviceOrderId,
      'metadata[quote_id]': request.quoteId,
    })
  })

  test('a refund goes under our refund id', async () => {
    stripe.answerWith({ body: { id: 're_1', status: 'pending', amount: 500, currency: 'inr', payment_intent: 'pi_1' } })
    const request = {
      refundId: uuidv7(),
      providerRef: 'pi_1',
      providerPaymentId: 'pi_1',
      amountMinor: 500,
      currency: 'INR',
    }
    expect(await providerAt(stripe.url).refundPayment(request)).toEqual({ providerRefundId: 're_1', status: 'pending' })
    const { headers, body } = await stripe.nth(1)
    expect(headers['idempotency-key']).toBe(request.refundId)
    const form = { payment_intent: 'pi_1', amount: '500', 'metadata[refund_id]': request.refundId }
    expect(Object.fromEntries(new URLSearchParams(body.toString()))).toEqual(form)
  })

  test('a call is never repeated by the client itself', async () => {
    stripe.answerWith({ status: 500, body: { error: { type: 'api_error' } } })
    await expect(providerAt(stripe.url).createPayment(newRequest())).rejects.toThrow(UpstreamUnavailable)
    expect(stripe.received()).toHaveLength(1)
  })

  test.each([
    ['an error page of a proxy', { status: 502, body: '<html>Bad gateway</html>' }],
    ['an error in another shape', { status: 503, body: { message: 'down' } }],
    ['too many requests', { status: 429, headers: { 'retry-after': '9' }, body: { error: { type: 'rate_limit' } } }],
    ['our key in use', { status: 409, body: { error: { type: 'idempotency_error', code: 'idempotency_key_in_use' } } }],
  ])('%s means that nothing was done', async (_, answer) => {
    stripe.answerWith(answer)
    await expect(providerAt(stripe.url).createPayment(newRequest())).rejects.toThrow(UpstreamUnavailable)
  })

  test.each([
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1/' } }],
    ['a wrong key', { status: 401, body: { error: { type: 'invalid_request_error', message: 'no' } } }],
    ['null', { body: 'null' }],
    ['another object', { body: { id: 'cus_1', object: 'customer' } }],
    ['an amount that is a text', { body: { ...intent, amount: '118000' } }],
  ])('%s is a refusal', async (_, answer) => {
    stripe.answerWith(answer)
    await expect(providerAt(stripe.url).createPayment(newRequest())).rejects.toThrow(UpstreamRefused)
  })

  test('a payment in a long list is found on its page, within the time that its id tells', async () => {
    const { paymentId } = newRequest()
    const page = Array.from({ length: 100 }, (_, number) => ({ ...intent, id: `pi_${number}` }))
    stripe.answerWith({ body: { data: page, has_more: true } })
    stripe.answerWith({
      body: { data: [{ ...intent, id: 'pi_wanted', metadata: { payment_id: paymentId } }], has_more: true },
    })
    const found = await providerAt(stripe.url).findPayment({ paymentId, providerRef: null })
    expect(found?.providerRef).toBe('pi_wanted')

    const [first, second] = stripe.received().map(({ path }) => new URL(path, stripe.url).searchParams)
    expect(second?.get('starting_after')).toBe('pi_99')
    const now = Date.now() / 1000
    expect(Number(first?.get('created[gte]'))).toBeLessThan(now - 600)
    expect(Number(first?.get('created[lte]'))).toBeGreaterThan(now + 600)
  })

  test('a list without an end is an outage, not a payment that is not there', async () => {
    const endless = { body: { data: [intent], has_more: true } }
    stripe.answerWith(...Array.from({ length: 30 }, () => endless))
    const wanted = { paymentId: uuidv7(), providerRef: null }
    await expect(providerAt(stripe.url).findPayment(wanted)).rejects.toThrow(UpstreamUnavailable)
    expect(stripe.received().length).toBeLessThanOrEqual(20)
  })

  test('a key tells its mode', () => {
    const modeOf = (secretKey: string): string => providerAt(stripe.url, { ...KEYS, secretKey }).mode
    expect(['sk_test_1', 'sk_live_1', 'rk_live_1', 'rk_test_1'].map(modeOf)).toEqual(['test', 'live', 'live', 'test'])
  })
})

describe("Stripe's own failures, which it repeats under the same key for a day", () => {
  async function startBroken(mode: string): Promise<{ url: string; created: () => number; stop: () => Promise<void> }> {
    const journal = openJournal()
    const options = { ...KEYS, webhookSecret: 'unused', webhookUrl: 'http://127.0.0.1:1', journal, retryMs: [] }
    const peer = await listenAsPeer([stripePeer(options)], {})
    await postJson(`${peer.url}/dev/stripe/mode`, { mode, calls: 1 })
    const created = (): number => journal.entries().filter(({ kind }) => kind === 'payment_intent_created').length
    return { ...peer, created }
  }

  test('a payment that was made nevertheless is found by our id and used', async () => {
    const peer = await startBroken('apply_then_break')
    const request = newRequest()
    await expect(providerAt(peer.url).createPayment(request)).rejects.toThrow(UpstreamUnavailable)
    const made = await providerAt(peer.url).createPayment(request)
    expect(
      (await providerAt(peer.url).findPayment({ paymentId: request.paymentId, providerRef: null }))?.providerRef,
    ).toBe(made.providerRef)
    expect(peer.created()).toBe(1)
    await peer.stop()
  })

  test('a payment that was not made is refused, so that a new attempt with a new id is made', async () => {
    const peer = await startBroken('break')
    const request = newRequest()
    await expect(providerAt(peer.url).createPayment(request)).rejects.toThrow(UpstreamUnavailable)
    await expect(providerAt(peer.url).createPayment(request)).rejects.toThrow(UpstreamRefused)
    await expect(providerAt(peer.url).createPayment(newRequest())).resolves.toBeDefined()
    expect(peer.created()).toBe(1)
    await peer.stop()
  })
})
