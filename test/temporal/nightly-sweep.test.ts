import { randomUUID } from 'node:crypto'

import { expireUploads } from '../../src/db/clean-up.js'
import { storeFact } from '../../src/db/inbox.js'
import { InboxEntry } from '../../src/db/models/inbox.js'
import { ServiceOrder } from '../../src/db/models/service-orders.js'
import { MeshReport, type Upload } from '../../src/db/models/uploads.js'
import { execute, rows } from '../../src/db/sequelize.js'
import { UpstreamUnavailable } from '../../src/domain/errors.js'
import { bomObjectKey } from '../../src/domain/bom-import.js'
import { cleanModelKey, cleanPrefix, pictureKey } from '../../src/domain/upload-rules.js'
import { createLogger } from '../../src/logger.js'
import { NightlySweep } from '../../temporal/nightly-sweep.js'
import { WatchedStore } from '../support/activities.js'
import { withClient } from '../support/database-commands.js'
import { givenOrder, givenQuote, givenUpload, type GivenQuote } from '../support/factories.js'
import { givenImportRow } from '../support/imports.js'
import { openTestDatabase } from '../support/test-database.js'

const DAY_MS = 86_400_000
const ago = (days: number): Date => new Date(Date.now() - days * DAY_MS)

let place: Awaited<ReturnType<typeof openTestDatabase>>
let store: WatchedStore

beforeAll(async () => {
  place = await openTestDatabase('test-nightly')
})
afterAll(() => place.close())
beforeEach(() => {
  store = new WatchedStore()
})

/** One round, as it would run this long from now for the objects that are there. */
async function sweep({ inDays = 2, pageSize = 1000 } = {}): Promise<void> {
  const options = { database: place.database, store, logger: createLogger('silent'), pageSize }
  await new NightlySweep(options).sweep(ago(-inDays))
}

/** An upload with all its objects; its time is over unless stated. */
async function kept(overrides: Parameters<typeof givenUpload>[0] = {}): Promise<Upload> {
  const upload = await givenUpload({ expiresAt: ago(1), ...overrides })
  for (const key of [upload.fileKey, cleanModelKey(upload.id), pictureKey(upload.id)]) await put(key)
  return upload
}

async function put(key: string): Promise<void> {
  await store.put({ key, body: Buffer.from('bytes'), contentType: 'model/stl' })
}

/** What is left of an upload: its status and how many of its three objects. */
async function leftOf(upload: Upload): Promise<[string, number]> {
  const copies = await store.keys(cleanPrefix(upload.id))
  const sent = await store.keys(upload.fileKey)
  return [(await upload.reload()).status, copies.length + sent.length]
}

async function orderOf(upload: Upload, columns: Record<string, unknown>): Promise<void> {
  const quote = await givenQuote({ uploadId: upload.id, userId: upload.userId })
  const { serviceOrderId } = await givenOrder(place.database, { quote, hasPayment: false })
  await ServiceOrder.update(columns, { where: { id: serviceOrderId }, silent: 'updatedAt' in columns })
}

describe('uploads whose time is over', () => {
  test.each(['processed', 'uploaded'] as const)('that are %s expire, with everything that was kept', async (status) => {
    const upload = await kept({ status })
    await sweep({ inDays: 0 })
    expect(await leftOf(upload)).toEqual(['expired', 0])
  })

  test('that failed stay failed, and their files go', async () => {
    const young = await kept({ status: 'failed', expiresAt: ago(-1) })
    const old = await kept({ status: 'failed' })
    await sweep()
    expect([await leftOf(young), await leftOf(old)]).toEqual([
      ['failed', 3],
      ['failed', 0],
    ])
  })

  test('that are still measured stay', async () => {
    const upload = await kept({ status: 'processing' })
    await sweep()
    expect(await leftOf(upload)).toEqual(['processing', 3])
  })

  test('is not yet over for young ones, whatever the age of their files', async () => {
    const upload = await kept({ expiresAt: ago(-1) })
    await sweep({ inDays: 20 })
    expect(await leftOf(upload)).toEqual(['processed', 3])
  })

  test.each<[string, GivenQuote, [string, number]]>([
    ['can be accepted keeps them', { expiresAt: ago(-1) }, ['processed', 3]],
    ['is past its time does not, even if nobody ended it', { expiresAt: ago(0.1) }, ['expired', 0]],
    ['was withdrawn does not', { status: 'cancelled', expiresAt: ago(-1) }, ['expired', 0]],
  ])('a quote that %s', async (_, columns, left) => {
    const upload = await kept()
    await givenQuote({ ...columns, uploadId: upload.id, userId: upload.userId })
    await sweep()
    expect(await leftOf(upload)).toEqual(left)
  })

  test.each<[string, Record<string, unknown>, [string, number]]>([
    ['is under way keeps them', { status: 'in_production' }, ['processed', 3]],
    ['was completed lately keeps them', { status: 'completed', completedAt: ago(89) }, ['processed', 3]],
    ['was completed long ago does not', { status: 'completed', completedAt: ago(91) }, ['expired', 0]],
    ['was cancelled lately keeps them', { status: 'cancelled', cancelledAt: ago(89) }, ['processed', 3]],
    ['failed lately keeps them', { status: 'failed' }, ['processed', 3]],
    ['failed long ago does not', { status: 'failed', updatedAt: ago(91) }, ['expired', 0]],
  ])('an order that %s', async (_, columns, left) => {
    const upload = await kept()
    await orderOf(upload, columns)
    await sweep()
    expect(await leftOf(upload)).toEqual(left)
  })

  test('are left alone while somebody makes a quote of them', async () => {
    const upload = await kept()
    await withClient(place.url, async (client) => {
      await client.query('BEGIN')
      await client.query('SELECT 1 FROM uploads WHERE id = $1 FOR UPDATE', [upload.id])
      expect((await expireUploads(place.database)).map(({ id }) => id)).not.toContain(upload.id)
      await client.query('COMMIT')
    })
  })

  test('are ended once by two sweeps at once', async () => {
    const upload = await kept()
    const { version } = upload
    await Promise.all([sweep(), sweep()])
    expect(await leftOf(upload)).toEqual(['expired', 0])
    expect(upload.version).toBe(version + 1)
  })

  test('lose what a failing storage has left, the next time', async () => {
    const upload = await kept()
    const remove = store.remove.bind(store)
    store.remove = () => Promise.reject(new UpstreamUnavailable('down'))
    await expect(sweep()).rejects.toThrow(UpstreamUnavailable)
    expect(await leftOf(upload)).toEqual(['expired', 3])
    store.remove = remove
    await sweep()
    expect(await leftOf(upload)).toEqual(['expired', 0])
  })
})

describe('uploads that were deleted', () => {
  test('need not wait for their time', async () => {
    const upload = await kept({ deletedAt: new Date(), expiresAt: ago(-20) })
    await sweep({ inDays: 0 })
    expect(await leftOf(upload)).toEqual(['expired', 0])
  })

  test('keep their files for an order', async () => {
    const upload = await kept({ deletedAt: new Date() })
    await orderOf(upload, { status: 'in_production' })
    await sweep()
    expect(await leftOf(upload)).toEqual(['processed', 3])
  })

  test('leave none behind that came after the deletion', async () => {
    const upload = await kept({ deletedAt: new Date(), status: 'failed', expiresAt: ago(-20) })
    await sweep()
    expect(await leftOf(upload)).toEqual(['failed', 0])
  })
})

describe('objects without a row', () => {
  const orphans = (): string[] => {
    const id = randomUUID()
    return [`uploads/${id}/lost.stl`, `boms/${id}`, cleanModelKey(id), 'clean/no-id/model']
  }

  test('go after a day, page by page, and nothing else goes', async () => {
    const upload = await kept({ expiresAt: ago(-1) })
    for (let i = 0; i < 3; i += 1) for (const key of orphans()) await put(key)
    await sweep({ pageSize: 2 })
    const left = [...(await store.keys('uploads/')), ...(await store.keys('clean/')), ...(await store.keys('boms/'))]
    expect(left.sort()).toEqual([upload.fileKey, cleanModelKey(upload.id), pictureKey(upload.id)].sort())
  })

  test('stay for a day: their row may be on its way', async () => {
    const keys = orphans()
    for (const key of keys) await put(key)
    await sweep({ inDays: 0 })
    expect(await store.keys('')).toEqual(keys.sort())
  })

  test('are no parts lists of imports, whatever became of those', async () => {
    const [open, failed] = [await givenImportRow(), await givenImportRow({ status: 'failed', deletedAt: new Date() })]
    for (const { id } of [open, failed]) await put(bomObjectKey(id))
    await sweep()
    expect(await store.keys('boms/')).toEqual([open, failed].map(({ id }) => bomObjectKey(id)).sort())
  })

  test('include a second object under the name of an upload that has another', async () => {
    const upload = await kept({ expiresAt: ago(-1) })
    const second = `uploads/${upload.id}/another.stl`
    await put(second)
    await sweep()
    expect(await store.keys(second)).toEqual([])
    expect(await leftOf(upload)).toEqual(['processed', 3])
  })
})

describe('rows that are old', () => {
  test('features go after 90 days without use, unless a kept model needs them', async () => {
    const upload = await givenUpload({ expiresAt: ago(-1) })
    const [used, unused, young] = ['a', 'b', 'c'].map((letter) => letter.repeat(64))
    await MeshReport.create({ uploadId: upload.id, unit: 'mm', report: { measures: { normalisedSha256: used } } })
    await execute(
      place.database,
      `INSERT INTO mesh_features (key, data, updated_at)
       SELECT name || ':0.2:5:4:0.45', '', now() - make_interval(days => age)
       FROM (VALUES ($1, 100), ($2, 100), ($3, 89)) AS old (name, age)`,
      [used, unused, young],
    )
    await sweep()
    const left = await rows<{ name: string }>(
      place.database,
      `SELECT split_part(key, ':', 1) AS name FROM mesh_features ORDER BY key`,
    )
    expect(left).toEqual([{ name: used }, { name: young }])
  })

  test('slices go after 90 days', async () => {
    await execute(
      place.database,
      `INSERT INTO slice_results (key, weight_mg, seconds, layers, updated_at)
       VALUES ('old', 1, 1, 1, now() - interval '91 days'), ('young', 1, 1, 1, now() - interval '89 days')`,
    )
    await sweep()
    expect(await rows(place.database, 'SELECT key FROM slice_results')).toEqual([{ key: 'young' }])
  })

  test('what facts said goes after 400 days, their ids stay, and open facts stay whole', async () => {
    const fact = async (state: 'done' | 'signalled', days: number): Promise<InboxEntry> => {
      const eventId = randomUUID()
      const common = { provider: 'stripe', eventType: 'test', subject: 'order:1', fact: { a: 1 } } as const
      const { id } = await storeFact({ ...common, eventId, state: 'received' })
      await InboxEntry.update({ state, receivedAt: ago(days) }, { where: { id } })
      return InboxEntry.findByPk(id, { rejectOnEmpty: true })
    }
    const [old, young, open] = [await fact('done', 401), await fact('done', 399), await fact('signalled', 401)]
    await sweep()
    expect(await old.reload()).toMatchObject({ raw: null, fact: null, state: 'done' })
    for (const entry of [young, open]) expect(await entry.reload()).toMatchObject({ fact: { a: 1 } })
  })
})

test('the clean-up runs by itself after a start, and not after a stop', async () => {
  const upload = await kept()
  const listed = new Promise<void>((resolve) => {
    const list = store.list.bind(store)
    store.list = (request) => {
      if (request.prefix === 'boms/') resolve()
      return list(request)
    }
  })
  const nightly = new NightlySweep({ database: place.database, store, logger: createLogger('silent') })
  nightly.start(1)
  await listed.finally(() => nightly.stop())
  expect(await leftOf(upload)).toEqual(['expired', 0])

  const late = await kept()
  await nightly.sweep()
  expect(await leftOf(late)).toEqual(['processed', 3])
})
