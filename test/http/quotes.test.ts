import { finding } from '../../src/domain/model-findings.js'
import { DomainError } from '../../src/domain/errors.js'
import { Quote } from '../../src/db/models/quotes.js'
import { ServiceOrder } from '../../src/db/models/service-orders.js'
import { announce, newId } from '../../src/db/record.js'
import { firstRow } from '../../src/db/sequelize.js'
import { givenOrder, givenQuote, givenUpload, MUMBAI } from '../support/factories.js'
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

const PLA = { material: 'PLA', quality: 'standard' }
const DAY_MS = 86_400_000

async function quoteBody(settings: object = PLA, more: object = {}) {
  return { upload_id: (await givenUpload()).id, print_settings: settings, ...more }
}

interface QuoteAnswer {
  readonly quote_id: string
  readonly created_at: string
  readonly expires_at: string
  readonly breakdown: Readonly<Record<string, number>> & { readonly material: object }
}

describe('asking for a quote', () => {
  test('answers the price with its breakdown, good for 7 days', async () => {
    const answer = await rig.ask('POST', '/api/quotes/', { body: await quoteBody() })
    expect(answer.statusCode).toBe(200)
    const quote = answer.json<QuoteAnswer>()
    expect(quote).toMatchObject({
      status: 'active',
      price: 234.82,
      total_price: 234.82,
      instant_price: 234.82,
      firm_price: null,
      firm_status: 'unavailable',
      price_source: 'instant',
      currency: 'INR',
      estimated_weight_g: 4.34,
      estimated_time_minutes: 34,
      breakdown: { subtotal: 199, tax_amount: 35.82, delivery_cost: 0, total: 234.82, material: { cost_per_g: 1.4 } },
      print_parameters: { material: 'PLA', quality: 'standard', infill_percentage: 20, layer_height: 0.2, color: null },
      file_analysis: { volume_mm3: 8000, bounding_box: [20, 20, 20] },
      upload: { filename: 'cube.stl', file_info: { dimensions_mm: null, findings: [] } },
      accuracy: { weight_percent: 10, time_percent: 15 },
    })
    const hours = (Date.parse(quote.expires_at) - Date.parse(quote.created_at)) / 3_600_000
    expect(Math.round(hours)).toBe(168)
  })

  test('through complete_flows is the same document, good for 24 hours', async () => {
    const { id } = await givenUpload()
    const one = await rig.ask('POST', '/api/quotes', { body: { upload_id: id, print_settings: PLA } })
    const other = await rig.ask('POST', '/api/complete-flows/quote', { body: { upload_id: id } })
    expect(Object.keys(other.json<object>())).toEqual(Object.keys(one.json<object>()))
    const [shop, flows] = [one.json<QuoteAnswer>(), other.json<QuoteAnswer>()]
    expect(flows.breakdown).toEqual(shop.breakdown)
    expect(Math.round((Date.parse(flows.expires_at) - Date.parse(flows.created_at)) / DAY_MS)).toBe(1)
  })

  test('adds up to the paisa, flat and nested', async () => {
    const settings = { material: 'petg', quality: 'fine', infill_percentage: 40, quantity: 4, rush_order: true }
    const { breakdown } = (
      await rig.ask('POST', '/api/service-orders/quote', { body: await quoteBody(settings) })
    ).json<{
      breakdown: Record<string, number> & { material: Record<string, number>; labor: Record<string, number> }
    }>()
    const paise = (...amounts: (number | undefined)[]) =>
      amounts.reduce<number>((sum, one) => sum + Math.round((one ?? NaN) * 100), 0)
    const { material_cost, machine_cost, labor_cost, support_cost, setup_fee, rush_surcharge, minimum_adjustment } =
      breakdown
    const flat = paise(
      material_cost,
      machine_cost,
      labor_cost,
      support_cost,
      setup_fee,
      rush_surcharge,
      minimum_adjustment,
    )
    const { material, labor } = breakdown
    const nested = paise(
      material.material_cost,
      labor.machine_cost,
      labor.labor_cost,
      labor.setup_fee,
      rush_surcharge,
      minimum_adjustment,
    )
    expect(paise(breakdown.subtotal)).toBe(flat)
    expect(nested).toBe(flat)
    expect(paise(breakdown.total)).toBe(flat + paise(breakdown.tax_amount, breakdown.delivery_cost))
  })

  test('hands the run normalised settings, and what is known of the place', async () => {
    const settings = { material: 'Pla Plus', quality: 'FINE', layer_height: null, color: 'teal', supports: true }
    const more = { delivery_address: { pincode: '400001', country: 'India' }, customer_notes: ' matt ', unit: 'inch' }
    const body = await quoteBody(settings, more)
    expect((await rig.ask('POST', '/api/quotes', { body })).statusCode).toBe(200)
    const [message] = rig.workflows.messages('startQuote')
    expect(message?.input).toMatchObject({
      uploadId: body.upload_id,
      userId: 'user-1',
      settings: {
        material: 'PLA+',
        quality: 'high',
        preset: 'high',
        infillPercent: 20,
        hasSupports: true,
        color: 'teal',
      },
      deliveryAddress: { postalCode: '400001', city: '', country: 'IN' },
      isPickup: false,
      customerNotes: 'matt',
      unit: 'inch',
      validHours: 168,
    })
  })

  test('with a pickup location is priced for pickup, and an empty place is no place', async () => {
    await rig.ask('POST', '/api/quotes', { body: await quoteBody(PLA, { pickup_location: 'Indiranagar' }) })
    await rig.ask('POST', '/api/quotes', { body: await quoteBody(PLA, { delivery_address: {} }) })
    const [pickup, nowhere] = rig.workflows.messages('startQuote')
    expect(pickup?.input.isPickup).toBe(true)
    expect(nowhere?.input).not.toHaveProperty('deliveryAddress')
  })

  test('repeats the stored answer for the same key and starts one run', async () => {
    const asking = { body: await quoteBody(), headers: { 'idempotency-key': 'quote-once' } }
    const first = await rig.ask('POST', '/api/quotes', asking)
    const second = await rig.ask('POST', '/api/quotes', asking)
    expect(second.headers['idempotent-replayed']).toBe('true')
    expect(second.body).toBe(first.body)
    expect(rig.workflows.messages('startQuote')).toHaveLength(1)
  })
})

describe('an upload that is not measured', () => {
  test('is waited for while its analysis runs', async () => {
    const upload = await givenUpload({ status: 'processing' })
    const waiting = rig.listener.nextWait()
    const answer = rig.ask('POST', '/api/complete_flows/quote', { body: { upload_id: upload.id } })
    expect(await waiting).toBe(`upload:${upload.id}`)
    await upload.update({ status: 'processed' })
    await announce(rig.database, `upload:${upload.id}`)
    expect((await answer).json()).toMatchObject({ upload_id: upload.id, price: 234.82 })
  })

  test('is refused at once when its bytes are missing, and the next try keeps its ids', async () => {
    const upload = await givenUpload({ status: 'uploaded' })
    const asking = { body: { upload_id: upload.id, print_settings: PLA }, headers: { 'idempotency-key': 'not-ready' } }
    const refused = await rig.ask('POST', '/api/quotes', asking)
    expect(refused.json()).toMatchObject({ status: 409, code: 'upload_not_ready', upload_status: 'uploaded' })
    expect(rig.workflows.sent).toEqual([])
    const drawn = await firstRow<{ id: string }>(
      rig.database,
      "SELECT ids->>'quoteId' AS id FROM idempotency_keys WHERE key = 'not-ready'",
    )
    await upload.update({ status: 'processed' })
    const priced = await rig.ask('POST', '/api/quotes', asking)
    expect(priced.json<QuoteAnswer>().quote_id).toBe(drawn?.id)
  })

  test.each([
    ['somebody else’s', { userId: 'user-2' }, { status: 404, code: 'upload_not_found' }],
    ['hidden', { deletedAt: new Date() }, { status: 404, code: 'upload_not_found' }],
    ['expired', { status: 'expired' as const }, { status: 410, code: 'upload_expired' }],
    ['beyond its time', { expiresAt: new Date(0) }, { status: 410, code: 'upload_expired' }],
    [
      'unreadable',
      { status: 'failed' as const, errorMessage: 'No part in it.', findings: [finding('inner_voids', { count: 2 })] },
      {
        status: 409,
        code: 'upload_unusable',
        message: 'No part in it.',
        findings: [{ code: 'inner_voids', count: 2 }],
      },
    ],
  ])('is refused when it is %s', async (_what, columns, refusal) => {
    const { id } = await givenUpload(columns)
    const answer = await rig.ask('POST', '/api/quotes', { body: { upload_id: id, print_settings: PLA } })
    expect(answer.json()).toMatchObject(refusal)
    expect(rig.workflows.sent).toEqual([])
  })
})

describe('settings', () => {
  test.each([
    { what: 'an unknown material', field: 'material', value: 'unobtainium', code: 'unknown_material' },
    { what: 'an unknown quality', field: 'quality', value: 'best', code: 'unknown_quality' },
    { what: 'no material', field: 'material', value: undefined, code: 'required' },
    { what: 'a quantity of 0', field: 'quantity', value: 0, code: 'too_small' },
    { what: 'a quantity of 101', field: 'quantity', value: 101, code: 'too_big' },
    { what: 'half a percent', field: 'infill_percentage', value: 20.5, code: 'type' },
    { what: 'a thick layer', field: 'layer_height', value: 0.5, code: 'too_big' },
    { what: 'a text for a flag', field: 'supports', value: 'yes', code: 'type' },
  ])('with $what are refused by their place', async ({ field, value, code }) => {
    const answer = await rig.ask('POST', '/api/quotes', { body: await quoteBody({ ...PLA, [field]: value }) })
    expect(answer.json()).toMatchObject({
      status: 422,
      code: 'validation_error',
      errors: [{ path: `body.print_settings.${field}`, code }],
    })
  })

  test('of complete_flows stand in the body itself', async () => {
    const { id } = await givenUpload()
    const answer = await rig.ask('POST', '/api/complete_flows/quote', { body: { upload_id: id, material: 'wax' } })
    expect(answer.json()).toMatchObject({ errors: [{ path: 'body.material', code: 'unknown_material' }] })
  })

  test('for another country are refused', async () => {
    const body = await quoteBody(PLA, { delivery_address: { ...MUMBAI, postal_code: '10115', country: 'DE' } })
    expect((await rig.ask('POST', '/api/quotes', { body })).json()).toMatchObject({
      status: 422,
      errors: [{ path: 'body.delivery_address.country', code: 'enum' }],
    })
  })
})

describe('the run of a quote', () => {
  test('refuses in its own words', async () => {
    const members = { reason: 'RESIN is quoted by a person', findings: [] }
    rig.workflows.instead = () => Promise.reject(new DomainError('manual_quote_required', 'By a person.', { members }))
    const answer = await rig.ask('POST', '/api/quotes', { body: await quoteBody() })
    expect(answer.json()).toMatchObject({
      status: 422,
      code: 'manual_quote_required',
      message: 'By a person.',
      ...members,
    })
  })

  test('that is not priced in time is 503, and the next try meets the same run', async () => {
    const asking = { body: await quoteBody(), headers: { 'idempotency-key': 'slow' } }
    rig.workflows.instead = () => Promise.resolve('pending')
    expect((await rig.ask('POST', '/api/quotes', asking)).json()).toMatchObject({ code: 'workflow_unavailable' })
    expect((await rig.ask('POST', '/api/quotes', asking)).statusCode).toBe(200)
    const [first, second] = rig.workflows.messages('startQuote')
    expect(second?.input.id).toBe(first?.input.id)
    expect(second?.updateId).toBe(first?.updateId)
  })

  test('that ended without a row is started again under fresh ids', async () => {
    rig.workflows.instead = () => Promise.resolve('answered')
    const answer = await rig.ask('POST', '/api/quotes', { body: await quoteBody() })
    const [lost, made] = rig.workflows.messages('startQuote')
    expect(answer.json<QuoteAnswer>().quote_id).toBe(made?.input.id)
    expect(made?.input.id).not.toBe(lost?.input.id)
  })

  test('is waited for until the firm price is there, when that is asked for', async () => {
    const body = await quoteBody()
    rig.workflows.instead = async () => {
      const [message] = rig.workflows.messages('startQuote')
      await givenQuote({ id: message?.input.id ?? newId(), uploadId: body.upload_id, firmStatus: 'pending' })
      return 'answered'
    }
    const waiting = rig.listener.nextWait()
    const answer = rig.ask('POST', '/api/quotes', { body, headers: { prefer: 'wait=20' } })
    const id = (await waiting).replace('quote:', '')
    await Quote.update({ firmStatus: 'ready', firmPriceMinor: 24_000, priceMinor: 24_000 }, { where: { id } })
    await announce(rig.database, `quote:${id}`)
    expect((await answer).headers['preference-applied']).toBe('wait=20')
    expect((await answer).json()).toMatchObject({
      firm_status: 'ready',
      firm_price: 240,
      price: 240,
      instant_price: 234.82,
    })
  })
})

describe('a quote', () => {
  test.each(['/api/quotes', '/api/complete_flows/quote'])('is shown to its owner alone at %s', async (base) => {
    const { id } = await givenQuote()
    expect((await rig.ask('GET', `${base}/${id}`)).json()).toMatchObject({ quote_id: id, price: 234.82 })
    expect((await rig.ask('GET', `${base}/${id}`, { as: 'stranger' })).json()).toMatchObject({
      code: 'quote_not_found',
    })
    expect((await rig.ask('GET', `${base}/${newId()}`)).statusCode).toBe(404)
    expect((await rig.ask('GET', `${base}/7`)).statusCode).toBe(422)
    expect((await rig.ask('GET', `${base}/${id}`, { as: 'nobody' })).statusCode).toBe(401)
  })

  test('is over as soon as its time is, whatever its row still says', async () => {
    const { id } = await givenQuote({ expiresAt: new Date(Date.now() - 1) })
    expect((await rig.ask('GET', `/api/quotes/${id}`)).json()).toMatchObject({ status: 'expired' })
  })
})

describe('accepting a quote', () => {
  const accept = (id: string, asking: Parameters<OrderRig['ask']>[2] = {}) =>
    rig.ask('POST', `/api/quotes/${id}/accept`, asking)

  test('makes an order with its payment, and a repeat answers the same one', async () => {
    const { id } = await givenQuote()
    const first = await accept(id, { body: { expected_price: 234.82, shipping_address: { name: 'A', ...STREET } } })
    expect(first.json()).toMatchObject({
      success: true,
      quote_id: id,
      status: 'pending_payment',
      payment_intent: { provider: 'stripe', status: 'created', client_secret: expect.stringMatching(/^pi_/) as string },
    })
    const again = await accept(id)
    const { service_order_id, order_id } = first.json<{ service_order_id: string; order_id: number }>()
    expect(again.json()).toMatchObject({ service_order_id, order_id })
    expect(rig.workflows.messages('acceptQuote')).toHaveLength(1)
  })

  test('is one order for twenty clicks at once', async () => {
    const { id } = await givenQuote()
    const answers = await Promise.all(Array.from({ length: 20 }, () => accept(id)))
    const orders = answers.flatMap((one) => (one.statusCode === 200 ? [one.json<{ order_id: number }>().order_id] : []))
    expect(new Set(orders).size).toBe(1)
    for (const other of answers.filter(({ statusCode }) => statusCode !== 200)) {
      expect(other.json()).toMatchObject({ code: 'idempotency_in_progress' })
    }
  })

  test('hands the run the drawn ids, the e-mail and the address in our spelling', async () => {
    const { id } = await givenQuote()
    const body = { shipping_address: STREET, notes: 'ring twice', delivery_instructions: 'gate 2', priority: 'high' }
    await accept(id, { body })
    const [message] = rig.workflows.messages('acceptQuote')
    expect(message).toMatchObject({
      quoteId: id,
      command: {
        orderNumber: expect.stringMatching(/^MX-\d{8}-[0-9A-F]{8}$/) as string,
        deliveryMode: 'ship',
        address: { name: null, line1: '1 Marine Drive', city: 'Mumbai', postalCode: '400001', country: 'IN' },
        email: 'asha@example.test',
        priority: 'high',
        instructions: 'gate 2\nring twice',
        paymentWindowHours: 24,
      },
    })
    expect(message?.command.serviceOrderNumber).toBeGreaterThanOrEqual(100_001)
  })

  test.each([
    { what: 'that ran out', given: { expiresAt: new Date(0) }, refusal: { status: 410, code: 'quote_expired' } },
    {
      what: 'that was withdrawn',
      given: { status: 'cancelled' as const },
      refusal: { status: 409, code: 'quote_not_active' },
    },
    {
      what: 'that a person looks at',
      given: { attention: 'quote_needs_person' as const, attentionNote: 'long' },
      refusal: { status: 422, code: 'manual_quote_required', reason: 'long' },
    },
    {
      what: 'at another price',
      body: { expected_price: 200 },
      refusal: { status: 409, code: 'price_changed', changes: [{ old_price: 200, new_price: 234.82 }] },
    },
    {
      what: 'by a method we do not know',
      body: { payment_method: 'gold' },
      refusal: { status: 422, code: 'payment_method_unsupported' },
    },
    {
      what: 'by a provider we do not have',
      body: { payment_method: 'razorpay' },
      refusal: { status: 503, code: 'payment_provider_unavailable' },
    },
    { what: 'of somebody else', given: { userId: 'user-2' }, refusal: { status: 404, code: 'quote_not_found' } },
  ])('$what is refused before anything is sent', async ({ given = {}, body = {}, refusal }) => {
    const { id } = await givenQuote(given)
    expect((await accept(id, { body })).json()).toMatchObject(refusal)
    expect(rig.workflows.sent).toEqual([])
  })

  test('of an order that was cancelled needs a new quote', async () => {
    const quote = await givenQuote()
    await givenOrder(rig.database, { quote })
    await ServiceOrder.update({ status: 'cancelled' }, { where: { quoteId: quote.id } })
    expect((await accept(quote.id)).json()).toMatchObject({ code: 'quote_not_active' })
  })

  test('whose payment is still being opened waits for that one', async () => {
    const quote = await givenQuote()
    await givenOrder(rig.database, { quote, hasPayment: false })
    expect((await accept(quote.id)).json()).toMatchObject({ payment_intent: { status: 'created' } })
    expect(rig.workflows.messages('acceptQuote')).toHaveLength(1)
  })
})

describe('what can be printed', () => {
  test('is listed with prices, a person’s materials without', async () => {
    const { materials } = (await rig.ask('GET', '/api/quotes/materials/', { as: 'nobody' })).json<{
      materials: { name: string; instant_quote: boolean; price_per_cm3: number | null }[]
    }>()
    expect(materials).toHaveLength(10)
    expect(materials.find(({ name }) => name === 'PLA')).toMatchObject({ instant_quote: true, price_per_cm3: 1.74 })
    expect(materials.find(({ name }) => name === 'RESIN')).toMatchObject({ instant_quote: false, price_per_cm3: null })
    const qualities = (await rig.ask('GET', '/api/quotes/quality-settings', { as: 'nobody' })).json<object>()
    expect(qualities).toMatchObject({
      quality_settings: { draft: { layer_height: 0.3 }, ultra: { layer_height: 0.1 } },
    })
  })
})

const STREET = { street: '1 Marine Drive', city: 'Mumbai', pincode: '400001' }
