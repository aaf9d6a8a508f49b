import { createHash } from 'node:crypto'

import { caveActivities } from '../../activities/cave.js'
import { InboxEntry } from '../../src/db/models/inbox.js'
import { Quote } from '../../src/db/models/quotes.js'
import { ServiceOrder } from '../../src/db/models/service-orders.js'
import { Upload } from '../../src/db/models/uploads.js'
import { serviceOrderSubject } from '../../src/db/inbox.js'
import { setAddress } from '../../src/db/workflow-owned/service-orders.js'
import { Invariant, OutcomeUnknown, UpstreamRefused, UpstreamUnavailable } from '../../src/domain/errors.js'
import { cleanMeshKey } from '../../src/domain/upload-rules.js'
import type { CaveClient } from '../../src/ports.js'
import { dependenciesWith, inActivity, WatchedStore } from '../support/activities.js'
import { givenOrder, givenQuote, MUMBAI, type GivenOrder } from '../support/factories.js'
import { startPeerRig, type JournalEntry, type PeerRig } from '../support/peer-rig.js'
import { settingsOf } from '../support/priced-jobs.js'
import { openTestDatabase } from '../support/test-database.js'

const MESH = Buffer.from('the mesh that was measured')
const MESH_SHA256 = createHash('sha256').update(MESH).digest('hex')

let place: Awaited<ReturnType<typeof openTestDatabase>>
let store: WatchedStore
let peers: PeerRig

beforeAll(async () => {
  place = await openTestDatabase('test-cave')
  peers = await startPeerRig({ honoursKeys: false })
})
afterAll(async () => {
  await peers.stop()
  await place.close()
})
beforeEach(() => {
  store = new WatchedStore()
})
afterEach(() => peers.fault('makrcave', 'normal'))

/** The activities, each run as Temporal would; MakrCave may be another one. */
function activitiesWith(cave: CaveClient = peers.cave) {
  const { prepareJob, publishJob, findJobs, pollJob, cancelJob, recordJob } = caveActivities(
    dependenciesWith({ database: place.database, store, cave }),
  )
  return {
    prepare: (serviceOrderId: string) => inActivity(prepareJob, { serviceOrderId }),
    publish: (serviceOrderId: string) => inActivity(publishJob, { serviceOrderId }),
    find: (serviceOrderId: string) => inActivity(findJobs, { serviceOrderId }),
    poll: (serviceOrderId: string) => inActivity(pollJob, { serviceOrderId }),
    cancel: (serviceOrderId: string) => inActivity(cancelJob, { serviceOrderId }),
    record: recordJob,
  }
}

/** A paid service order with its mesh in the store. */
async function paid(given: GivenOrder = {}): Promise<ServiceOrder> {
  const quote = given.quote ?? (await givenQuote({ normalisedSha256: MESH_SHA256 }))
  const { serviceOrderId } = await givenOrder(place.database, { hasPayment: false, ...given, quote })
  const key = cleanMeshKey(quote.uploadId, MESH_SHA256)
  await store.put({ key, body: MESH, contentType: 'model/stl' })
  const row = await ServiceOrder.findByPk(serviceOrderId, { rejectOnEmpty: true })
  return row.update({ status: 'paid' })
}

async function prepared(given: GivenOrder = {}): Promise<ServiceOrder> {
  const row = await paid(given)
  await activitiesWith().prepare(row.id)
  return row.reload()
}

async function published(): Promise<{ row: ServiceOrder; jobId: string }> {
  const row = await prepared()
  const job = await activitiesWith().publish(row.id)
  await activitiesWith().record({ serviceOrderId: row.id, job })
  return { row: await row.reload(), jobId: job.jobId ?? '' }
}

/** What MakrCave holds for an order. */
async function jobsOf(row: ServiceOrder): Promise<NonNullable<JournalEntry['job']>[]> {
  const made = await peers.journal('makrcave', 'job_created')
  return made.flatMap(({ job }) => (job?.external_order_id === String(row.number) ? [job] : []))
}

/** A MakrCave that only keeps what it is sent. */
function recordingCave(): { cave: CaveClient; sent: Parameters<CaveClient['publishJob']>[0][] } {
  const sent: Parameters<CaveClient['publishJob']>[0][] = []
  const answer = { jobId: 'job-1', status: 'published', acceptUrl: null, trackingNumber: null }
  const publishJob: CaveClient['publishJob'] = (request) => {
    sent.push(request)
    return Promise.resolve(answer)
  }
  return { cave: { ...peers.cave, publishJob }, sent }
}

describe('preparing a job', () => {
  test('freezes a body that says everything of the contract', async () => {
    const quote = await givenQuote({
      normalisedSha256: MESH_SHA256,
      settings: { ...settingsOf({ material: 'PLA', quantity: 2, color: 'red' }), hasSupports: true },
      weightMg: 12_345,
      timeSeconds: 5_400,
      fileAnalysis: { bounding_box: [250.4, 20, 20] },
    })
    const row = await paid({ quote })
    await row.update({ priority: 'high', instructions: 'mind\nthe  edges' })
    await expect(activitiesWith().prepare(row.id)).resolves.toMatchObject({
      row: { number: row.number, status: 'paid', jobId: null, isPrepared: true },
      problem: null,
    })
    const { cave, sent } = recordingCave()
    await activitiesWith(cave).publish(row.id)

    const upload = await Upload.findByPk(row.uploadId, { rejectOnEmpty: true })
    const capabilities = { min_nozzle_mm: 0.4, bed_min_mm: [261, 200, 200] }
    const common = { material: 'PLA', quality: 'standard', est_weight_g: 12.35, est_time_min: 90, capabilities }
    const delivered = row.estimatedDelivery?.toISOString()
    const { file_url: link, ...body } = sent[0]?.body ?? {}
    expect(body).toEqual({
      external_order_id: String(row.number),
      service_order_id: row.number,
      source: 'makrx_store',
      title: '3D print: PLA, standard x2',
      description: 'infill 20 %, with supports, colour red, mind the edges',
      upload_file_key: upload.fileKey,
      requirements: {
        ...common,
        quantity: 2,
        infill_percentage: 20,
        layer_height: 0.2,
        supports: true,
        brim: false,
        unit: 'mm',
        color: 'red',
        estimated_time_minutes: 90,
      },
      ...common,
      delivery: {
        mode: 'ship',
        address: MUMBAI,
        city: MUMBAI.city,
        pincode: MUMBAI.postalCode,
        estimated_date: delivered,
      },
      customer_info: { name: MUMBAI.name, phone: MUMBAI.phone },
      priority: 'high',
      deadline: delivered,
      budget: (quote.breakdown as { subtotalMinor: number }).subtotalMinor / 100,
    })
    expect(new URL(String(link)).pathname).toBe(`/dev/storage/${cleanMeshKey(row.uploadId, MESH_SHA256)}`)
    expect(sent[0]?.key).toBe(row.id)
  })

  test('twice is the same body, whatever has changed meanwhile', async () => {
    const row = await prepared()
    const { jobBody } = row
    await Quote.update({ weightMg: 1 }, { where: { id: row.quoteId } })
    await activitiesWith().prepare(row.id)
    expect((await row.reload()).jobBody).toEqual(jobBody)
  })

  test.each([
    ['was exchanged', (key: string) => store.put({ key, body: Buffer.from('another'), contentType: 'model/stl' })],
    ['is gone', (key: string) => store.remove(key)],
  ])('stops when the stored mesh %s: nothing is sent, and restoring it helps', async (_, change) => {
    const row = await paid()
    const key = cleanMeshKey(row.uploadId, MESH_SHA256)
    await change(key)
    const { problem } = await activitiesWith().prepare(row.id)
    expect(problem?.reason).toBe('file_changed')
    expect((await row.reload()).jobBody).toBeNull()
    await expect(activitiesWith().publish(row.id)).rejects.toThrow(Invariant)
    expect(await jobsOf(row)).toEqual([])

    await store.put({ key, body: MESH, contentType: 'model/stl' })
    await expect(activitiesWith().prepare(row.id)).resolves.toMatchObject({ problem: null })
  })

  test('is repeated while the storage refuses us', async () => {
    const row = await paid()
    store.open = () => Promise.reject(new UpstreamRefused('AccessDenied', 403))
    await expect(activitiesWith().prepare(row.id)).rejects.toThrow(UpstreamUnavailable)
  })

  test.each([
    ['unpaid', { status: 'pending_payment' }],
    ['a parcel without an address', { shippingAddress: null }],
  ])('is a defect for an order that is %s', async (_, columns) => {
    const row = await paid()
    await row.update(columns as Partial<ServiceOrder>)
    await expect(activitiesWith().prepare(row.id)).rejects.toThrow(Invariant)
  })

  test.each([
    ['is over', { status: 'cancelled' }],
    ['MakrCave has already', { status: 'in_production', caveJobId: 'cave-early' }],
  ])('has nothing to do for an order that %s', async (_, columns) => {
    const row = await paid()
    await row.update(columns as Partial<ServiceOrder>)
    await expect(activitiesWith().prepare(row.id)).resolves.toMatchObject({ row: { isPrepared: false }, problem: null })
  })

  test('comes before an address that is set afterwards: that is refused', async () => {
    const row = await prepared()
    const change = setAddress(place.database, row.id, { ...MUMBAI, line1: '2 Marine Drive' })
    await expect(change).rejects.toMatchObject({ code: 'invalid_transition' })
  })
})

describe('a frozen body whose link is about to end', () => {
  async function aged(days: number): Promise<{ row: ServiceOrder; before: Record<string, unknown> }> {
    const row = await prepared()
    const preparedAt = new Date(Date.now() - days * 86_400_000).toISOString()
    await row.update({ jobBody: { ...row.jobBody, preparedAt } })
    return { row, before: bodyOf(row) }
  }

  function bodyOf(row: ServiceOrder): Record<string, unknown> {
    return row.jobBody?.body as Record<string, unknown>
  }

  test('gets a fresh link and keeps every other word', async () => {
    const { row, before } = await aged(6.5)
    await Quote.update({ weightMg: 1 }, { where: { id: row.quoteId } })
    await activitiesWith().prepare(row.id)
    const { file_url: link, ...words } = bodyOf(await row.reload())
    const { file_url: old, ...oldWords } = before
    expect(link).not.toBe(old)
    expect(words).toEqual(oldWords)
  })

  test('stays as it is before that, and once a job is known', async () => {
    const young = await aged(5.5)
    await activitiesWith().prepare(young.row.id)
    expect(bodyOf(await young.row.reload())).toEqual(young.before)

    const known = await aged(8)
    await known.row.update({ caveJobId: `cave-${known.row.number}` })
    await activitiesWith().prepare(known.row.id)
    expect(bodyOf(await known.row.reload())).toEqual(known.before)
  })

  test('is compared again: a mesh that was exchanged meanwhile is not sent', async () => {
    const { row } = await aged(7)
    const key = cleanMeshKey(row.uploadId, MESH_SHA256)
    await store.put({ key, body: Buffer.from('another'), contentType: 'model/stl' })
    await expect(activitiesWith().prepare(row.id)).resolves.toMatchObject({ problem: { reason: 'file_changed' } })
  })
})

describe('publishing a job', () => {
  test('twice is one job, even where MakrCave does not know keys', async () => {
    const row = await prepared()
    const first = await activitiesWith().publish(row.id)
    await expect(activitiesWith().publish(row.id)).resolves.toEqual(first)
    expect(await jobsOf(row)).toMatchObject([{ job_id: first.jobId, key: row.id, status: 'published' }])
  })

  test('whose answer was lost is one job: the next try looks first', async () => {
    const row = await prepared()
    await peers.fault('makrcave', 'apply_then_hang', 1)
    await expect(activitiesWith(peers.hasty.cave).publish(row.id)).rejects.toThrow(OutcomeUnknown)
    const [job] = await jobsOf(row)
    await expect(activitiesWith().find(row.id)).resolves.toMatchObject({ jobs: [{ jobId: job?.job_id }] })
    await expect(activitiesWith().publish(row.id)).resolves.toMatchObject({ jobId: job?.job_id })
    expect(await jobsOf(row)).toHaveLength(1)
  })

  test('sends the same bytes on every try', async () => {
    const row = await prepared()
    const { cave, sent } = recordingCave()
    await activitiesWith(cave).publish(row.id)
    await activitiesWith(cave).publish(row.id)
    const [first, second] = sent.map(({ key, body }) => JSON.stringify({ key, body }))
    expect(second).toBe(first)
  })

  test('once the job is known asks nobody', async () => {
    const { row, jobId } = await published()
    await peers.fault('makrcave', 'down')
    await expect(activitiesWith().publish(row.id)).resolves.toMatchObject({ jobId })
  })

  test('that MakrCave holds twice is for a person', async () => {
    const row = await prepared()
    const { key, body } = { key: row.id, body: row.jobBody?.body as Record<string, unknown> }
    await activitiesWith().publish(row.id)
    await peers.cave.publishJob({ key, body, requestId: 'somebody-else' })
    await expect(activitiesWith().publish(row.id)).rejects.toThrow(OutcomeUnknown)
    expect((await activitiesWith().find(row.id)).jobs).toHaveLength(2)
  })

  test('that is accepted without a job id says so', async () => {
    const row = await prepared()
    const nameless = { jobId: null, status: 'published', acceptUrl: null, trackingNumber: null }
    const cave = { ...peers.cave, publishJob: () => Promise.resolve(nameless) }
    await expect(activitiesWith(cave).publish(row.id)).resolves.toEqual({
      jobId: null,
      status: 'published',
      acceptUrl: null,
    })
  })

  test.each([
    ['down', UpstreamUnavailable],
    ['refuse', UpstreamRefused],
    ['rubbish', UpstreamRefused],
  ])('answered with %s makes no job, and the next try makes one', async (mode, error) => {
    const row = await prepared()
    await peers.fault('makrcave', mode, 1)
    await expect(activitiesWith().publish(row.id)).rejects.toThrow(error)
    expect(await jobsOf(row)).toEqual([])
    await activitiesWith().publish(row.id)
    expect(await jobsOf(row)).toHaveLength(1)
  })

  test.each(['cancelled', 'pending_payment'] as const)('of an order that is %s is a defect', async (status) => {
    const row = await prepared()
    await row.update({ status })
    await expect(activitiesWith().publish(row.id)).rejects.toThrow(Invariant)
    expect(await jobsOf(row)).toEqual([])
  })
})

describe('asking about a job', () => {
  async function factsOf(row: ServiceOrder): Promise<string[]> {
    const facts = await InboxEntry.findAll({ where: { subject: serviceOrderSubject(row.id) }, order: ['receivedAt'] })
    return facts.map(({ eventType, state }) => `${eventType} ${state}`)
  }

  test('applies what no callback told, once', async () => {
    const { row, jobId } = await published()
    await peers.advance(jobId, 'printing')
    const told = { status: 'in_production', applied: 1, conflict: null }
    await expect(activitiesWith().poll(row.id)).resolves.toEqual(told)
    await expect(activitiesWith().poll(row.id)).resolves.toEqual({ ...told, applied: 0 })
    expect(await factsOf(row)).toEqual(['poll.in_production done'])
  })

  test('brings the tracking number with the parcel', async () => {
    const { row, jobId } = await published()
    await peers.advance(jobId, 'shipped')
    await activitiesWith().poll(row.id)
    expect(await row.reload()).toMatchObject({ status: 'shipped', trackingNumber: `TRACK-${jobId}` })
  })

  test('hears nothing where nothing is new, unknown, or gone', async () => {
    const { row, jobId } = await published()
    const quiet = { status: 'pending_assignment', applied: 0, conflict: null }
    await expect(activitiesWith().poll(row.id)).resolves.toEqual(quiet)
    await peers.advance(jobId, 'on the moon')
    await expect(activitiesWith().poll(row.id)).resolves.toEqual(quiet)
    await row.update({ caveJobId: `gone-${row.number}` })
    await expect(activitiesWith().poll(row.id)).resolves.toEqual(quiet)
    expect(await factsOf(row)).toEqual([])
  })

  test.each([
    ['down', UpstreamUnavailable],
    ['rubbish', UpstreamRefused],
  ])('answered with %s changes nothing', async (mode, error) => {
    const { row } = await published()
    await peers.fault('makrcave', mode, 1)
    await expect(activitiesWith().poll(row.id)).rejects.toThrow(error)
    expect(await factsOf(row)).toEqual([])
  })
})

describe('cancelling a job', () => {
  test('twice is one cancellation', async () => {
    const { row, jobId } = await published()
    await activitiesWith().cancel(row.id)
    await activitiesWith().cancel(row.id)
    const changes = await peers.journal('makrcave', 'job_changed')
    expect(changes.filter(({ job }) => job?.job_id === jobId)).toMatchObject([{ job: { status: 'cancelled' } }])
  })

  test.each([
    ['down', UpstreamUnavailable],
    ['apply_then_hang', UpstreamUnavailable],
    ['refuse', UpstreamRefused],
  ])('answered with %s is not taken for done', async (mode, error) => {
    const { row } = await published()
    await peers.fault('makrcave', mode, 1)
    await expect(activitiesWith(peers.hasty.cave).cancel(row.id)).rejects.toThrow(error)
    expect((await row.reload()).status).toBe('pending_assignment')
  })

  test('that MakrCave does not know is a refusal, and one without an id a defect', async () => {
    const { row } = await published()
    await row.update({ caveJobId: `gone-${row.number}` })
    await expect(activitiesWith().cancel(row.id)).rejects.toThrow(UpstreamRefused)
    await row.update({ caveJobId: null })
    await expect(activitiesWith().cancel(row.id)).rejects.toThrow(Invariant)
  })
})
