import { rows } from '../../src/db/sequelize.js'
import { newId } from '../../src/db/record.js'
import { applyChoices } from '../../src/db/workflow-owned/bom-choices.js'
import { endImport } from '../../src/db/workflow-owned/bom-imports.js'
import { DomainError } from '../../src/domain/errors.js'
import { bomImportMappingRoutes } from '../../src/http/routes/bom-import-mapping.js'
import { bomImportStatusRoutes } from '../../src/http/routes/bom-import-status.js'
import { cartRoutes } from '../../src/http/routes/cart.js'
import { givenImport, givenImportRow, type GivenLine } from '../support/imports.js'
import { openOrderRig, type OrderRig } from '../support/order-rig.js'
import { givenProduct } from '../support/products.js'

let rig: OrderRig
beforeAll(async () => {
  rig = await openOrderRig({
    routes: (dependencies) => [
      ...bomImportMappingRoutes(dependencies),
      ...bomImportStatusRoutes(dependencies),
      ...cartRoutes(dependencies),
    ],
  })
})
afterAll(() => rig.close())
beforeEach(async () => {
  rig.workflows.sent.length = 0
  rig.workflows.instead = undefined
  await rig.ask('DELETE', '/api/cart')
})

interface Outcome {
  readonly success: boolean
  readonly cart_id: number | null
  readonly import_id: string | null
  readonly import_status: string | null
  readonly results: readonly Record<string, unknown>[]
}

const map = (body: object, headers: Record<string, string> = {}) =>
  rig.ask('POST', '/api/bom-import/manual-mapping', { body, headers })

async function outcome(body: object): Promise<Outcome> {
  const answer = await map(body)
  expect(answer.statusCode).toBe(200)
  return answer.json<Outcome>()
}

async function inCart(): Promise<{ product: number; quantity: number; meta: Record<string, unknown> }[]> {
  const { items } = (await rig.ask('GET', '/api/cart')).json<{
    items: { product: { id: number }; quantity: number; meta: Record<string, unknown> }[]
  }>()
  return items.map(({ product, quantity, meta }) => ({ product: product.id, quantity, meta }))
}

const open: GivenLine = { line: { name: '100nF', quantityMilli: 24_000 } }
const choice = (bom_item_id: string, store_product_id: number, quantity?: number) => ({
  bom_item_id,
  store_product_id,
  ...(quantity !== undefined && { quantity }),
})

async function remembered(productId: number): Promise<number> {
  return (await rows(rig.database, 'SELECT 1 FROM bom_match_memory WHERE product_id = $1', [productId])).length
}

describe('a choice', () => {
  test('puts what the line needs into the cart, says where it came from, and closes the import with the last line', async () => {
    const { id: product } = await givenProduct(rig.database, { priceMinor: 900, packSize: 10 })
    const { id } = await givenImport(rig.database, { lines: [open] })
    expect(await outcome({ import_id: id, mappings: [choice('row-1', product)] })).toEqual({
      success: true,
      cart_id: expect.any(Number) as number,
      import_id: id,
      import_status: 'completed',
      results: [
        {
          bom_item_id: 'row-1',
          success: true,
          product_id: product,
          product_name: 'Red filament',
          price: 9,
          quantity: 3,
          error: null,
        },
      ],
    })
    const meta = { bom_import_id: id, bom_item_id: 'row-1', bom_item_name: '100nF', manual_mapping: true }
    expect(await inCart()).toMatchObject([{ product, quantity: 3, meta }])
    const status = (await rig.ask('GET', `/api/bom-import/status/${id}`)).json<Record<string, unknown>>()
    expect(status).toMatchObject({ status: 'completed', imported_items: 1, unmapped_count: 0, estimated_total: 27 })
    expect(status.mapping_results).toMatchObject([
      { status: 'mapped', disposition: 'confirmed', best_match: { match_type: 'manual', stage: 'memory' } },
    ])
  })

  test('answers the question of its line, and what was said of the product stays said', async () => {
    const products = [(await givenProduct(rig.database)).id, (await givenProduct(rig.database)).id]
    const { id } = await givenImport(rig.database, { lines: [{ ...open, products }, open] })
    await outcome({ import_id: id, mappings: [choice('row-1', products[1] ?? 0)] })
    const lines = (await rig.ask('GET', `/api/bom-import/status/${id}`)).json<{ mapping_results: unknown }>()
    expect(lines.mapping_results).toMatchObject([
      { status: 'mapped', reasons: ['chosen by hand', 'the part number matches exactly'], warnings: [] },
      { status: 'unmapped' },
    ])
  })

  test('against what the line says is taken, with a warning', async () => {
    const { id: product } = await givenProduct(rig.database, { name: 'Chip capacitor 10 µF 16 V X5R 0603' })
    const line = { name: '100nF', quantityMilli: 1_000, designators: ['C1'], text: { value: '100nF' } }
    const { id } = await givenImport(rig.database, { lines: [{ line }] })
    await outcome({ import_id: id, mappings: [choice('row-1', product)] })
    const lines = (await rig.ask('GET', `/api/bom-import/status/${id}`)).json<{ mapping_results: unknown }>()
    const warnings = ['the line says 100 nF, the product is 10 µF']
    expect(lines.mapping_results).toMatchObject([{ status: 'mapped', added_to_cart: true, warnings }])
  })

  test('of a quantity counts packs', async () => {
    const { id: product } = await givenProduct(rig.database, { packSize: 10 })
    const { id } = await givenImport(rig.database, { lines: [open] })
    await outcome({ import_id: id, mappings: [choice('row-1', product, 7)] })
    expect(await inCart()).toMatchObject([{ product, quantity: 7 }])
  })

  test('is remembered for the next list, unless it is not to be', async () => {
    const [kept, passing] = [await givenProduct(rig.database), await givenProduct(rig.database)]
    for (const [product, remember] of [
      [kept.id, true],
      [passing.id, false],
    ] as const) {
      const { id } = await givenImport(rig.database, { lines: [open] })
      await outcome({ import_id: id, mappings: [choice('row-1', product)], remember })
    }
    expect([await remembered(kept.id), await remembered(passing.id)]).toEqual([1, 0])
  })

  test('may be made without buying', async () => {
    const { id: product } = await givenProduct(rig.database)
    const { id } = await givenImport(rig.database, { lines: [open] })
    const answer = await outcome({ import_id: id, mappings: [choice('row-1', product)], add_to_cart: false })
    expect(answer).toMatchObject({ success: true, import_status: 'completed' })
    expect(await inCart()).toEqual([])
  })

  test('made again adds nothing; another product for the same line is a conflict', async () => {
    const [first, second] = [await givenProduct(rig.database), await givenProduct(rig.database)]
    const { id } = await givenImport(rig.database, { lines: [open, open] })
    await outcome({ import_id: id, mappings: [choice('row-1', first.id)] })
    const again = await outcome({
      import_id: id,
      mappings: [choice('row-1', first.id), choice('row-1', second.id)],
    })
    expect(again).toMatchObject({
      success: true,
      import_status: 'partial',
      results: [
        { success: true, quantity: 24 },
        { success: false, error: 'conflict' },
      ],
    })
    expect(await inCart()).toMatchObject([{ product: first.id, quantity: 24 }])
  })

  test('that fails, fails alone', async () => {
    const good = await givenProduct(rig.database)
    const draft = await givenProduct(rig.database, { status: 'draft' })
    const short = await givenProduct(rig.database, { stock: 3 })
    const { id } = await givenImport(rig.database, { lines: [open, open, open, open] })
    const mappings = [
      choice('row-1', good.id),
      choice('row-2', draft.id),
      choice('row-3', 2_000_000_000),
      choice('row-4', short.id),
      choice('row-9', good.id),
    ]
    const { success, import_status, results } = await outcome({ import_id: id, mappings })
    expect([success, import_status]).toEqual([true, 'partial'])
    expect(results.map(({ error }) => error)).toEqual([
      null,
      'unknown_product',
      'unknown_product',
      'insufficient_stock',
      'unknown_item',
    ])
  })

  test('is no success when every one failed', async () => {
    const { id } = await givenImport(rig.database, { lines: [open] })
    const { success, results } = await outcome({ import_id: id, mappings: [choice('row-1', 2_000_000_000)] })
    expect([success, results[0]]).toMatchObject([false, { product_id: null, product_name: null, price: null }])
  })

  test('is made once per key, and the same answer comes again', async () => {
    const { id: product } = await givenProduct(rig.database)
    const { id } = await givenImport(rig.database, { lines: [open, open] })
    const body = { import_id: id, mappings: [choice('row-1', product)] }
    const key = { 'idempotency-key': newId() }
    const [first, second] = [await map(body, key), await map(body, key)]
    expect([second.body, second.headers['idempotent-replayed']]).toEqual([first.body, 'true'])
    expect(rig.workflows.messages('applyManualMapping')).toHaveLength(1)
  })
})

describe('an import', () => {
  test('that is closed takes no choices', async () => {
    const { id: product } = await givenProduct(rig.database)
    const { id } = await givenImport(rig.database, { lines: [open] })
    await endImport(rig.database, { importId: id, code: null, message: null })
    const answer = await map({ import_id: id, mappings: [choice('row-1', product)] })
    expect(answer.json()).toMatchObject({ status: 409, code: 'import_closed' })
    expect(rig.workflows.sent).toEqual([])
  })

  test('that the first try of a request closed answers what that try has done', async () => {
    const { id: product } = await givenProduct(rig.database)
    const { id } = await givenImport(rig.database, { lines: [open] })
    const body = { import_id: id, mappings: [choice('row-1', product)] }
    const key = { 'idempotency-key': newId() }
    rig.workflows.instead = async () => {
      for (const { importId, command } of rig.workflows.messages('applyManualMapping')) {
        await applyChoices(rig.database, { importId, ...command })
      }
      throw new DomainError('workflow_unavailable', 'The worker died before it answered.')
    }
    expect((await map(body, key)).statusCode).toBe(503)
    const again = await map(body, key)
    expect(again.json()).toMatchObject({ import_status: 'completed', results: [{ success: true, quantity: 24 }] })
    expect(await inCart()).toMatchObject([{ product, quantity: 24 }])
    const another = await map(body, { 'idempotency-key': newId() })
    expect(another.json()).toMatchObject({ status: 409, code: 'import_closed' })
  })

  test('of another is not there', async () => {
    const { id } = await givenImportRow({ userId: 'user-9' })
    const answer = await map({ import_id: id, mappings: [choice('row-1', 1)] })
    expect(answer.json()).toMatchObject({ status: 404, code: 'import_not_found' })
  })

  test('need not be named: the newest that has the line is meant, and what none has is simply added', async () => {
    const [one, two] = [await givenProduct(rig.database), await givenProduct(rig.database)]
    const item = newId()
    const line = { ...open, line: { ...open.line, bomItemId: item } }
    await givenImport(rig.database, { lines: [line] })
    const { id } = await givenImport(rig.database, { lines: [line] })
    const mappings = [choice(item, one.id), choice(newId(), two.id, 2)]
    expect(await outcome({ mappings })).toMatchObject({
      success: true,
      import_id: id,
      import_status: 'completed',
      results: [
        { bom_item_id: item, success: true, quantity: 24 },
        { success: true, quantity: 2 },
      ],
    })
    expect(await inCart()).toMatchObject([
      { product: one.id, quantity: 24 },
      { product: two.id, quantity: 2 },
    ])
  })
})

describe('a call is refused', () => {
  test.each([
    ['without choices', { mappings: [] }, 'body.mappings', 'too_short'],
    ['with 501', { mappings: Array.from({ length: 501 }, () => choice('a', 1)) }, 'body.mappings', 'too_long'],
    ['with no product', { mappings: [{ bom_item_id: 'a' }] }, 'body.mappings[0].store_product_id', 'required'],
    ['with a quantity of 0', { mappings: [choice('a', 1, 0)] }, 'body.mappings[0].quantity', 'too_small'],
    [
      'with an item of 65 characters',
      { mappings: [choice('x'.repeat(65), 1)] },
      'body.mappings[0].bom_item_id',
      'too_long',
    ],
  ])('%s', async (_name, body, path, code) => {
    expect((await map(body)).json()).toMatchObject({ status: 422, errors: [{ path, code }] })
    expect(rig.workflows.sent).toEqual([])
  })

  test('without a token', async () => {
    const answer = await rig.ask('POST', '/api/bom-import/manual-mapping', { as: 'nobody', body: { mappings: [] } })
    expect(answer.statusCode).toBe(401)
  })
})
