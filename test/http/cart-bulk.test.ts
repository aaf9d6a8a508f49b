import { newId } from '../../src/db/record.js'
import { execute, rows } from '../../src/db/sequelize.js'
import { cartRoutes } from '../../src/http/routes/cart.js'
import { cartBulkRoutes } from '../../src/http/routes/cart-bulk.js'
import { givenProduct } from '../support/products.js'
import { openShopRig, SHOP_API_KEY, type ShopCall, type ShopRig } from '../support/shop-rig.js'

let rig: ShopRig
let user: string
beforeAll(async () => {
  rig = await openShopRig((dependencies) => [...cartRoutes(dependencies), ...cartBulkRoutes(dependencies)])
})
afterAll(() => rig.close())
beforeEach(() => {
  user = newId()
})

const SERVICE = { headers: { 'x-api-key': SHOP_API_KEY } }

type Who = Pick<ShopCall, 'user' | 'headers'>

function push(items: object[], more: object = {}, who: Who = { user }) {
  return rig.ask({ method: 'POST', url: '/api/cart/bulk-add', body: { items, ...more }, ...who })
}

function validate(items: unknown, who: Who = { user }) {
  return rig.ask({ method: 'POST', url: '/api/cart/bulk-validate', body: items as object, ...who })
}

async function quantities(who: Pick<ShopCall, 'user' | 'email'>): Promise<number[]> {
  const { json } = await rig.ask({ method: 'GET', url: '/api/cart', ...who })
  return (json.items as { quantity: number }[]).map(({ quantity }) => quantity)
}

describe('a shopper’s push', () => {
  test('says of each item what became of it, and fills the cart with the others', async () => {
    const good = await givenProduct(rig.database, { salePriceMinor: 9000 })
    const short = await givenProduct(rig.database, { name: 'Servo', stock: 3 })
    const draft = await givenProduct(rig.database, { name: 'Secret', status: 'draft' })
    const crate = await givenProduct(rig.database, { name: 'Crate', minOrderQty: 10, isTracked: false })
    const { status, json } = await push([
      { sku: good.sku.toLowerCase(), quantity: 2, notes: 'first', unit_price_override: 1 },
      { sku: 'NOTHING', quantity: 1 },
      { sku: short.sku, quantity: 4 },
      { sku: draft.sku, quantity: 1 },
      { sku: crate.sku, quantity: 9 },
      { sku: crate.sku, quantity: 1000 },
      { sku: good.sku, quantity: 1 },
    ])
    expect(status).toBe(200)
    expect(json).toEqual({
      success: true,
      message: '1 added, 1 updated, 5 failed. Prices come from the catalogue: 1 price overrides are ignored.',
      cart_id: expect.any(Number) as number,
      added_items: 1,
      updated_items: 1,
      failed_items: 5,
      total_cart_items: 3,
      cart_total: 270,
      cart_url: '/cart',
      details: [
        { sku: good.sku.toLowerCase(), status: 'added', action: 'quantity_added', quantity: 2 },
        failed('NOTHING', 'PRODUCT_NOT_FOUND', 'There is no product with this SKU.'),
        failed(short.sku, 'INSUFFICIENT_INVENTORY', 'Only 3 of Servo are left.'),
        failed(draft.sku, 'PRODUCT_INACTIVE', 'Secret is not sold at the moment.'),
        failed(crate.sku, 'BELOW_MIN_QUANTITY', 'Crate is sold from 10 pieces on.'),
        failed(crate.sku, 'ABOVE_MAX_QUANTITY', 'A cart holds at most 999 of one product.'),
        { sku: good.sku, status: 'updated', action: 'quantity_added', quantity: 3 },
      ],
    })
  })

  test('remembers where a line came from', async () => {
    const { sku } = await givenProduct(rig.database)
    const call = { source: 'makrcave', project_id: 'p-1', project_name: 'Lamp', notes: 'for all' }
    await push([{ sku, quantity: 1, project_reference: 'A3' }], call)
    const { json } = await rig.ask({ method: 'GET', url: '/api/cart', user })
    const meta = {
      source: 'makrcave',
      project_id: 'p-1',
      project_name: 'Lamp',
      project_reference: 'A3',
      notes: 'for all',
    }
    expect(json.items).toEqual([expect.objectContaining({ meta })])
  })

  test.each([
    ['add', 3, 8, 'updated'],
    ['replace', 3, 3, 'updated'],
    ['update', 3, 5, 'skipped'],
    ['update', 9, 9, 'updated'],
  ])('with %s, %d on top of 5 makes %d', async (strategy, pushed, expected, status) => {
    const { sku } = await givenProduct(rig.database)
    await push([{ sku, quantity: 5 }])
    const { json } = await push([{ sku, quantity: pushed }], { merge_strategy: strategy })
    expect(json).toMatchObject({ details: [{ status, quantity: expected }], total_cart_items: expected })
    expect(await quantities({ user })).toEqual([expected])
  })

  test('a push in which everything fails is no success', async () => {
    const { json } = await push([{ sku: 'NOTHING', quantity: 1 }])
    expect(json).toMatchObject({ success: false, failed_items: 1, total_cart_items: 0, cart_total: 0 })
  })

  test('a repeat under the same key pushes once', async () => {
    const { sku } = await givenProduct(rig.database)
    const who = { user, headers: { 'idempotency-key': newId() } }
    const first = await push([{ sku, quantity: 5 }], {}, who)
    const again = await push([{ sku, quantity: 5 }], {}, who)
    expect(again.body).toBe(first.body)
    expect(await quantities({ user })).toEqual([5])
  })

  test('an address in it means nobody else’s cart', async () => {
    const { sku } = await givenProduct(rig.database)
    const email = `${newId()}@shop.test`
    await push([{ sku, quantity: 1 }], { user_email: email })
    expect(await quantities({ user: newId(), email })).toEqual([])
    expect(await quantities({ user })).toEqual([1])
  })

  test.each([
    [{ items: [] }, 'body.items', 'too_short'],
    [{ items: Array.from({ length: 501 }, () => ({ sku: 'A', quantity: 1 })) }, 'body.items', 'too_long'],
    [{ items: [{ sku: '', quantity: 1 }] }, 'body.items[0].sku', 'too_short'],
    [{ items: [{ sku: 'A', quantity: 0 }] }, 'body.items[0].quantity', 'too_small'],
    [{ items: [{ sku: 'A', quantity: 1 }], merge_strategy: 'steal' }, 'body.merge_strategy', 'enum'],
    [{ items: [{ sku: 'A', quantity: 1 }], user_email: 'nobody' }, 'body.user_email', 'pattern'],
  ])('a body of the wrong form is 422', async (body, path, code) => {
    const answer = await rig.ask({ method: 'POST', url: '/api/cart/bulk-add', body, user })
    expect(answer).toMatchObject({ status: 422, json: { code: 'validation_error', errors: [{ path, code }] } })
  })

  test('nobody pushes without a credential, and the older address works', async () => {
    expect(await push([{ sku: 'A', quantity: 1 }], {}, {})).toMatchObject({ status: 401 })
    const wrong = { headers: { 'x-api-key': 'a-key-of-nobody' } }
    expect(await push([{ sku: 'A', quantity: 1 }], {}, wrong)).toMatchObject({
      status: 401,
      json: { code: 'invalid_service_token' },
    })
    const body = { items: [{ sku: 'A', quantity: 1 }] }
    expect((await rig.ask({ method: 'POST', url: '/cart/bulk-add', body, user })).status).toBe(200)
    expect((await rig.ask({ method: 'POST', url: '/cart/bulk-validate', body: body.items, user })).status).toBe(200)
  })
})

describe('a service’s push', () => {
  test('needs an address', async () => {
    expect(await push([{ sku: 'A', quantity: 1 }], {}, SERVICE)).toMatchObject({
      status: 422,
      json: { errors: [{ path: 'body.user_email', code: 'required' }] },
    })
  })

  test('waits for a person who has not been here, until they come with that verified address', async () => {
    const { sku } = await givenProduct(rig.database)
    const email = `Maker.${newId()}@Shop.test`
    await push([{ sku, quantity: 2 }], { user_email: email }, SERVICE)
    await push([{ sku, quantity: 1 }], { user_email: email.toLowerCase() }, SERVICE)
    expect(await quantities({ user: newId(), email: 'other@shop.test' })).toEqual([])
    expect(await quantities({ user, email: email.toLowerCase() })).toEqual([3])
    expect(await quantities({ user: newId(), email })).toEqual([])
  })

  test('an address that is not verified claims nothing and is pushed nothing', async () => {
    const { sku } = await givenProduct(rig.database)
    const email = `${newId()}@shop.test`
    await quantities({ user, email })
    await execute(rig.database, 'UPDATE store_users SET email_verified = false WHERE sub = $1', [user])
    await push([{ sku, quantity: 2 }], { user_email: email }, SERVICE)
    const carts = await rows(rig.database, 'SELECT user_id FROM store_carts WHERE claim_email = $1', [email])
    expect(carts).toEqual([{ user_id: null }])
  })

  test('answers the same for a stranger, a person, a full cart and an empty shelf in that cart', async () => {
    const { id, sku } = await givenProduct(rig.database, { stock: 10 })
    const people = [newId(), newId(), newId()].map((sub) => ({ user: sub, email: `${sub}@shop.test` }))
    const [stranger, empty, full] = people
    await quantities(empty ?? {})
    await quantities(full ?? {})
    await rig.ask({ method: 'POST', url: '/api/cart/add', body: { product_id: id, quantity: 9 }, ...full })
    for (const merge_strategy of ['add', 'replace', 'update']) {
      const items = [
        { sku, quantity: 2 },
        { sku, quantity: 3 },
        { sku: 'NOTHING', quantity: 1 },
      ]
      const answers = []
      for (const person of people) {
        answers.push((await push(items, { user_email: person.email, merge_strategy }, SERVICE)).body)
      }
      expect(new Set(answers).size).toBe(1)
      expect(JSON.parse(answers[0] ?? '')).toMatchObject({ cart_id: null, failed_items: 1, success: true })
    }
    expect(await quantities(full ?? {})).toEqual([3])
    expect(await quantities(stranger ?? {})).toEqual([3])
  })

  test('what a fuller cart cannot take is capped', async () => {
    const { id, sku } = await givenProduct(rig.database, { stock: 10 })
    const email = `${user}@shop.test`
    await rig.ask({ method: 'POST', url: '/api/cart/add', body: { product_id: id, quantity: 9 }, user, email })
    const { json } = await push([{ sku, quantity: 5 }], { user_email: email }, SERVICE)
    expect(json).toMatchObject({ details: [{ status: 'added', quantity: 5 }], cart_total: 500 })
    expect(await quantities({ user, email })).toEqual([10])
  })
})

describe('validating', () => {
  test('judges the items as into an empty cart and changes nothing', async () => {
    const { sku } = await givenProduct(rig.database, { stock: 10 })
    await push([{ sku, quantity: 10 }])
    const items = [
      { sku, quantity: 6 },
      { sku, quantity: 6 },
      { sku: 'NOTHING', quantity: 2 },
    ]
    const expected = {
      valid_items: 1,
      invalid_items: 2,
      total_items: 3,
      validation_details: {
        valid: [{ sku, quantity: 6, product_name: 'Red filament', unit_price: 100 }],
        invalid: [
          {
            sku,
            quantity: 6,
            error_code: 'INSUFFICIENT_INVENTORY',
            message: 'Only 10 of Red filament are left.',
          },
          {
            sku: 'NOTHING',
            quantity: 2,
            error_code: 'PRODUCT_NOT_FOUND',
            message: 'There is no product with this SKU.',
          },
        ],
      },
    }
    expect(await validate(items)).toMatchObject({ status: 200, json: expected })
    expect((await validate(items, SERVICE)).json).toEqual(expected)
    expect(await quantities({ user })).toEqual([10])
  })

  test.each([[[]], [{}], [[{ sku: 'A' }]], [['A']]])('%j is 422', async (body) => {
    expect(await validate(body)).toMatchObject({ status: 422, json: { code: 'validation_error' } })
  })
})

function failed(sku: string, error_code: string, message: string): object {
  return { sku, status: 'failed', error_code, message }
}
