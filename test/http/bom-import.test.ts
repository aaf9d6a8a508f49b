import { BomImport } from '../../src/db/models/bom-imports.js'
import { UpstreamUnavailable, DomainError } from '../../src/domain/errors.js'
import { bomImportRoutes } from '../../src/http/routes/bom-import.js'
import { WatchedStore } from '../support/activities.js'
import { givenImport, givenImportRow } from '../support/imports.js'
import { openOrderRig, type OrderRig } from '../support/order-rig.js'
import { givenProduct } from '../support/products.js'

let rig: OrderRig
const store = new WatchedStore()
beforeAll(async () => {
  rig = await openOrderRig({ routes: bomImportRoutes, replace: { store } })
})
afterAll(() => rig.close())
beforeEach(() => {
  rig.workflows.sent.length = 0
  rig.workflows.instead = undefined
  store.calls.length = 0
})

const IMPORT = '/api/bom-import/import'
const LIST = { items: [{ id: 'a', name: '100nF 0402', quantity: 3 }] }

function bring(body: object, headers: Record<string, string> = {}) {
  return rig.ask('POST', IMPORT, { body, headers })
}

/** A form with a file, as a browser sends it. */
async function bringFile(fields: Record<string, string>, content: string | Buffer = 'Qty,Part\n1,LM358\n') {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new Blob([new Uint8Array(Buffer.from(content))]), 'lamp.csv')
  return sendForm(form)
}

async function sendForm(form: FormData) {
  const encoded = new Response(form)
  const headers = { 'content-type': encoded.headers.get('content-type') ?? '' }
  return rig.ask('POST', IMPORT, { body: Buffer.from(await encoded.arrayBuffer()), headers })
}

function started() {
  return rig.workflows.messages('startImport').map(({ input }) => input)
}

async function stored(importId: string): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of await store.open(`boms/${importId}`)) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString()
}

describe('an import', () => {
  test('that is not through in time answers where it can be followed', async () => {
    const answer = await bring({ makrcave_project_id: 'demo-project' })
    const [input] = started()
    const status_url = expect.stringContaining(`/api/bom-import/status/${input?.id}`) as string
    expect(answer.statusCode).toBe(202)
    expect(answer.json()).toEqual({
      success: true,
      import_id: input?.id,
      status: 'pending',
      message: 'The import goes on; follow it at status_url or events_url.',
      status_url,
      events_url: expect.stringMatching(`/api/bom-import/import/${input?.id}/events\\?ticket=[\\w.-]+$`) as string,
    })
    expect(answer.headers).toMatchObject({ location: status_url, 'retry-after': '2' })
    expect(input).toMatchObject({ source: 'makrcave', projectId: 'demo-project', userId: 'user-1' })
  })

  test('that is through in time answers its whole document', async () => {
    const { id: productId } = await givenProduct(rig.database, { priceMinor: 950 })
    rig.workflows.instead = async () => {
      const { id } = rig.workflows.messages('startImport').at(-1)?.input ?? { id: '' }
      await givenImport(rig.database, { id, userId: 'user-1', lines: [{ line: {}, products: [productId] }] })
      return 'answered'
    }
    const answer = await bring({ bom: LIST })
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({
      status: 'completed',
      total_items: 1,
      mapped_items: 1,
      unmapped_items: 0,
      imported_items: 1,
      estimated_total: 95,
      item_mappings: { 'row-1': productId },
      unresolved_items: [],
    })
  })

  test('of more than 500 lines answers 202 even when it is through', async () => {
    rig.workflows.instead = async () => {
      const { id } = rig.workflows.messages('startImport').at(-1)?.input ?? { id: '' }
      await givenImport(rig.database, { id, lines: Array.from({ length: 501 }, () => ({ line: {} })) })
      return 'answered'
    }
    const answer = await bring({ bom: LIST })
    expect([answer.statusCode, answer.json<{ status: string }>().status]).toEqual([202, 'partial'])
  })

  test.each([
    ['bom_not_found', 404],
    ['bom_unreadable', 422],
    ['bom_limit_exceeded', 422],
    ['unsupported_file_type', 422],
    ['upstream_bad_response', 502],
  ] as const)('whose list is refused in time (%s) answers the refusal', async (code, status) => {
    rig.workflows.instead = () => Promise.reject(new DomainError(code, 'No, because.'))
    expect((await bring({ makrcave_project_id: 'x' })).json()).toMatchObject({ code, status })
  })

  test('waits as long as the caller prefers', async () => {
    const answer = await bring({ bom: LIST }, { prefer: 'wait=3' })
    expect(answer.headers['preference-applied']).toBe('wait=3')
    expect(rig.workflows.messages('startImport')).toMatchObject([{ waitMs: 3000 }])
  })

  test('is begun once per key, and the same answer comes again', async () => {
    const key = { 'idempotency-key': `import-${Date.now()}` }
    const [first, second] = [await bring({ bom: LIST }, key), await bring({ bom: LIST }, key)]
    expect([second.body, second.headers['idempotent-replayed']]).toEqual([first.body, 'true'])
    expect(started()).toHaveLength(1)
    expect((await bring({ bom: { items: [] } }, key)).json()).toMatchObject({ code: 'idempotency_key_reuse' })
  })

  test('without a key is another import each time', async () => {
    await bring({ bom: LIST })
    await bring({ bom: LIST })
    expect(new Set(started().map(({ id }) => id)).size).toBe(2)
  })

  test('is for people with a token', async () => {
    const answer = await rig.ask('POST', IMPORT, { as: 'nobody', body: { bom: LIST } })
    expect(answer.json()).toMatchObject({ status: 401, code: 'authentication_required' })
  })
})

describe('an inline list', () => {
  test('is stored before its run is started, and the run gets no line of it', async () => {
    await bring({ bom: LIST, bom_name: 'Lamp', builds: 5, spares_percent: 10, auto_add_to_cart: false })
    const [input] = started()
    expect(JSON.parse(await stored(input?.id ?? ''))).toEqual(LIST)
    expect(input).toMatchObject({
      source: 'inline',
      bomName: 'Lamp',
      options: { addToCart: false, builds: 5, sparesPercent: 10 },
    })
    expect(JSON.stringify(input)).not.toContain('100nF')
  })

  test('is used where a project is named as well, whose id is kept', async () => {
    await bring({ bom: LIST, makrcave_project_id: 42 })
    expect(started()).toMatchObject([{ source: 'inline', projectId: '42' }])
  })

  test('wishes for a list to buy the same again', async () => {
    await bring({ bom: LIST, create_quick_reorder: true, quick_reorder_name: 'Lamps' })
    expect(started()[0]?.options).toMatchObject({
      quickReorderId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      quickReorderName: 'Lamps',
    })
  })

  test('starts nothing while the storage is away', async () => {
    const put = store.put.bind(store)
    store.put = () => Promise.reject(new UpstreamUnavailable('down'))
    const answer = await bring({ bom: LIST }).finally(() => {
      store.put = put
    })
    expect(answer.json()).toMatchObject({ status: 503, code: 'storage_unavailable' })
    expect(started()).toEqual([])
  })

  test('over a mebibyte is too large', async () => {
    const answer = await bring({ bom: { items: [{ name: 'x'.repeat(1024 ** 2) }] } })
    expect(answer.json()).toMatchObject({ status: 413, code: 'payload_too_large' })
  })
})

describe('a wish is refused', () => {
  test.each([
    ['that names no list', {}, 'body.makrcave_project_id', 'required'],
    ['with a list that is a text', { bom: 'R1' }, 'body.bom', 'type'],
    ['for no build', { bom: LIST, builds: 0 }, 'body.builds', 'too_small'],
    ['for too many builds', { bom: LIST, builds: 1001 }, 'body.builds', 'too_big'],
    ['with more spares than parts', { bom: LIST, spares_percent: 101 }, 'body.spares_percent', 'too_big'],
    ['with a role that no column has', { bom: LIST, column_roles: { 0: 'magic' } }, 'body.column_roles.0', 'enum'],
    ['with a project without a name', { makrcave_project_id: ' ' }, 'body.makrcave_project_id', 'type'],
  ])('%s', async (_name, body, path, code) => {
    const answer = await bring(body)
    expect(answer.json()).toMatchObject({ status: 422, code: 'validation_error', errors: [{ path, code }] })
    expect(started()).toEqual([])
  })
})

describe('a file', () => {
  test('is stored as it is; the fields beside it say how it is to be read', async () => {
    const fields = { builds: '3', auto_add_to_cart: 'false', sheet: '1', header_row: '2', column_roles: '{"0":"mpn"}' }
    const answer = await bringFile(fields, 'Qty;Part\r\n1;µA741\r\n')
    expect(answer.statusCode).toBe(202)
    const [input] = started()
    expect(input).toMatchObject({
      source: 'file',
      options: {
        addToCart: false,
        builds: 3,
        fileName: 'lamp.csv',
        table: { sheet: 1, headerRow: 2, columnRoles: { '0': 'mpn' } },
      },
    })
    expect(await stored(input?.id ?? '')).toBe('Qty;Part\r\n1;µA741\r\n')
  })

  test('may be named by a sheet’s name', async () => {
    await bringFile({ sheet: 'Mechanics' })
    expect(started()[0]?.options.table).toEqual({ sheet: 'Mechanics' })
  })

  test('over five mebibytes is too large', async () => {
    const answer = await bringFile({}, Buffer.alloc(5 * 1024 ** 2 + 1, 'x'))
    expect(answer.json()).toMatchObject({ status: 413, code: 'payload_too_large', limit: 5 * 1024 ** 2 })
    expect(started()).toEqual([])
  })

  test('may come once, under its own name', async () => {
    const parts = [
      [
        ['file', 'a'],
        ['file', 'b'],
      ],
      [['list', 'a']],
      [
        ['file', 'a'],
        ['builds', '1'],
        ['builds', '2'],
      ],
    ] as const
    for (const fields of parts) {
      const form = new FormData()
      for (const [name, value] of fields) form.append(name, name === 'builds' ? value : new Blob([value]))
      expect((await sendForm(form)).json()).toMatchObject({ status: 400, code: 'malformed_request' })
    }
    expect(started()).toEqual([])
  })

  test('that breaks off is a malformed request', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=x' }
    const body = Buffer.from('--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n1')
    const answer = await rig.ask('POST', IMPORT, { body, headers })
    expect(answer.json()).toMatchObject({ status: 400, code: 'malformed_request' })
  })

  test('with a field that is no number is refused', async () => {
    expect((await bringFile({ builds: 'many' })).json()).toMatchObject({ code: 'validation_error' })
  })
})

describe('the list of imports', () => {
  const list = async (query = '') => {
    const answer = await rig.ask('GET', `/api/bom-import/user/imports${query}`, { as: 'stranger' })
    return answer.json<{
      imports: { import_id: string; bom_name: string }[]
      total: number
      skip: number
      limit: number
    }>()
  }

  test('shows one’s own, newest first, page by page, and none that were deleted', async () => {
    const userId = 'user-2'
    for (const bomName of ['one', 'two', 'three']) await givenImportRow({ userId, bomName })
    await givenImportRow({ userId, bomName: 'gone', deletedAt: new Date() })
    await givenImportRow({ bomName: 'of another' })
    const names = async (query?: string) => (await list(query)).imports.map(({ bom_name }) => bom_name)
    expect(await names()).toEqual(['three', 'two', 'one'])
    expect(await names('?skip=1&limit=1')).toEqual(['two'])
    expect(await list('?skip=1&limit=1')).toMatchObject({ total: 3, skip: 1, limit: 1 })
  })

  test('is for people with a token', async () => {
    const answer = await rig.ask('GET', '/api/bom-import/user/imports', { as: 'nobody' })
    expect(answer.statusCode).toBe(401)
  })
})

describe('deleting an import', () => {
  const remove = (id: string) => rig.ask('DELETE', `${IMPORT}/${id}`)

  test('stops it when it is running, and hides it', async () => {
    const { id } = await givenImportRow({ status: 'processing' })
    expect((await remove(id)).json()).toEqual({
      success: true,
      message: 'The import is deleted. What it put into the cart stays there.',
    })
    expect(rig.workflows.messages('cancelImport')).toMatchObject([{ importId: id }])
    expect(await BomImport.findByPk(id)).toMatchObject({ status: 'failed', deletedAt: expect.any(Date) as Date })
    expect((await remove(id)).json()).toMatchObject({ status: 404, code: 'import_not_found' })
  })

  test('hides one that is closed, and asks no run', async () => {
    const { id } = await givenImportRow({ status: 'completed', completedAt: new Date() })
    expect((await remove(id)).statusCode).toBe(200)
    expect(rig.workflows.sent).toEqual([])
  })

  test('hides one that ended while it was to be stopped', async () => {
    const { id } = await givenImportRow({ status: 'processing' })
    rig.workflows.instead = () => Promise.reject(new DomainError('import_closed', 'closed'))
    expect((await remove(id)).statusCode).toBe(200)
  })

  test('leaves it as it is while nobody can stop it', async () => {
    const { id } = await givenImportRow({ status: 'processing' })
    rig.workflows.instead = () => Promise.reject(new DomainError('workflow_unavailable', 'down'))
    expect((await remove(id)).json()).toMatchObject({ status: 503, code: 'workflow_unavailable' })
    expect(await BomImport.findByPk(id)).toMatchObject({ deletedAt: null })
  })

  test('is its shopper’s alone', async () => {
    const { id } = await givenImportRow({ userId: 'user-9' })
    expect((await remove(id)).json()).toMatchObject({ status: 404, code: 'import_not_found' })
  })
})
