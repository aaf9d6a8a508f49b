import { uuidv7 } from 'uuidv7'

import { createOutboundHttp } from '../../src/adapters/outbound-http.js'
import { createRazorpayPayments } from '../../src/adapters/razorpay-payments.js'
import { UpstreamUnavailable } from '../../src/domain/errors.js'
import type { PaymentProvider } from '../../src/ports.js'
import { startRecordingServer, type RecordingServer } from '../support/recording-server.js'

const http = createOutboundHttp({ allowPrivateUpstreams: true, totalMs: 20_000 })
afterAll(async () => http.close())

describe('on the wire to Razorpay', () => {
  let razorpay: RecordingServer
  beforeEach(async () => {
    razorpay = await startRecordingServer()
  })
  afterEach(async () => razorpay.stop())

  const provider = (keyId = 'rzp_test_1'): PaymentProvider =>
    createRazorpayPayments({ keyId, keySecret: 'secret', webhookSecrets: [], apiUrl: razorpay.url }, http)
  const noItems = { body: { items: [] } }

  test('a payment is an order with our id as its receipt and our references in its notes', async () => {
    const order = { id: 'order_1', amount: 118_000, currency: 'INR', receipt: null, status: 'created', notes: [] }
    razorpay.answerWith(noItems, { body: order })
    const paymentId = uuidv7()
    const request = {
      paymentId,
      amountMinor: 118_000,
      currency: 'INR',
      orderId: 7,
      orderNumber: 'MX-1',
      expiresAt: new Date(),
    }
    const made = await provider().createPayment(request)
    expect(made).toEqual({ providerRef: 'order_1', intent: { order_id: 'order_1', key_id: 'rzp_test_1' } })

    const { method, path, headers, body } = await razorpay.nth(2)
    expect(`${method} ${path}`).toBe('POST /v1/orders')
    expect(headers.authorization).toBe(`Basic ${Buffer.from('rzp_test_1:secret').toString('base64')}`)
    expect(JSON.parse(body.toString())).toEqual({
      amount: 118_000,
      currency: 'INR',
      receipt: paymentId,
      partial_payment: false,
      notes: { order_id: '7', order_number: 'MX-1', payment_id: paymentId },
    })
  })

  test('a refund goes under our refund id, and a refund in progress is asked again', async () => {
    const refund = { id: 'rfnd_1', payment_id: 'pay_1', amount: 500, currency: 'INR', status: 'pending', notes: [] }
    razorpay.answerWith({ status: 409 }, { body: refund })
    const request = {
      refundId: uuidv7(),
      providerRef: 'order_1',
      providerPaymentId: 'pay_1',
      amountMinor: 500,
      currency: 'INR',
    }
    await expect(provider().refundPayment(request)).rejects.toThrow(UpstreamUnavailable)
    expect(await provider().refundPayment(request)).toEqual({ providerRefundId: 'rfnd_1', status: 'pending' })

    const [first, second] = razorpay.received()
    expect(second).toMatchObject({ method: 'POST', path: '/v1/payments/pay_1/refund' })
    expect(second?.headers['x-refund-idempotency']).toBe(request.refundId)
    expect(second?.body).toEqual(first?.body)
  })

  test('an order with another receipt is never taken for ours', async () => {
    const foreign = { id: 'order_2', amount: 1, currency: 'INR', receipt: uuidv7(), status: 'created', notes: [] }
    razorpay.answerWith({ body: { items: [foreign] } })
    expect(await provider().findPayment({ paymentId: uuidv7(), providerRef: null })).toBeUndefined()
  })

  test('payments are told oldest first, and a refunded one was paid', async () => {
    const order = {
      id: 'order_1',
      amount: 500,
      currency: 'INR',
      receipt: uuidv7(),
      status: 'paid',
      notes: { order_id: '7' },
    }
    const payment = { order_id: 'order_1', amount: 500, currency: 'INR', notes: [] }
    const newer = { ...payment, id: 'pay_2', status: 'refunded', created_at: 2 }
    const older = { ...payment, id: 'pay_1', status: 'failed', created_at: 1, error_description: 'Declined.' }
    razorpay.answerWith(
      { body: order },
      { body: { items: [newer, older, { ...payment, id: 'pay_3', status: 'created' }] } },
    )
    const found = await provider().findPayment({ paymentId: order.receipt, providerRef: 'order_1' })
    expect(found?.events.map(({ kind, providerPaymentId }) => `${kind} ${providerPaymentId}`)).toEqual([
      'failed pay_1',
      'paid pay_2',
      'refund_changed pay_2',
    ])
    expect(found?.events.every(({ orderId, paymentId }) => orderId === 7 && paymentId === order.receipt)).toBe(true)
  })

  test('a key tells its mode', () => {
    expect([provider('rzp_live_1').mode, provider('rzp_test_1').mode]).toEqual(['live', 'test'])
  })
})
