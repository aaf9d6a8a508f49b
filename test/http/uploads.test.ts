import { createHash } from 'node:crypto'

import { DiskObjectStore } from '../../src/adapters/disk-object-store.js'
import { execute } from '../../src/db/sequelize.js'
import { newId } from '../../src/db/record.js'
import { DomainError, UpstreamUnavailable } from '../../src/domain/errors.js'
import { finding } from '../../src/domain/model-findings.js'
import type { ApiDependencies } from '../../src/http/api-dependencies.js'
import { devStorageRoutes } from '../../src/http/routes/dev-storage.js'
import { uploadRoutes } from '../../src/http/routes/uploads.js'
import { buildTestApp, type TestApp } from '../support/build-app.js'
import { cloneDatabase, type ClonedDatabase } from '../support/database.js'
import { scratchFolder } from '../support/scratch-folder.js'

const BYTES = Buffer.from(`solid ${'cube '.repeat(50)}endsolid`)
const SHA256 = createHash('sha256').update(BYTES).digest('hex')
const ORIGIN = 'http://localhost:8000'
const ANALYSIS = {
  analysis_id: 'x',
  method: 'layers',
  unit: 'mm',
  volume_mm3: 1000,
  surface_area_mm2: 600,
  bounding_box: [10, 10, 10],
  dimensions: { x: 10, y: 10, z: 10 },
  triangles: 12,
  bodies: 1,
  closed: true,
  watertight_strict: true,
  oriented: true,
  fits_bed: true,
  overhangs_detected: false,
  thin_walls_detected: false,
  complexity_score: 1,
  estimated_print_time_hours: 0.25,
  estimated_weight_g: 1.05,
  mesh_info: { faces: 12 },
  sha256: SHA256,
}

/** Notes what would have been started; `onStart` plays the run. */
class FakeWorkflows {
  readonly started: { uploadId: string; updateId: string; waitMs: number }[] = []
  onStart: (uploadId: string) => Promise<void> = () => Promise.resolve()

  async startModelAnalysis(start: { uploadId: string; updateId: string; waitMs: number }): Promise<'pending'> {
    this.started.push(start)
    await this.onStart(start.uploadId)
    return 'pending'
  }
}

let clone: ClonedDatabase
let rig: TestApp
let store: DiskObjectStore
let workflows: FakeWorkflows
let token: string

beforeAll(async () => {
  clone = await cloneDatabase()
  const settings = {
    kind: 'disk',
    directory: scratchFolder(),
    publicBaseUrl: ORIGIN,
    signingKey: 'signing-key',
  } as const
  store = new DiskObjectStore(settings)
  workflows = new FakeWorkflows()
  rig = await buildTestApp({
    environment: { DATABASE_URL: clone.url, RATE_LIMIT_UPLOAD: '1000', RATE_LIMIT_API: '1000' },
    routes: (dependencies) => [...uploadRoutes(dependencies), ...devStorageRoutes(dependencies)],
    replace: { store, workflows: workflows as unknown as ApiDependencies['workflows'] },
  })
})
afterAll(async () => {
  await rig.close()
  await clone.drop()
})
beforeEach(async () => {
  token = await rig.tokens.userToken({ sub: newId() })
  workflows.started.length = 0
  workflows.onStart = () => Promise.resolve()
})

describe('signing', () => {
  test('a signed form says everything a client needs, and its bytes arrive under the key', async () => {
    const { status, json } = await call('POST', '/api/uploads/sign', declared())
    expect(status).toBe(200)
    expect(json).toMatchObject({ method: 'POST', expires_in: 7200, max_file_size: 104_857_600 })
    expect(json.allowed_types).toEqual(['.stl', '.obj', '.3mf', '.ply', '.amf', '.step', '.stp'])
    expect(json.file_key).toMatch(new RegExp(`^uploads/${text(json.upload_id)}/\\d{8}_\\d{6}_My_part\\.stl$`))
    expect(Date.parse(text(json.expires_at)) - Date.now()).toBeLessThanOrEqual(7_200_000)
    const form = new FormData()
    for (const [name, word] of Object.entries(json.fields as Record<string, string>)) form.append(name, word)
    form.append('file', new Blob([new Uint8Array(BYTES)]), 'part.stl')
    const sent = new Request(text(json.upload_url), { method: 'POST', body: form })
    const payload = Buffer.from(await sent.arrayBuffer())
    const headers = { 'content-type': sent.headers.get('content-type') ?? '', host: 'localhost:8000' }
    const answer = await rig.app.inject({ method: 'POST', url: pathOf(sent.url), payload, headers })
    expect(answer.statusCode).toBe(200)
    expect(await store.head(text(json.file_key))).toMatchObject({ bytes: BYTES.length, contentType: 'model/stl' })
  })

  test('a signed PUT says everything a client needs, and its bytes arrive under the key', async () => {
    const { status, json } = await call('POST', '/api/complete_flows/upload/sign', declared())
    expect(status).toBe(200)
    expect(json).toMatchObject({ method: 'PUT', expires_in: 3600, headers: { 'Content-Type': 'model/stl' } })
    const headers = { ...(json.headers as Record<string, string>), host: 'localhost:8000' }
    const url = pathOf(text(json.upload_url))
    const answer = await rig.app.inject({ method: 'PUT', url, payload: BYTES, headers })
    expect(answer.statusCode).toBe(200)
    expect(await store.head(text(json.file_key))).toMatchObject({ bytes: BYTES.length, sha256: SHA256 })
  })

  test('what we do not take is refused with the reason', async () => {
    expect(await call('POST', '/api/uploads/sign', { ...declared(), filename: 'virus.exe' })).toMatchObject({
      status: 422,
      json: { code: 'unsupported_file_type', allowed_types: expect.arrayContaining(['.stl']) as unknown },
    })
    expect(await call('POST', '/api/uploads/sign', { ...declared(), file_size: 104_857_601 })).toMatchObject({
      status: 413,
      json: { code: 'payload_too_large', limit: 104_857_600 },
    })
    expect(await call('POST', '/api/uploads/sign', { ...declared(), file_size: 99 })).toMatchObject({
      status: 422,
      json: { code: 'validation_error', errors: [{ path: 'body.file_size', code: 'too_small' }] },
    })
    expect(await call('POST', '/api/uploads/sign', { ...declared(), file_size: '684' })).toMatchObject({ status: 422 })
    expect(await call('POST', '/api/uploads/sign', {})).toMatchObject({
      status: 422,
      json: { code: 'validation_error' },
    })
  })

  test('the same idempotency key answers the same upload', async () => {
    const headers = { 'idempotency-key': newId() }
    const first = await call('POST', '/api/uploads/sign', declared(), headers)
    const again = await call('POST', '/api/uploads/sign', declared(), headers)
    expect(again.json).toEqual(first.json)
    expect((await call('GET', '/api/uploads')).json.total).toBe(1)
  })

  test('nobody signs without a token', async () => {
    token = ''
    expect(await call('POST', '/api/uploads/sign', declared())).toMatchObject({ status: 401 })
  })

  test('a full share is 429 with the quota and when to come back', async () => {
    for (let count = 0; count < 20; count += 1) {
      expect((await call('POST', '/api/uploads/sign', { ...declared(), file_size: 104_857_600 })).status).toBe(200)
    }
    const refused = await call('POST', '/api/uploads/sign', { ...declared(), file_size: 104_857_600 })
    expect(refused).toMatchObject({ status: 429, json: { code: 'quota_exceeded', quota: 'kept_bytes' } })
    expect(refused.headers['retry-after']).toBeDefined()
  })
})

describe.each([
  ['/api/uploads/complete', '/api/uploads/sign'],
  ['/api/complete_flows/upload/complete', '/api/complete_flows/upload/sign'],
  ['/api/complete-flows/upload/complete', '/api/complete-flows/upload/sign'],
])('POST %s', (path, signPath) => {
  test('without the bytes it is upload_not_ready, nothing starts, and it passes once they are there', async () => {
    const upload = await signed(signPath)
    expect(await call('POST', path, upload)).toMatchObject({
      status: 409,
      json: { code: 'upload_not_ready', upload_status: 'uploaded' },
    })
    expect(workflows.started).toEqual([])
    await arrive(upload)
    expect((await call('POST', path, upload)).status).toBeLessThan(300)
    expect(workflows.started).toHaveLength(1)
  })

  test('another size or key is file_mismatch', async () => {
    const upload = await signed(signPath)
    await arrive(upload, Buffer.concat([BYTES, BYTES]))
    expect(await call('POST', path, upload)).toMatchObject({ status: 422, json: { code: 'file_mismatch' } })
    const other = await signed(signPath)
    const foreignKey = { upload_id: upload.upload_id, file_key: other.file_key }
    expect(await call('POST', path, foreignKey)).toMatchObject({ status: 422, json: { code: 'file_mismatch' } })
    expect(workflows.started).toEqual([])
  })

  test('an unknown upload and that of somebody else are the same 404', async () => {
    const upload = await signed(signPath)
    await arrive(upload)
    token = await rig.tokens.userToken({ sub: newId() })
    const refusal = { status: 404, json: { code: 'upload_not_found' } }
    expect(await call('POST', path, upload)).toMatchObject(refusal)
    expect(await call('POST', path, { ...upload, upload_id: newId() })).toMatchObject(refusal)
    expect(await call('POST', path, { ...upload, upload_id: 'x' })).toMatchObject({ status: 422 })
  })

  test('after its time an upload is expired', async () => {
    const upload = await signed(signPath)
    await arrive(upload)
    await expire(upload, false)
    expect(await call('POST', path, upload)).toMatchObject({ status: 410, json: { code: 'upload_expired' } })
    await expire(upload, true)
    expect(await call('POST', path, upload)).toMatchObject({ status: 410, json: { code: 'upload_expired' } })
  })

  test('storage that does not answer is 503 and leaves the upload as it was', async () => {
    const upload = await signed(signPath)
    const head = jest.spyOn(store, 'head').mockRejectedValueOnce(new UpstreamUnavailable('down'))
    expect(await call('POST', path, upload)).toMatchObject({ status: 503, json: { code: 'storage_unavailable' } })
    head.mockRestore()
    expect((await call('GET', `/api/uploads/${upload.upload_id}`)).json.status).toBe('uploaded')
  })

  test('with Temporal away it is 503, and the repeat starts what the first one could not', async () => {
    const upload = await signed(signPath)
    await arrive(upload)
    workflows.onStart = () => Promise.reject(new DomainError('workflow_unavailable', ''))
    const refused = await call('POST', path, upload)
    expect(refused).toMatchObject({ status: 503, json: { code: 'workflow_unavailable' } })
    expect(refused.headers['retry-after']).toBeDefined()
    workflows.onStart = () => Promise.resolve()
    expect((await call('POST', path, upload)).status).toBeLessThan(300)
    expect(workflows.started.map(({ uploadId }) => uploadId)).toEqual([upload.upload_id, upload.upload_id])
  })

  test('many at once move the row once and all get the same answer', async () => {
    const upload = await signed(signPath)
    await arrive(upload)
    const answers = await Promise.all(Array.from({ length: 5 }, () => call('POST', path, upload)))
    const good = answers.filter(({ status }) => status < 300)
    const busy = answers.filter(({ json }) => json.code === 'idempotency_in_progress')
    expect(good.length).toBeGreaterThan(0)
    expect(good.length + busy.length).toBe(5)
    expect(new Set(good.map(({ json }) => json.status))).toEqual(new Set(['processing']))
  })
})

describe('POST /api/uploads/complete', () => {
  const path = '/api/uploads/complete'

  test('it answers processing at once; a repeat answers as the row is by then', async () => {
    const upload = await ready()
    const answer = await call('POST', path, { ...upload, checksum: SHA256, unit: 'cm' })
    expect(answer).toMatchObject({
      status: 200,
      json: { success: true, upload_id: upload.upload_id, status: 'processing' },
    })
    expect(workflows.started).toMatchObject([{ uploadId: upload.upload_id, waitMs: 0 }])
    expect((await call('GET', `/api/uploads/${upload.upload_id}`)).json.unit).toBe('cm')
    await measured(upload.upload_id)
    expect((await call('POST', path, upload)).json).toMatchObject({ success: true, status: 'processed' })
    expect(workflows.started).toHaveLength(1)
  })

  test('a checksum that the store contradicts is file_mismatch', async () => {
    const upload = await ready()
    const refused = await call('POST', path, { ...upload, checksum: '0'.repeat(64) })
    expect(refused).toMatchObject({ status: 422, json: { code: 'file_mismatch' } })
  })

  test('a checksum that the store cannot confirm is kept for the measuring', async () => {
    const upload = await ready()
    const { bytes, contentType, etag } = (await store.head(upload.file_key)) ?? {}
    const plain = { bytes: bytes ?? 0, contentType: contentType ?? '', etag: etag ?? '' }
    const head = jest.spyOn(store, 'head').mockResolvedValueOnce(plain)
    expect((await call('POST', path, { ...upload, checksum: SHA256.toUpperCase() })).status).toBe(200)
    head.mockRestore()
    const { database } = rig.dependencies
    const [row] = await database.query('SELECT declared_sha256, etag FROM uploads WHERE id = $1', {
      bind: [upload.upload_id],
    })
    expect(row).toEqual([{ declared_sha256: SHA256, etag }])
  })

  test('Prefer: wait makes it wait for the measuring', async () => {
    const upload = await ready()
    workflows.onStart = measured
    const answer = await call('POST', path, upload, { prefer: 'wait=5' })
    expect(answer).toMatchObject({ status: 200, json: { status: 'processed' } })
    expect(answer.headers['preference-applied']).toBe('wait=5')
    expect(workflows.started).toMatchObject([{ waitMs: 5000 }])
  })
})

describe('POST /api/complete_flows/upload/complete', () => {
  const path = '/api/complete_flows/upload/complete'

  test('measured within the wait it answers completed with what was found', async () => {
    const upload = await ready()
    workflows.onStart = measured
    const { status, json } = await call('POST', path, upload)
    expect(status).toBe(200)
    expect(json).toEqual({
      ...upload,
      status: 'completed',
      file_info: {
        dimensions_mm: { x: 10, y: 10, z: 10 },
        volume_mm3: 1000,
        surface_area_mm2: 600,
        estimated_weight_g: 1.05,
        bounding_box: [10, 10, 10],
        analysis_method: 'layers',
        findings: [],
      },
    })
    expect(workflows.started).toMatchObject([{ waitMs: 10_000 }])
    expect((await call('POST', path, upload)).json).toEqual(json)
    expect(workflows.started).toHaveLength(1)
  })

  test('not measured in time it is 202 with the place to look, and the repeat meets the same run', async () => {
    const upload = await ready()
    const answer = await call('POST', path, upload, { prefer: 'wait=0' })
    const statusUrl = `${ORIGIN}/api/uploads/${upload.upload_id}`
    expect(answer).toMatchObject({
      status: 202,
      json: { success: true, ...upload, status: 'processing', status_url: statusUrl },
      headers: { location: statusUrl, 'retry-after': '2' },
    })
    expect((await call('POST', path, upload)).status).toBe(202)
    expect(workflows.started.map(({ uploadId }) => uploadId)).toEqual([upload.upload_id, upload.upload_id])
  })

  test('the ETag of the upload is accepted in any spelling, another one is file_mismatch', async () => {
    const upload = await ready()
    const { etag = '' } = (await store.head(upload.file_key)) ?? {}
    const refused = await call('POST', path, { ...upload, etag: '"0123"' })
    expect(refused).toMatchObject({ status: 422, json: { code: 'file_mismatch' } })
    expect((await call('POST', path, { ...upload, etag: `W/"${etag}"` })).status).toBe(202)
  })

  test('a model that cannot be measured is upload_unusable with its findings', async () => {
    const upload = await ready()
    workflows.onStart = async (id) => {
      const problem = finding('file_mismatch')
      const { database } = rig.dependencies
      const sql = `UPDATE uploads SET status = 'failed', findings = $2, error_message = $3 WHERE id = $1`
      await execute(database, sql, [id, JSON.stringify([problem]), problem.message])
    }
    expect(await call('POST', path, upload)).toMatchObject({
      status: 409,
      json: { code: 'upload_unusable', findings: [{ code: 'file_mismatch', severity: 'error', count: 1 }] },
    })
    expect((await call('POST', '/api/uploads/complete', upload)).json.status).toBe('failed')
  })

  test('a format that is only stored is completed without measures', async () => {
    const upload = await ready()
    workflows.onStart = async (id) => {
      const { database } = rig.dependencies
      await execute(database, `UPDATE uploads SET status = 'processed' WHERE id = $1`, [id])
    }
    const { status, json } = await call('POST', path, upload)
    expect(status).toBe(200)
    expect(json.file_info).toMatchObject({ dimensions_mm: null, volume_mm3: null, analysis_method: null, findings: [] })
  })
})

describe('showing', () => {
  test('an upload without bytes has no links and no measures', async () => {
    const upload = await signed()
    const { status, json, headers } = await call('GET', `/api/uploads/${upload.upload_id}`)
    expect(status).toBe(200)
    expect(headers['cache-control']).toContain('no-store')
    expect(json).toMatchObject({
      ...upload,
      filename: 'My part.stl',
      status: 'uploaded',
      file_size: BYTES.length,
      content_type: 'model/stl',
      unit: 'mm',
      progress: 0,
    })
    for (const name of ['processed_at', 'volume_mm3', 'dimensions', 'analysis', 'file_url', 'preview_url', 'error']) {
      expect({ name, value: json[name] }).toEqual({ name, value: null })
    }
  })

  test('a measured upload shows its analysis and links to the clean copy, never to what was sent', async () => {
    const upload = await ready()
    await call('POST', '/api/uploads/complete', upload)
    await measured(upload.upload_id)
    await store.put({ key: `clean/${upload.upload_id}/model`, body: BYTES, contentType: 'application/octet-stream' })
    const { json } = await call('GET', `/api/uploads/${upload.upload_id}`)
    expect(json).toMatchObject({
      status: 'processed',
      volume_mm3: 1000,
      analysis: { triangles: 12, min_thickness_mm: null },
    })
    expect(json.preview_url).toContain(`/clean/${upload.upload_id}/picture.png?`)
    const download = await rig.app.inject({ url: pathOf(text(json.file_url)), headers: { host: 'localhost' } })
    expect(download.rawPayload).toEqual(BYTES)
    expect(download.headers).toMatchObject({
      'content-disposition': 'attachment; filename="My_part.stl"',
      'x-content-type-options': 'nosniff',
    })
  })

  test('the upload of somebody else is not found, in no way', async () => {
    const upload = await signed()
    token = await rig.tokens.userToken({ sub: newId() })
    const refusal = { status: 404, json: { code: 'upload_not_found' } }
    expect(await call('GET', `/api/uploads/${upload.upload_id}`)).toMatchObject(refusal)
    expect(await call('DELETE', `/api/uploads/${upload.upload_id}`)).toMatchObject(refusal)
    expect((await call('GET', '/api/uploads')).json).toEqual({ uploads: [], total: 0, skip: 0, limit: 20 })
  })

  test('a list is newest first, by status, in pages', async () => {
    const ids = [(await signed()).upload_id, (await signed()).upload_id, (await signed()).upload_id]
    const all = await call('GET', '/api/uploads/')
    expect(listed(all.json)).toEqual([...ids].reverse())
    expect(Object.keys((all.json.uploads as object[])[0] ?? {}).sort()).toEqual([
      'created_at',
      'file_size',
      'filename',
      'status',
      'upload_id',
    ])
    const page = await call('GET', '/api/uploads?skip=1&limit=1&status=uploaded')
    expect(listed(page.json)).toEqual([ids[1]])
    expect(page.json).toMatchObject({ total: 3, skip: 1, limit: 1 })
    expect((await call('GET', '/api/uploads?status=failed')).json.total).toBe(0)
    for (const query of ['status=lost', 'limit=101', 'skip=10001', 'limit=x']) {
      expect((await call('GET', `/api/uploads?${query}`)).status).toBe(422)
    }
  })
})

describe('deleting', () => {
  test('the row is hidden, what was sent and its copies are removed, and a repeat finds nothing', async () => {
    const upload = await ready()
    const copy = `clean/${upload.upload_id}/model`
    await store.put({ key: copy, body: BYTES, contentType: 'model/stl' })
    expect(await call('DELETE', `/api/uploads/${upload.upload_id}`)).toMatchObject({
      status: 200,
      json: { success: true },
    })
    expect([await store.head(upload.file_key), await store.head(copy)]).toEqual([undefined, undefined])
    const refusal = { status: 404, json: { code: 'upload_not_found' } }
    expect(await call('GET', `/api/uploads/${upload.upload_id}`)).toMatchObject(refusal)
    expect(await call('DELETE', `/api/uploads/${upload.upload_id}`)).toMatchObject(refusal)
    expect(await call('POST', '/api/uploads/complete', upload)).toMatchObject(refusal)
  })

  test('storage that does not answer does not bring the upload back', async () => {
    const upload = await ready()
    const remove = jest.spyOn(store, 'remove').mockRejectedValueOnce(new UpstreamUnavailable('down'))
    expect((await call('DELETE', `/api/uploads/${upload.upload_id}`)).status).toBe(200)
    remove.mockRestore()
    expect((await call('GET', `/api/uploads/${upload.upload_id}`)).status).toBe(404)
  })
})

test('outside of development there are no storage links of ours', () => {
  const config = { ...rig.dependencies.config, environment: 'production' as const }
  expect(devStorageRoutes({ ...rig.dependencies, config })).toEqual([])
})

type Json = Record<string, unknown>

type CallArguments = ['GET' | 'POST' | 'DELETE', string, object?, Record<string, string>?]

interface Signed {
  readonly upload_id: string
  readonly file_key: string
}

async function call(...[method, url, payload, headers = {}]: CallArguments) {
  const authorization = token === '' ? {} : { authorization: `Bearer ${token}` }
  const answer = await rig.app.inject({
    method,
    url,
    headers: { host: 'localhost', ...authorization, ...headers },
    ...(payload && { payload }),
  })
  return { status: answer.statusCode, json: answer.json<Json>(), headers: answer.headers }
}

function declared() {
  return { filename: 'My part.stl', content_type: 'model/stl', file_size: BYTES.length }
}

async function signed(path = '/api/uploads/sign'): Promise<Signed> {
  const { json } = await call('POST', path, declared())
  return { upload_id: text(json.upload_id), file_key: text(json.file_key) }
}

async function arrive(upload: Signed, body = BYTES): Promise<void> {
  await store.put({ key: upload.file_key, body, contentType: 'model/stl' })
}

async function ready(): Promise<Signed> {
  const upload = await signed()
  await arrive(upload)
  return upload
}

/** What the run writes into the row. */
async function measured(id: string): Promise<void> {
  await execute(
    rig.dependencies.database,
    `UPDATE uploads SET status = 'processed', progress = 100, volume_mm3 = 1000, surface_area_mm2 = 600,
       dimensions = '{"x":10,"y":10,"z":10}', analysis = $2, processed_at = now() WHERE id = $1`,
    [id, JSON.stringify(ANALYSIS)],
  )
}

/** Moves an upload out of its time, or lets the sweep have seen that. */
async function expire(upload: Signed, isSwept: boolean): Promise<void> {
  const sql = `UPDATE uploads SET expires_at = now(), status = CASE WHEN $2::boolean THEN 'expired' ELSE status END WHERE id = $1`
  await execute(rig.dependencies.database, sql, [upload.upload_id, isSwept])
}

function listed(json: Json): string[] {
  return (json.uploads as { upload_id: string }[]).map(({ upload_id }) => upload_id)
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function pathOf(url: string): string {
  return url.slice(new URL(url).origin.length)
}
