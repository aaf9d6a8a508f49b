import { InboxEntry } from '../../src/db/models/inbox.js'
import { Payment } from '../../src/db/models/payments.js'
import { ServiceOrder } from '../../src/db/models/service-orders.js'
import { StoreOrder } from '../../src/db/models/store-orders.js'
import { UpstreamUnavailable } from '../../src/domain/errors.js'
import type { ServiceOrderStatus } from '../../src/domain/service-order-status.js'
import type { StoreOrderStatus } from '../../src/domain/store-order-status.js'
import { givenAttempt, givenEvent, givenOrder } from '../support/factories.js'
import { openOrderRig, type Asking, type OrderRig } from '../support/order-rig.js'

let rig: OrderRig
beforeAll(async () => {
  rig = await openOrderRig()
})
afterAll(() => rig.close())
beforeEach(() => {
  rig.workflows.sent.length = 0
  rig.workflows.instead = undefined
})

/** An order and its service order in these statuses. */
async function orderIn(serviceStatus: ServiceOrderStatus, status: StoreOrderStatus) {
  const { serviceOrderId, orderId: id } = await givenOrder(rig.database)
  await ServiceOrder.update({ status: serviceStatus }, { where: { id: serviceOrderId } })
  await StoreOrder.update({ status }, { where: { id } })
  return { id, serviceOrderId }
}

async function paidOrder() {
  const order = await orderIn('paid', 'processing')
  await Payment.update({ status: 'paid' }, { where: { orderId: order.id } })
  await StoreOrder.update({ paymentStatus: 'paid', paidAt: new Date() }, { where: { id: order.id } })
  return order
}

describe('an order', () => {
  test('shows its amounts, lines and addresses', async () => {
    const { id, serviceOrderId } = await paidOrder()
    const answer = await rig.ask('GET', `/api/orders/${id}`)
    expect(answer.headers).toMatchObject({ etag: '"v1"', 'cache-control': 'no-store' })
    expect(answer.json()).toMatchObject({
      id,
      kind: 'service',
      user_id: 'user-1',
      status: 'processing',
      payment_status: 'paid',
      subtotal: 199,
      tax_amount: 62.82,
      shipping_amount: 150,
      discount_amount: 0,
      total: 411.82,
      total_amount: 411.82,
      refunded_amount: 0,
      items_count: 1,
      addresses: { billing: { city: 'Mumbai' }, shipping: { postal_code: '400001', line1: '1 Marine Drive' } },
      customer_phone: '+91 22 5550 0100',
      service_order_ids: [serviceOrderId],
      items: [
        { service_order_id: serviceOrderId, product_id: null, quantity: 1, unit_price: 199, total: 199, product: null },
      ],
      pay_by: null,
      tracking_number: null,
    })
    expect(answer.json()).not.toHaveProperty('attention')
  })

  test('is shown to its owner and admins, who also see what waits for a person', async () => {
    const { id } = await orderIn('paid', 'processing')
    await StoreOrder.update({ attention: 'payment_mismatch', attentionNote: 'other amount' }, { where: { id } })
    expect((await rig.ask('GET', `/api/orders/${id}`, { as: 'stranger' })).json()).toMatchObject({
      code: 'order_not_found',
    })
    expect((await rig.ask('GET', `/api/orders/${id}`, { as: 'admin' })).json()).toMatchObject({
      attention: { reason: 'payment_mismatch', note: 'other amount' },
    })
    expect((await rig.ask('GET', '/api/orders/first')).statusCode).toBe(422)
    expect((await rig.ask('GET', '/api/orders/999999')).statusCode).toBe(404)
  })

  test('can be tracked by its moves', async () => {
    const { id, serviceOrderId } = await orderIn('paid', 'processing')
    await givenEvent(rig.database, serviceOrderId, { to: 'shipped', changes: { trackingNumber: 'TRACK-1' } })
    expect((await rig.ask('GET', `/api/orders/${id}/tracking`)).json()).toMatchObject({
      order_id: id,
      current_status: 'processing',
      tracking_events: [{ status: 'pending', description: 'The order was placed.', location: null }],
      tracking_number: 'TRACK-1',
      estimated_delivery: expect.stringMatching(/Z$/) as string,
    })
  })
})

describe('the list of orders', () => {
  const list = async (query: string, as: Asking['as'] = 'shopper') =>
    (await rig.ask('GET', `/api/orders?${query}`, { as })).json<{
      orders: { id: number; user_id: string }[]
      total: number
    }>()

  test('pages by page, or by limit and offset, newest first', async () => {
    const first = await orderIn('shipped', 'shipped')
    const second = await orderIn('shipped', 'shipped')
    const third = await orderIn('shipped', 'shipped')
    const ids = async (query: string) => (await list(`status=shipped&${query}`)).orders.map(({ id }) => id)
    expect(await ids('per_page=2')).toEqual([third.id, second.id])
    expect(await ids('per_page=2&page=2')).toEqual([first.id])
    expect(await ids('limit=1&offset=1')).toEqual([second.id])
    expect(await list('status_filter=shipped&limit=2')).toMatchObject({ total: 3, page: 1, per_page: 2, pages: 2 })
  })

  test('is one’s own, and everybody’s for admins who do not ask for their own', async () => {
    const { orderId } = await givenOrder(rig.database, { ofQuote: { userId: 'user-2' } })
    expect((await list('per_page=100')).orders.every((order) => order.user_id === 'user-1')).toBe(true)
    expect((await list('', 'admin')).orders[0]?.id).toBe(orderId)
    expect((await list('scope=mine', 'admin')).total).toBe(0)
    expect((await rig.ask('GET', '/api/orders?scope=all')).json()).toMatchObject({ code: 'insufficient_permissions' })
    expect((await list('payment_status=refunded')).total).toBe(0)
  })
})

describe('another attempt to pay', () => {
  const pay = (id: number, asking: Asking = {}) => rig.ask('POST', `/api/orders/${id}/payment-intent`, asking)

  test('answers what the storefront collects it with', async () => {
    const { id } = await orderIn('pending_payment', 'pending')
    const answer = await pay(id, { body: { payment_method: 'card' } })
    const [message] = rig.workflows.messages('requestPayment')
    expect(answer.json()).toMatchObject({
      order_id: id,
      pay_by: expect.stringMatching(/Z$/) as string,
      payment_intent: {
        payment_id: message?.command.paymentId,
        provider: 'stripe',
        status: 'created',
        publishable_key: 'pk_test',
      },
    })
    expect(message?.command.method).toBe('card')
  })

  test('is refused where nothing is to be paid', async () => {
    const paid = await paidOrder()
    expect((await pay(paid.id)).json()).toMatchObject({ status: 409, code: 'already_paid' })
    const over = await orderIn('cancelled', 'cancelled')
    expect((await pay(over.id)).json()).toMatchObject({ code: 'invalid_transition', current_status: 'cancelled' })
    const late = await orderIn('pending_payment', 'pending')
    await StoreOrder.update({ payBy: new Date(0) }, { where: { id: late.id } })
    expect((await pay(late.id)).json()).toMatchObject({ code: 'invalid_transition' })
    const open = await orderIn('pending_payment', 'pending')
    expect((await pay(open.id, { body: { payment_method: 'razorpay' } })).json()).toMatchObject({
      code: 'payment_provider_unavailable',
    })
    expect((await pay(open.id, { as: 'stranger' })).json()).toMatchObject({ code: 'order_not_found' })
    expect(rig.workflows.sent).toEqual([])
  })
})

describe('cancelling an order', () => {
  const cancel = (id: number, asking: Asking = {}) => rig.ask('POST', `/api/orders/${id}/cancel`, asking)

  test('sends back what was paid', async () => {
    const { id } = await paidOrder()
    expect((await cancel(id, { body: { reason: 'no time' } })).json()).toMatchObject({
      success: true,
      status: 'cancelled',
      payment_status: 'paid',
      refund: { amount: 411.82, status: 'pending' },
    })
  })

  test('is too late for a shopper once it is being made', async () => {
    const { id } = await orderIn('in_production', 'processing')
    expect((await cancel(id)).json()).toMatchObject({ code: 'not_cancellable', current_status: 'processing' })
    expect((await cancel(id, { headers: { 'if-match': '"v9"' } })).json()).toMatchObject({
      code: 'precondition_failed',
    })
    expect(rig.workflows.sent).toEqual([])
  })
})

describe('an admin’s hand', () => {
  const put = (id: number, body: object, asking: Asking = {}) =>
    rig.ask('PUT', `/api/orders/${id}/status`, { as: 'admin', body, ...asking })

  test('books an offline payment as a fact, which releases the order', async () => {
    const { id, serviceOrderId } = await orderIn('pending_payment', 'pending')
    const answer = await put(id, { payment_status: 'paid', status: 'processing' })
    expect(answer.json()).toMatchObject({ success: true, order_id: id, status: 'processing', payment_status: 'paid' })
    expect(await InboxEntry.findOne({ where: { subject: `order:${id}` }, raw: true })).toMatchObject({
      provider: 'manual',
      state: 'done',
      fact: { kind: 'paid', amountMinor: 41_182, currency: 'INR', mode: 'test', orderId: id },
    })
    expect((await ServiceOrder.findByPk(serviceOrderId))?.status).toBe('paid')
    expect((await put(id, { payment_status: 'paid' })).json()).toMatchObject({ success: true, payment_status: 'paid' })
    expect(await Payment.count({ where: { orderId: id, provider: 'manual' } })).toBe(1)
  })

  test('cancels, once', async () => {
    const { id } = await orderIn('pending_assignment', 'processing')
    expect((await put(id, { status: 'cancelled', note: 'lost' })).json()).toMatchObject({ status: 'cancelled' })
    expect((await put(id, { status: 'cancelled' })).json()).toMatchObject({ status: 'cancelled' })
    expect(rig.workflows.messages('setOrderStatus').map(({ command }) => command.note)).toEqual(['lost'])
  })

  test.each([
    { what: 'ships nothing', status: 'processing', body: { status: 'shipped' }, allowed: ['cancelled'] },
    { what: 'gives no tracking number', status: 'processing', body: { tracking_number: 'T' }, allowed: ['cancelled'] },
    { what: 'cancels nothing that is on its way', status: 'shipped', body: { status: 'cancelled' }, allowed: [] },
    {
      what: 'calls nothing refunded',
      status: 'processing',
      body: { payment_status: 'refunded' },
      allowed: ['cancelled'],
    },
    { what: 'books nothing for a cancelled order', status: 'cancelled', body: { payment_status: 'paid' }, allowed: [] },
  ] as const)('$what', async ({ status, body, allowed }) => {
    const { id } = await orderIn('pending_assignment', status)
    const refused = await put(id, body)
    expect(refused.json()).toMatchObject({ status: 409, code: 'invalid_transition', current_status: status, allowed })
    expect(rig.workflows.sent).toEqual([])
  })

  test('must say what changes, and is an admin’s', async () => {
    const { id } = await orderIn('paid', 'processing')
    expect((await put(id, { note: 'hm' })).json()).toMatchObject({
      status: 422,
      errors: [{ path: 'body.status', code: 'required' }],
    })
    expect((await put(id, { status: 'cancelled' }, { as: 'shopper' })).json()).toMatchObject({
      code: 'insufficient_permissions',
    })
    expect((await put(id, { status: 'cancelled' }, { headers: { 'if-match': '"v7"' } })).statusCode).toBe(412)
  })

  test('is not answered before the payment is applied; the fact stays under one name', async () => {
    const { id } = await orderIn('pending_payment', 'pending')
    rig.workflows.instead = () => Promise.reject(new UpstreamUnavailable('away'))
    const waiting = rig.listener.nextWait()
    const answer = put(id, { payment_status: 'paid' })
    expect(await waiting).toBe(`store_order:${id}`)
    const [fact] = await InboxEntry.findAll({ where: { subject: `order:${id}` } })
    expect(fact).toMatchObject({ state: 'received', eventId: expect.stringMatching(`^manual:${id}:`) as string })
    await rig.workflows.signalPayment((await ServiceOrder.findOne({ where: { orderId: id } }))?.quoteId ?? '', '')
    expect((await answer).json()).toMatchObject({ status: 'processing', payment_status: 'paid' })
  })
})

describe('a refund', () => {
  const refund = (id: number, body: object, asking: Asking = {}) =>
    rig.ask('POST', `/api/orders/${id}/refunds`, {
      as: 'admin',
      body,
      headers: { 'idempotency-key': `r-${id}` },
      ...asking,
    })

  test('sends back a part, then the rest, and never more', async () => {
    const { id } = await paidOrder()
    const part = await refund(id, { amount: 100.5, reason: 'one part broke' })
    expect(part.json()).toMatchObject({ amount: 100.5, status: 'succeeded', order_id: id, refunded_amount: 100.5 })
    const tooMuch = await refund(id, { amount: 400, reason: 'all' }, { headers: { 'idempotency-key': 'more' } })
    expect(tooMuch.json()).toMatchObject({ status: 409, code: 'refund_exceeds_payment', refundable: 311.32 })
    const rest = await refund(id, { reason: 'the rest' }, { headers: { 'idempotency-key': 'rest' } })
    expect(rest.json()).toMatchObject({ amount: 311.32, refunded_amount: 411.82 })
    const none = await refund(id, { reason: 'again' }, { headers: { 'idempotency-key': 'again' } })
    expect(none.json()).toMatchObject({ code: 'refund_exceeds_payment', refundable: 0 })
    expect(rig.workflows.messages('refundOrder').map(({ command }) => command.requestedBy)).toEqual([
      'admin-1',
      'admin-1',
    ])
  })

  test('is made once for one key', async () => {
    const { id } = await paidOrder()
    const first = await refund(id, { amount: 10, reason: 'x' })
    const second = await refund(id, { amount: 10, reason: 'x' })
    expect(second.body).toBe(first.body)
    expect(rig.workflows.messages('refundOrder')).toHaveLength(1)
  })

  test.each([
    { what: 'without a key', body: { reason: 'x' }, refusal: { status: 400, code: 'invalid_idempotency_key' } },
    { what: 'of nothing', key: 'k1', body: { amount: 0, reason: 'x' }, refusal: { status: 422 } },
    {
      what: 'of half a paisa',
      key: 'k2',
      body: { amount: 1.005, reason: 'x' },
      refusal: { errors: [{ path: 'body.amount', code: 'range' }] },
    },
    { what: 'without a reason', key: 'k3', body: {}, refusal: { errors: [{ path: 'body.reason', code: 'required' }] } },
  ])('$what is refused', async ({ key, body, refusal }) => {
    const { id } = await paidOrder()
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key }
    expect((await refund(id, body, { headers })).json()).toMatchObject(refusal)
  })

  test('of what was never paid is refused', async () => {
    const { id } = await orderIn('pending_payment', 'pending')
    await givenAttempt(id, { status: 'failed' })
    expect((await refund(id, { reason: 'x' })).json()).toMatchObject({ code: 'refund_exceeds_payment', refundable: 0 })
  })
})
