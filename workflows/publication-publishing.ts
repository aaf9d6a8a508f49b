import { ApplicationFailure } from '@temporalio/common'
import { isCancellation, sleep } from '@temporalio/workflow'

import type { FoundJob } from '../src/domain/loaded-rows.js'
import { Abandoned } from './abandoned.js'
import type { ParkRequest } from './open-attention.js'
import { applyFacts } from './publication-callbacks.js'
import { endCancelled } from './publication-cancellation.js'
import type { PublicationRun } from './publication-run.js'
import { failureType, rootCause } from './refusal.js'
import { stoppable } from './stoppable.js'
import { cave, caveReads, core, named } from './steps.js'

/**
 * One round of getting the job to MakrCave: looked up where it may be there already, else prepared and sent; every dead
 * end waits for a person. A wish to cancel ends the waiting, not what is on its way.
 */
export async function publish(run: PublicationRun): Promise<void> {
  if (run.isCancelRequested) return stop(run)
  if (run.facts.areDue) await applyFacts(run)
  try {
    const job = await stoppable(
      () => run.isCancelRequested,
      () => (run.isOutcomeUnknown ? lookUp(run) : prepareAndSend(run)),
    )
    if (job) await record(run, job)
  } catch (error) {
    if (!isCancellation(error)) throw error
  }
}

async function prepareAndSend(run: PublicationRun): Promise<FoundJob | undefined> {
  const { row, problem } = await run.parking.insist(run.subject, () =>
    named('prepare the job', cave.prepareJob, { serviceOrderId: run.id }),
  )
  run.enter(row)
  if (run.isEnded || run.isPublished || run.isCancelRequested) return undefined
  if (problem) return ask(run, problem)
  return send(run)
}

async function send(run: PublicationRun): Promise<FoundJob | undefined> {
  run.isSendingStarted = true
  const giveUpMs = Date.now() + run.timing.publishGiveUpMs
  try {
    const job = await run.parking.insist(run.subject, () => sendOnce(run, giveUpMs), [
      'UpstreamRefused',
      'OutcomeUnknown',
    ])
    if (job.jobId !== null) return job
    return await askAboutUnknown(run, 'MakrCave accepted the job and named no job id.')
  } catch (error) {
    const type = failureType(error)
    run.isOutcomeUnknown = type === 'OutcomeUnknown'
    if (run.isOutcomeUnknown) return undefined
    if (type !== 'UpstreamRefused') throw error
    return ask(run, { reason: 'publish_failed', note: messageOf(error) })
  }
}

function sendOnce(run: PublicationRun, giveUpMs: number): Promise<FoundJob> {
  if (Date.now() < giveUpMs) {
    return named(`publish job ${run.row?.number ?? ''}`, cave.publishJob, { serviceOrderId: run.id })
  }
  throw ApplicationFailure.nonRetryable('MakrCave gave no usable answer for too long.', 'UpstreamRefused')
}

/** Sent and not answered: what MakrCave has decides. None: the next round sends. */
async function lookUp(run: PublicationRun): Promise<FoundJob | undefined> {
  const jobs = await findJobs(run)
  const [job] = jobs
  if (jobs.length > 1) {
    const ids = jobs.map(({ jobId }) => jobId).join(', ')
    return askAboutUnknown(run, `MakrCave holds ${jobs.length} jobs for this order: ${ids}.`)
  }
  if (job?.jobId === null) return askAboutUnknown(run, 'MakrCave holds a job without an id for this order.')
  run.isOutcomeUnknown = false
  return job
}

function askAboutUnknown(run: PublicationRun, note: string): Promise<FoundJob | undefined> {
  run.isOutcomeUnknown = true
  return ask(run, { reason: 'publish_outcome_unknown', note })
}

/** Waits for a person, or for a callback that shows that the job is there after all. */
async function ask(run: PublicationRun, why: Pick<ParkRequest, 'reason' | 'note'>): Promise<FoundJob | undefined> {
  const outcome = await run.parking.park({ ...why, subject: run.subject, until: () => run.facts.areDue })
  if (outcome === 'abort') throw new Abandoned('internal_error', 'An operator gave the publication up.')
  const jobId = outcome === 'skip' ? lastWord(run.parking.lastNote()) : ''
  if (!jobId) return undefined
  run.isOutcomeUnknown = false
  return { jobId, status: null, acceptUrl: null }
}

async function record(run: PublicationRun, job: FoundJob): Promise<void> {
  run.enter(
    await run.parking.insist(run.subject, () =>
      named('record the job', core.recordJob, { serviceOrderId: run.id, job }),
    ),
  )
  run.lastHeardMs = Date.now()
}

/** What was sent may still arrive: wait until it must have, look, and only then say that there is no job. */
async function stop(run: PublicationRun): Promise<void> {
  if (!run.isSendingStarted) {
    if (run.isQuoteAsking) run.isOver = true
    else await endCancelled(run)
    return
  }
  await sleep(run.timing.inFlightMs)
  const job = (await findJobs(run)).find(({ jobId }) => jobId !== null)
  if (job) await record(run, job)
  else await endCancelled(run)
}

async function findJobs(run: PublicationRun): Promise<FoundJob[]> {
  const { jobs } = await run.parking.insist(run.subject, () =>
    named('look the job up', caveReads.findJobs, { serviceOrderId: run.id }),
  )
  return jobs
}

/** "published by hand as job-77" and "job-77" name the same job. */
function lastWord(note: string): string {
  return note.trim().split(/\s+/).at(-1) ?? ''
}

function messageOf(error: unknown): string {
  const root = rootCause(error)
  return root instanceof Error ? root.message : 'MakrCave refused the job.'
}
