import type { CaveFacts } from '../src/domain/loaded-rows.js'
import { cancelAtCave, decideCancellation, settleMoot } from './publication-cancellation.js'
import type { PublicationRun } from './publication-run.js'
import { failureType } from './refusal.js'
import { caveReads, core, named } from './steps.js'

/** One round of following the job: a callback, a wish, a decision, or the time to ask MakrCave. */
export async function follow(run: PublicationRun): Promise<void> {
  const isAwake = await run.nextEvent()
  if (run.facts.areDue) await applyFacts(run)
  if (run.isCancelDue) await cancelAtCave(run)
  await decide(run)
  if (!run.isEnded && !isAwake) await ask(run)
}

/** Applies every open callback of the service order. */
export async function applyFacts(run: PublicationRun): Promise<void> {
  const facts = await run.facts.apply(() =>
    run.parking.insist(run.subject, () => named('apply callbacks', core.applyCaveEvents, { serviceOrderId: run.id })),
  )
  await take(run, facts)
}

/** Silence: MakrCave is asked, and after too long a person is told. */
async function ask(run: PublicationRun): Promise<void> {
  await poll(run)
  if (run.isEnded || Date.now() - run.lastHeardMs < run.timing.caveSilenceMs) return
  await run.parking.raise({
    reason: 'cave_silent',
    subject: run.subject,
    note: `Nothing was heard of the job since ${new Date(run.lastHeardMs).toISOString()}.`,
  })
}

async function poll(run: PublicationRun): Promise<void> {
  const step = (): Promise<CaveFacts> => named('ask about the job', caveReads.pollJob, { serviceOrderId: run.id })
  try {
    await take(run, await run.parking.insist(run.subject, step, ['UpstreamRefused']))
  } catch (error) {
    // An answer that cannot be used is no sign of life.
    if (failureType(error) !== 'UpstreamRefused') throw error
  }
}

async function take(run: PublicationRun, facts: CaveFacts): Promise<void> {
  run.appliedFacts += facts.applied
  if (facts.applied > 0) {
    run.lastHeardMs = Date.now()
    await run.parking.settle('cave_silent')
  }
  if (run.row) run.enter({ ...run.row, status: facts.status })
  await settleMoot(run)
  if (facts.conflict) {
    await run.parking.raise({ reason: 'conflicting_status', subject: run.subject, note: facts.conflict })
  }
}

async function decide(run: PublicationRun): Promise<void> {
  for (const reason of run.parking.decided()) {
    if (reason === 'cancel_not_confirmed') await decideCancellation(run)
    else if (reason === 'cave_silent') await decideSilence(run)
    else if ((await run.parking.takeDecision(reason)) === 'retry') await poll(run)
  }
}

async function decideSilence(run: PublicationRun): Promise<void> {
  const action = await run.parking.takeDecision('cave_silent')
  run.lastHeardMs = Date.now()
  if (action === 'retry') await poll(run)
  if (action === 'abort') {
    run.isRefundDue = true
    run.requestCancel()
  }
}
