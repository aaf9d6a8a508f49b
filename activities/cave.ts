import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'

import { activityInfo } from '@temporalio/activity'

import { serviceOrderSubject, storeFact } from '../src/db/inbox.js'
import { Quote } from '../src/db/models/quotes.js'
import { ServiceOrder } from '../src/db/models/service-orders.js'
import { Upload } from '../src/db/models/uploads.js'
import { mustExist } from '../src/db/record.js'
import { applyCaveEvents, recordJob, recordPublicationCancelled } from '../src/db/workflow-owned/cave-jobs.js'
import { publicationOf } from '../src/db/workflow-owned/loaded-rows.js'
import { storedPrice } from '../src/db/workflow-owned/service-orders.js'
import { caveJobBody } from '../src/domain/cave-job-body.js'
import type { CaveReport } from '../src/domain/cave-report.js'
import { serviceOrderStatusOf } from '../src/domain/cave-status.js'
import { Invariant } from '../src/domain/errors.js'
import type { CaveFacts, FoundJob, LoadedPublication, PreparedJob } from '../src/domain/loaded-rows.js'
import type { PrintSettings } from '../src/domain/print-settings.js'
import { isTerminal } from '../src/domain/service-order-status.js'
import { cleanMeshKey } from '../src/domain/upload-rules.js'
import type { CaveJob, ObjectStore } from '../src/ports.js'
import type { ActivityDependencies } from './dependencies.js'

const LINK_SECONDS = 7 * 86_400

interface ServiceOrderKey {
  readonly serviceOrderId: string
}

/** Everything between us and MakrCave. */
export function caveActivities({ database, store, cave }: ActivityDependencies) {
  return {
    async loadPublication({ serviceOrderId }: ServiceOrderKey): Promise<LoadedPublication> {
      return publicationOf(mustExist(await ServiceOrder.findByPk(serviceOrderId), 'the service order'))
    },

    /** Freezes the job's body with a signed link, after comparing the stored mesh with the analysed one. */
    async prepareJob({ serviceOrderId }: ServiceOrderKey): Promise<PreparedJob> {
      const row = mustExist(await ServiceOrder.findByPk(serviceOrderId), 'the service order')
      if (isTerminal(row.status) || row.jobBody) return { row: publicationOf(row), problem: null }
      if (row.status === 'pending_payment') throw new Invariant('an unpaid service order must not be published')
      const quote = mustExist(await Quote.findByPk(row.quoteId), 'the quote')
      const upload = mustExist(await Upload.findByPk(row.uploadId), 'the upload')
      const key = cleanMeshKey(upload.id, quote.normalisedSha256)
      if ((await hashObject(store, key)) !== quote.normalisedSha256) {
        const note = 'The stored model is not the one that was measured; nothing was sent.'
        return { row: publicationOf(row), problem: { reason: 'file_changed', note } }
      }
      const filename = `service-order-${row.number}.stl`
      const fileUrl = await store.signGet({ key, filename, seconds: LINK_SECONDS })
      const jobBody = caveJobBody({ ...wordsOf(row, quote, upload), fileUrl })
      await row.update({ jobBody })
      return { row: publicationOf(row), problem: null }
    },

    /** Sends the frozen body under the service order's id; a later try looks first whether the job is there. */
    async publishJob({ serviceOrderId }: ServiceOrderKey): Promise<FoundJob> {
      const row = mustExist(await ServiceOrder.findByPk(serviceOrderId), 'the service order')
      if (row.caveJobId) return { jobId: row.caveJobId, status: null, acceptUrl: row.providerAcceptUrl }
      if (row.status !== 'paid') throw new Invariant(`a ${row.status} service order must not be published`)
      if (activityInfo().attempt > 1) {
        const [found, second] = await cave.findJobs(row.number)
        if (found && !second) return jobOf(found)
      }
      const body = mustExist(row.jobBody, 'the body of the job')
      return jobOf(await cave.publishJob({ key: row.id, body, requestId: `publish-${row.number}` }))
    },

    async findJobs({ serviceOrderId }: ServiceOrderKey): Promise<{ jobs: FoundJob[] }> {
      const row = mustExist(await ServiceOrder.findByPk(serviceOrderId), 'the service order')
      return { jobs: (await cave.findJobs(row.number)).map(jobOf) }
    },

    recordJob: ({ serviceOrderId, job }: ServiceOrderKey & { job: FoundJob }): Promise<LoadedPublication> =>
      recordJob(database, serviceOrderId, job),

    applyCaveEvents: ({ serviceOrderId }: ServiceOrderKey): Promise<CaveFacts> =>
      applyCaveEvents(database, serviceOrderId),

    /** Asks MakrCave how the job stands; the answer takes the same road as a callback. */
    async pollJob({ serviceOrderId }: ServiceOrderKey): Promise<CaveFacts> {
      const row = mustExist(await ServiceOrder.findByPk(serviceOrderId), 'the service order')
      const job = row.caveJobId ? await cave.getJob(row.caveJobId) : undefined
      const status = job?.status ? serviceOrderStatusOf(job.status) : undefined
      if (status && status !== row.status) {
        await storeFact({
          provider: 'makrcave',
          eventId: `poll:${row.caveJobId ?? ''}:${status}`,
          eventType: `poll.${status}`,
          subject: serviceOrderSubject(serviceOrderId),
          state: 'received',
          fact: { ...SILENT, status, trackingNumber: job?.trackingNumber ?? null } satisfies CaveReport,
        })
      }
      return applyCaveEvents(database, serviceOrderId)
    },

    async cancelJob({ serviceOrderId }: ServiceOrderKey): Promise<void> {
      const row = mustExist(await ServiceOrder.findByPk(serviceOrderId), 'the service order')
      await cave.cancelJob(mustExist(row.caveJobId, 'the job'))
    },

    recordPublicationCancelled: ({ serviceOrderId }: ServiceOrderKey): Promise<LoadedPublication> =>
      recordPublicationCancelled(database, serviceOrderId),
  }
}

/** A report that says nothing but its status. */
const SILENT = {
  notes: null,
  milestone: null,
  provider: null,
  estimatedCompletion: null,
  images: [],
  trackingNumber: null,
  jobId: null,
}

function jobOf(job: CaveJob): FoundJob {
  return { jobId: job.jobId, status: job.status, acceptUrl: job.acceptUrl }
}

function wordsOf(row: ServiceOrder, quote: Quote, upload: Upload) {
  return {
    number: row.number,
    fileKey: upload.fileKey,
    price: storedPrice(quote),
    settings: quote.settings as unknown as PrintSettings,
    sizeMm: quote.fileAnalysis.bounding_box as [number, number, number],
    weightMg: quote.weightMg,
    timeSeconds: quote.timeSeconds,
    priority: row.priority,
    deliveryMode: row.deliveryMode,
    address: row.shippingAddress,
    instructions: row.instructions,
    estimatedDelivery: row.estimatedDelivery,
  }
}

async function hashObject(store: ObjectStore, key: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(await store.open(key), hash)
  return hash.digest('hex')
}
