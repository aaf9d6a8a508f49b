import { ApplicationFailure } from '@temporalio/common'
import { CancellationScope, condition, isCancellation, sleep } from '@temporalio/workflow'

import type { FoundJob } from '../src/domain/loaded-rows.js'
import { endCancelled } from './publication-cancellation.js'
import type { PublicationRun } from './publication-run.js'
import { Abandoned, type ParkOutcome } from './parking.js'
import { failureType, rootCause } from './refusal.js'
import { cave, caveReads, core, named } from './steps.js'

const GIVE_UP_MS = 24 * 60 * 60_000

/** Prepares, sends and records the job; every dead end waits for a person. Returns at once when it was cancelled. */
export async function publish(run: PublicationRun): Promise<void> {
  const deadlineMs = Date.now() + GIVE_UP_MS
  while (!run.isPublished && !run.isOver) {
    if (run.isCancelRequested) return cancelBeforeAnswer(run)
    try {
      if (await isPrepared(run)) await settleJob(run, await send(run, deadlineMs))
    } catch (error) {
      if (isCancellation(error)) continue
      if (error instanceof Abandoned) return endCancelled(run, { isRefundDue: true })
      await askPerson(run, error)
    }
  }
}

/** True when the job may be sent; a problem with the file or the row waits for a person. */
async function isPrepared(run: PublicationRun): Promise<boolean> {
  const prepared = await run.parking.insist(run.subject, () =>
    named('prepare the job', cave.prepareJob, { serviceOrderId: run.id }),
  )
  run.enter(prepared.row)
  if (run.isEnded) return false
  if (!prepared.problem) return true
  const outcome = await run.parking.park({
    reason: prepared.problem.reason,
    subject: run.subject,
    note: prepared.problem.note,
    until: () => run.isCancelRequested,
  })
  if (outcome === 'abort') throw new Abandoned()
  return false
}

/** Sends until MakrCave answers; a wish to cancel ends the waiting, not what is on its way. */
async function send(run: PublicationRun, deadlineMs: number): Promise<FoundJob> {
  run.isSendingStarted = true
  const scope = new CancellationScope({ cancellable: true })
  const sending = scope.run(() => run.parking.insist(run.subject, () => sendOnce(run, deadlineMs)))
  await Promise.race([sending.catch(() => undefined), condition(() => run.isCancelRequested)])
  if (run.isCancelRequested) scope.cancel()
  return sending
}

function sendOnce(run: PublicationRun, deadlineMs: number): Promise<FoundJob> {
  if (Date.now() >= deadlineMs) {
    throw ApplicationFailure.nonRetryable('MakrCave gave no usable answer for 24 hours.', 'UpstreamRefused')
  }
  return named(`publish job ${run.row?.number ?? ''}`, cave.publishJob, { serviceOrderId: run.id })
}

async function settleJob(run: PublicationRun, job: FoundJob): Promise<void> {
  if (job.jobId === null) {
    await decideUnknown(run, 'MakrCave accepted the job and named no job id.')
    return
  }
  run.enter(
    await run.parking.insist(run.subject, () =>
      named('record the job', core.recordJob, { serviceOrderId: run.id, job }),
    ),
  )
  run.lastHeardMs = Date.now()
}

async function askPerson(run: PublicationRun, error: unknown): Promise<void> {
  const type = failureType(error)
  if (type === 'OutcomeUnknown') return lookUp(run)
  if (type !== 'UpstreamRefused') throw error
  const root = rootCause(error)
  const note = root instanceof Error ? root.message : 'MakrCave refused the job.'
  const outcome = await run.parking.park({
    reason: 'publish_failed',
    subject: run.subject,
    note,
    until: () => run.isCancelRequested,
  })
  await follow(run, outcome)
}

/** Sent and not answered: what MakrCave has decides whether to send again. */
async function lookUp(run: PublicationRun): Promise<void> {
  const { jobs } = await run.parking.insist(run.subject, () =>
    named('look the job up', caveReads.findJobs, { serviceOrderId: run.id }),
  )
  const [job] = jobs
  if (job && jobs.length === 1) await settleJob(run, job)
  if (jobs.length > 1) await decideUnknown(run, `MakrCave holds ${jobs.length} jobs for this order.`)
}

async function decideUnknown(run: PublicationRun, note: string): Promise<void> {
  const outcome = await run.parking.park({
    reason: 'publish_outcome_unknown',
    subject: run.subject,
    note,
    until: () => run.isCancelRequested,
  })
  if (outcome === 'retry') return lookUp(run)
  await follow(run, outcome)
}

async function follow(run: PublicationRun, outcome: ParkOutcome): Promise<void> {
  if (outcome === 'abort') return endCancelled(run, { isRefundDue: true })
  const jobId = outcome === 'skip' ? run.parking.lastNote().trim() : ''
  if (jobId) await settleJob(run, { jobId, status: null, acceptUrl: null })
}

/** What was sent may still arrive: wait until it must have, look, and only then say that there is no job. */
async function cancelBeforeAnswer(run: PublicationRun): Promise<void> {
  if (!run.isSendingStarted) {
    run.isOver = true
    return
  }
  await sleep(run.timing.inFlightMs)
  await lookUp(run)
  if (!run.isPublished) await endCancelled(run, { isRefundDue: true })
}
