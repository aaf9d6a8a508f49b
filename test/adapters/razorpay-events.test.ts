import { createHash } from 'node:crypto'

import Razorpay from 'razorpay'

import { verifyRazorpayEvent } from '../../src/adapters/razorpay-events.js'
import { DomainError } from '../../src/domain/errors.js'
import type { VerifiedEvent, WireHeaders } from '../../src/ports.js'
import { razorpaySignature } from '../support/razorpay-peer.js'

const SECRET = 'rzp_golden_secret_0123456789'
const BODY = '{"event":"payment.captured"}'
const GOLDEN = 'e03208bb2362fbd57354426169d66e802e5e745a63f7397e2c60a70ae0b5d9e5'
const PAYMENT_ID = '01980000-0000-7000-8000-000000000001'
const SERVICE_ORDER_ID = '01980000-0000-7000-8000-000000000002'
const REFUND_ID = '01980000-0000-7000-8000-000000000003'

const PAYMENT = {
  id: 'pay_1',
  order_id: 'order_1',
  amount: 118_000,
  currency: 'INR',
  status: 'captured',
  method: 'upi',
  notes: { order_id: '7', payment_id: PAYMENT_ID, service_order_id: SERVICE_ORDER_ID },
  created_at: 1_790_000_000,
}
const ORDER = {
  id: 'order_1',
  amount: 118_000,
  currency: 'INR',
  status: 'paid',
  receipt: PAYMENT_ID,
  notes: { order_id: '7' },
}
const REFUND = {
  id: 'rfnd_1',
  payment_id: 'pay_1',
  amount: 500,
  currency: 'INR',
  status: 'processed',
  notes: { refund_id: REFUND_ID },
}

function verify(body: string, headers: WireHeaders, mode: 'live' | 'test' = 'test'): VerifiedEvent {
  return verifyRazorpayEvent(
    { body: Buffer.from(body), headers, now: new Date() },
    { secrets: [{ value: SECRET }], mode },
  )
}

function read(event: string, payload: unknown): VerifiedEvent {
  const body = JSON.stringify({ entity: 'event', event, payload })
  return verify(body, { 'x-razorpay-signature': razorpaySignature(body, SECRET) })
}

const about = (entities: Record<string, unknown>): object =>
  Object.fromEntries(Object.entries(entities).map(([name, entity]) => [name, { entity }]))

describe('the signature of a Razorpay event', () => {
  test('the golden vector verifies; its id is the hash of its bytes when no header names one', () => {
    const eventId = createHash('sha256').update(BODY).digest('hex')
    const golden = { eventId, eventType: 'payment.captured', event: null, subject: null }
    expect(verify(BODY, { 'x-razorpay-signature': GOLDEN })).toEqual(golden)
    expect(verify(BODY, { 'x-razorpay-signature': GOLDEN, 'x-razorpay-event-id': 'ev 1' })).toEqual(golden)
    expect(verify(BODY, { 'x-razorpay-signature': GOLDEN, 'x-razorpay-event-id': 'ev_1' }).eventId).toBe('ev_1')
  })

  test.each([`sha256=${GOLDEN}`, GOLDEN.toUpperCase(), GOLDEN.slice(1), `${GOLDEN}\n`, ''])(
    '"%s" is refused',
    (signature) => {
      expect(() => verify(BODY, { 'x-razorpay-signature': signature })).toThrow(DomainError)
    },
  )

  test("agrees with the vendor's own verifier", () => {
    expect(Razorpay.validateWebhookSignature(BODY, GOLDEN, SECRET)).toBe(true)
    expect(Razorpay.validateWebhookSignature(`${BODY} `, GOLDEN, SECRET)).toBe(false)
  })
})

describe('what a Razorpay event means', () => {
  test.each([
    ['payment.captured', 'paid'],
    ['order.paid', 'paid'],
    ['payment.authorized', 'authorized'],
  ])('%s is %s, with our references and the mode of our key', (type, kind) => {
    const { event, subject } = read(type, about({ payment: PAYMENT, order: ORDER }))
    expect(event).toEqual({
      kind,
      mode: 'test',
      providerRef: 'order_1',
      providerPaymentId: 'pay_1',
      paymentId: PAYMENT_ID,
      orderId: 7,
      serviceOrderId: SERVICE_ORDER_ID,
      amountMinor: 118_000,
      currency: 'INR',
      method: 'upi',
      reason: null,
      errorCode: null,
      refundId: null,
      providerRefundId: null,
    })
    expect(subject).toBe('7')
  })

  test('payment.failed keeps the reason', () => {
    const failed = { ...PAYMENT, status: 'failed', error_code: 'BAD_REQUEST_ERROR', error_description: 'Declined.' }
    expect(read('payment.failed', about({ payment: failed })).event).toMatchObject({
      kind: 'failed',
      reason: 'Declined.',
      errorCode: 'BAD_REQUEST_ERROR',
    })
  })

  test('notes that are an empty list leave the references to the order', () => {
    const { event, subject } = read('order.paid', about({ payment: { ...PAYMENT, notes: [] }, order: ORDER }))
    expect(event).toMatchObject({ orderId: 7, paymentId: PAYMENT_ID })
    expect(subject).toBe('7')
  })

  test("without any reference of ours the event is about Razorpay's order", () => {
    expect(read('payment.captured', about({ payment: { ...PAYMENT, notes: [] } })).subject).toBe('order_1')
  })

  test.each([
    ['refund.processed', 'refund_succeeded'],
    ['refund.failed', 'refund_failed'],
  ])('%s is %s of our refund', (type, kind) => {
    const { event, subject } = read(type, about({ refund: REFUND, payment: PAYMENT }))
    const expected = {
      kind,
      refundId: REFUND_ID,
      providerRefundId: 'rfnd_1',
      providerPaymentId: 'pay_1',
      amountMinor: 500,
    }
    expect(event).toMatchObject({ ...expected, orderId: 7, providerRef: 'order_1' })
    expect(subject).toBe('7')
  })

  test('a refund that was made by hand has no id of ours', () => {
    const { event } = read(
      'refund.processed',
      about({ refund: { ...REFUND, notes: [], receipt: null }, payment: PAYMENT }),
    )
    expect(event).toMatchObject({ refundId: null, providerRefundId: 'rfnd_1' })
  })

  test('payment.dispute.created is a dispute about the payment', () => {
    const dispute = { id: 'disp_1', payment_id: 'pay_1', amount: 118_000, currency: 'INR', reason_code: 'chargeback' }
    const { event } = read('payment.dispute.created', about({ dispute, payment: PAYMENT }))
    expect(event).toMatchObject({ kind: 'disputed', reason: 'chargeback', providerPaymentId: 'pay_1', orderId: 7 })
  })

  test.each(['payment.created', 'refund.created', 'settlement.processed', 'constructor'])(
    '%s means nothing to us',
    (type) => {
      expect(read(type, about({ payment: PAYMENT, refund: REFUND })).event).toBeNull()
    },
  )

  test.each([
    ['an amount that is a text', about({ payment: { ...PAYMENT, amount: '118000' } })],
    ['no payment', {}],
    ['nothing', null],
  ])('a payload with %s is genuine and unusable', (_, payload) => {
    expect(read('payment.captured', payload).event).toBeNull()
  })
})
