import Stripe from 'stripe'

import { verifyStripeEvent } from '../../src/adapters/stripe-events.js'
import { stripeSignature } from '../../src/development/stripe-event-sender.js'
import { DomainError } from '../../src/domain/errors.js'
import type { VerifiedEvent } from '../../src/ports.js'

const SECRET = 'whsec_golden_secret_0123456789'
const BODY = '{"id":"evt_1","type":"payment_intent.succeeded"}'
const TIME = 1_700_000_000
const GOLDEN = 'ce26c14019403411a00c00b19c62c8c57e046c246c497d64d15c3f7554e8db25'
const PAYMENT_ID = '01980000-0000-7000-8000-000000000001'
const SERVICE_ORDER_ID = '01980000-0000-7000-8000-000000000002'
const REFUND_ID = '01980000-0000-7000-8000-000000000003'

const INTENT = {
  id: 'pi_1',
  object: 'payment_intent',
  status: 'succeeded',
  amount: 118_000,
  amount_received: 118_000,
  currency: 'inr',
  livemode: false,
  metadata: { order_id: '7', payment_id: PAYMENT_ID, service_order_id: SERVICE_ORDER_ID, order_number: 'MX-1' },
  payment_method_types: ['upi'],
}
const NOTHING = { method: null, reason: null, errorCode: null, refundId: null, providerRefundId: null }
const OURS = { paymentId: PAYMENT_ID, orderId: 7, serviceOrderId: SERVICE_ORDER_ID }
const THEIRS = { providerRef: 'pi_1', providerPaymentId: 'pi_1', amountMinor: 118_000, currency: 'INR', mode: 'test' }

function verify(
  header: string | undefined,
  { body = BODY, at = TIME }: { body?: string; at?: number } = {},
): VerifiedEvent {
  const headers = header === undefined ? {} : { 'stripe-signature': header }
  return verifyStripeEvent({ body: Buffer.from(body), headers, now: new Date(at * 1000) }, [{ value: SECRET }])
}

function isRefused(work: () => unknown): boolean {
  try {
    work()
    return false
  } catch (error) {
    if (error instanceof DomainError) return error.code === 'invalid_webhook_signature'
    throw error
  }
}

function read(type: string, object: object, livemode = false): VerifiedEvent {
  const body = JSON.stringify({ id: 'evt_1', type, livemode, data: { object } })
  return verify(stripeSignature(body, SECRET, new Date(TIME * 1000)), { body })
}

describe('the signature of a Stripe event', () => {
  test('the golden vector verifies; without an object it means nothing', () => {
    const golden = { eventId: 'evt_1', eventType: 'payment_intent.succeeded', event: null, subject: null }
    expect(verify(`t=${TIME},v1=${GOLDEN}`)).toEqual(golden)
  })

  test('is good for five minutes on either side of its time and not a second more', () => {
    const header = `t=${TIME},v1=${GOLDEN}`
    for (const at of [TIME - 300, TIME + 300]) expect(isRefused(() => verify(header, { at }))).toBe(false)
    for (const at of [TIME - 301, TIME + 301]) expect(isRefused(() => verify(header, { at }))).toBe(true)
    expect(isRefused(() => verify(header, { at: TIME - 10 * 365 * 86_400 }))).toBe(true)
  })

  test('may come beside others, of older secrets and of other schemes', () => {
    const wrong = '0'.repeat(64)
    const good = [`t=${TIME},v1=${wrong},v1=${GOLDEN}`, `t=${TIME},v1=${GOLDEN},v0=${wrong}`, `v1=${GOLDEN},t=${TIME}`]
    for (const header of good) expect(isRefused(() => verify(header))).toBe(false)
  })

  test.each([
    ['of a wrong digest', `t=${TIME},v1=${'0'.repeat(64)}`],
    ['of another scheme', `t=${TIME},v0=${GOLDEN}`],
    ['without a time', `v1=${GOLDEN}`],
    ['with two times', `t=${TIME},t=${TIME},v1=${GOLDEN}`],
    ['with a time that is no number', `t=${TIME}x,v1=${GOLDEN}`],
    ['with a time in another notation', `t=0x6553f100,v1=${GOLDEN}`],
    ['with a longer digest', `t=${TIME},v1=${GOLDEN}00`],
    ['in capitals', `t=${TIME},v1=${GOLDEN.toUpperCase()}`],
    ['that is empty', ''],
    ['that is missing', undefined],
    ['of many digests', `t=${TIME},${'v1=x,'.repeat(1_000)}v1=${GOLDEN}`],
  ])('a header %s is refused', (_, header) => {
    expect(isRefused(() => verify(header))).toBe(true)
  })

  test("agrees with the vendor's own verifier", () => {
    const stripe = new Stripe('sk_test_unused')
    const header = stripe.webhooks.generateTestHeaderString({ payload: BODY, secret: SECRET, timestamp: TIME })
    expect(header).toBe(`t=${TIME},v1=${GOLDEN}`)
    const ours = stripeSignature(BODY, SECRET)
    expect(() => stripe.webhooks.constructEvent(BODY, ours, SECRET)).not.toThrow()
    expect(() => stripe.webhooks.constructEvent(`${BODY} `, ours, SECRET)).toThrow(Stripe.errors.StripeError)
  })
})

describe('what a Stripe event means', () => {
  test('payment_intent.succeeded is money: what was received, in capitals, with our references', () => {
    const { event, subject } = read('payment_intent.succeeded', INTENT)
    expect(event).toEqual({ ...NOTHING, ...OURS, ...THEIRS, kind: 'paid', method: 'upi' })
    expect(subject).toBe('7')
  })

  test('a payment of less than was asked says what came, and one that does not say says nothing', () => {
    expect(read('payment_intent.succeeded', { ...INTENT, amount_received: 100 }).event?.amountMinor).toBe(100)
    expect(read('payment_intent.succeeded', { ...INTENT, amount_received: undefined }).event?.amountMinor).toBeNull()
  })

  test('a live event is live', () => {
    expect(read('payment_intent.succeeded', { ...INTENT, livemode: true }, true).event?.mode).toBe('live')
    expect(read('charge.refunded', { payment_intent: 'pi_1', amount: 1, currency: 'inr' }, true).event?.mode).toBe(
      'live',
    )
  })

  test('payment_intent.payment_failed keeps the reason, cut to a sentence', () => {
    const last_payment_error = {
      message: 'x'.repeat(600),
      code: 'card_declined',
      decline_code: 'insufficient_funds',
      payment_method: { type: 'card' },
    }
    const { event } = read('payment_intent.payment_failed', { ...INTENT, last_payment_error })
    expect(event).toMatchObject({
      kind: 'failed',
      reason: 'x'.repeat(500),
      errorCode: 'insufficient_funds',
      method: 'card',
    })
  })

  test('payment_intent.canceled says why', () => {
    const { event } = read('payment_intent.canceled', {
      ...INTENT,
      status: 'canceled',
      cancellation_reason: 'abandoned',
    })
    expect(event).toMatchObject({ kind: 'cancelled', reason: 'abandoned' })
  })

  test('charge.refunded carries no list, so it only says that something changed', () => {
    const charge = { id: 'ch_1', payment_intent: 'pi_1', amount: 118_000, currency: 'inr', metadata: INTENT.metadata }
    expect(read('charge.refunded', charge).event).toEqual({ ...NOTHING, ...OURS, ...THEIRS, kind: 'refund_changed' })
  })

  test.each([
    ['succeeded', 'refund_succeeded'],
    ['failed', 'refund_failed'],
    ['canceled', 'refund_failed'],
    ['pending', 'refund_changed'],
    ['requires_action', 'refund_changed'],
  ])('refund.updated with the status %s is %s', (status, kind) => {
    const refund = {
      id: 're_1',
      status,
      payment_intent: 'pi_1',
      amount: 500,
      currency: 'inr',
      metadata: { refund_id: REFUND_ID },
    }
    const { event, subject } = read('refund.updated', refund)
    expect(event).toMatchObject({
      kind,
      refundId: REFUND_ID,
      providerRefundId: 're_1',
      providerRef: 'pi_1',
      amountMinor: 500,
    })
    expect(subject).toBe('pi_1')
  })

  test('charge.dispute.created is a dispute about the intent', () => {
    const dispute = { id: 'dp_1', payment_intent: 'pi_1', amount: 118_000, currency: 'inr', reason: 'fraudulent' }
    expect(read('charge.dispute.created', dispute).event).toMatchObject({
      kind: 'disputed',
      reason: 'fraudulent',
      providerRef: 'pi_1',
    })
  })

  test.each(['charge.succeeded', 'payment_intent.created', 'refund.created', 'constructor', '__proto__'])(
    '%s means nothing to us',
    (type) => {
      expect(read(type, INTENT)).toMatchObject({ event: null, subject: null, eventType: type })
    },
  )

  test('what is not ours in the metadata reads as absent, and the event is about the intent', () => {
    const metadata = { order_id: '7 OR 1=1', service_order_id: 'x', payment_id: '' }
    const { event, subject } = read('payment_intent.succeeded', { ...INTENT, metadata })
    expect(event).toMatchObject({ orderId: null, serviceOrderId: null, paymentId: null })
    expect(subject).toBe('pi_1')
  })

  test('a service order stands in where there is no order', () => {
    expect(
      read('payment_intent.succeeded', { ...INTENT, metadata: { service_order_id: SERVICE_ORDER_ID } }).subject,
    ).toBe(SERVICE_ORDER_ID)
  })

  test.each([
    ['an amount that is a text', { ...INTENT, amount: '118000' }],
    ['no currency', { ...INTENT, currency: undefined }],
    ['a list', [INTENT]],
    ['nothing', null],
  ])('an object with %s is genuine and unusable', (_, object) => {
    expect(read('payment_intent.succeeded', object as object).event).toBeNull()
  })
})
