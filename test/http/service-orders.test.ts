import { Payment } from '../../src/db/models/payments.js'
import { Quote } from '../../src/db/models/quotes.js'
import { ServiceOrder } from '../../src/db/models/service-orders.js'
import { StoreOrder } from '../../src/db/models/store-orders.js'
import { newId } from '../../src/db/record.js'
import { DomainError } from '../../src/domain/errors.js'
import type { ServiceOrderStatus } from '../../src/domain/service-order-status.js'
import { givenEvent, givenOrder, givenQuote, MUMBAI } from '../support/factories.js'
import { openOrderRig, type OrderRig } from '../support/order-rig.js'

let rig: OrderRig
beforeAll(async () => {
  rig = await openOrderRig()
})
afterAll(() => rig.close())
beforeEach(() => {
  rig.workflows.sent.length = 0
  rig.workflows.instead = undefined
})

const STREET = { full_name: 'Asha Rao', address_line_1: '1 Marine Drive', city: 'Mumbai', zip_code: '400001' }
const FROM_QUOTE = '/api/complete_flows/service-orders/from-quote'
const ORDER = '/api/service-orders/order'
const tracking = (id: string | number) => `${ORDER}/${id}`
const status = (id: string | number) => `/api/complete_flows/service-orders/${id}/status`
const publish = (id: string | number) => `/api/complete_flows/service-orders/${id}/publish-to-cave`

/** An order in this status, as its runs would have left it. */
async function orderIn(to: ServiceOrderStatus, changes: object = {}) {
  const { serviceOrderId, orderId, number } = await givenOrder(rig.database)
  if (to !== 'pending_payment')
    await givenEvent(rig.database, serviceOrderId, { to, changes: { status: to, ...changes } })
  return { id: serviceOrderId, orderId, number }
}

describe('ordering from a quote', () => {
  test('answers everything that paying takes; delivery to the address and its tax are added', async () => {
    const { id } = await givenQuote()
    const body = { quote_id: id, shipping_address: STREET, expected_price: 234.82, special_instructions: 'matt' }
    const answer = await rig.ask('POST', FROM_QUOTE, { body })
    expect(answer.json()).toMatchObject({
      service_order_number: expect.stringMatching(/^SO-\d{6}$/) as string,
      order_number: expect.stringMatching(/^MX-\d{8}-[0-9A-F]{8}$/) as string,
      status: 'pending_payment',
      payment_amount: 411.82,
      currency: 'INR',
      amounts: { subtotal: 199, tax_amount: 62.82, shipping_amount: 150, total: 411.82 },
      payment_metadata: {
        quote_id: id,
        upload_file_key: expect.stringMatching(/^uploads\//) as string,
        material: 'PLA',
        quality: 'standard',
        estimated_time_minutes: 34,
        user_id: 'user-1',
      },
      payment_intent: { provider: 'stripe', status: 'created' },
      next_step: 'complete_payment',
      status_url: expect.stringMatching(/^http.*\/api\/complete_flows\/service-orders\/[0-9a-f-]+\/status$/) as string,
      events_url: expect.stringMatching(/\/events\?ticket=[\w.-]+$/) as string,
    })
  })

  test('needs an address to ship to, and none for pickup', async () => {
    const { id } = await givenQuote()
    const refused = await rig.ask('POST', FROM_QUOTE, { body: { quote_id: id } })
    expect(refused.json()).toMatchObject({ status: 422, errors: [{ path: 'body.shipping_address', code: 'required' }] })
    const taken = await rig.ask('POST', FROM_QUOTE, { body: { quote_id: id, delivery_mode: 'pickup' } })
    expect(taken.json()).toMatchObject({ payment_amount: 234.82 })
  })

  test.each([
    [{ ...STREET, zip_code: '1' }, 'body.shipping_address.postal_code', 'too_short'],
    [{ ...STREET, city: ' ' }, 'body.shipping_address.city', 'too_short'],
    [{ city: 'Mumbai', pincode: '400001' }, 'body.shipping_address.line1', 'required'],
    [{ ...STREET, country: 'US' }, 'body.shipping_address.country', 'enum'],
  ])('refuses the address %j by its place', async (address, path, code) => {
    const { id } = await givenQuote()
    const answer = await rig.ask('POST', FROM_QUOTE, { body: { quote_id: id, shipping_address: address } })
    expect(answer.json()).toMatchObject({ status: 422, code: 'validation_error', errors: [{ path, code }] })
  })

  test('names fields it does not know, and none of the spellings it does', async () => {
    const { id } = await givenQuote()
    const body = { quote_id: id, shipping_address: { ...STREET, planet: 'Earth' }, price: 1 }
    const answer = await rig.ask('POST', FROM_QUOTE, { body })
    expect(answer.headers['x-ignored-fields']).toBe('shipping_address.planet, price')
  })

  test('refuses what costs more than an order may', async () => {
    const { id, breakdown } = await givenQuote()
    const shipping = {
      ...(breakdown.shipping as object),
      freeFromMinor: 1e12,
      zones: { metro: { chargeMinor: 1e8, days: 4 } },
    }
    await Quote.update({ breakdown: { ...breakdown, shipping } }, { where: { id } })
    const answer = await rig.ask('POST', FROM_QUOTE, { body: { quote_id: id, shipping_address: STREET } })
    expect(answer.json()).toMatchObject({ status: 422, errors: [{ path: 'body.quote_id', code: 'range' }] })
  })

  test('counts a quote that became an order once', async () => {
    const { quotesToOrders } = await import('../../src/metrics.js')
    const ordered = async () =>
      (await quotesToOrders.get()).values.find(({ labels }) => labels.converted === 'true')?.value ?? 0
    const before = await ordered()
    const body = { quote_id: (await givenQuote()).id, delivery_mode: 'pickup' }
    await rig.ask('POST', FROM_QUOTE, { body })
    await rig.ask('POST', FROM_QUOTE, { body })
    expect(await ordered()).toBe(before + 1)
  })
})

describe('ordering for the storefront', () => {
  test('answers the tracking document', async () => {
    const { id } = await givenQuote()
    const body = { quote_id: id, order_id: 'theirs', delivery_method: 'delivery', shipping_address: STREET }
    const answer = await rig.ask('POST', ORDER, { body })
    expect(answer.headers.etag).toBe('"v1"')
    expect(answer.json()).toMatchObject({
      status: 'created',
      store_status: 'pending_payment',
      payment_status: 'pending',
      total_amount: 411.82,
      delivery_method: 'ship',
      address_required: false,
      quote: {
        quote_id: id,
        service_type: 'printing',
        material: 'PLA',
        quantity: 1,
        price: 234.82,
        estimated_time_hours: 0.57,
      },
      status_messages: [{ status: 'created', images: [] }],
      provider: null,
      tracking_info: { cave_job_id: null },
      job_details: { priority: 'normal', progress_notes: [] },
      payment_intent: { status: 'created' },
    })
  })

  test('without an address takes the quote’s', async () => {
    const quoted = await givenQuote({ deliveryAddress: { ...MUMBAI, line1: 'of the quote' } })
    await rig.ask('POST', ORDER, { body: { quote_id: quoted.id } })
    expect(rig.workflows.messages('acceptQuote')[0]?.command.address?.line1).toBe('of the quote')
  })

  test('without an address of the quote takes the last order’s', async () => {
    await givenOrder(rig.database, { address: { ...MUMBAI, line1: 'of the last order' } })
    const partly = await givenQuote({ deliveryAddress: { ...MUMBAI, line1: '', city: '' } })
    await rig.ask('POST', ORDER, { body: { quote_id: partly.id } })
    expect(rig.workflows.messages('acceptQuote')[0]?.command.address?.line1).toBe('of the last order')
  })

  test('without any address is taken for the dearest zone and asks for one', async () => {
    const { id } = await givenQuote({ userId: 'user-2' })
    const answer = await rig.ask('POST', ORDER, { as: 'stranger', body: { quote_id: id } })
    expect(answer.json()).toMatchObject({ address_required: true, total_amount: 470.82 })
    expect(rig.workflows.messages('acceptQuote')[0]?.command).not.toHaveProperty('address')
  })

  test('of a quote for pickup is picked up', async () => {
    const { id } = await givenQuote({ delivery: { method: 'pickup' } })
    const answer = await rig.ask('POST', ORDER, { body: { quote_id: id } })
    expect(answer.json()).toMatchObject({ delivery_method: 'pickup', address_required: false, total_amount: 234.82 })
  })
})

describe('a service order', () => {
  test('has three names: its UUID, its number, and both as text', async () => {
    const { id, number } = await orderIn('paid')
    for (const name of [id, id.toUpperCase(), number]) {
      expect((await rig.ask('GET', tracking(name))).json()).toMatchObject({ service_order_id: id, number })
    }
    for (const unknown of [newId(), 7, '9999999999']) {
      expect((await rig.ask('GET', tracking(unknown))).json()).toMatchObject({ code: 'service_order_not_found' })
    }
    expect((await rig.ask('GET', tracking('first'))).statusCode).toBe(422)
  })

  test('is shown to its owner and admins, with what waits for a person to admins alone', async () => {
    const { id } = await orderIn('paid')
    await givenEvent(rig.database, id, {
      type: 'attention',
      applied: false,
      data: { reason: 'publish_failed' },
      changes: { attention: 'publish_failed', attentionAt: new Date(), attentionNote: 'refused' },
    })
    const [mine, admins] = [await rig.ask('GET', status(id)), await rig.ask('GET', status(id), { as: 'admin' })]
    expect((await rig.ask('GET', status(id), { as: 'stranger' })).json()).toMatchObject({
      code: 'service_order_not_found',
    })
    expect(mine.json()).not.toHaveProperty('attention')
    expect(mine.json<{ timeline: { seq: number }[] }>().timeline.map(({ seq }) => seq)).toEqual([1, 2])
    expect(mine.headers).toMatchObject({ etag: '"v3"', 'cache-control': 'no-store' })
    expect(admins.json()).toMatchObject({ attention: { reason: 'publish_failed', note: 'refused' } })
    expect(admins.json<{ timeline: unknown[] }>().timeline).toHaveLength(3)
  })

  test('tells how it got where it is, and what came too late', async () => {
    const { id } = await orderIn('in_production', { caveJobId: 'job-7', startedAt: new Date() })
    const images = ['https://cave.test/1.png']
    const late = { type: 'milestone', actor: 'provider', from: 'in_production', to: 'assigned_to_provider' } as const
    await givenEvent(rig.database, id, { ...late, applied: false, note: 'got it', data: { images } })
    await givenEvent(rig.database, id, { type: 'note', actor: 'customer', note: 'hurry', applied: false })
    expect((await rig.ask('GET', status(id))).json()).toMatchObject({
      status: 'in_production',
      cave_job_id: 'job-7',
      tracking_available: false,
      timeline: [
        { seq: 1, status: 'pending_payment', applied: true },
        { seq: 2, status: 'in_production', applied: true },
        { seq: 3, status: 'assigned_to_provider', applied: false, note: 'got it', actor: 'provider' },
        { seq: 4, status: 'in_production', applied: false, note: 'hurry', actor: 'customer' },
      ],
    })
    expect((await rig.ask('GET', tracking(id))).json()).toMatchObject({
      status: 'in_progress',
      status_messages: [
        { status: 'created' },
        { status: 'in_progress' },
        { status: 'accepted', message: 'got it', images },
      ],
      job_details: { progress_notes: ['got it'] },
    })
  })

  test('names its maker once MakrCave has', async () => {
    const provider = { business_name: 'Prints & Co', rating: 4.5, secret: 'x' }
    const { id } = await orderIn('assigned_to_provider', { provider, acceptedAt: new Date() })
    const shown = {
      business_name: 'Prints & Co',
      contact_name: null,
      email: null,
      phone: null,
      rating: 4.5,
      address: null,
    }
    const document = (await rig.ask('GET', tracking(id))).json<{ provider: object; provider_info: object }>()
    expect(document.provider).toEqual(shown)
    expect(document.provider_info).toEqual(shown)
  })

  test('is listed newest first, by the words it is shown with', async () => {
    const mine = await orderIn('ready_for_shipping')
    const newer = await orderIn('shipped')
    const list = async (query: string) =>
      (await rig.ask('GET', `/api/service-orders/?${query}`)).json<{ service_orders: { service_order_id: string }[] }>()
    const both = await list('status=completed&per_page=2')
    expect(both.service_orders.map((one) => one.service_order_id)).toEqual([newer.id, mine.id])
    expect(both).toMatchObject({ total: 2, page: 1, per_page: 2, pages: 1 })
    expect((await list('status=shipped')).service_orders).toHaveLength(1)
    expect(await list('status=failed')).toMatchObject({ service_orders: [], total: 0, pages: 1 })
    expect((await rig.ask('GET', '/api/service-orders?status=lost')).statusCode).toBe(422)
    expect((await rig.ask('GET', '/api/service-orders?page=6000&per_page=2')).statusCode).toBe(422)
  })
})

describe('the address of a service order', () => {
  const put = (id: string, asking: object = {}) =>
    rig.ask('PUT', `${tracking(id)}/address`, { body: { shipping_address: STREET }, ...asking })

  test('can be given before publication, and the charge follows the zone', async () => {
    const { serviceOrderId } = await givenOrder(rig.database, { deliveryMode: 'ship', address: null })
    expect((await put(serviceOrderId)).json()).toEqual({ message: expect.any(String) as string, success: true })
    expect((await rig.ask('GET', tracking(serviceOrderId))).json()).toMatchObject({
      address_required: false,
      total_amount: 411.82,
    })
  })

  test('is refused once the job is prepared, on other versions, and for other people', async () => {
    const { id } = await orderIn('paid')
    expect((await put(id, { headers: { 'if-match': '"v1"' } })).json()).toMatchObject({
      status: 412,
      current_version: 2,
    })
    expect((await put(id, { as: 'stranger' })).statusCode).toBe(404)
    expect((await put(id, { headers: { 'if-match': '"v2"' } })).statusCode).toBe(200)
    await ServiceOrder.update({ jobBody: { sent: true } }, { where: { id } })
    expect((await put(id)).json()).toMatchObject({ code: 'invalid_transition', current_status: 'paid', allowed: [] })
    const made = await orderIn('in_production')
    expect((await put(made.id)).json()).toMatchObject({ code: 'invalid_transition', current_status: 'in_production' })
    expect(rig.workflows.messages('setAddress')).toHaveLength(1)
  })
})

describe('cancelling a service order', () => {
  const cancel = (id: string, asking: object = {}) => rig.ask('POST', `${tracking(id)}/cancel`, asking)

  test('ends it, unpaid without a refund', async () => {
    const { id } = await orderIn('pending_payment')
    const answer = await cancel(id, { body: { reason: 'changed my mind' } })
    expect(answer.json()).toMatchObject({ success: true, status: 'cancelled', refund: null })
    expect(rig.workflows.messages('cancelServiceOrder')[0]?.command).toMatchObject({
      by: 'customer',
      reason: 'changed my mind',
    })
  })

  test('of a paid order sends the money back', async () => {
    const { id, orderId } = await orderIn('paid')
    await payInFull(orderId)
    expect((await cancel(id)).json()).toMatchObject({
      status: 'cancelled',
      refund: { amount: 411.82, status: 'pending' },
    })
  })

  test('is the shopper’s until MakrCave has the job and the admin’s until the end', async () => {
    const { id } = await orderIn('assigned_to_provider')
    expect((await cancel(id)).json()).toMatchObject({
      status: 409,
      code: 'not_cancellable',
      current_status: 'assigned_to_provider',
    })
    expect(rig.workflows.sent).toEqual([])
    rig.workflows.instead = () => Promise.resolve({ isCancelled: false, refundId: null })
    expect((await cancel(id, { as: 'admin' })).json()).toMatchObject({ status: 'assigned_to_provider', refund: null })
    expect(rig.workflows.messages('cancelServiceOrder')[0]?.command.by).toBe('admin')
    const over = await orderIn('completed')
    expect((await cancel(over.id, { as: 'admin' })).json()).toMatchObject({ code: 'not_cancellable' })
  })

  test('that the run refuses is refused in its words', async () => {
    const { id } = await orderIn('paid')
    const members = { current_status: 'assigned_to_provider' }
    rig.workflows.instead = () => Promise.reject(new DomainError('not_cancellable', 'Too late.', { members }))
    expect((await cancel(id)).json()).toMatchObject({ code: 'not_cancellable', message: 'Too late.', ...members })
  })
})

describe('publishing', () => {
  test.each([
    ['an unpaid order', 'pending_payment', { status: 409, code: 'payment_required' }],
    ['a cancelled order', 'cancelled', { status: 409, code: 'invalid_transition', current_status: 'cancelled' }],
    ['a failed order', 'failed', { status: 409, code: 'invalid_transition', current_status: 'failed' }],
  ] as const)('refuses %s', async (_what, to, refusal) => {
    const { id } = await orderIn(to, { caveJobId: to === 'failed' ? newId() : null })
    expect((await rig.ask('POST', publish(id))).json()).toMatchObject(refusal)
  })

  test('refuses an order that has no address yet', async () => {
    const { serviceOrderId } = await givenOrder(rig.database, { address: null })
    await ServiceOrder.update({ status: 'paid' }, { where: { id: serviceOrderId } })
    expect((await rig.ask('POST', publish(serviceOrderId))).json()).toMatchObject({ code: 'invalid_transition' })
  })

  test('waits for the job and answers it, and answers it again', async () => {
    const { id } = await orderIn('paid')
    const waiting = rig.listener.nextWait()
    const answer = rig.ask('POST', publish(id))
    expect(await waiting).toBe(`service_order:${id}`)
    const changes = {
      status: 'pending_assignment',
      caveJobId: `job-${id}`,
      providerAcceptUrl: 'https://cave.test/j',
    } as const
    await givenEvent(rig.database, id, { to: 'pending_assignment', changes })
    const published = {
      cave_job_id: `job-${id}`,
      status: 'published_to_cave',
      provider_accept_url: 'https://cave.test/j',
    }
    expect((await answer).json()).toEqual({ success: true, service_order_id: id, ...published })
    expect((await rig.ask('POST', publish(id), { as: 'admin' })).json()).toMatchObject(published)
    expect(rig.workflows.sent).toEqual([])
  })

  test('that takes longer is 202 with where to look', async () => {
    const { id } = await orderIn('paid')
    const answer = await rig.ask('POST', publish(id), { headers: { prefer: 'wait=0' } })
    expect(answer.statusCode).toBe(202)
    expect(answer.headers).toMatchObject({
      'retry-after': '2',
      location: answer.json<{ status_url: string }>().status_url,
    })
    expect(answer.json()).toMatchObject({ cave_job_id: null, status: 'publishing', provider_accept_url: null })
    expect((await rig.ask('POST', publish(id), { as: 'stranger' })).statusCode).toBe(404)
  })

  test('is the same over the bridge, for services and admins, by any name', async () => {
    const { id, number } = await orderIn('pending_assignment', { caveJobId: newId() })
    for (const name of [id, number, String(number)]) {
      const answer = await rig.ask('POST', '/api/bridge/jobs/publish', {
        as: 'cave',
        body: { service_order_id: name, x: 1 },
      })
      expect(answer.json()).toMatchObject({
        service_order_id: id,
        job_id: expect.any(String) as string,
        message: 'MakrCave has the job.',
      })
    }
    const refused = await rig.ask('POST', '/api/bridge/jobs/publish', { body: { service_order_id: id } })
    expect(refused.json()).toMatchObject({ status: 403, code: 'insufficient_permissions' })
  })
})

/** Books the order's attempt as paid. */
async function payInFull(orderId: number): Promise<void> {
  await Payment.update({ status: 'paid' }, { where: { orderId } })
  await StoreOrder.update(
    { status: 'processing', paymentStatus: 'paid', paidAt: new Date() },
    { where: { id: orderId } },
  )
}
