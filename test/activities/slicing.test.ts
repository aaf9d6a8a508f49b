import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { MockActivityEnvironment } from '@temporalio/testing'
import { DefaultLogger } from '@temporalio/worker'

import type { ActivityDependencies } from '../../activities/dependencies.js'
import { quoteActivities } from '../../activities/quotes.js'
import { slicingActivities } from '../../activities/slicing.js'
import { DiskObjectStore } from '../../src/adapters/disk-object-store.js'
import { MeshReport, Upload } from '../../src/db/models/uploads.js'
import { Quote } from '../../src/db/models/quotes.js'
import { createDatabase, rows, type Database } from '../../src/db/sequelize.js'
import { Invariant, UpstreamUnavailable, WorkFailed } from '../../src/domain/errors.js'
import type { WishedSettings } from '../../src/domain/print-settings.js'
import { cleanMeshKey } from '../../src/domain/upload-rules.js'
import type { SliceJob, Slicer, SliceResult } from '../../src/ports.js'
import { cloneDatabase, type ClonedDatabase } from '../support/database.js'
import { box, type GoldenShape } from '../support/golden-shapes.js'
import { PICKUP, price, settingsOf } from '../support/priced-jobs.js'
import { describeWithSandbox, resultScript, SampleSlicer, writeShape } from '../support/slicer.js'

let clone: ClonedDatabase
let database: Database
let folder: string
let store: DiskObjectStore

beforeAll(async () => {
  clone = await cloneDatabase()
  const pool = { poolSize: 2, maxOverflow: 0, acquireSeconds: 5, recycleSeconds: 3600 }
  database = createDatabase({ url: clone.url, ...pool }, { statementTimeoutMs: 5000, name: 'test-slicing' })
  folder = await mkdtemp(join(tmpdir(), 'makrx-slicing-test-'))
  const publicBaseUrl = 'http://127.0.0.1'
  store = new DiskObjectStore({ kind: 'disk', directory: join(folder, 'store'), publicBaseUrl, signingKey: 'k' })
})

afterAll(async () => {
  await database.close()
  await clone.drop()
  await rm(folder, { recursive: true, force: true })
})

describe('slicing a quote', () => {
  test('slices plates of equal copies once, and a repeat finds all of them', async () => {
    const slicer = new ScriptedSlicer()
    const quote = await quoteOf(box(10, 20, 30), { quantity: 100 })
    await slice(slicer, quote)
    expect(slicer.jobs.map(({ copies }) => copies)).toEqual([34, 33])
    await slice(slicer, quote)
    expect(slicer.jobs).toHaveLength(2)
  })

  test('takes what an equal quote has sliced, and slices anew for other settings', async () => {
    const slicer = new ScriptedSlicer()
    await slice(slicer, await quoteOf(box(11, 12, 13), {}))
    await slice(slicer, await quoteOf(box(11, 12, 13), {}))
    expect(slicer.jobs).toHaveLength(1)
    for (const wish of [{ infill_percentage: 30 }, { supports: true }, { brim: true }, { quality: 'high' }]) {
      await slice(slicer, await quoteOf(box(11, 12, 13), wish))
    }
    await slice(new ScriptedSlicer('Other 1.0.0'), await quoteOf(box(11, 12, 13), {}))
    expect(slicer.jobs).toHaveLength(5)
  })

  test('lays the copies out as they were priced, on the machine that was priced', async () => {
    const slicer = new ScriptedSlicer()
    await slice(slicer, await quoteOf(box(180, 230, 5), {}))
    await slice(slicer, await quoteOf(box(20, 20, 21), { quantity: 12, material: 'ABS', quality: 'draft' }))
    expect(slicer.jobs[0]).toMatchObject({ copies: 1, columns: 1, isTurned: true, bedMm: { x: 240, y: 200, z: 200 } })
    expect(slicer.jobs[1]).toMatchObject({ copies: 12, columns: 8, isTurned: false, bedMm: { x: 240, y: 240, z: 240 } })
    expect(slicer.jobs[1]).toMatchObject({ preset: 'draft', material: 'ABS', infillPercent: 20 })
  })

  test('gives the slicer the mesh that was measured, byte by byte', async () => {
    const slicer = new ScriptedSlicer()
    const quote = await quoteOf(box(14, 15, 16), {})
    await slice(slicer, quote)
    await expect(readFile(join(folder, `${quote.id}.stl`))).resolves.toEqual(slicer.model)
  })

  test('refuses a mesh that is not the one measured, and keeps no result', async () => {
    const slicer = new ScriptedSlicer()
    const quote = await quoteOf(box(17, 18, 19), {})
    const key = cleanMeshKey(quote.uploadId, quote.normalisedSha256)
    await store.put({ key, body: Buffer.from('something else'), contentType: 'model/stl' })
    await expect(slice(slicer, quote)).rejects.toThrow(WorkFailed)
    expect(slicer.jobs).toHaveLength(0)
  })

  test('leaves a quote alone that is no longer active', async () => {
    const slicer = new ScriptedSlicer()
    const quote = await quoteOf(box(21, 22, 23), {})
    await quote.update({ status: 'expired' })
    await slice(slicer, quote)
    expect(slicer.jobs).toHaveLength(0)
  })

  test('without a slicer is a defect: no such work is asked for', async () => {
    const quote = await quoteOf(box(24, 25, 26), {})
    await expect(slice(undefined, quote)).rejects.toThrow(Invariant)
  })

  test('keeps what was sliced before a later plate failed', async () => {
    const slicer = new ScriptedSlicer()
    const quote = await quoteOf(box(10, 20, 31), { quantity: 100 })
    slicer.answer = ({ copies }) =>
      copies === 33 ? Promise.reject(new UpstreamUnavailable('killed')) : Promise.resolve(RESULT)
    await expect(slice(slicer, quote)).rejects.toThrow(UpstreamUnavailable)
    slicer.answer = () => Promise.resolve(RESULT)
    await slice(slicer, quote)
    expect(slicer.jobs.map(({ copies }) => copies)).toEqual([34, 33, 33])
  })

  test('shows that it lives while the slicer works', async () => {
    const environment = quietEnvironment()
    const slicer = new ScriptedSlicer()
    const beat = once(environment, 'heartbeat')
    slicer.answer = async () => {
      await beat
      return RESULT
    }
    await slice(slicer, await quoteOf(box(27, 28, 29), {}), environment)
    await expect(beat).resolves.toEqual([{ stage: 'slicing' }])
  })
})

describe('the firm price', () => {
  test('replaces the instant one, which stays beside it', async () => {
    const slicer = new ScriptedSlicer()
    const quote = await quoteOf(box(40, 30, 20), { quantity: 2 })
    slicer.answer = () => Promise.resolve({ ...RESULT, weightMg: quote.weightMg, seconds: quote.timeSeconds - 600 })
    await slice(slicer, quote)
    await expect(record(slicer, quote, true)).resolves.toEqual({ needsPerson: null })
    const { instantPriceMinor, firmPriceMinor, ...row } = (await reload(quote)).get()
    expect(row).toMatchObject({ firmStatus: 'ready', priceSource: 'slicer', weightMg: quote.weightMg, attention: null })
    expect(row).toMatchObject({ slicerVersion: 'Scripted 1.0.0', profileHash: 'hash of standard PLA' })
    expect(row.engine).toBe('Scripted 1.0.0, profile hash of stan')
    expect(row.priceMinor).toBe(firmPriceMinor)
    expect(firmPriceMinor).toBeLessThan(instantPriceMinor)
    expect(instantPriceMinor).toBe(quote.priceMinor)
  })

  test('that is far from the instant one waits for a person, also when it is recorded twice', async () => {
    const slicer = new ScriptedSlicer()
    const quote = await quoteOf(box(41, 31, 21), { quantity: 2 })
    slicer.answer = () => Promise.resolve({ ...RESULT, weightMg: 3 * quote.weightMg, seconds: 3 * quote.timeSeconds })
    await slice(slicer, quote)
    const first = await record(slicer, quote, true)
    expect(first.needsPerson).toContain('20 %')
    const { version } = await reload(quote)
    await expect(record(slicer, quote, true)).resolves.toEqual(first)
    expect(await reload(quote)).toMatchObject({ version, attention: 'quote_needs_person', priceSource: 'slicer' })
  })

  test('that cannot be had leaves the instant one and asks a person', async () => {
    const quote = await quoteOf(box(42, 32, 22), {})
    const { needsPerson } = await record(new ScriptedSlicer(), quote, false)
    expect(needsPerson).not.toBeNull()
    expect(await reload(quote)).toMatchObject({
      firmStatus: 'failed',
      priceSource: 'instant',
      priceMinor: quote.priceMinor,
    })
  })
})

describeWithSandbox('a slicer process', () => {
  let sample: SampleSlicer

  beforeAll(async () => {
    sample = await SampleSlicer.create(resultScript({ grams: '5.00', time: '1h 0m 1s', layers: 250 }))
  })

  afterAll(() => sample.remove())

  test('gives the result that is kept', async () => {
    const quote = await quoteOf(box(30, 31, 50), {})
    await slice(await sample.find(), quote)
    const kept = await rows(database, 'SELECT weight_mg, seconds, layers FROM slice_results WHERE seconds = 3601')
    expect(kept).toEqual([{ weight_mg: 5_000, seconds: 3_601, layers: 250 }])
  })

  test('ends when the work is cancelled', async () => {
    await sample.change('touch started; exec sleep 600')
    const environment = quietEnvironment()
    const slicer = new ScriptedSlicer()
    const real = await sample.find()
    const started = new Promise<void>((resolve) => {
      slicer.answer = async (job, signal) => {
        const slicing = real.slice(job, signal)
        resolve()
        return slicing
      }
    })
    const running = slice(slicer, await quoteOf(box(32, 33, 34), {}), environment)
    await Promise.race([running, started])
    environment.cancel('CANCELLED')
    await expect(running).rejects.toThrow('CANCELLED')
  })
})

const RESULT: SliceResult = { weightMg: 5_000, seconds: 3_600, layers: 100 }

/** Keeps what it is asked and answers as it is told. */
class ScriptedSlicer implements Slicer {
  readonly version: string
  readonly jobs: SliceJob[] = []
  model: Buffer | undefined
  answer: Slicer['slice'] = () => Promise.resolve(RESULT)

  constructor(version = 'Scripted 1.0.0') {
    this.version = version
  }

  profileHash(preset: string, material: string): string {
    return `hash of ${preset} ${material}`
  }

  async slice(job: SliceJob, signal: AbortSignal): Promise<SliceResult> {
    this.jobs.push(job)
    this.model = await readFile(job.modelPath)
    return this.answer(job, signal)
  }
}

function dependenciesWith(slicer: Slicer | undefined): ActivityDependencies {
  return { database, store, ...(slicer && { slicer }) } as unknown as ActivityDependencies
}

async function slice(slicer: Slicer | undefined, quote: Quote, environment = quietEnvironment()): Promise<void> {
  await environment.run(slicingActivities(dependenciesWith(slicer)).sliceModel, { quoteId: quote.id })
}

/** Failures are what some tests are about: they need not be logged. */
function quietEnvironment(): MockActivityEnvironment {
  return new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') })
}

async function record(slicer: Slicer, quote: Quote, isSliced: boolean): Promise<{ needsPerson: string | null }> {
  return quoteActivities(dependenciesWith(slicer)).recordFirmPrice({ quoteId: quote.id, isSliced })
}

async function reload(quote: Quote): Promise<Quote> {
  return Quote.findByPk(quote.id, { rejectOnEmpty: true })
}

/** A quote that waits for its firm price, with its mesh in the store. */
async function quoteOf(shape: GoldenShape, wished: WishedSettings): Promise<Quote> {
  const id = randomUUID()
  const uploadId = randomUUID()
  const path = join(folder, `${id}.stl`)
  const normalisedSha256 = writeShape(shape, path)
  const { x, y, z } = shape.size
  const settings = { ...settingsOf(wished), unit: 'mm' }
  const instant = price(shape, wished, PICKUP)
  const expiresAt = new Date(Date.now() + 3_600_000)
  const file = { fileKey: `uploads/${uploadId}`, fileName: 'part.stl', fileSize: 684, mimeType: 'model/stl' }
  await Upload.create({ id: uploadId, userId: 'user-1', ...file, expiresAt })
  await MeshReport.create({ uploadId, unit: 'mm', report: { printable: { needsPersonForHoles: false } } })
  const body = await readFile(path)
  await store.put({ key: cleanMeshKey(uploadId, normalisedSha256), body, contentType: 'model/stl' })
  return Quote.create({
    id,
    quoteNumber: `QT-${id}`,
    uploadId,
    userId: 'user-1',
    status: 'active',
    engine: instant.engine,
    settings,
    sha256: normalisedSha256,
    normalisedSha256,
    fileAnalysis: { bounding_box: [x, y, z] },
    findings: [],
    weightMg: instant.job.baseMg,
    timeSeconds: instant.job.totalSeconds,
    breakdown: instant as unknown as Record<string, unknown>,
    priceSource: 'instant',
    priceMinor: instant.totalMinor,
    instantPriceMinor: instant.totalMinor,
    firmStatus: 'pending',
    rateCardVersion: instant.rateCardVersion,
    delivery: instant.delivery as unknown as Record<string, unknown>,
    expiresAt,
  })
}
