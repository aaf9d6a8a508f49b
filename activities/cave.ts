import { serviceOrderSubject, storeFact } from '../src/db/inbox.js'
import { Quote } from '../src/db/models/quotes.js'
import { ServiceOrder } from '../src/db/models/service-orders.js'
import { mustExist } from '../src/db/record.js'
import { applyCaveEvents, recordJob, recordPublicationCancelled } from '../src/db/workflow-owned/cave-jobs.js'
import { beginSending, freezeJobBody, needsPreparing } from '../src/db/workflow-owned/job-bodies.js'
import { publicationOf } from '../src/db/workflow-owned/loaded-rows.js'
import type { CaveReport } from '../src/domain/cave-report.js'
import { serviceOrderStatusOf } from '../src/domain/cave-status.js'
import { Invariant, OutcomeUnknown } from '../src/domain/errors.js'
import type { CaveFacts, FoundJob, LoadedPublication, PreparedJob } from '../src/domain/loaded-rows.js'
import { cleanMeshKey } from '../src/domain/upload-rules.js'
import type { CaveClient, CaveJob } from '../src/ports.js'
import type { ActivityDependencies } from './dependencies.js'
import { hashObject } from './stored-objects.js'

const LINK_SECONDS = 7 * 86_400

interface ServiceOrderKey {
  readonly serviceOrderId: string
}

/** Everything between us and MakrCave. */
export function caveActivities(dependencies: ActivityDependencies) {
  return { ...publishing(dependencies), ...following(dependencies) }
}

function publishing({ database, store, cave }: ActivityDependencies) {
  return {
    async loadPublication({ serviceOrderId }: ServiceOrderKey): Promise<LoadedPublication> {
      return publicationOf(mustExist(await ServiceOrder.findByPk(serviceOrderId), 'the service order'))
    },

    /**
     * Freezes the job's body with a signed link, after comparing the stored mesh with the analysed one. A body whose
     * link is about to end is signed afresh as long as no job is known.
     */
    async prepareJob({ serviceOrderId }: ServiceOrderKey): Promise<PreparedJob> {
      const row = mustExist(await ServiceOrder.findByPk(serviceOrderId), 'the service order')
      if (!needsPreparing(row)) return { row: publicationOf(row), problem: null }
      const { normalisedSha256 } = mustExist(await Quote.findByPk(row.quoteId), 'the quote')
      const key = cleanMeshKey(row.uploadId, normalisedSha256)
      if ((await hashObject(store, key)) !== normalisedSha256) return { row: publicationOf(row), problem: FILE_CHANGED }
      const filename = `service-order-${row.number}.stl`
      const fileUrl = await store.signGet({ key, filename, seconds: LINK_SECONDS })
      const frozen = await freezeJobBody(database, { serviceOrderId, fileUrl })
      return { row: publicationOf(frozen), problem: null }
    },

    /** Sends the frozen body under the service order's id. Where it may have been sent before, it looks first. */
    async publishJob({ serviceOrderId }: ServiceOrderKey): Promise<FoundJob> {
      const row = mustExist(await ServiceOrder.findByPk(serviceOrderId), 'the service order')
      if (row.caveJobId) return { jobId: row.caveJobId, status: null, acceptUrl: row.providerAcceptUrl }
      if (row.status !== 'paid') throw new Invariant(`a ${row.status} service order must not be published`)
      const { body, wasSent } = await beginSending(database, serviceOrderId)
      const found = wasSent ? await findJob(cave, row.number) : undefined
      return found ?? jobOf(await cave.publishJob({ key: row.id, body, requestId: `publish-${row.number}` }))
    },

    async findJobs({ serviceOrderId }: ServiceOrderKey): Promise<{ jobs: FoundJob[] }> {
      const row = mustExist(await ServiceOrder.findByPk(serviceOrderId), 'the service order')
      return { jobs: (await cave.findJobs(row.number)).map(jobOf) }
    },

    recordJob: ({ serviceOrderId, job }: ServiceOrderKey & { job: FoundJob }): Promise<LoadedPublication> =>
      recordJob(database, serviceOrderId, job),
  }
}

function following({ database, cave }: ActivityDependencies) {
  return {
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

const FILE_CHANGED = {
  reason: 'file_changed',
  note: 'The stored model is not the one that was measured; nothing was sent.',
} as const

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

/** The one job that MakrCave holds for this number; more than one is for a person. */
async function findJob(cave: CaveClient, number: number): Promise<FoundJob | undefined> {
  const [job, another] = await cave.findJobs(number)
  if (another) throw new OutcomeUnknown(`MakrCave holds several jobs for service order ${number}.`)
  return job && jobOf(job)
}
