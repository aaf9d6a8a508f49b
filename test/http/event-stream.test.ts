import { RowListener } from '../../src/db/listen.js'
import { streamMessages, type StreamedResource } from '../../src/http/event-stream.js'
import { streamResource } from '../../src/http/order-links.js'
import { issueTicket } from '../../src/http/stream-ticket.js'
import { EventReader } from '../support/event-reader.js'
import { givenEvent, givenOrder } from '../support/factories.js'
import { openOrderRig, type OrderRig } from '../support/order-rig.js'

let rig: OrderRig
let origin: string
beforeAll(async () => {
  rig = await openOrderRig()
  origin = await rig.test.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => rig.close())

const readers: EventReader[] = []
afterEach(() => {
  for (const reader of readers.splice(0)) reader.close()
})

const path = (id: string) => `/api/complete_flows/service-orders/${id}/events`

async function read(url: string, headers: Record<string, string> = rig.headersOf('shopper')): Promise<EventReader> {
  const reader = await EventReader.open(`${origin}${url}`, headers)
  readers.push(reader)
  return reader
}

async function givenOrderId(): Promise<string> {
  return (await givenOrder(rig.database)).serviceOrderId
}

const paid = { from: 'pending_payment', to: 'paid', changes: { status: 'paid' } } as const
const completed = { from: 'paid', to: 'completed', changes: { status: 'completed' } } as const

describe('a stream', () => {
  test('begins with the order as it is, goes on live, ends with the order, and closes', async () => {
    const id = await givenOrderId()
    const reader = await read(path(id))
    expect(reader.response.headers.get('content-type')).toBe('text/event-stream')
    expect(reader.response.headers.get('cache-control')).toBe('no-store')
    expect(reader.response.headers.get('x-accel-buffering')).toBe('no')
    expect(reader.response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(reader.response.headers.get('x-response-time')).toMatch(/^\d+\.\d\dms$/)
    expect(await reader.next()).toEqual({ retry: '3000' })
    expect(await reader.next()).toMatchObject({
      id: '1',
      event: 'snapshot',
      data: { service_order_id: id, status: 'pending_payment' },
    })
    await givenEvent(rig.database, id, paid)
    expect(await reader.next()).toEqual({
      id: '2',
      event: 'status',
      data: { from: 'pending_payment', to: 'paid', note: null, actor: 'system' },
    })
    await givenEvent(rig.database, id, completed)
    expect((await reader.rest()).map(({ id: seq, event, data }) => [seq, event, data])).toEqual([
      ['3', 'status', { from: 'paid', to: 'completed', note: null, actor: 'system' }],
      ['3', 'end', { status: 'completed' }],
    ])
  })

  test('says each kind of event in its own words', async () => {
    const id = await givenOrderId()
    await givenEvent(rig.database, id, { ...completed, from: 'pending_payment' })
    await givenEvent(rig.database, id, {
      type: 'milestone',
      actor: 'provider',
      to: 'in_production',
      note: 'late',
      applied: false,
    })
    await givenEvent(rig.database, id, { type: 'payment', data: { payment_status: 'failed', secret: 'x' } })
    await givenEvent(rig.database, id, { type: 'note', actor: 'customer', note: 'hurry' })
    const reader = await read(`/api/service-orders/order/${id}/events?last_event_id=2`)
    const [, milestone, payment, note, end] = await reader.rest()
    expect(milestone).toMatchObject({
      id: '3',
      event: 'milestone',
      data: { status: 'in_production', note: 'late', applied: false },
    })
    expect(payment).toEqual({ id: '4', event: 'payment', data: { payment_status: 'failed' } })
    expect(note).toEqual({ id: '5', event: 'note', data: { note: 'hurry', actor: 'customer' } })
    expect(end).toEqual({ id: '5', event: 'end', data: { status: 'completed' } })
  })

  test('goes on after the last id that was seen, and starts anew after one that never was', async () => {
    const id = await givenOrderId()
    await givenEvent(rig.database, id, paid)
    await givenEvent(rig.database, id, completed)
    const ids = async (lastEventId: string) => {
      const reader = await read(path(id), { ...rig.headersOf(), 'last-event-id': lastEventId })
      return (await reader.rest()).slice(1).map(({ id: seq, event = '' }) => `${seq ?? ''} ${event}`)
    }
    expect(await ids('0')).toEqual(['1 status', '2 status', '3 status', '3 end'])
    expect(await ids('2')).toEqual(['3 status', '3 end'])
    expect(await ids('3')).toEqual(['3 end'])
    expect(await ids('4')).toEqual(['3 snapshot', '3 end'])
    expect(await ids('rubbish')).toEqual(['3 snapshot', '3 end'])
  })

  test('tells admins alone what waits for a person', async () => {
    const id = await givenOrderId()
    await givenEvent(rig.database, id, { type: 'attention', applied: false, data: { reason: 'publish_failed' } })
    await givenEvent(rig.database, id, completed)
    const events = async (headers: Record<string, string>) => {
      const reader = await read(`${path(id)}?last_event_id=1`, headers)
      return (await reader.rest()).map(({ event }) => event)
    }
    expect(await events(rig.headersOf('shopper'))).toEqual([undefined, 'status', 'end'])
    expect(await events(rig.headersOf('admin'))).toEqual([undefined, 'attention', 'status', 'end'])
  })

  test('loses and repeats nothing while four writers are at work', async () => {
    const id = await givenOrderId()
    const reader = await read(`${path(id)}?last_event_id=0`)
    const write = async (writer: number) => {
      for (let round = 0; round < 25; round += 1) {
        await givenEvent(rig.database, id, { key: `${writer}.${round}`, type: 'note', note: 'tick' })
      }
    }
    await Promise.all([1, 2, 3, 4].map(write))
    await givenEvent(rig.database, id, completed)
    const seen = (await reader.rest()).slice(1, -1).map(({ id: seq }) => Number(seq))
    expect(seen).toEqual(Array.from({ length: 102 }, (_, index) => index + 1))
  })
})

describe('who may read a stream', () => {
  const refusal = async (url: string, headers: Record<string, string>) => {
    const { response } = await read(url, headers)
    return (await response.json()) as { status: number; code: string }
  }
  const secretKey = 'a-test-key-of-plenty-bytes-0987'
  const ticketFor = (resource: string, at = new Date()) =>
    issueTicket(secretKey, { resource, userId: 'user-1', isAdmin: false }, at)

  test('owners and admins, nobody else', async () => {
    const id = await givenOrderId()
    expect(await refusal(path(id), {})).toMatchObject({ status: 401, code: 'authentication_required' })
    expect(await refusal(path(id), { authorization: 'Bearer forged' })).toMatchObject({
      status: 401,
      code: 'invalid_token',
    })
    expect(await refusal(path(id), rig.headersOf('stranger'))).toMatchObject({
      status: 404,
      code: 'service_order_not_found',
    })
    expect((await read(path(id), rig.headersOf('admin'))).response.status).toBe(200)
  })

  test('whoever holds a ticket of an events_url, without a token', async () => {
    const id = await givenOrderId()
    const { events_url: url } = (await rig.ask('GET', `/api/complete_flows/service-orders/${id}/status`)).json<{
      events_url: string
    }>()
    const { pathname, search } = new URL(url)
    const reader = await read(pathname + search, {})
    await reader.next()
    const snapshot = await reader.next()
    expect(snapshot).toMatchObject({ event: 'snapshot', data: { service_order_id: id } })
    expect((snapshot?.data as { events_url: string }).events_url).not.toContain('ticket')
  })

  test('with a ticket for this order alone, for 15 minutes', async () => {
    const [id, other] = [await givenOrderId(), await givenOrderId()]
    const old = ticketFor(streamResource(id), new Date(Date.now() - 901_000))
    expect(await refusal(`${path(id)}?ticket=${ticketFor(streamResource(other))}`, {})).toMatchObject({
      code: 'invalid_token',
    })
    expect(await refusal(`${path(id)}?ticket=${old}`, {})).toMatchObject({ status: 401, code: 'token_expired' })
    const [payload = '', signature = ''] = ticketFor(streamResource(id)).split('.')
    const forged = Buffer.from(JSON.stringify([streamResource(id), 'user-1', true, 9e9])).toString('base64url')
    expect(await refusal(`${path(id)}?ticket=${forged}.${signature}`, {})).toMatchObject({ code: 'invalid_token' })
    expect(await refusal(`${path(id)}?ticket=${payload}`, {})).toMatchObject({ code: 'invalid_token' })
  })

  test('a bad token is not mended by a good ticket', async () => {
    const id = await givenOrderId()
    const url = `${path(id)}?ticket=${ticketFor(streamResource(id))}`
    expect(await refusal(url, { authorization: 'Bearer forged' })).toMatchObject({ code: 'invalid_token' })
  })

  test('each with at most four streams of one order at a time', async () => {
    const id = await givenOrderId()
    const four = await Promise.all([1, 2, 3, 4].map(() => read(path(id))))
    expect(four.map(({ response }) => response.status)).toEqual([200, 200, 200, 200])
    const fifth = await read(path(id))
    expect(await fifth.response.json()).toMatchObject({ status: 429, code: 'quota_exceeded', quota: 'streams' })
    expect((await read(path(await givenOrderId()))).response.status).toBe(200)
    expect((await read(path(id), rig.headersOf('admin'))).response.status).toBe(200)
    four[0]?.close()
    let status = 429
    while (status === 429) status = (await read(path(id))).response.status
    expect(status).toBe(200)
  })
})

describe('a long timeline', () => {
  test('is sent in batches, in order', async () => {
    const listener = new RowListener('postgresql://nobody@127.0.0.1:1/none', rig.test.dependencies.logger)
    const asked: number[] = []
    const resource: StreamedResource = {
      subject: 'thing:1',
      head: () => Promise.resolve({ seq: 1200, end: 'done' }),
      snapshot: () => Promise.reject(new Error('not asked for')),
      events: ({ after, upTo, limit }) => {
        asked.push(after)
        const count = Math.min(limit, upTo - after)
        return Promise.resolve(
          Array.from({ length: count }, (_, index) => ({ seq: after + index + 1, event: 'note', data: {} })),
        )
      },
    }
    const seen: string[] = []
    const stream = { listener, lastEventId: 100, signal: new AbortController().signal }
    for await (const { id } of streamMessages(resource, stream)) seen.push(id ?? '')
    expect(asked).toEqual([100, 600, 1100])
    expect(seen).toHaveLength(1 + 1100 + 1)
    expect(seen.at(-1)).toBe('1200')
  })
})

// The last one: this process is stopping afterwards.
describe('a stop', () => {
  test('ends open streams, and no stream has left an error behind', async () => {
    const reader = await read(path(await givenOrderId()))
    await reader.next()
    expect(await reader.next()).toMatchObject({ event: 'snapshot' })
    rig.test.dependencies.stopState.drain()
    expect(await reader.rest()).toEqual([])
    expect(rig.test.logLines().filter(({ level }) => level === 'error')).toEqual([])
  })
})
