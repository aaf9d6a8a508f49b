import type { Journal } from './journal.js'

export interface CaveJobRecord {
  readonly job_id: string
  readonly key: string | null
  readonly external_order_id: string
  readonly service_order_id: number | null
  readonly delivery_mode: string
  readonly status: string
  readonly accept_url: string
  readonly tracking_number: string | null
}

export interface CaveJobs {
  readonly create: (job: Omit<CaveJobRecord, 'job_id' | 'accept_url' | 'status' | 'tracking_number'>) => CaveJobRecord
  readonly change: (jobId: string, status: string, by: 'provider' | 'store' | 'operator') => CaveJobRecord
  readonly get: (jobId: string) => CaveJobRecord | undefined
  readonly all: () => readonly CaveJobRecord[]
}

const OVER = ['completed', 'cancelled', 'failed']
const FIRST_NUMBER = 5_000

/** The jobs of the simulator; the journal is the storage. */
export function openCaveJobs(journal: Journal): CaveJobs {
  const jobs = new Map<string, CaveJobRecord>()

  function save(kind: string, job: CaveJobRecord, by?: string): CaveJobRecord {
    journal.append({ kind, job, ...(by !== undefined && { by }) })
    jobs.set(job.job_id, job)
    return job
  }

  for (const { job } of journal.entries() as readonly { job?: CaveJobRecord }[]) {
    if (job !== undefined) jobs.set(job.job_id, job)
  }

  return {
    create(fields) {
      const job_id = `cave-${FIRST_NUMBER + jobs.size + 1}`
      const accept_url = `https://makrcave.com/provider/jobs/${job_id}`
      return save('job_created', { ...fields, job_id, accept_url, status: 'published', tracking_number: null })
    },
    change(jobId, status, by) {
      const job = jobs.get(jobId)
      if (job === undefined) throw new Error(`There is no job ${jobId}.`)
      const tracking_number = status === 'shipped' ? `TRACK-${jobId}` : job.tracking_number
      return save('job_changed', { ...job, status, tracking_number }, by)
    },
    get: (jobId) => jobs.get(jobId),
    all: () => [...jobs.values()],
  }
}

export function isOver({ status }: CaveJobRecord): boolean {
  return OVER.includes(status)
}

/** The word after this one on the way through a workshop; undefined at its end, and beside the way. */
export function nextCaveStatus({ status, delivery_mode }: CaveJobRecord): string | undefined {
  const way =
    delivery_mode === 'pickup'
      ? ['published', 'accepted', 'printing', 'quality_check', 'ready_for_pickup', 'completed']
      : ['published', 'accepted', 'printing', 'post_processing', 'quality_check', 'ready', 'shipped', 'completed']
  const place = way.indexOf(status)
  return place < 0 ? undefined : way[place + 1]
}
