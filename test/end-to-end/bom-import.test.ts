import { PartsList, type ImportDocument, type LineResult } from '../../scripts/parts-list.js'
import { demoToken, StoreClient, until } from '../../scripts/store-client.js'
import type { DevelopmentStack } from '../../src/development/development-stack.js'
import { EventReader } from '../support/event-reader.js'
import { describeWithTemporal } from '../support/servers.js'
import { caveMode, journalOf, startTestStack } from '../support/stack.js'
import { workbookOf } from '../support/workbooks.js'

jest.setTimeout(240_000)

const DEMO = { makrcave_project_id: 'demo-project' }
const LIST = [
  'Ref,Qty,Value,Package,MPN',
  'R1 R2,2,10k,0603,RC0603FR-0710KL',
  'C1,1,100nF,0603,',
  'U1,1,,,NO-SUCH-PART-1',
  '',
].join('\n')

const ABSENT = [404, 'bom_not_found', 'There is no such project with a parts list for you in MakrCave.'] as const
const UNUSABLE = [502, 'upstream_bad_response', 'MakrCave sent a parts list that cannot be used.'] as const

describeWithTemporal('a parts list', () => {
  let stack: DevelopmentStack
  let store: StoreClient
  let parts: PartsList
  /** whose choices are remembered: nobody else’s imports change by them */
  let chooser: PartsList
  beforeAll(async () => {
    stack = await startTestStack()
    store = new StoreClient(stack.addresses.api, await demoToken(stack.addresses.peers, 'maker'))
    parts = new PartsList(store)
    chooser = new PartsList(new StoreClient(stack.addresses.api, await demoToken(stack.addresses.peers, 'shopper')))
  })
  afterAll(() => stack.stop())
  beforeEach(async () => {
    await store.delete('/api/cart')
    await caveMode(stack, { mode: 'normal' })
  })

  const imported = async (wish: Record<string, unknown>) => parts.settled(await parts.begin(wish))
  const importedFile = async (content: string | Uint8Array, fields: Record<string, string> = {}) =>
    parts.settled(await parts.beginFile({ name: 'list.bin', bytes: Buffer.from(content) }, fields))
  const quantities = async (of = parts) =>
    Object.fromEntries((await of.cart()).map(({ product, quantity }) => [product.id, quantity]))

  describe('of a MakrCave project', () => {
    test('becomes a cart: what is sure is in it, what is not waits, and says why', async () => {
      const document = await imported(DEMO)
      expect(fates(document)).toEqual({
        'demo-1': 'mapped',
        'demo-2': 'mapped',
        'demo-3': 'mapped',
        'demo-4': 'multiple_matches',
        'demo-5': 'multiple_matches',
        'demo-6': 'unmapped',
        'demo-7': 'excluded',
        'demo-8': 'mapped',
        'demo-9': 'out_of_stock',
      })
      expect(document).toMatchObject({ status: 'partial', imported_items: 4, project_name: 'Desk weather station' })
      expect(await quantities()).toEqual(wanted(document, ['demo-1', 'demo-2', 'demo-3', 'demo-8']))
      for (const line of document.mapping_results) {
        expect(line.reasons.length).toBeGreaterThan(0)
      }
    })

    test('is closed by the last choice; MakrCave hears of it, and the choices are remembered', async () => {
      const { import_id: id, mapping_results: lines } = await chooser.settled(await chooser.begin(DEMO))
      const open = lines.filter(({ status }) => status === 'multiple_matches' || status === 'unmapped')
      const [spare] = lines
      const choices = open.map(({ bom_item_id, best_match }) => ({
        bom_item_id,
        store_product_id: (best_match ?? spare?.best_match)?.store_product_id ?? 0,
      }))
      const outcome = await chooser.choose(id, choices)
      expect(outcome).toMatchObject({ success: true, import_status: 'completed' })
      const after = await chooser.status(id)
      const inCart = after.mapping_results.filter(({ added_to_cart }) => added_to_cart)
      expect(inCart.map(({ bom_item_id }) => bom_item_id)).toEqual([
        ...['demo-1', 'demo-2', 'demo-3', 'demo-4', 'demo-5', 'demo-6', 'demo-8'],
      ])
      expect(await quantities(chooser)).toEqual(sums(inCart))
      const told = await until('MakrCave being told', async () =>
        (await journalOf(stack)).find(
          ({ kind, report }) => kind === 'import_reported' && report?.integration_id === id,
        ),
      )
      expect(told.report).toMatchObject({ mapped_items: 8, unmapped_items: 0 })

      const next = await chooser.settled(await chooser.begin(DEMO))
      expect(next).toMatchObject({
        status: 'completed',
        warnings: [expect.stringContaining('unchanged since') as string],
      })
      expect(next.mapping_results.find(({ bom_item_id }) => bom_item_id === 'demo-4')?.best_match).toMatchObject({
        stage: 'memory',
        store_product_id: choices[0]?.store_product_id,
      })
    })

    test.each(['enhanced-project', 'older-project', 'exported-project'])(
      'is found wherever MakrCave keeps it: %s',
      async (id) => {
        expect(await imported({ makrcave_project_id: id })).toMatchObject({ status: 'completed', imported_items: 1 })
      },
    )

    test('can be followed live, event by event, to the point where people have their say', async () => {
      const id = await parts.begin(DEMO)
      const { events_url } = await parts.status(id)
      const reader = await EventReader.open(`${events_url}&last_event_id=0`)
      const messages = (await reader.rest()).slice(1)
      const last = messages.pop()
      expect(last).toMatchObject({ event: 'end', data: { status: 'partial' } })
      expect(messages.map((message) => Number(message.id))).toEqual(messages.map((_, index) => index + 2))
      const stages = messages.flatMap(({ event, data }) =>
        event === 'progress' ? [(data as { stage: string }).stage] : [],
      )
      expect([...new Set(stages)]).toEqual(['parsing', 'matching', 'cart'])
    })

    test('is previewed without a trace', async () => {
      const preview = await store.must(store.get('/api/bom-import/project/demo-project/preview'))
      expect(preview).toMatchObject({
        project_id: 'demo-project',
        project_name: 'Desk weather station',
        total_items: 9,
        unmappable_items: expect.any(Number) as number,
        mapping_preview: expect.arrayContaining([
          expect.objectContaining({ bom_item_id: 'demo-1', status: 'mapped', cart_quantity: 2 }) as unknown,
        ]) as unknown,
      })
      expect(await parts.cart()).toEqual([])
    })

    test('for several builds with spares buys so many more, and keeps a list for buying the same again', async () => {
      const wish = { ...DEMO, builds: 3, spares_percent: 10, create_quick_reorder: true }
      const document = await imported(wish)
      const need = document.mapping_results.find(({ bom_item_id }) => bom_item_id === 'demo-1')
      expect(need).toMatchObject({ bom_quantity: 2, cart_quantity: 7 })
      const list = await store.must(store.get(`/api/quick-reorder/${String(document.quick_reorder_id)}`))
      expect(list).toMatchObject({ name: 'BOM: Desk weather station' })
    })
  })

  describe('while MakrCave', () => {
    const refusalOf = async (wish: Record<string, unknown>) => {
      const { body } = await store.post<{ code: string; status: number }>('/api/bom-import/import', wish)
      return [body.status, body.code]
    }

    test.each([
      ['knows no such project', { makrcave_project_id: 'nobody-knows' }, 'normal', ABSENT],
      ['keeps it from this person', { makrcave_project_id: 'private-project' }, 'normal', ABSENT],
      ['answers a web page', DEMO, 'rubbish', UNUSABLE],
      ['refuses the call', DEMO, 'refuse', UNUSABLE],
    ] as const)(
      '%s, the import fails with its code and sentence, and nothing of it is in the cart',
      async (_name, wish, mode, [status, code, error]) => {
        await caveMode(stack, { mode })
        expect(await refusalOf(wish)).toEqual([status, code])
        const failed = await parts.settled(await parts.begin(wish))
        expect(failed).toMatchObject({ status: 'failed', mapping_results: [], error_log: [{ code, error }] })
        expect(await parts.cart()).toEqual([])
      },
    )

    test('is down, the import waits, and goes on by itself afterwards', async () => {
      await caveMode(stack, { mode: 'down' })
      const id = await parts.begin(DEMO)
      await until('MakrCave refusing', () => refusedCalls(stack, 2))
      expect(await parts.status(id)).toMatchObject({ status: 'processing', total_items: 0 })
      expect((await store.get<{ code: string }>('/api/bom-import/project/demo-project/preview')).body.code).toBe(
        'upstream_unavailable',
      )
      await caveMode(stack, { mode: 'normal' })
      expect(await parts.settled(id)).toMatchObject({ status: 'partial', imported_items: 4 })
    })

    test('answers after thirty seconds, it is asked again, and every line is there once', async () => {
      await caveMode(stack, { mode: 'slow', calls: 1 })
      const document = await parts.settled(await parts.begin(DEMO), 120)
      expect(document).toMatchObject({ status: 'partial', total_items: 9, imported_items: 4 })
      expect(await quantities()).toEqual(wanted(document, ['demo-1', 'demo-2', 'demo-3', 'demo-8']))
    })

    test('is down, an import can be deleted', async () => {
      await caveMode(stack, { mode: 'down' })
      const id = await parts.begin(DEMO)
      await until('MakrCave refusing', () => refusedCalls(stack, 1))
      expect(await store.must(store.delete(`/api/bom-import/import/${id}`))).toMatchObject({ success: true })
      expect((await store.get(`/api/bom-import/status/${id}`)).status).toBe(404)
    })
  })

  describe('in a file', () => {
    test.each([
      ['csv', () => Buffer.from(LIST)],
      ['csv as UTF-16', () => Buffer.from(`\uFEFF${LIST}`, 'utf16le')],
      ['a workbook', () => workbookOf(LIST)],
    ])('(%s) becomes a cart', async (_name, content) => {
      const document = await importedFile(content())
      expect(fates(document)).toEqual({ 'row-1': 'mapped', 'row-2': 'multiple_matches', 'row-3': 'unmapped' })
      expect(await quantities()).toEqual(wanted(document, ['row-1']))
    })

    test('whose columns were named once is read by itself the next time', async () => {
      const odd = ['Alpha,Beta,Gamma', 'ARD-UNO-R3-001,2,board', 'ESP32-DEV-001,1,board', ''].join('\n')
      const fields = { header_row: '1', column_roles: '{"0":"own_sku","1":"quantity","2":"description"}' }
      expect(fates(await importedFile(odd, fields))).toEqual({ 'row-1': 'mapped', 'row-2': 'mapped' })
      expect(fates(await importedFile(odd.replace('ARD-UNO-R3-001', 'RPI-4B-4GB-001')))).toEqual({
        'row-1': 'mapped',
        'row-2': 'mapped',
      })
    })

    test.each([
      ['a document', '%PDF-1.7 list', 'unsupported_file_type'],
      ['a web page', '<html><table><tr><td>R1</td></tr></table>', 'unsupported_file_type'],
      ['nothing', '', 'bom_unreadable'],
      ['prose', 'dear sir or madam\nplease find attached\n', 'bom_unreadable'],
    ])('that is %s is refused with a reason, and nothing of it is in the cart', async (_name, content, code) => {
      const form = new FormData()
      form.append('file', new Blob([content]), 'list.csv')
      const { status, body } = await store.postForm<{ code: string }>('/api/bom-import/import', form)
      expect([status, body.code]).toEqual([422, code])
      expect(await parts.cart()).toEqual([])
    })

    test('has a report that no spreadsheet takes for formulas', async () => {
      const { import_id: id } = await importedFile(`Part,Qty\n"=cmd|'/C calc'!A0",1\n@SUM(A1),2\n`)
      const report = await store.must(store.get<string>(`/api/bom-import/status/${id}`, { accept: 'text/csv' }))
      expect(report).toContain(`"'=cmd|'/C calc'!A0"`)
      expect(report).toContain(`"'@SUM(A1)"`)
    })
  })

  test('inline becomes a cart, and what is wrong with it is named', async () => {
    const bom = [{ id: 'a', name: 'board', makrx_product_code: 'ARD-UNO-R3-001', quantity: 1 }]
    expect(await imported({ bom })).toMatchObject({ status: 'completed', imported_items: 1, bom_name: 'BOM' })
    const { body } = await store.post('/api/bom-import/import', { bom: [...bom, ...bom] })
    expect(body).toMatchObject({ status: 422, code: 'validation_error', errors: [{ path: 'items[1].id' }] })
  })
})

function fates({ mapping_results: lines }: ImportDocument): Record<string, string> {
  return Object.fromEntries(lines.map(({ bom_item_id, status }) => [bom_item_id, status]))
}

/** What the cart must hold when exactly these lines are in it. */
function wanted({ mapping_results: lines }: ImportDocument, ids: readonly string[]): Record<string, number> {
  return sums(lines.filter(({ bom_item_id }) => ids.includes(bom_item_id)))
}

function sums(lines: readonly LineResult[]): Record<string, number> {
  const packs: Record<string, number> = {}
  for (const { best_match, cart_quantity } of lines) {
    const id = String(best_match?.store_product_id)
    packs[id] = (packs[id] ?? 0) + cart_quantity
  }
  return packs
}

async function refusedCalls(stack: DevelopmentStack, least: number): Promise<true | undefined> {
  const answer = await fetch(`${stack.addresses.peers}/dev/makrcave/mode`)
  const { hits } = (await answer.json()) as { hits: number }
  return hits >= least ? true : undefined
}
