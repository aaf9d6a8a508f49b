import { randomUUID } from 'node:crypto'

import { PrintOrder } from '../../scripts/print-order.js'
import type { DevelopmentStack } from '../../src/development/development-stack.js'
import { describeWithTemporal } from '../support/servers.js'
import { patiently } from '../support/patiently.js'
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

  /** Places an order while the named process is armed; answers only when the process has really died there. */
  async function orderThroughCrash(name: 'api' | 'worker', site: string): Promise<Order> {
    await stack.processes[name].restart({ CRASH_AT: `${site}:1` })
    const died = stack.processes[name].exited()
    const [order, reason] = await Promise.all([placeOrder(), died])
    expect(reason).toContain('SIGKILL')
    return order
  }

  test('the worker, before and after each activity of the happy path', async () => {
    const orders: Order[] = []
    for (const activity of ACTIVITIES) {
      for (const moment of ['before', 'after']) orders.push(await orderThroughCrash('worker', `${activity}.${moment}`))
    }
    expect(orders).toHaveLength(2 * ACTIVITIES.length)
    for (const order of orders) await expectArrivedOnce(order)
  })

  test('the API, at each of its hooks', async () => {
    const orders: Order[] = []
    for (const site of API_SITES) orders.push(await orderThroughCrash('api', site))
    expect(orders).toHaveLength(API_SITES.length)
    for (const order of orders) await expectArrivedOnce(order)
  })
})
