import { InboxEntry } from '../../src/db/models/inbox.js'
import { ServiceOrder } from '../../src/db/models/service-orders.js'
import { StoreOrder } from '../../src/db/models/store-orders.js'
import { rows } from '../../src/db/sequelize.js'
import { applyCaveEvents, recordJob } from '../../src/db/workflow-owned/cave-jobs.js'
import { applyPayments } from '../../src/db/workflow-owned/payment-facts.js'
import type { ServiceOrderStatus } from '../../src/domain/service-order-status.js'
import { acceptedOrder, openPayment, paidEvent, receiveCallback, receivePayment } from '../support/orders.js'
import { openTestDatabase } from '../support/test-database.js'

let place: Awaited<ReturnType<typeof openTestDatabase>>
beforeAll(async () => {
  place = await openTestDatabase('test-cave-jobs')
})
afterAll(() => place.close())

async function paidServiceOrder(): Promise<string> {
  const order = await acceptedOrder(place.database)
  await receivePayment(paidEvent(await openPayment(order)))
  await applyPayments(place.database, order.orderId)
  return order.serviceOrderId
}

async function publishedServiceOrder(): Promise<string> {
  const id = await paidServiceOrder()
  await recordJob(place.database, id, { jobId: `job-${id}`, status: 'pending', acceptUrl: null })
  return id
}

async function timeline(id: string): Promise<{ seq: number; to_status: string; applied: boolean }[]> {
  return rows(
    place.database,
    'SELECT seq, to_status, applied FROM service_order_events WHERE service_order_id = $1 ORDER BY seq',
    [id],
  )
}

async function hear(id: string, ...words: ServiceOrderStatus[]) {
  for (const word of words) await receiveCallback(id, word)
  return applyCaveEvents(place.database, id)
}

describe('following a job', () => {
  test('callbacks move forward only, lower ones are milestones, and the timeline has no gap', async () => {
    const id = await publishedServiceOrder()
    const facts = await hear(id, 'in_production', 'assigned_to_provider', 'in_production', 'shipped')
    expect(facts).toEqual({ status: 'shipped', applied: 4, conflict: null })
    const events = await timeline(id)
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
    expect(events.slice(-4)).toMatchObject([
      { to_status: 'in_production', applied: true },
      { to_status: 'assigned_to_provider', applied: false },
      { to_status: 'in_production', applied: false },
      { to_status: 'shipped', applied: true },
    ])
    const row = await ServiceOrder.findByPk(id)
    expect((await StoreOrder.findByPk(row?.orderId))?.status).toBe('shipped')
    expect(row?.startedAt).toBeInstanceOf(Date)
    expect(row?.acceptedAt).toBeNull()
  })

  test('a late printing callback does not reopen a completed order', async () => {
    const id = await publishedServiceOrder()
    await hear(id, 'completed')
    const facts = await hear(id, 'in_production')
    expect(facts).toEqual({ status: 'completed', applied: 1, conflict: null })
  })

  test('a second, different end is a conflict for a person and changes nothing', async () => {
    const id = await publishedServiceOrder()
    await hear(id, 'completed')
    const facts = await hear(id, 'failed')
    expect(facts.status).toBe('completed')
    expect(facts.conflict).toContain('failed')
  })

  test('a callback before payment is recorded, refused and never moves the order', async () => {
    const order = await acceptedOrder(place.database)
    const fact = await receiveCallback(order.serviceOrderId, 'in_production')
    const facts = await applyCaveEvents(place.database, order.serviceOrderId)
    expect(facts.status).toBe('pending_payment')
    expect(facts.conflict).not.toBeNull()
    expect((await InboxEntry.findByPk(fact))?.state).toBe('rejected')
    expect((await ServiceOrder.findByPk(order.serviceOrderId))?.caveJobId).toBeNull()
  })

  test('a callback that is faster than the answer to the publication brings the job id', async () => {
    const id = await paidServiceOrder()
    await hear(id, 'assigned_to_provider')
    expect((await ServiceOrder.findByPk(id))?.caveJobId).toBe(`job-${id}`)
    const row = await recordJob(place.database, id, { jobId: `job-${id}`, status: 'pending', acceptUrl: null })
    expect(row.status).toBe('assigned_to_provider')
  })

  test('recording the same job twice leaves one event', async () => {
    const id = await publishedServiceOrder()
    await recordJob(place.database, id, { jobId: `job-${id}`, status: 'pending', acceptUrl: null })
    expect((await timeline(id)).filter(({ to_status }) => to_status === 'pending_assignment')).toHaveLength(1)
  })
})
