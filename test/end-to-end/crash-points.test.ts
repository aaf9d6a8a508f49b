import { randomUUID } from 'node:crypto'

import { PrintOrder } from '../../scripts/print-order.js'
import type { DevelopmentStack } from '../../src/development/development-stack.js'
import { aroundEach, crashEverywhere } from '../support/crashes.js'
import { patiently } from '../support/patiently.js'
import { describeWithTemporal } from '../support/servers.js'
import { jobsMade, shopperOf, startTestStack } from '../support/stack.js'

jest.setTimeout(900_000)

/** The activities of the happy path, in its order. */
const ACTIVITIES = [
  'measureModel',
  'recordQuote',
  'createServiceOrder',
  'createPayment',
  'applyPayments',
  'startPublication',
  'prepareJob',
  'publishJob',
  'recordJob',
  'applyCaveEvents',
  'reportPublicationEnd',
  'closeServiceOrder',
]

const API_SITES = [
  'idempotency.after-claim',
  'start.before-call',
  'start.before-reply',
  'update.before-reply',
  'upload.after-head',
  'webhook.before-insert',
  'webhook.after-commit',
  'webhook.after-answer',
]

interface Order {
  readonly serviceOrderId: string
  readonly number: string
}

/** Kill -9 at every step: what was answered exists, nothing happens twice, and nobody has to help. */
describeWithTemporal('killed at any step', () => {
  let stack: DevelopmentStack
  beforeAll(async () => {
    stack = await startTestStack()
  })
  afterAll(() => stack.stop())

  /** One order from the model to the payment, by a storefront that repeats what was not answered. */
  async function placeOrder(): Promise<Order> {
    const { store } = await shopperOf(stack)
    const print = new PrintOrder(store, stack.addresses.peers, { idempotencyKey: randomUUID() })
    const upload = await patiently(() => print.upload())
    const quote = await patiently(() => print.quote(upload.upload_id, { material: 'PLA' }))
    const order = await patiently(() => print.order(quote.quote_id))
    await patiently(() => print.pay(order.payment_intent.payment_id))
    return { serviceOrderId: order.service_order_id, number: order.service_order_number.replace('SO-', '') }
  }

  async function expectArrivedOnce({ serviceOrderId, number }: Order): Promise<void> {
    const { print } = await shopperOf(stack)
    const end = await patiently(() => print.reached(serviceOrderId, ['completed'], 180), 180)
    expect(end.timeline.map(({ seq }) => seq)).toEqual(end.timeline.map((_, index) => index + 1))
    const applied = end.timeline.filter((event) => event.applied).map((event) => event.status)
    expect(new Set(applied).size).toBe(applied.length)
    expect(applied).toEqual(expect.arrayContaining(['pending_payment', 'paid', 'completed']))
    expect(await jobsMade(stack, number)).toBe(1)
  }

  async function crashUnderOrders(name: 'api' | 'worker', sites: readonly string[]): Promise<void> {
    const orders = await crashEverywhere(stack.processes[name], sites, placeOrder)
    for (const order of orders) await expectArrivedOnce(order)
  }

  test('the worker, before and after each activity of the happy path', async () => {
    await crashUnderOrders('worker', aroundEach(ACTIVITIES))
  })

  test('the API, at each of its hooks', async () => {
    await crashUnderOrders('api', API_SITES)
  })
})
