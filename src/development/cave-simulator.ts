import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'

import { createCaveCallbacks, type CaveCallbacks } from './cave-callbacks.js'
import { addProjectRoutes } from './cave-project-routes.js'
import { isOver, nextCaveStatus, openCaveJobs, type CaveJobRecord, type CaveJobs } from './cave-jobs.js'
import { addFaults, addModeRoute, createFaultMode, FAULT_MODES, type FaultMode } from './fault-mode.js'
import type { Journal } from './journal.js'
import type { PeerPlugin, PeerScope } from './peer-server.js'

export interface CaveSimulatorOptions {
  readonly apiKey: string
  readonly webhookSecret: string
  /** origin of the store's API, for callbacks */
  readonly storeUrl: string
  readonly journal: Journal
  /** seconds between the steps of a job; 0: only forced ones */
  readonly stepSeconds: number
  /** false: every publication makes a job, whatever its key */
  readonly honoursKeys?: boolean
  readonly slowMs?: number
  readonly retryMs?: readonly number[]
}

const BASE = '/dev/makrcave/api/v1'
const REFUSAL = { status: 422, body: { detail: 'This job is refused.' } }

/** MakrCave as far as the store sees it: takes jobs, walks them on and signs its callbacks; gives parts lists of projects. */
export function caveSimulator(options: CaveSimulatorOptions): PeerPlugin {
  const jobs = openCaveJobs(options.journal)
  const callbacks = createCaveCallbacks(options)
  const steps = createSteps({ jobs, callbacks, seconds: options.stepSeconds })
  const faults = createFaultMode()

  return async (scope) => {
    scope.addHook('onClose', (_scope, done) => {
      steps.stop()
      callbacks.stop()
      done()
    })
    addModeRoute(scope, '/dev/makrcave/mode', { modes: FAULT_MODES, faults })
    scope.get('/dev/journal/makrcave', () => ({ entries: options.journal.entries() }))
    scope.post('/dev/makrcave/jobs/:jobId/advance', async (request, reply) => {
      const job = jobs.get(jobParam.parse(request.params).jobId)
      if (job === undefined) return noSuchJob(reply)
      const forced = jobs.change(job.job_id, advanceBody.parse(request.body).status, 'operator')
      const webhookStatus = await callbacks.send(forced)
      steps.arm(forced)
      return { job_id: forced.job_id, status: forced.status, webhook_status: webhookStatus }
    })
    await scope.register((wire, _options, done) => {
      addWireGuards(wire, { faults, options })
      addJobRoutes(wire, { jobs, steps, options })
      addProjectRoutes(wire, { base: BASE, journal: options.journal })
      done()
    })
    jobs.all().forEach(steps.arm)
  }
}

const jobParam = z.object({ jobId: z.string() })
const advanceBody = z.object({ status: z.string().min(1).max(64) })
const jobQuery = z.object({ external_order_id: z.string() })
const publication = z.object({
  external_order_id: z.string().min(1),
  service_order_id: z.int().nullish(),
  file_url: z.string().min(1),
  delivery: z.object({ mode: z.string() }).nullish(),
})

function addWireGuards(
  wire: PeerScope,
  { faults, options }: { faults: FaultMode; options: CaveSimulatorOptions },
): void {
  const isHealth = (request: FastifyRequest): boolean => request.url === `${BASE}/health`
  wire.addHook('onRequest', async (request, reply) => {
    if (!isHealth(request) && request.headers['x-api-key'] !== options.apiKey) {
      await reply.code(401).send({ detail: 'Unknown key.' })
    }
  })
  // Health probes come by themselves: they see the mode and do not use it up.
  const mode = (request: FastifyRequest): string => (isHealth(request) ? faults.peek() : faults.take())
  addFaults(wire, { mode, slowMs: options.slowMs ?? 30_000, refusal: REFUSAL })
}

function addJobRoutes(wire: PeerScope, { jobs, steps, options }: JobRoutes): void {
  wire.get(`${BASE}/health`, () => ({ status: 'healthy' }))
  wire.get(`${BASE}/bridge/inventory/sync`, () => ({ items: [] }))
  wire.post(`${BASE}/bridge/users/profile/sync`, () => ({ success: true }))

  wire.post(`${BASE}/bridge/jobs`, (request) => {
    const key = request.headers['idempotency-key']?.toString() ?? null
    const known = options.honoursKeys === false ? undefined : jobs.all().find((job) => key !== null && job.key === key)
    if (known !== undefined) return repeated(known, options.journal)
    const { external_order_id, service_order_id, delivery } = publication.parse(request.body)
    const order = { external_order_id, service_order_id: service_order_id ?? null }
    const job = jobs.create({ key, ...order, delivery_mode: delivery?.mode ?? 'ship' })
    steps.arm(job)
    return job
  })
  wire.get(`${BASE}/bridge/jobs`, (request) => {
    const { external_order_id } = jobQuery.parse(request.query)
    return { jobs: jobs.all().filter((job) => job.external_order_id === external_order_id) }
  })
  wire.get(`${BASE}/bridge/jobs/:jobId`, (request, reply) => {
    return jobs.get(jobParam.parse(request.params).jobId) ?? noSuchJob(reply)
  })
  wire.patch(`${BASE}/bridge/jobs/:jobId/status`, (request, reply) => {
    const job = jobs.get(jobParam.parse(request.params).jobId)
    if (job === undefined) return noSuchJob(reply)
    const { status } = advanceBody.parse(request.body)
    return job.status === status ? job : jobs.change(job.job_id, status, 'store')
  })
}

function repeated(job: CaveJobRecord, journal: Journal): CaveJobRecord {
  journal.append({ kind: 'publication_repeated', job_id: job.job_id, key: job.key })
  return job
}

function noSuchJob(reply: FastifyReply): object {
  void reply.code(404)
  return { detail: 'There is no such job.' }
}

/** One timer per job that is on its way; a job that is stopped, or forced off its way, has none. */
function createSteps({
  jobs,
  callbacks,
  seconds,
}: {
  jobs: CaveJobs
  callbacks: CaveCallbacks
  seconds: number
}): Steps {
  const timers = new Map<string, NodeJS.Timeout>()

  let isStopped = false

  async function step(jobId: string): Promise<void> {
    const job = jobs.get(jobId)
    const next = job === undefined || isOver(job) ? undefined : nextCaveStatus(job)
    if (next === undefined) return
    await callbacks.send(jobs.change(jobId, next, 'provider'))
    // Only now, so that the words of one job arrive in order; it may have been forced elsewhere meanwhile.
    const current = jobs.get(jobId)
    if (current !== undefined) arm(current)
  }

  function arm(job: CaveJobRecord): void {
    clearTimeout(timers.get(job.job_id))
    timers.delete(job.job_id)
    if (isStopped || seconds === 0 || isOver(job)) return
    timers.set(
      job.job_id,
      setTimeout(() => void step(job.job_id), seconds * 1000),
    )
  }

  function stop(): void {
    isStopped = true
    timers.forEach((timer) => clearTimeout(timer))
  }

  return { arm, stop }
}

interface Steps {
  readonly arm: (job: CaveJobRecord) => void
  readonly stop: () => void
}

interface JobRoutes {
  readonly jobs: CaveJobs
  readonly steps: Steps
  readonly options: CaveSimulatorOptions
}
