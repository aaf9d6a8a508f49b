import Papa from 'papaparse'

import { recordBomImport } from '../../src/db/record.js'
import { inTransaction } from '../../src/db/sequelize.js'
import { endImport } from '../../src/db/workflow-owned/bom-imports.js'
import { bomImportStatusRoutes } from '../../src/http/routes/bom-import-status.js'
import { EventReader } from '../support/event-reader.js'
import { givenImport, givenImportRow, type GivenLine } from '../support/imports.js'
import { openOrderRig, type Asking, type OrderRig } from '../support/order-rig.js'
import { givenProduct } from '../support/products.js'

let rig: OrderRig
let origin: string
beforeAll(async () => {
  rig = await openOrderRig({ routes: bomImportStatusRoutes })
  origin = await rig.test.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => rig.close())

const readers: EventReader[] = []
afterEach(() => {
  for (const reader of readers.splice(0)) reader.close()
})

const statusOf = (id: string, asking?: Asking) => rig.ask('GET', `/api/bom-import/status/${id}`, asking)
const csv = { headers: { accept: 'text/csv' } }

/** One line of every fate: in the cart, sold out, to be chosen, not sold here, not to be bought. */
async function everyFate() {
  const [good, short, other] = [
    await givenProduct(rig.database, { name: 'Capacitor', priceMinor: 900, packSize: 10 }),
    await givenProduct(rig.database, { name: 'Servo', priceMinor: 50_000, stock: 3 }),
    await givenProduct(rig.database, { name: 'Other capacitor' }),
  ]
  const lines: GivenLine[] = [
    {
      line: { name: '100nF', quantityMilli: 24_000, designators: ['C1', 'C2'], identity: { partNumber: CAPACITOR } },
      products: [good.id],
    },
    { line: { name: 'Servo', quantityMilli: 4000 }, products: [short.id] },
    { line: { name: '10uF', quantityMilli: null }, products: [good.id, other.id] },
    { line: { name: 'Nixie', quantityMilli: 4000 } },
    { line: { name: 'Fiducial' }, exclusion: 'not_for_sale' },
  ]
  return { good, short, import: await givenImport(rig.database, { lines, projectName: 'Clock' }) }
}

const CAPACITOR = { mpn: 'CL05B104KO5NNNC', manufacturer: 'Samsung' }

describe('the status of an import', () => {
  test('shows every line with its fate, and the numbers that go with them', async () => {
    const { good, short, import: row } = await everyFate()
    const document = (await statusOf(row.id)).json<Record<string, unknown>>()
    expect(document).toMatchObject({
      import_id: row.id,
      status: 'partial',
      source: 'inline',
      project_name: 'Clock',
      bom_name: 'Lamp',
      total_items: 5,
      mapped_items: 2,
      unmapped_count: 2,
      excluded_items: 1,
      imported_items: 1,
      failed_items: 0,
      estimated_total: 3 * 9 + 4 * 500,
      currency: 'INR',
      item_mappings: { 'row-1': good.id, 'row-2': short.id },
      parse: { encoding: 'utf-8', delimiter: ',', tables: [] },
      error_log: [],
      completed_at: null,
    })
    expect(document.unresolved_items).toEqual([
      { id: 'row-3', name: '10uF', quantity: null, reason: 'no product fits well enough' },
      { id: 'row-4', name: 'Nixie', quantity: 4, reason: 'no product fits well enough' },
    ])
    expect(document.unmapped_items).toEqual(document.unresolved_items)
    const results = document.mapping_results as Record<string, unknown>[]
    expect(results.map(({ status, cart_quantity, added_to_cart }) => [status, cart_quantity, added_to_cart])).toEqual([
      ['mapped', 3, true],
      ['out_of_stock', 4, false],
      ['multiple_matches', 1, false],
      ['unmapped', 0, false],
      ['excluded', 0, false],
    ])
    expect(results[0]).toMatchObject({
      bom_item_name: '100nF',
      bom_quantity: 24,
      needed_quantity: 24,
      disposition: 'auto',
      part_number: 'CL05B104KO5NNNC',
      manufacturer: 'Samsung',
      designators: ['C1', 'C2'],
      best_match: {
        confidence: 0.99,
        match_type: 'exact',
        stage: 'mpn',
        store_product_id: good.id,
        store_product_name: 'Capacitor',
        store_product_price: 9,
        quantity_available: 50,
        match_reasons: ['the part number matches exactly'],
      },
    })
  })

  test('before anything is read has no lines', async () => {
    const { id } = await givenImportRow()
    expect((await statusOf(id)).json()).toMatchObject({ status: 'pending', total_items: 0, mapping_results: [] })
  })

  test('of one that failed says why', async () => {
    const { id } = await givenImportRow()
    await endImport(rig.database, { importId: id, code: 'bom_not_found', message: 'There is no such project.' })
    expect((await statusOf(id)).json()).toMatchObject({
      status: 'failed',
      error_log: [{ code: 'bom_not_found', error: 'There is no such project.' }],
      completed_at: expect.any(String) as string,
    })
  })

  test('of 1,200 lines is sent in pieces and is the same document', async () => {
    const { id: productId } = await givenProduct(rig.database)
    const lines = Array.from({ length: 1200 }, (_, index) => ({
      line: { name: `line "${index}"` },
      ...(index % 2 === 0 && { products: [productId] }),
    }))
    const { id } = await givenImport(rig.database, { lines, options: NO_CART })
    const answer = await statusOf(id)
    const document = answer.json<Record<string, unknown[]>>()
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(document).toMatchObject({ total_items: 1200, unmapped_count: 600, status: 'partial' })
    expect(document.mapping_results).toHaveLength(1200)
    expect(document.unmapped_items).toHaveLength(600)
    expect(Object.keys(document.item_mappings ?? {})).toHaveLength(600)
  })

  test('is shown to its shopper alone, and not after it was deleted', async () => {
    const { id } = await givenImportRow()
    const gone = await givenImportRow({ deletedAt: new Date() })
    for (const answer of [await statusOf(id, { as: 'stranger' }), await statusOf(gone.id)]) {
      expect(answer.json()).toMatchObject({ status: 404, code: 'import_not_found' })
    }
    expect((await statusOf(id, { as: 'nobody' })).statusCode).toBe(401)
    expect((await statusOf('no-id')).json()).toMatchObject({ status: 422, errors: [{ path: 'path.import_id' }] })
  })
})

/** Every cell of a report, as a spreadsheet reads it. */
function cellsOf(report: string): string[] {
  return Papa.parse<string[]>(report).data.flat()
}

const NO_CART = { addToCart: false, builds: 1, sparesPercent: 0 }

describe('the report of an import', () => {
  test('is a file with a row for every line and for every row that is none', async () => {
    const { id } = await givenImport(rig.database, {
      lines: [{ line: { name: '100nF', rowNo: 2, sheet: 'Parts', raw: ['C1', '100nF', '24'], quantityMilli: 24_500 } }],
      otherRows: [{ sheet: 'Parts', rowNo: 9, kind: 'total', text: 'Total | 24' }],
    })
    const answer = await statusOf(id, csv)
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="bom-import-${id}.csv"`,
    })
    const [head, part, total, end] = answer.body.split('\r\n')
    expect(head).toMatch(/^\uFEFF"row_kind","row_number","sheet","raw",/)
    expect(part).toMatch(/^"part",2,"Parts","C1 \| 100nF \| 24","row-1","100nF","","",24.5,24.5,"unmapped","none",/)
    expect(total).toMatch(/^"total",9,"Parts","Total \| 24",""/)
    expect(end).toBe('')
    expect([head, part, total].map((row = '') => cellsOf(row).length)).toEqual([18, 18, 18])
  })

  test.each(["=cmd|'/C calc'!A0", '@SUM(1+1)', '+1', '-2+3', '\t=1', '\u00a0=1', 'harmless\n=HYPERLINK("x")'])(
    'is harmless in a spreadsheet when a cell says %j, which the shop keeps as it was',
    async (cell) => {
      const { id } = await givenImport(rig.database, { lines: [{ line: { name: cell, raw: { name: cell } } }] })
      const { body } = await statusOf(id, csv)
      const lines = cellsOf(body).flatMap((text) => text.split('\n'))
      expect(lines).toContain(`'${cell.split('\n').at(-1) ?? ''}`)
      expect(lines.filter((line) => /^[=+@-]/.test(line.trim()) || /^[\t\r]/.test(line))).toEqual([])
      const { mapping_results: results } = (await statusOf(id)).json<{ mapping_results: { bom_item_name: string }[] }>()
      expect(results[0]?.bom_item_name).toBe(cell)
    },
  )

  test('of a long import is whole', async () => {
    const lines = Array.from({ length: 1001 }, () => ({ line: {} }))
    const { id } = await givenImport(rig.database, { lines })
    expect((await statusOf(id, csv)).body.split('\r\n')).toHaveLength(1003)
  })

  test('is its shopper’s alone', async () => {
    const { id } = await givenImportRow()
    expect((await statusOf(id, { ...csv, as: 'stranger' })).json()).toMatchObject({ code: 'import_not_found' })
  })
})

describe('the events of an import', () => {
  const eventsPath = (id: string) => `/api/bom-import/import/${id}/events`

  async function read(url: string, headers: Record<string, string> = rig.headersOf()): Promise<EventReader> {
    const reader = await EventReader.open(`${origin}${url}`, headers)
    readers.push(reader)
    return reader
  }

  test('begin with the import as it is, and end when people have their say', async () => {
    const { import: row } = await everyFate()
    const messages = await (await read(eventsPath(row.id))).rest()
    const id = String(row.version)
    expect(messages).toMatchObject([
      { retry: '3000' },
      { id, event: 'snapshot', data: { import_id: row.id, status: 'partial', unmapped_count: 2 } },
      { id, event: 'end', data: { status: 'partial' } },
    ])
  })

  test('are told in order, each once: states, progress, what became of lines', async () => {
    const { import: row } = await everyFate()
    const messages = await (await read(`${eventsPath(row.id)}?last_event_id=1`)).rest()
    const told = messages.slice(1)
    expect(told.map(({ id }) => Number(id))).toEqual([2, 3, 4, 5, 6, 7, 8, 8])
    expect(told.map(({ event, data }) => [event, data])).toEqual([
      ['status', { status: 'processing' }],
      ['progress', { stage: 'parsing', done: 5, total: null }],
      ['progress', { stage: 'parsing', done: 5, total: 5 }],
      ['lines', { items: expect.arrayContaining([{ bom_item_id: 'row-4', status: 'unmapped' }]) as unknown }],
      ['progress', { stage: 'matching', done: 5, total: 5 }],
      ['progress', { stage: 'cart', done: 1, total: 1 }],
      ['status', { status: 'partial' }],
      ['end', { status: 'partial' }],
    ])
  })

  test('come live while the import goes on', async () => {
    const row = await givenImportRow({ status: 'processing' })
    const reader = await read(eventsPath(row.id))
    expect(await reader.next()).toEqual({ retry: '3000' })
    expect(await reader.next()).toMatchObject({ event: 'snapshot', data: { status: 'processing' } })
    await inTransaction(rig.database, async () => {
      const data = { stage: 'parsing', done: 500, total: null }
      await recordBomImport(rig.database, row, { key: 'parsing:500', type: 'progress', data })
    })
    expect(await reader.next()).toMatchObject({ event: 'progress', data: { done: 500 } })
    await endImport(rig.database, { importId: row.id, code: 'import_closed', message: 'Stopped.' })
    expect((await reader.rest()).map(({ event }) => event)).toEqual(['status', 'end'])
  })

  test('need no token with the ticket of their link, which opens no other import', async () => {
    const [one, other] = [await givenImportRow(), await givenImportRow()]
    const { events_url } = (await statusOf(one.id)).json<{ events_url: string }>()
    const { pathname, search } = new URL(events_url)
    const reader = await read(pathname + search, {})
    expect(await reader.next()).toEqual({ retry: '3000' })
    const foreign = await rig.ask('GET', eventsPath(other.id) + search, { as: 'nobody' })
    expect(foreign.json()).toMatchObject({ status: 401, code: 'invalid_token' })
  })

  test('are for the shopper and admins; what waits for a person admins alone hear', async () => {
    const row = await givenImportRow({ status: 'processing' })
    await inTransaction(rig.database, async () => {
      const data = { reason: 'bom_source_unavailable' }
      await recordBomImport(rig.database, row, { key: 'attention', type: 'attention', data })
    })
    await endImport(rig.database, { importId: row.id, code: null, message: null })
    const events = async (who: Asking['as']) => {
      const reader = await read(`${eventsPath(row.id)}?last_event_id=1`, rig.headersOf(who))
      return (await reader.rest()).slice(1).map(({ event }) => event)
    }
    expect(await events('shopper')).toEqual(['status', 'end'])
    expect(await events('admin')).toEqual(['attention', 'status', 'end'])
    const stranger = await rig.ask('GET', eventsPath(row.id), { as: 'stranger' })
    expect(stranger.json()).toMatchObject({ status: 404, code: 'import_not_found' })
  })
})
