import { Quote } from '../../src/db/models/quotes.js'
import { ServiceOrder } from '../../src/db/models/service-orders.js'
import { StoreOrder } from '../../src/db/models/store-orders.js'
import { newId } from '../../src/db/record.js'
import { applyPayments } from '../../src/db/workflow-owned/payment-facts.js'
import {
  cancelOrder,
  createServiceOrder,
  nextServiceOrderNumber,
  replaceServiceOrder,
  setAddress,
} from '../../src/db/workflow-owned/service-orders.js'
import { acceptedOrder, insertQuote, openPayment, paidEvent, receivePayment } from '../support/orders.js'
import { openTestDatabase } from '../support/test-database.js'

let place: Awaited<ReturnType<typeof openTestDatabase>>
beforeAll(async () => {
  place = await openTestDatabase('test-service-orders')
})
afterAll(() => place.close())

const MUMBAI = {
  name: 'A Maker',
  line1: '1 Marine Drive',
  line2: null,
  city: 'Mumbai',
  state: null,
  postalCode: '400001',
  country: 'IN',
  phone: null,
}

async function shippedOrder(address?: typeof MUMBAI) {
  const quote = await insertQuote()
  return createServiceOrder(place.database, {
    quoteId: quote.id,
    serviceOrderId: newId(),
    serviceOrderNumber: await nextServiceOrderNumber(place.database),
    orderId: 1_000_000 + Math.floor(Date.now() % 1_000_000) + (await ServiceOrder.count()),
    orderNumber: `MX-TEST-${newId().slice(-8)}`,
    deliveryMode: 'ship',
    ...(address ? { address } : {}),
    priority: 'normal',
    paymentWindowHours: 24,
  })
}

describe('accepting a quote', () => {
  test('twenty acceptances at once make one service order and one order', async () => {
    const quote = await insertQuote()
    const answers = await Promise.all(Array.from({ length: 20 }, () => acceptedOrder(place.database, quote)))
    expect(new Set(answers.map((answer) => answer.serviceOrderId)).size).toBe(1)
    expect(await ServiceOrder.count({ where: { quoteId: quote.id } })).toBe(1)
    expect((await quote.reload()).status).toBe('accepted')
  })

  test('an expired quote is refused and nothing is written', async () => {
    const quote = await insertQuote({ expiresAt: new Date(Date.now() - 1000) })
    await expect(acceptedOrder(place.database, quote)).rejects.toMatchObject({ code: 'quote_expired' })
    expect(await ServiceOrder.count({ where: { quoteId: quote.id } })).toBe(0)
  })

  test('a quote that waits for a person is refused with the reason', async () => {
    const quote = await insertQuote()
    await quote.update({ attention: 'quote_needs_person', attentionNote: 'a long print' })
    await expect(acceptedOrder(place.database, quote)).rejects.toMatchObject({ code: 'manual_quote_required' })
  })

  test('without an address the dearest zone is charged, and the address corrects it before payment', async () => {
    const order = await shippedOrder()
    expect(order.needsAddress).toBe(true)
    expect((await StoreOrder.findByPk(order.orderId))?.shippingMinor).toBe(20_000)
    const after = await setAddress(place.database, order.serviceOrderId, MUMBAI)
    expect(after.needsAddress).toBe(false)
    const row = await StoreOrder.findByPk(order.orderId)
    expect([row?.shippingMinor, row?.taxMinor, row?.totalMinor]).toEqual([15_000, 6282, 41_182])
  })

  test('after payment a cheaper zone changes no amount and a dearer one is refused', async () => {
    const order = await shippedOrder(MUMBAI)
    await receivePayment(paidEvent(await openPayment(order, { amountMinor: 41_182 })))
    await applyPayments(place.database, order.orderId)
    await setAddress(place.database, order.serviceOrderId, { ...MUMBAI, city: 'Bengaluru', postalCode: '560001' })
    expect((await StoreOrder.findByPk(order.orderId))?.totalMinor).toBe(41_182)
    const far = { ...MUMBAI, city: 'Leh', postalCode: '194101' }
    await expect(setAddress(place.database, order.serviceOrderId, far)).rejects.toMatchObject({
      code: 'invalid_transition',
    })
  })
})

describe('ending and replacing', () => {
  test('cancelling twice leaves one cancelled order, and the quote cannot be used again', async () => {
    const order = await acceptedOrder(place.database)
    const cause = { orderId: order.orderId, by: 'customer', key: 'cancel', reason: 'changed my mind' } as const
    await cancelOrder(place.database, cause)
    await cancelOrder(place.database, cause)
    const row = await ServiceOrder.findByPk(order.serviceOrderId)
    expect(row?.status).toBe('cancelled')
    expect(row?.version).toBe(2)
    expect((await Quote.findByPk(row?.quoteId))?.status).toBe('accepted')
  })

  test('a replacement is made once, with a new number, paid, and names what it replaces', async () => {
    const order = await acceptedOrder(place.database)
    await receivePayment(paidEvent(await openPayment(order)))
    await applyPayments(place.database, order.orderId)
    await ServiceOrder.update({ status: 'failed' }, { where: { id: order.serviceOrderId } })
    const first = await replaceServiceOrder(place.database, order.serviceOrderId)
    const second = await replaceServiceOrder(place.database, order.serviceOrderId)
    expect(second).toEqual(first)
    expect(first.number).not.toBe(order.number)
    expect(await ServiceOrder.findByPk(first.serviceOrderId)).toMatchObject({
      status: 'paid',
      replaces: order.serviceOrderId,
    })
  })
})
