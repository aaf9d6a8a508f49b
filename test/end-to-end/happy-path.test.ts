import type { DevelopmentStack } from '../../src/development/development-stack.js'
import type { OrderStatus } from '../../scripts/print-order.js'
import { until } from '../../scripts/store-client.js'
import { describeWithTemporal } from '../support/servers.js'
import { caveMode, jobsMade, shopperOf, startTestStack } from '../support/stack.js'

jest.setTimeout(240_000)

describeWithTemporal('the whole product', () => {
  let stack: DevelopmentStack
  beforeAll(async () => {
    stack = await startTestStack()
  })
  afterAll(() => stack.stop())

  async function paidOrder() {
    const { print } = await shopperOf(stack)
    const upload = await print.upload()
    const quote = await print.quote(upload.upload_id, { material: 'PLA' })
    const order = await print.order(quote.quote_id)
    await print.pay(order.payment_intent.payment_id)
    return { print, order, number: order.service_order_number.replace('SO-', '') }
  }

  function applied(status: OrderStatus): string[] {
    return status.timeline.filter((event) => event.applied).map((event) => event.status)
  }

  test('a model becomes a finished part: measured, quoted, paid, published once, followed to the end', async () => {
    const { print, order, number } = await paidOrder()
    const end = await print.reached(order.service_order_id, ['completed'])
    expect(applied(end)).toEqual([
      'pending_payment',
      'paid',
      'pending_assignment',
      'assigned_to_provider',
      'in_production',
      'quality_review',
      'ready_for_shipping',
      'shipped',
      'completed',
    ])
    expect(end.timeline.map(({ seq }) => seq)).toEqual(end.timeline.map((_, index) => index + 1))
    expect(await jobsMade(stack, number)).toBe(1)
  })

  test('a job that MakrCave took without answering is found, and arrives exactly once', async () => {
    await caveMode(stack, { mode: 'apply_then_hang', calls: 1 })
    const { print, order, number } = await paidOrder()
    await print.reached(order.service_order_id, ['completed'], 120)
    expect(await jobsMade(stack, number)).toBe(1)
  })

  test('while MakrCave is down the order waits, paid; afterwards it goes on by itself', async () => {
    await caveMode(stack, { mode: 'down' })
    const { print, order, number } = await paidOrder()
    await print.reached(order.service_order_id, ['paid'])
    await caveMode(stack, { mode: 'normal' })
    await print.reached(order.service_order_id, ['completed'], 120)
    expect(await jobsMade(stack, number)).toBe(1)
  })

  test('without a worker facts are kept with 200 and requests are told to repeat; then everything catches up', async () => {
    const { print } = await shopperOf(stack)
    const upload = await print.upload()
    const quote = await print.quote(upload.upload_id, { material: 'PLA' })
    const order = await print.order(quote.quote_id)
    const pid = await stack.processes.worker.pid()
    process.kill(pid, 'SIGSTOP')
    try {
      await print.pay(order.payment_intent.payment_id)
      expect((await print.status(order.service_order_id)).status).toBe('pending_payment')
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    const end = await until('completion', async () => {
      const status = await print.status(order.service_order_id)
      return status.status === 'completed' ? status : undefined
    })
    expect(applied(end)).toContain('paid')
  })
})
