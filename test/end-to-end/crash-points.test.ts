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

  /**
   * Places an order while the named process is armed and waits until it has really died there. The order goes on by
   * itself: a lost claim or attempt lapses only after a while, and the next crash need not wait for that.
   */
  async function crashUnderOrder(name: 'api' | 'worker', site: string): Promise<{ order: Promise<Order> }> {
    const order = placeOrder()
    // Looked at when all crashes are over; until then a failure is no unhandled one.
    order.catch(() => undefined)
    const { restart, exited } = stack.processes[name]
    // An earlier order may hit the site before the process is ready: it has died there all the same.
    const reason = await restart({ CRASH_AT: `${site}:1` }).then(exited, (error: unknown) => String(error))
    expect(`${site}: ${reason}`).toContain('SIGKILL')
    return { order }
  }

  async function crashEverywhere(name: 'api' | 'worker', sites: readonly string[]): Promise<void> {
    const orders: Promise<Order>[] = []
    for (const site of sites) orders.push((await crashUnderOrder(name, site)).order)
    await stack.processes[name].restart()
    expect(orders).toHaveLength(sites.length)
    for (const order of orders) await expectArrivedOnce(await order)
  }

  test('the worker, before and after each activity of the happy path', async () => {
    await crashEverywhere(
      'worker',
      ACTIVITIES.flatMap((activity) => [`${activity}.before`, `${activity}.after`]),
    )
  })

  test('the API, at each of its hooks', async () => {
    await crashEverywhere('api', API_SITES)
  })
})
