import { InboxEntry } from '../../src/db/models/inbox.js'
import { Payment } from '../../src/db/models/payments.js'
import { ServiceOrder } from '../../src/db/models/service-orders.js'
import { StoreOrder } from '../../src/db/models/store-orders.js'
import { rows } from '../../src/db/sequelize.js'
import { applyPayments } from '../../src/db/workflow-owned/payment-facts.js'
import { cancelOrder } from '../../src/db/workflow-owned/service-orders.js'
import { acceptedOrder, openPayment, paidEvent, receivePayment } from '../support/orders.js'
import { openTestDatabase } from '../support/test-database.js'

let place: Awaited<ReturnType<typeof openTestDatabase>>
beforeAll(async () => {
  place = await openTestDatabase('test-payment-facts')
})
afterAll(() => place.close())

async function statusOf(orderId: number) {
  const order = await StoreOrder.findByPk(orderId)
  const service = await ServiceOrder.findOne({ where: { orderId } })
  return { order: order?.status, payment: order?.paymentStatus, service: service?.status }
}

async function timeline(orderId: number): Promise<{ seq: number; type: string; to_status: string | null }[]> {
  return rows(
    place.database,
    `SELECT seq, type, to_status FROM service_order_events
     WHERE service_order_id = (SELECT id FROM service_orders WHERE order_id = $1) ORDER BY seq`,
    [orderId],
  )
}

describe('applying payment facts', () => {
  test('a payment that fits pays the order once, however often it is told', async () => {
    const order = await acceptedOrder(place.database)
    const event = paidEvent(await openPayment(order))
    for (let i = 0; i < 5; i += 1) await receivePayment(event)
    const [first, second] = await Promise.all([
      applyPayments(place.database, order.orderId),
      applyPayments(place.database, order.orderId),
    ])
    expect(first).toEqual(second)
    expect(first).toMatchObject({ isPaid: true, duplicates: [], late: [], mismatch: null })
    expect(await statusOf(order.orderId)).toEqual({ order: 'processing', payment: 'paid', service: 'paid' })
    expect(await timeline(order.orderId)).toEqual([
      { seq: 1, type: 'status', to_status: 'pending_payment' },
      { seq: 2, type: 'status', to_status: 'paid' },
    ])
  })

  test.each([
    ['amount', { amountMinor: 100 }],
    ['currency', { currency: 'USD' }],
    ['mode', { mode: 'live' as const }],
    ['reference', { providerRef: 'pi_of_somebody_else' }],
  ])('a genuine payment that differs in %s never pays', async (word, difference) => {
    const order = await acceptedOrder(place.database)
    const payment = await openPayment(order)
    const id = await receivePayment(paidEvent(payment, difference))
    const facts = await applyPayments(place.database, order.orderId)
    expect(facts.isPaid).toBe(false)
    expect(facts.mismatch).toContain(word)
    expect(await statusOf(order.orderId)).toMatchObject({ order: 'pending', payment: 'pending' })
    expect((await InboxEntry.findByPk(id))?.state).toBe('rejected')
    expect((await payment.reload()).status).toBe('rejected')
  })

  test('a second success of another attempt is a duplicate that goes back', async () => {
    const order = await acceptedOrder(place.database)
    const first = await openPayment(order)
    const second = await openPayment(order, { attempt: 2 })
    await receivePayment(paidEvent(first))
    await receivePayment(paidEvent(second))
    const facts = await applyPayments(place.database, order.orderId)
    expect(facts).toMatchObject({ isPaid: true, duplicates: [second.id] })
    expect(await applyPayments(place.database, order.orderId)).toEqual(facts)
  })

  test('money for a cancelled order is late, is booked, and does not revive the order', async () => {
    const order = await acceptedOrder(place.database)
    const payment = await openPayment(order)
    await cancelOrder(place.database, {
      orderId: order.orderId,
      by: 'system',
      key: 'pay-by',
      reason: 'not paid in time',
    })
    await receivePayment(paidEvent(payment))
    const facts = await applyPayments(place.database, order.orderId)
    expect(facts).toMatchObject({ isPaid: false, late: [payment.id] })
    expect(await statusOf(order.orderId)).toEqual({ order: 'cancelled', payment: 'paid', service: 'cancelled' })
  })

  test('a late failure never takes a payment back, and a success after a failure counts', async () => {
    const order = await acceptedOrder(place.database)
    const payment = await openPayment(order)
    await receivePayment(paidEvent(payment, { kind: 'failed', reason: 'card declined' }))
    await applyPayments(place.database, order.orderId)
    expect(await statusOf(order.orderId)).toMatchObject({ payment: 'failed' })
    await receivePayment(paidEvent(payment))
    await receivePayment(paidEvent(payment, { kind: 'failed' }))
    await applyPayments(place.database, order.orderId)
    expect(await statusOf(order.orderId)).toMatchObject({ order: 'processing', payment: 'paid' })
    expect((await Payment.findByPk(payment.id))?.status).toBe('paid')
  })

  test('an offline payment that an admin books is an attempt of its own', async () => {
    const order = await acceptedOrder(place.database)
    const id = '0197f0a0-0000-7000-8000-00000000000a'
    await InboxEntry.create({
      id,
      provider: 'manual',
      eventId: `manual:${order.orderId}`,
      eventType: 'manual.paid',
      subject: `order:${order.orderId}`,
      state: 'received',
      bodySha256: 'c'.repeat(64),
      fact: { ...paidEvent(await openPayment(order)), paymentId: id, providerRef: null, amountMinor: 23_482 },
    })
    expect(await applyPayments(place.database, order.orderId)).toMatchObject({ isPaid: true })
    expect((await Payment.findByPk(id))?.provider).toBe('manual')
  })
})
