import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'

import { fileActivities } from '../../activities/files.js'
import { DiskObjectStore } from '../../src/adapters/disk-object-store.js'
import { MeshReport, Upload } from '../../src/db/models/uploads.js'
import { newId } from '../../src/db/record.js'
import { rows } from '../../src/db/sequelize.js'
import { clearAttention, setAttention } from '../../src/db/workflow-owned/attention.js'
import { UpstreamRefused, UpstreamUnavailable, WorkFailed } from '../../src/domain/errors.js'
import type { LengthUnit, ModelReport } from '../../src/domain/model-report.js'
import { cleanMeshKey, cleanModelKey, cleanPrefix, pictureKey } from '../../src/domain/upload-rules.js'
import type { ObjectStore } from '../../src/ports.js'
import { dependenciesWith, quietEnvironment, WatchedStore } from '../support/activities.js'
import { givenUpload } from '../support/factories.js'
import { cuboid } from '../support/mesh-shapes.js'
import { binaryStl } from '../support/model-files.js'
import { scratchFolder } from '../support/scratch-folder.js'
import { openTestDatabase } from '../support/test-database.js'

let place: Awaited<ReturnType<typeof openTestDatabase>>
let store: WatchedStore

beforeAll(async () => {
  place = await openTestDatabase('test-files')
})
afterAll(() => place.close())
beforeEach(() => {
  store = new WatchedStore()
})

/** Each test has a box of its own, since content is measured once. */
let boxes = 0
function newBox(): Buffer {
  boxes += 1
  return binaryStl(cuboid([20, 20, 20 + boxes]))
}

/** An upload whose bytes have arrived. */
async function arrived(content: Buffer, overrides: Parameters<typeof givenUpload>[0] = {}): Promise<Upload> {
  const id = newId()
  const fileKey = `uploads/${id}/box.stl`
  await store.put({ key: fileKey, body: content, contentType: 'model/stl' })
  store.calls.length = 0
  const waiting = { status: 'processing', sha256: null, fileName: 'box.stl', completedAt: new Date() } as const
  return givenUpload({ id, fileKey, ...waiting, ...overrides })
}

function activitiesOn(used: ObjectStore) {
  return fileActivities(dependenciesWith({ database: place.database, store: used }))
}

async function measure(upload: Upload, unit?: LengthUnit, environment = quietEnvironment()) {
  const input = { uploadId: upload.id, ...(unit && { unit }) }
  return environment.run(activitiesOn(store).measureModel, input)
}

async function rowOf(upload: Upload): Promise<Upload> {
  return Upload.findByPk(upload.id, { rejectOnEmpty: true })
}

async function reportOf(upload: Upload, unit: LengthUnit = 'mm'): Promise<ModelReport | undefined> {
  const row = await MeshReport.findOne({ where: { uploadId: upload.id, unit } })
  return row?.report as unknown as ModelReport | undefined
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

describe('measuring a model', () => {
  test('fills the row, the report, the features of four presets and the clean copies', async () => {
    const content = newBox()
    const upload = await arrived(content)
    const put = jest.spyOn(store, 'put')
    await expect(measure(upload)).resolves.toEqual({ status: 'processed' })
    // Nothing of a model's size is ever held in memory.
    for (const [{ body }] of put.mock.calls) expect(body).toHaveProperty('path')

    const row = await rowOf(upload)
    expect(row).toMatchObject({ status: 'processed', progress: 100, sha256: sha256(content), errorMessage: null })
    expect(row.volumeMm3).toBeCloseTo(400 * (20 + boxes), 3)
    expect(row.dimensions).toEqual({ x: 20, y: 20, z: 20 + boxes })
    expect(row.analysis).toMatchObject({ analysis_id: upload.id, unit: 'mm', closed: true, sha256: sha256(content) })

    const report = await reportOf(upload)
    const mesh = report?.measures?.normalisedSha256 ?? ''
    const features = await rows(place.database, 'SELECT 1 FROM mesh_features WHERE key LIKE $1', [`${mesh}:%`])
    expect(features).toHaveLength(4)
    const keys = [cleanMeshKey(upload.id, mesh), cleanModelKey(upload.id), pictureKey(upload.id)]
    expect(await store.keys(cleanPrefix(upload.id))).toEqual(keys.sort())
    expect(await buffer(await store.open(cleanModelKey(upload.id)))).toEqual(content)
    expect(sha256(await buffer(await store.open(cleanMeshKey(upload.id, mesh))))).toBe(mesh)
  })

  test('twice is once: the second call finds the report and touches nothing', async () => {
    const upload = await arrived(newBox())
    const first = await measure(upload)
    const { version } = await rowOf(upload)
    store.calls.length = 0
    await expect(measure(upload)).resolves.toEqual(first)
    expect(store.calls).toEqual([])
    expect((await rowOf(upload)).version).toBe(version)
  })

  test('another unit is a second report and a second mesh; the row and what was first measured stay', async () => {
    const content = newBox()
    const upload = await arrived(content)
    await measure(upload)
    const before = (await rowOf(upload)).get()
    // The signed key may still be written: what is measured again is our own copy.
    await store.put({ key: upload.fileKey, body: newBox(), contentType: 'model/stl' })
    await expect(measure(await rowOf(upload), 'cm')).resolves.toEqual({ status: 'processed' })

    expect((await rowOf(upload)).get()).toEqual(before)
    expect((await reportOf(upload, 'cm'))?.measures?.sizeMm).toEqual({ x: 200, y: 200, z: 10 * (19 + boxes) })
    expect(await store.keys(cleanPrefix(upload.id))).toHaveLength(4)
    expect(await buffer(await store.open(cleanModelKey(upload.id)))).toEqual(content)
  })

  test('content that is not what was announced is a failed upload, and nothing of it is kept', async () => {
    const upload = await arrived(newBox(), { declaredSha256: 'f'.repeat(64) })
    await expect(measure(upload)).resolves.toEqual({ status: 'failed' })
    expect((await rowOf(upload)).findings).toMatchObject([{ code: 'file_mismatch', severity: 'error' }])
    expect(await store.keys('clean/')).toEqual([])
  })

  test('content that is what was announced is measured', async () => {
    const content = newBox()
    const upload = await arrived(content, { declaredSha256: sha256(content) })
    await expect(measure(upload)).resolves.toEqual({ status: 'processed' })
  })

  test('a hostile file is a failed upload with its reason', async () => {
    const upload = await arrived(newBox().subarray(0, -1))
    await expect(measure(upload)).resolves.toEqual({ status: 'failed' })
    const row = await rowOf(upload)
    expect(row).toMatchObject({ status: 'failed', findings: [{ code: 'stl_truncated' }] })
    expect(row.errorMessage).toBe(row.findings[0]?.message)
  })
})

describe('an upload that is gone', () => {
  test('was deleted meanwhile: its bytes are not opened, and nobody is called', async () => {
    const upload = await arrived(newBox(), { deletedAt: new Date() })
    await expect(measure(upload)).resolves.toEqual({ status: 'failed' })
    expect(store.calls).toEqual([])
    expect(await rowOf(upload)).toMatchObject({ status: 'failed', attention: null })
  })

  test('lost its bytes: it has failed, and the shopper is asked to send them again', async () => {
    const upload = await arrived(newBox())
    await store.remove(upload.fileKey)
    await expect(measure(upload)).resolves.toEqual({ status: 'failed' })
    expect(await rowOf(upload)).toMatchObject({ status: 'failed', findings: [{ code: 'file_mismatch' }] })
  })

  test('has expired: its row stays as it is', async () => {
    const upload = await arrived(newBox(), { status: 'expired', sha256: 'a'.repeat(64) })
    await measure(upload, 'cm')
    expect(store.calls).toEqual([])
    expect((await rowOf(upload)).status).toBe('expired')
  })
})

describe('a storage that fails', () => {
  test('is no failure of the upload: the call is repeated', async () => {
    const upload = await arrived(newBox())
    const directory = scratchFolder()
    writeFileSync(join(directory, 'objects'), 'a file where the folder should be')
    const broken = new DiskObjectStore({ kind: 'disk', directory, publicBaseUrl: 'http://127.0.0.1', signingKey: 'k' })
    const measuring = quietEnvironment().run(activitiesOn(broken).measureModel, { uploadId: upload.id })
    await expect(measuring).rejects.toThrow(UpstreamUnavailable)
    expect((await rowOf(upload)).status).toBe('processing')
    await expect(measure(upload)).resolves.toEqual({ status: 'processed' })
  })

  test('that refuses us is repeated too: somebody has to mend a setting', async () => {
    const upload = await arrived(newBox())
    store.open = () => Promise.reject(new UpstreamRefused('The object store failed at get: AccessDenied', 403))
    await expect(measure(upload)).rejects.toThrow(UpstreamUnavailable)
    expect((await rowOf(upload)).status).toBe('processing')
  })

  test('that is not there at all does not make every file a lost one', async () => {
    const upload = await arrived(newBox())
    store.open = () => Promise.reject(new UpstreamRefused('The object store failed at get: NoSuchBucket', 404))
    store.ping = () => Promise.reject(new UpstreamRefused('The object store failed at ping: NotFound', 404))
    await expect(measure(upload)).rejects.toThrow(UpstreamUnavailable)
    expect((await rowOf(upload)).status).toBe('processing')
  })
})

describe('content that was measured before', () => {
  test('is not measured again: report and copies are taken over', async () => {
    const content = newBox()
    const first = await arrived(content)
    await measure(first)
    const second = await arrived(content, { userId: 'user-2' })
    await expect(measure(second)).resolves.toEqual({ status: 'processed' })

    expect(store.calls.map((call) => call.split(' ')[0])).toEqual(['open', 'copy', 'copy', 'copy'])
    expect(await store.keys(cleanPrefix(second.id))).toHaveLength(3)
    expect(await reportOf(second)).toEqual(await reportOf(first))
    const [one, other] = [await rowOf(first), await rowOf(second)]
    expect(other.analysis).toEqual({ ...one.analysis, analysis_id: second.id })
    expect(other).toMatchObject({ status: 'processed', sha256: one.sha256, volumeMm3: one.volumeMm3 })
  })

  test.each([
    ['in another unit', { unit: 'cm' as const }, undefined],
    ['under a name that ends otherwise', { fileName: 'box.obj' }, undefined],
    ['by an upload that was deleted', {}, async (first: Upload) => first.update({ deletedAt: new Date() })],
    ['by other rules', {}, async (first: Upload) => reviseReport(first, { analysisVersion: 'analysis-0' })],
    ['and whose copies have gone', {}, async (first: Upload) => store.remove(cleanModelKey(first.id))],
  ])('%s is measured', async (_, overrides, change) => {
    const content = newBox()
    const first = await arrived(content)
    await measure(first)
    await change?.(first)
    const second = await arrived(content, overrides)
    await expect(measure(second)).resolves.toEqual({ status: 'processed' })
    expect(store.calls).toContain(`put ${cleanModelKey(second.id)}`)
  })

  async function reviseReport(upload: Upload, change: object): Promise<void> {
    const report = { ...(await reportOf(upload)), ...change }
    await MeshReport.update({ report }, { where: { uploadId: upload.id } })
  }
})

describe('a child that does not answer', () => {
  test('was killed: the work has failed and the upload waits', async () => {
    const upload = await arrived(newBox())
    const environment = quietEnvironment()
    const measuring = measure(upload, undefined, environment)
    await Promise.race([once(environment, 'heartbeat'), measuring])
    for (const pid of childrenMeasuring()) process.kill(pid, 'SIGKILL')
    await expect(measuring).rejects.toThrow(WorkFailed)
    expect(await rowOf(upload)).toMatchObject({ status: 'processing', findings: [] })
    expect(await reportOf(upload)).toBeUndefined()
  })

  test('was cancelled with the activity, which says nothing about the file', async () => {
    const upload = await arrived(newBox())
    const environment = quietEnvironment()
    const measuring = measure(upload, undefined, environment)
    await Promise.race([once(environment, 'heartbeat'), measuring])
    environment.cancel('WORKER_SHUTDOWN')
    await expect(measuring).rejects.toThrow('WORKER_SHUTDOWN')
    expect(childrenMeasuring()).toEqual([])
  })

  test('is told to the shopper for as long as a person is waited for', async () => {
    const upload = await arrived(newBox())
    const park = { subject: { kind: 'upload', id: upload.id }, key: 'work_failed:1', reason: 'work_failed' } as const
    await setAttention(place.database, { ...park, note: 'killed three times' })
    expect(await rowOf(upload)).toMatchObject({
      status: 'processing',
      attention: 'work_failed',
      findings: [{ code: 'analysis_failed' }],
    })
    await clearAttention(place.database, { ...park, outcome: 'retry', note: null, by: null })
    expect(await rowOf(upload)).toMatchObject({ status: 'processing', attention: null, findings: [] })
  })

  test('may be given up by a person: the upload has failed and says why', async () => {
    const upload = await arrived(newBox())
    await activitiesOn(store).failAnalysis({ uploadId: upload.id })
    const row = await rowOf(upload)
    expect(row).toMatchObject({ status: 'failed', findings: [{ code: 'analysis_failed' }] })
    expect(row.errorMessage).toBe(row.findings[0]?.message)
  })

  /** Our own children that work in a folder of this activity. */
  function childrenMeasuring(): number[] {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    return pids.filter((pid) => parentOf(pid) === process.pid && folderOf(pid).includes('makrx-model-')).map(Number)
  }
})

function parentOf(pid: string): number {
  return Number(/^PPid:\s+(\d+)/m.exec(textOf(() => readFileSync(`/proc/${pid}/status`, 'utf8')))?.[1])
}

function folderOf(pid: string): string {
  return textOf(() => readlinkSync(`/proc/${pid}/cwd`))
}

/** Processes go while they are looked at. */
function textOf(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}
