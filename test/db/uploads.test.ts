import { createDatabase, execute, firstRow, rows, type Database } from '../../src/db/sequelize.js'
import { findUpload, listUploads } from '../../src/db/reads/uploads.js'
import { mustExist, newId } from '../../src/db/record.js'
import { completeUpload, hideUpload, signUpload, type OwnedUpload, type UploadDraft } from '../../src/db/uploads.js'
import { cloneDatabase, type ClonedDatabase } from '../support/database.js'
import { givenOrder } from '../support/factories.js'

const HOUR_MS = 3_600_000
const MIB = 1024 ** 2

let clone: ClonedDatabase
let database: Database
beforeAll(async () => {
  clone = await cloneDatabase()
  const pool = { poolSize: 10, maxOverflow: 5, acquireSeconds: 5, recycleSeconds: 600 }
  database = createDatabase({ url: clone.url, ...pool }, { statementTimeoutMs: 5000, name: 'test-uploads' })
})
afterAll(async () => {
  await database.close()
  await clone.drop()
})

function draft(change: Partial<UploadDraft> = {}): UploadDraft {
  const id = change.id ?? newId()
  return {
    id,
    userId: newId(),
    fileKey: `uploads/${id}/20261123_101500_part.stl`,
    fileName: 'part.stl',
    fileSize: 684,
    mimeType: 'model/stl',
    expiresAt: new Date(Date.now() + HOUR_MS),
    ...change,
  }
}

function completion(id: string) {
  return { id, completedAt: new Date(), unit: 'inch', etag: 'abc', declaredSha256: null } as const
}

async function signMany(userId: string, count: number): Promise<void> {
  await execute(
    database,
    `INSERT INTO uploads (id, user_id, file_key, file_name, file_size, mime_type, expires_at)
     SELECT gen_random_uuid(), $1, gen_random_uuid()::text, 'part.stl', 100, 'model/stl', now() + interval '1 hour'
     FROM generate_series(1, $2::int)`,
    [userId, count],
  )
}

async function quoteUpload(uploadId: string, userId: string): Promise<string> {
  const id = newId()
  await execute(
    database,
    `INSERT INTO quotes (id, quote_number, upload_id, user_id, status, engine, settings, sha256, normalised_sha256,
       file_analysis, weight_mg, time_seconds, breakdown, price_source, price_minor, instant_price_minor, firm_status,
       rate_card_version, delivery, expires_at)
     VALUES ($1, $4, $2, $3, 'active', 'estimator-1', '{}', '', '', '{}', 1, 1, '{}', 'instant', 100, 100,
       'unavailable', 1, '{}', now() + interval '7 days')`,
    [id, uploadId, userId, `QT-${id}`],
  )
  return id
}

describe('signing an upload', () => {
  test('the row keeps what was declared and waits for its bytes', async () => {
    const signed = await signUpload(database, draft({ fileSize: 2048 * MIB }))
    expect(signed).toMatchObject({ status: 'uploaded', unit: 'mm', progress: 0, version: 0, findings: [] })
    const found = await findUpload(signed)
    expect(found).toMatchObject({ fileSize: signed.fileSize, fileKey: signed.fileKey, status: 'uploaded' })
  })

  test('a repeat with the same id answers the first row and its key', async () => {
    const first = await signUpload(database, draft())
    const again = await signUpload(database, {
      ...draft({ id: first.id, userId: first.userId }),
      fileKey: 'uploads/other',
    })
    expect(again.fileKey).toBe(first.fileKey)
    expect((await listUploads({ userId: first.userId, skip: 0, limit: 10 })).total).toBe(1)
  })

  test('of many requests at once exactly as many pass as the day allows', async () => {
    const userId = newId()
    await signMany(userId, 95)
    const results = await Promise.allSettled(Array.from({ length: 12 }, () => signUpload(database, draft({ userId }))))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
    expect(refusals).toEqual(
      Array.from({ length: 7 }, () => expect.objectContaining({ code: 'quota_exceeded' }) as unknown),
    )
  })

  test('signs of yesterday do not count, and the refusal says when the oldest of today ends', async () => {
    const userId = newId()
    await signMany(userId, 100)
    await execute(
      database,
      `UPDATE uploads SET created_at = now() - interval '23 hours 59 minutes' WHERE user_id = $1`,
      [userId],
    )
    const refusal = { code: 'quota_exceeded', extra: { retryAfter: expect.any(Number) as number } }
    const refused = await signUpload(database, draft({ userId })).catch((error: unknown) => error)
    expect(refused).toMatchObject(refusal)
    expect((refused as typeof refusal).extra.retryAfter).toBeLessThanOrEqual(60)
    await execute(database, `UPDATE uploads SET created_at = now() - interval '1 day' WHERE user_id = $1`, [userId])
    await expect(signUpload(database, draft({ userId }))).resolves.toMatchObject({ status: 'uploaded' })
  })

  test('2 GiB and one byte are refused, and what is expired or deleted makes room', async () => {
    const userId = newId()
    const first = await signUpload(database, draft({ userId, fileSize: 1024 * MIB }))
    const second = await signUpload(database, draft({ userId, fileSize: 1024 * MIB - 100 }))
    const more = (fileSize: number) => signUpload(database, draft({ userId, fileSize }))
    await expect(more(101)).rejects.toMatchObject({
      code: 'quota_exceeded',
      extra: { members: { quota: 'kept_bytes' } },
    })
    await expect(more(100)).resolves.toBeDefined()
    await hideUpload(database, first)
    await expect(more(1024 * MIB)).resolves.toBeDefined()
    await execute(database, `UPDATE uploads SET expires_at = now() WHERE id = $1`, [second.id])
    await expect(more(1024 * MIB - 200)).resolves.toBeDefined()
  })

  test('a deleted upload counts while a quote keeps its object', async () => {
    const userId = newId()
    const upload = await signUpload(database, draft({ userId, fileSize: 2048 * MIB }))
    const quoteId = await quoteUpload(upload.id, userId)
    await hideUpload(database, upload)
    await expect(signUpload(database, draft({ userId }))).rejects.toMatchObject({ code: 'quota_exceeded' })
    await execute(database, `UPDATE quotes SET status = 'expired' WHERE id = $1`, [quoteId])
    await expect(signUpload(database, draft({ userId }))).resolves.toBeDefined()
  })
})

describe('completing an upload', () => {
  test('the row moves to processing once and is kept for 30 days from then', async () => {
    const { id, userId } = await signUpload(database, draft())
    const given = completion(id)
    expect(await completeUpload(database, given)).toMatchObject({
      status: 'processing',
      unit: 'inch',
      etag: 'abc',
      version: 1,
    })
    const again = await completeUpload(database, { ...given, unit: 'mm', etag: 'other' })
    expect(again).toMatchObject({ status: 'processing', unit: 'inch', etag: 'abc', version: 1 })
    const row = await findUpload({ id, userId })
    expect(row?.expiresAt.getTime()).toBe(given.completedAt.getTime() + 30 * 24 * HOUR_MS)
  })

  test('many at once move the row once', async () => {
    const { id } = await signUpload(database, draft())
    const moved = await Promise.all(Array.from({ length: 8 }, () => completeUpload(database, completion(id))))
    expect(moved.map((row) => [row?.status, row?.version])).toEqual(Array.from({ length: 8 }, () => ['processing', 1]))
  })

  test.each(['processed', 'failed', 'expired'])('an upload that is %s stays so', async (status) => {
    const { id } = await signUpload(database, draft())
    await execute(database, 'UPDATE uploads SET status = $2 WHERE id = $1', [id, status])
    expect(await completeUpload(database, completion(id))).toMatchObject({ status, version: 0 })
  })

  test('a hidden upload is not completed', async () => {
    const upload = await signUpload(database, draft())
    await hideUpload(database, upload)
    expect(await completeUpload(database, completion(upload.id))).toBeUndefined()
  })
})

describe('reading and hiding', () => {
  test('nobody sees or hides the upload of somebody else', async () => {
    const { id } = await signUpload(database, draft())
    const stranger = { id, userId: newId() }
    expect(await findUpload(stranger)).toBeUndefined()
    expect(await hideUpload(database, stranger)).toBeUndefined()
  })

  test('a hidden upload is gone for its owner, and hiding it again finds nothing', async () => {
    const upload = await signUpload(database, draft())
    expect(await hideUpload(database, upload)).toEqual({ fileKey: upload.fileKey, isNeeded: false })
    expect(await findUpload(upload)).toBeUndefined()
    expect(await hideUpload(database, upload)).toBeUndefined()
    expect(await listUploads({ userId: upload.userId, skip: 0, limit: 10 })).toEqual({ uploads: [], total: 0 })
  })

  test('an active quote needs the objects, an expired one does not', async () => {
    for (const isNeeded of [true, false]) {
      const upload = await signUpload(database, draft())
      const quoteId = await quoteUpload(upload.id, upload.userId)
      if (!isNeeded) await execute(database, 'UPDATE quotes SET expires_at = now() WHERE id = $1', [quoteId])
      expect(await hideUpload(database, upload)).toEqual({ fileKey: upload.fileKey, isNeeded })
    }
  })

  test('a job that ended at MakrCave keeps the objects while the order is open, for it may be replaced', async () => {
    for (const { status, isNeeded } of [
      { status: 'processing', isNeeded: true },
      { status: 'refunded', isNeeded: false },
    ]) {
      const { serviceOrderId, orderId } = await givenOrder(database)
      await execute(database, `UPDATE service_orders SET status = 'cancelled' WHERE id = $1`, [serviceOrderId])
      await execute(database, 'UPDATE store_orders SET status = $2 WHERE id = $1', [orderId, status])
      await execute(database, `UPDATE quotes SET status = 'expired'`)
      const ofOrder = 'SELECT upload_id AS id, user_id AS "userId" FROM service_orders WHERE id = $1'
      const upload = mustExist(await firstRow<OwnedUpload>(database, ofOrder, [serviceOrderId]), 'the order')
      expect(await hideUpload(database, upload)).toMatchObject({ isNeeded })
    }
  })

  test('lists are newest first, by status, and pages never overlap', async () => {
    const userId = newId()
    const signed: string[] = []
    for (let count = 0; count < 5; count += 1) signed.unshift((await signUpload(database, draft({ userId }))).id)
    await execute(database, `UPDATE uploads SET created_at = now() WHERE user_id = $1`, [userId])
    const pages = await Promise.all([0, 2, 4].map((skip) => listUploads({ userId, skip, limit: 2 })))
    expect(pages.flatMap(({ uploads }) => uploads.map(({ id }) => id))).toEqual(signed)
    await execute(database, `UPDATE uploads SET status = 'failed' WHERE id = $1`, [signed[3]])
    const failed = await listUploads({ userId, status: 'failed', skip: 0, limit: 10 })
    expect([failed.total, failed.uploads[0]?.id]).toEqual([1, signed[3]])
    const stored = await rows<{ id: string }>(database, 'SELECT id FROM uploads WHERE user_id = $1', [userId])
    expect(stored).toHaveLength(5)
  })
})
