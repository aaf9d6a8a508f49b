import { Refund } from '../../src/db/models/payments.js'
import { StoreOrder } from '../../src/db/models/store-orders.js'
import { applyPayments } from '../../src/db/workflow-owned/payment-facts.js'
import { bookRefund, openRefund } from '../../src/db/workflow-owned/refunds.js'
import { acceptedOrder, openPayment, paidEvent, receivePayment } from '../support/orders.js'
import { openTestDatabase } from '../support/test-database.js'

let place: Awaited<ReturnType<typeof openTestDatabase>>
beforeAll(async () => {
  place = await openTestDatabase('test-refunds')
})
afterAll(() => place.close())

async function paidOrder(): Promise<number> {
  const order = await acceptedOrder(place.database)
  await receivePayment(paidEvent(await openPayment(order)))
  await applyPayments(place.database, order.orderId)
  return order.orderId
}

const succeeded = { status: 'succeeded', providerRefundId: null } as const

describe('refunds', () => {
  test('ten requests under one key are one refund', async () => {
    const orderId = await paidOrder()
    const request = { orderId, key: 'admin:1', reason: 'damaged' }
    const opened = await Promise.all(Array.from({ length: 10 }, () => openRefund(place.database, request)))
    expect(new Set(opened.map(({ refundId }) => refundId)).size).toBe(1)
    expect(await Refund.count({ where: { requestKey: `${orderId}:admin:1` } })).toBe(1)
  })

  test('partial refunds add up and never exceed what was paid, also at once', async () => {
    const orderId = await paidOrder()
    const tries = await Promise.allSettled(
      [10_000, 10_000, 10_000].map((amountMinor, index) =>
        openRefund(place.database, { orderId, key: `part:${index}`, reason: 'part', amountMinor }),
      ),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    expect(tries.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'refund_exceeds_payment', extra: { members: { refundable: 34.82 } } },
    })
  })

  test('a partial refund keeps the order paid; when all is back it is refunded', async () => {
    const orderId = await paidOrder()
    const part = await openRefund(place.database, { orderId, key: 'part', reason: 'part', amountMinor: 10_000 })
    await bookRefund(place.database, part.refundId ?? '', succeeded)
    expect(await StoreOrder.findByPk(orderId)).toMatchObject({ paymentStatus: 'paid', refundedMinor: 10_000 })
    const rest = await openRefund(place.database, { orderId, key: 'rest', reason: 'rest' })
    await bookRefund(place.database, rest.refundId ?? '', succeeded)
    await bookRefund(place.database, rest.refundId ?? '', succeeded)
    expect(await StoreOrder.findByPk(orderId)).toMatchObject({
      status: 'refunded',
      paymentStatus: 'refunded',
      refundedMinor: 23_482,
    })
    const none = await openRefund(place.database, { orderId, key: 'more', reason: 'more' })
    expect(none).toEqual({ refundId: null, status: 'none' })
  })
})
