import { execute, firstRow } from '../../src/db/sequelize.js'
import { newId } from '../../src/db/record.js'
import { cartRoutes } from '../../src/http/routes/cart.js'
import { givenProduct } from '../support/products.js'
import { openShopRig, type ShopCall, type ShopRig } from '../support/shop-rig.js'

let rig: ShopRig
let user: string
beforeAll(async () => {
  rig = await openShopRig(cartRoutes)
})
afterAll(() => rig.close())
beforeEach(() => {
  user = newId()
})

const EMPTY = {
  total_amount: 0,
  total_items: 0,
  currency: 'INR',
  estimated: { shipping_method: 'standard', shipping_amount: 0, tax_amount: 0, total: 0 },
}

type Who = Pick<ShopCall, 'user' | 'session' | 'email' | 'headers'>

function add(productId: number, quantity = 1, who: Who = { user }) {
  return rig.ask({ method: 'POST', url: '/api/cart/add', body: { product_id: productId, quantity }, ...who })
}

function show(who: Who = { user }, query = '') {
  return rig.ask({ method: 'GET', url: `/api/cart${query}`, ...who })
}

function change(itemId: number, body: object, who: Who = { user }) {
  return rig.ask({ method: 'PUT', url: `/api/cart/item/${itemId}`, body, ...who })
}

function session(): string {
  return `guest-session-${newId()}`
}

async function itemIdOf(productId: number): Promise<number> {
  const { json } = await add(productId)
  return (json as { cart_item: { id: number } }).cart_item.id
}

describe('the cart', () => {
  test('is nothing until something is added, and has its summary all the same', async () => {
    const { status, json, headers } = await show()
    expect(status).toBe(200)
    expect(json).toEqual({ cart: null, items: [], summary: EMPTY })
    expect(headers).not.toHaveProperty('etag')
    expect(headers['cache-control']).toBe('no-store')
  })

  test('shows each line with its product, and adds up to the door', async () => {
    const { id, sku } = await givenProduct(rig.database, { priceMinor: 12_000, salePriceMinor: 9950, stock: 7 })
    const added = await add(id, 2)
    expect(added).toMatchObject({ status: 200, headers: { etag: '"v1"' } })
    const { cart_item: item, cart_id: cartId } = added.json as { cart_item: { id: number }; cart_id: number }
    const summary = {
      total_amount: 199,
      total_items: 2,
      currency: 'INR',
      estimated: { shipping_method: 'standard', shipping_amount: 79, tax_amount: 50.04, total: 328.04 },
    }
    expect(added.json).toEqual({
      message: expect.any(String) as string,
      success: true,
      cart_item: { id: item.id, product_id: id, quantity: 2, price: 99.5 },
      cart_id: cartId,
      summary,
    })
    const { json } = await show()
    expect(json).toEqual({
      cart: {
        id: cartId,
        user_id: user,
        status: 'active',
        version: 1,
        created_at: expect.stringMatching(/Z$/) as string,
        updated_at: expect.stringMatching(/Z$/) as string,
      },
      items: [
        {
          id: item.id,
          product: {
            id,
            name: 'Red filament',
            slug: expect.any(String) as string,
            sku,
            featured_image: null,
            current_price: 99.5,
            in_stock: true,
            stock_qty: 7,
          },
          quantity: 2,
          price_at_time: 99.5,
          item_total: 199,
          price_changed: false,
          meta: {},
          added_at: expect.stringMatching(/Z$/) as string,
        },
      ],
      summary,
    })
  })

  test('counts another shipping method when it is asked for, and refuses an unknown one', async () => {
    const { id } = await givenProduct(rig.database)
    await add(id)
    expect((await show({ user }, '?shipping_method=express')).json).toMatchObject({
      summary: { estimated: { shipping_method: 'express', shipping_amount: 149, tax_amount: 44.82, total: 293.82 } },
    })
    expect((await show({ user }, '?shipping_method=pickup')).json).toMatchObject({
      summary: { estimated: { shipping_amount: 0, tax_amount: 18, total: 118 } },
    })
    expect(await show({ user }, '?shipping_method=pigeon')).toMatchObject({
      status: 422,
      json: { code: 'shipping_method_unknown' },
    })
  })

  test('tells a price that has changed since, and adding again takes the new one', async () => {
    const { id } = await givenProduct(rig.database)
    await add(id)
    await execute(rig.database, 'UPDATE store_products SET price_minor = 11000 WHERE id = $1', [id])
    const changed = { price_at_time: 100, item_total: 100, price_changed: true, product: { current_price: 110 } }
    expect((await show()).json).toMatchObject({ items: [changed] })
    await add(id)
    expect((await show()).json).toMatchObject({
      items: [{ price_at_time: 110, item_total: 220, price_changed: false }],
    })
  })

  test('is changed, emptied line by line, and emptied at once', async () => {
    const { id } = await givenProduct(rig.database)
    const item = await itemIdOf(id)
    expect((await change(item, { quantity: 7, meta: { for: 'shelf' } })).json).toMatchObject({
      success: true,
      cart_item: { id: item, quantity: 7, price: 100 },
      summary: { total_amount: 700, total_items: 7 },
    })
    expect((await show()).json).toMatchObject({ items: [{ quantity: 7, meta: { for: 'shelf' } }] })
    const removed = await rig.ask({ method: 'DELETE', url: `/api/cart/item/${item}`, user })
    expect(removed).toMatchObject({ status: 200, json: { success: true, summary: EMPTY } })
    await add(id)
    expect(await rig.ask({ method: 'DELETE', url: '/api/cart', user })).toMatchObject({
      status: 200,
      json: { success: true, summary: EMPTY },
    })
    expect(await rig.ask({ method: 'DELETE', url: '/api/cart', user: newId() })).toMatchObject({
      status: 200,
      json: { summary: EMPTY },
    })
  })
})

describe('a refused change', () => {
  test('names the product and what is left of it', async () => {
    const { id } = await givenProduct(rig.database, { stock: 10, reserved: 4 })
    expect(await add(id, 7)).toMatchObject({
      status: 409,
      json: { code: 'insufficient_stock', errors: [{ path: 'body.quantity', product_id: id, available: 6 }] },
    })
    const item = await itemIdOf(id)
    expect(await change(item, { quantity: 7 })).toMatchObject({ status: 409, json: { code: 'insufficient_stock' } })
  })

  test('is 404 for products that are not sold and lines that are not yours', async () => {
    const { id } = await givenProduct(rig.database, { status: 'archived' })
    expect(await add(id)).toMatchObject({ status: 404, json: { code: 'product_not_found' } })
    expect(await add(2_000_000_000)).toMatchObject({ status: 404, json: { code: 'product_not_found' } })
    const item = await itemIdOf((await givenProduct(rig.database)).id)
    const foreign = { status: 404, json: { code: 'cart_item_not_found' } }
    const other = { user: newId() }
    expect(await change(item, { quantity: 1 }, other)).toMatchObject(foreign)
    expect(await rig.ask({ method: 'DELETE', url: `/api/cart/item/${item}`, ...other })).toMatchObject(foreign)
    expect(await change(2_000_000_000, { quantity: 1 })).toMatchObject(foreign)
    expect(await change(0, { quantity: 1 })).toMatchObject({ status: 422, json: { code: 'validation_error' } })
  })

  test.each([
    [{ product_id: 1, quantity: 0 }, 'body.quantity', 'too_small'],
    [{ product_id: 1, quantity: 1000 }, 'body.quantity', 'too_big'],
    [{ product_id: 1, quantity: 1.5 }, 'body.quantity', 'type'],
    [{ product_id: '1' }, 'body.product_id', 'type'],
    [{}, 'body.product_id', 'required'],
    [{ product_id: 1, meta: { note: 'x'.repeat(4090) } }, 'body.meta', 'too_long'],
    [{ product_id: 1, meta: [] }, 'body.meta', 'type'],
  ])('%p is 422 at %s', async (body, path, code) => {
    expect(await rig.ask({ method: 'POST', url: '/api/cart/add', body, user })).toMatchObject({
      status: 422,
      json: { code: 'validation_error', errors: [{ path, code }] },
    })
  })

  test('a line is not below the smallest order and not above 999', async () => {
    const { id } = await givenProduct(rig.database, { minOrderQty: 5, isTracked: false })
    expect(await add(id, 4)).toMatchObject({ status: 422, json: { errors: [{ code: 'too_small' }] } })
    expect((await add(id, 600)).status).toBe(200)
    expect(await add(id, 400)).toMatchObject({ status: 422, json: { errors: [{ code: 'too_big' }] } })
    expect((await add(id, 1)).status).toBe(200)
  })

  test('prices, and what the store keeps with a line, are never taken from a body', async () => {
    const { id } = await givenProduct(rig.database)
    const body = { product_id: id, price: 1, meta: { note: 'mine', bom_sources: [1], bom_import_id: 'x' } }
    const { headers } = await rig.ask({ method: 'POST', url: '/api/cart/add', body, user })
    expect(headers['x-ignored-fields']).toBe('price')
    expect((await show()).json).toMatchObject({ items: [{ price_at_time: 100 }] })
    expect((await show()).json.items).toEqual([expect.objectContaining({ meta: { note: 'mine' } })])
  })
})

describe('versions and repeats', () => {
  test('a write with an old If-Match is 412 with the current version, and changes nothing', async () => {
    const { id } = await givenProduct(rig.database)
    const old = { user, headers: { 'if-match': '"v1"' } }
    expect(await add(id, 1, old)).toMatchObject({ status: 412, json: { current_version: 0 } })
    expect((await show()).json.cart).toBeNull()
    const item = await itemIdOf(id)
    expect(await change(item, { quantity: 3 }, old)).toMatchObject({ status: 200, headers: { etag: '"v2"' } })
    const refused = { status: 412, json: { code: 'precondition_failed', current_version: 2 } }
    expect(await change(item, { quantity: 4 }, old)).toMatchObject(refused)
    expect(await rig.ask({ method: 'DELETE', url: `/api/cart/item/${item}`, ...old })).toMatchObject(refused)
    expect(await rig.ask({ method: 'DELETE', url: '/api/cart', ...old })).toMatchObject(refused)
    expect(await show()).toMatchObject({ headers: { etag: '"v2"' }, json: { items: [{ quantity: 3 }] } })
  })

  test('50 repeats of one add under one key add once, and all finished ones answer the same bytes', async () => {
    const { id } = await givenProduct(rig.database)
    const who = { user, headers: { 'idempotency-key': newId() } }
    const answers = await Promise.all(Array.from({ length: 50 }, () => add(id, 2, who)))
    const done = answers.filter(({ status }) => status === 200)
    expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([])
    expect(new Set(done.map(({ body }) => body)).size).toBe(1)
    expect((await add(id, 2, who)).headers).toMatchObject({ 'idempotent-replayed': 'true', etag: '"v1"' })
    expect((await show()).json).toMatchObject({ items: [{ quantity: 2 }], cart: { version: 1 } })
    expect(await add(id, 3, who)).toMatchObject({ status: 422, json: { code: 'idempotency_key_reuse' } })
  })
})

describe('guests', () => {
  test('a session opens its own cart and nobody else’s; only its hash is kept', async () => {
    const { id } = await givenProduct(rig.database)
    const guest = { session: session() }
    await add(id, 2, guest)
    expect((await show(guest)).json).toMatchObject({ cart: { user_id: null }, items: [{ quantity: 2 }] })
    expect((await show({ session: session() })).json.cart).toBeNull()
    expect((await show()).json.cart).toBeNull()
    const plain = 'SELECT 1 FROM store_carts WHERE session_hash = $1'
    expect(await firstRow(rig.database, plain, [guest.session])).toBeUndefined()
  })

  test('without a token and a session of the right form nothing opens', async () => {
    const refused = { status: 401, json: { code: 'authentication_required' } }
    expect(await show({})).toMatchObject(refused)
    expect(await show({ session: 'short' })).toMatchObject(refused)
    expect(await show({ session: 'with-a-blank and-more' })).toMatchObject(refused)
    const cookies = { cookie: 'csrf_token=abc' }
    expect(await add(1, 1, { headers: cookies })).toMatchObject(refused)
    const bad = { session: session(), headers: { authorization: 'Bearer a.b.c' } }
    expect(await show(bad)).toMatchObject({ status: 401, json: { code: 'invalid_token' } })
  })

  test('cookies beside a session or a token need no CSRF token', async () => {
    const { id } = await givenProduct(rig.database)
    const headers = { cookie: 'csrf_token=abc', origin: 'https://elsewhere.test' }
    expect((await add(id, 1, { session: session(), headers })).status).toBe(200)
    expect((await add(id, 1, { user, headers })).status).toBe(200)
  })

  test('the first call with a token and the session merges, and the session is empty afterwards', async () => {
    const { id } = await givenProduct(rig.database, { stock: 10 })
    const guest = { session: session() }
    await add(id, 8, guest)
    await add(id, 4)
    const both = { user, ...guest }
    expect((await show(both)).json).toMatchObject({ cart: { user_id: user, version: 2 }, items: [{ quantity: 10 }] })
    expect((await show(guest)).json.cart).toBeNull()
    expect((await show(both)).json).toMatchObject({ cart: { version: 2 } })
    await add(id, 1, guest)
    const item = (await show()).json.items as { id: number }[]
    await change(item[0]?.id ?? 0, { quantity: 3 }, both)
    expect((await show()).json).toMatchObject({ items: [{ quantity: 3 }] })
  })

  test('a write is a first call too', async () => {
    const { id } = await givenProduct(rig.database)
    const guest = { session: session() }
    await add(id, 2, guest)
    expect((await add(id, 1, { user, ...guest })).json).toMatchObject({ cart_item: { quantity: 3 } })
  })
})
