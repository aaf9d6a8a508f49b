import { randomUUID } from 'node:crypto'

import { reopenFact, storeFact, type InboxDraft } from '../../src/db/inbox.js'
import { InboxEntry } from '../../src/db/models/inbox.js'
import { ServiceOrder } from '../../src/db/models/service-orders.js'
import type { Upload } from '../../src/db/models/uploads.js'
import { execute, firstRow } from '../../src/db/sequelize.js'
import { DomainError } from '../../src/domain/errors.js'
import { createLogger } from '../../src/logger.js'
import { inboxAge, inboxPending } from '../../src/metrics.js'
import { Sweeper, type SweeperOptions } from '../../temporal/sweeper.js'
import { givenAttempt, givenUpload } from '../support/factories.js'
import { acceptedOrder, openPayment, paidEvent, receiveCallback, receivePayment } from '../support/orders.js'
import { openTestDatabase } from '../support/test-database.js'

let place: Awaited<ReturnType<typeof openTestDatabase>>
let signals: RecordedSignals

beforeAll(async () => {
  place = await openTestDatabase('test-sweeper')
})
afterAll(() => place.close())
beforeEach(async () => {
  signals = new RecordedSignals()
  await execute(place.database, 'DELETE FROM webhook_inbox')
  await execute(place.database, `UPDATE uploads SET status = 'failed' WHERE status = 'processing'`)
})

/** Notes who was told what; fails as it is told. */
class RecordedSignals {
  readonly told: string[] = []
  failure: (subject: string) => Error | undefined = () => undefined
  private waiting: (() => void) | undefined

  signalPayment(quoteId: string, inboxId: string): Promise<void> {
    return this.note(quoteId, `payment ${quoteId} ${inboxId}`)
  }

  signalCave(serviceOrderId: string, inboxId: string): Promise<void> {
    return this.note(serviceOrderId, `cave ${serviceOrderId} ${inboxId}`)
  }

  resume(name: string, id: string): Promise<void> {
    return this.note(id, `${name} ${id}`)
  }

  /** Resolves with the next thing that anybody is told. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting = resolve
    })
  }

  private note(subject: string, what: string): Promise<void> {
    const failure = this.failure(subject)
    if (failure) return Promise.reject(failure)
    this.told.push(what)
    this.waiting?.()
    return Promise.resolve()
  }
}

function sweeper(options: Partial<SweeperOptions> = {}): Sweeper {
  return new Sweeper({ database: place.database, signals, logger: createLogger('silent'), ...options })
}

async function sweep(): Promise<void> {
  await sweeper().sweep()
}

async function letTimePass(seconds: number): Promise<void> {
  await execute(
    place.database,
    `UPDATE webhook_inbox SET received_at = received_at - make_interval(secs => $1),
       next_attempt_at = next_attempt_at - make_interval(secs => $1)`,
    [seconds],
  )
}

async function entryOf(id: string): Promise<InboxEntry> {
  return InboxEntry.findByPk(id, { rejectOnEmpty: true })
}

async function paymentFact(): Promise<{ id: string; quoteId: string; orderId: number }> {
  const order = await acceptedOrder(place.database)
  const id = await receivePayment(paidEvent(await openPayment(order)))
  const row = await ServiceOrder.findByPk(order.serviceOrderId, { rejectOnEmpty: true })
  return { id, quoteId: row.quoteId, orderId: order.orderId }
}

async function unmatchedFact(provider: InboxDraft['provider'], subject: string): Promise<string> {
  const eventId = randomUUID()
  const { id } = await storeFact({
    provider,
    eventId,
    eventType: 'test',
    subject,
    state: 'unmatched',
    fact: { of: eventId },
  })
  return id
}

describe('facts that were stored and not applied', () => {
  test('are delivered after 30 s when nobody was told', async () => {
    const { id, quoteId } = await paymentFact()
    await sweep()
    expect(signals.told).toEqual([])
    await letTimePass(31)
    await sweep()
    expect(signals.told).toEqual([`payment ${quoteId} ${id}`])
    expect((await entryOf(id)).state).toBe('signalled')
  })

  test('are delivered again after 30 s when the run was told and did not apply them', async () => {
    const { serviceOrderId } = await acceptedOrder(place.database)
    const id = await receiveCallback(serviceOrderId, 'in_production')
    for (let round = 1; round <= 2; round += 1) {
      await letTimePass(31)
      await sweep()
    }
    expect(signals.told).toEqual(Array(2).fill(`cave ${serviceOrderId} ${id}`))
  })

  test.each(['done', 'ignored', 'rejected'] as const)('rest once they are %s', async (state) => {
    const { id } = await paymentFact()
    await InboxEntry.update({ state }, { where: { id } })
    await letTimePass(86_400)
    await sweep()
    expect(signals.told).toEqual([])
  })

  test('of one order cost one signal, by the newest', async () => {
    const order = await acceptedOrder(place.database)
    const payment = await openPayment(order)
    const ids = []
    for (let i = 0; i < 3; i += 1) ids.push(await receivePayment(paidEvent(payment)))
    await letTimePass(31)
    await sweep()
    expect(signals.told.map((told) => told.split(' ').at(-1))).toEqual(ids.slice(-1))
  })

  test.each([
    [0, 5],
    [1, 10],
    [4, 80],
    [6, 300],
    [1000, 300],
  ])('wait longer each time: after %d attempts %d s', async (attempts, seconds) => {
    const { id } = await paymentFact()
    await InboxEntry.update({ state: 'signalled', attempts }, { where: { id } })
    await letTimePass(31)
    await sweep()
    const row = await firstRow<{ seconds: number }>(
      place.database,
      'SELECT extract(epoch FROM next_attempt_at - updated_at)::int AS seconds FROM webhook_inbox WHERE id = $1',
      [id],
    )
    expect(row).toEqual({ seconds })
    expect((await entryOf(id)).attempts).toBe(attempts + 1)
  })

  test('are each claimed by one of two sweepers at once', async () => {
    const facts = []
    for (let i = 0; i < 12; i += 1) facts.push(await paymentFact())
    await letTimePass(31)
    await Promise.all([sweep(), sweep()])
    expect([...signals.told].sort()).toEqual(facts.map(({ id, quoteId }) => `payment ${quoteId} ${id}`).sort())
  })

  test('are delivered by a sweeper that was started, until it is stopped', async () => {
    const running = sweeper({ pauseMs: 1 })
    const first = await paymentFact()
    await letTimePass(31)
    const told = signals.next()
    running.start()
    try {
      await told
    } finally {
      await running.stop()
    }
    const second = await paymentFact()
    await letTimePass(31)
    await running.sweep()
    expect(signals.told).toEqual([`payment ${first.quoteId} ${first.id}`])
    expect(await entryOf(second.id)).toMatchObject({ state: 'received', attempts: 0 })
  })

  test('are counted with their age, and no more when they are done', async () => {
    const { id } = await paymentFact()
    await letTimePass(100)
    await sweep()
    expect((await inboxPending.get()).values).toMatchObject([{ labels: { provider: 'stripe' }, value: 1 }])
    expect((await inboxAge.get()).values[0]?.value).toBeGreaterThanOrEqual(100)
    await InboxEntry.update({ state: 'done' }, { where: { id } })
    await sweep()
    expect((await inboxPending.get()).values).toEqual([])
    expect((await inboxAge.get()).values).toEqual([])
  })
})

describe('while Temporal is away', () => {
  const AWAY = new DomainError('workflow_unavailable', 'away')

  test('a round ends at once and nothing waits longer for it', async () => {
    const facts = [await paymentFact(), await paymentFact(), await paymentFact()]
    await letTimePass(31)
    let tries = 0
    signals.failure = () => {
      tries += 1
      return AWAY
    }
    await sweep()
    expect(tries).toBe(1)
    for (const { id } of facts) expect((await entryOf(id)).attempts).toBe(0)

    signals.failure = () => undefined
    await letTimePass(6)
    await sweep()
    expect(signals.told).toHaveLength(3)
  })

  test('one order that fails by itself does not keep the others waiting', async () => {
    const facts = [await paymentFact(), await paymentFact(), await paymentFact()]
    await letTimePass(31)
    signals.failure = (quoteId) => (quoteId === facts[1]?.quoteId ? new Error('this one') : undefined)
    await sweep()
    expect(signals.told).toHaveLength(2)
    expect(await entryOf(facts[1]?.id ?? '')).toMatchObject({ state: 'received', attempts: 1 })
  })
})

describe('facts that came before their row', () => {
  async function isStillUnmatched(id: string): Promise<void> {
    await sweep()
    expect(signals.told).toEqual([])
    expect((await entryOf(id)).state).toBe('unmatched')
  }

  test('find the service order by its job, once it has one', async () => {
    const { serviceOrderId } = await acceptedOrder(place.database)
    const id = await unmatchedFact('makrcave', `cave_job:early-${serviceOrderId}`)
    await isStillUnmatched(id)
    await ServiceOrder.update({ caveJobId: `early-${serviceOrderId}` }, { where: { id: serviceOrderId } })
    await sweep()
    expect(signals.told).toEqual([`cave ${serviceOrderId} ${id}`])
    expect(await entryOf(id)).toMatchObject({ state: 'signalled', subject: `service_order:${serviceOrderId}` })
  })

  test('find the service order by its number', async () => {
    const last = await firstRow<{ number: number }>(
      place.database,
      `SELECT nextval('service_order_number_seq')::int AS number`,
    )
    const id = await unmatchedFact('makrcave', `service_number:${(last?.number ?? 0) + 1}`)
    await isStillUnmatched(id)
    const { serviceOrderId } = await acceptedOrder(place.database)
    await sweep()
    expect(signals.told).toEqual([`cave ${serviceOrderId} ${id}`])
  })

  test('find the order by its id', async () => {
    const { orderId } = await acceptedOrder(place.database)
    const id = await unmatchedFact('stripe', `order:${orderId + 1}`)
    await isStillUnmatched(id)
    const { serviceOrderId } = await acceptedOrder(place.database)
    const row = await ServiceOrder.findByPk(serviceOrderId)
    await sweep()
    expect(signals.told).toEqual([`payment ${row?.quoteId ?? ''} ${id}`])
  })

  test("find the order by the provider's id, of the same provider", async () => {
    const { orderId, serviceOrderId } = await acceptedOrder(place.database)
    const providerRef = `pi_${randomUUID()}`
    const id = await unmatchedFact('stripe', `payment_ref:${providerRef}`)
    await unmatchedFact('razorpay', `payment_ref:${providerRef}`)
    await isStillUnmatched(id)
    await givenAttempt(orderId, { providerRef })
    const row = await ServiceOrder.findByPk(serviceOrderId)
    await sweep()
    expect(signals.told).toEqual([`payment ${row?.quoteId ?? ''} ${id}`])
  })

  test('are about the order when they bring money under the name of a service order', async () => {
    const { orderId, serviceOrderId } = await acceptedOrder(place.database)
    const id = await unmatchedFact('stripe', `service_payment:${serviceOrderId}`)
    await sweep()
    const row = await ServiceOrder.findByPk(serviceOrderId)
    expect(signals.told).toEqual([`payment ${row?.quoteId ?? ''} ${id}`])
    expect((await entryOf(id)).subject).toBe(`order:${orderId}`)
  })

  test('are matched once by two sweepers at once', async () => {
    const { serviceOrderId } = await acceptedOrder(place.database)
    await ServiceOrder.update({ caveJobId: `twice-${serviceOrderId}` }, { where: { id: serviceOrderId } })
    const id = await unmatchedFact('makrcave', `cave_job:twice-${serviceOrderId}`)
    await Promise.all([sweep(), sweep()])
    expect(signals.told).toEqual([`cave ${serviceOrderId} ${id}`])
  })

  test('are rejected after 24 hours', async () => {
    const id = await unmatchedFact('makrcave', 'cave_job:nobody')
    await letTimePass(86_399)
    await isStillUnmatched(id)
    await letTimePass(2)
    await sweep()
    expect(await entryOf(id)).toMatchObject({ state: 'rejected', error: 'nothing matched it for 24 hours' })
  })

  test('that are replayed after that look once more', async () => {
    const { serviceOrderId } = await acceptedOrder(place.database)
    const id = await unmatchedFact('makrcave', `cave_job:late-${serviceOrderId}`)
    await letTimePass(90_000)
    await sweep()
    await reopenFact(place.database, id)
    await sweep()
    expect((await entryOf(id)).state).toBe('rejected')
    await ServiceOrder.update({ caveJobId: `late-${serviceOrderId}` }, { where: { id: serviceOrderId } })
    await reopenFact(place.database, id)
    await sweep()
    expect(signals.told).toEqual([`cave ${serviceOrderId} ${id}`])
  })
})

describe('uploads that nobody measures', () => {
  async function processing(minutes: number, overrides: Parameters<typeof givenUpload>[0] = {}): Promise<Upload> {
    const upload = await givenUpload({ status: 'processing', completedAt: new Date(), ...overrides })
    await execute(
      place.database,
      `UPDATE uploads SET completed_at = now() - make_interval(mins => $2), updated_at = completed_at - make_interval(mins => $2)
       WHERE id = $1`,
      [upload.id, minutes],
    )
    return upload
  }

  test('are started again after 5 minutes, and then not for another 5', async () => {
    const upload = await processing(6)
    await sweep()
    await sweep()
    expect(signals.told).toEqual([`modelAnalysis ${upload.id}`])
    await execute(place.database, `UPDATE uploads SET updated_at = updated_at - interval '6 minutes'`)
    await sweep()
    expect(signals.told).toHaveLength(2)
  })

  test('are left alone while they are young, deleted, or measured', async () => {
    await processing(4)
    await processing(60, { deletedAt: new Date() })
    await processing(60, { status: 'processed' })
    await sweep()
    expect(signals.told).toEqual([])
  })

  test('are started by one of two sweepers at once', async () => {
    const uploads = [await processing(6), await processing(7), await processing(8)]
    await Promise.all([sweep(), sweep()])
    expect([...signals.told].sort()).toEqual(uploads.map(({ id }) => `modelAnalysis ${id}`).sort())
  })

  test('that cannot be started do not stop the sweep', async () => {
    const uploads = [await processing(8), await processing(7)]
    signals.failure = (id) => (id === uploads[0]?.id ? new Error('this one') : undefined)
    await sweep()
    expect(signals.told).toEqual([`modelAnalysis ${uploads[1]?.id ?? ''}`])
  })
})
