import type { CaveFacts } from '../src/domain/loaded-rows.js'
import { cancelAtCave, decideCancellation, endCancelled } from './publication-cancellation.js'
import type { PublicationRun } from './publication-run.js'
import { failureType } from './refusal.js'
import { caveReads, core, named } from './steps.js'

/** One round of following the job: a callback, a wish, a decision, or the time to ask MakrCave. */
export async function follow(run: PublicationRun): Promise<void> {
  const isAwake = await run.nextEvent(run.timing.cavePollMs)
  if (run.hasFact) await applyFacts(run)
  if (!run.isEnded && run.wantsCancel) await cancelAtCave(run)
  if (!run.isEnded) await decide(run)
  if (!run.isEnded && !isAwake) await ask(run)
}

async function applyFacts(run: PublicationRun): Promise<void> {
  run.hasFact = false
  await take(
    run,
    await run.parking.insist(run.subject, () =>
      named('apply callbacks', core.applyCaveEvents, { serviceOrderId: run.id }),
    ),
  )
}

/** Silence: MakrCave is asked, and after too long a person is told. */
async function ask(run: PublicationRun): Promise<void> {
  try {
    await take(
      run,
      await run.parking.insist(run.subject, () =>
        named('ask about the job', caveReads.pollJob, { serviceOrderId: run.id }),
      ),
    )
  } catch (error) {
    if (failureType(error) !== 'UpstreamRefused') throw error
  }
  if (run.isEnded || Date.now() - run.lastHeardMs < run.timing.caveSilenceMs) return
  await run.parking.raise({
    reason: 'cave_silent',
    subject: run.subject,
    note: `Nothing was heard of the job since ${new Date(run.lastHeardMs).toISOString()}.`,
  })
}

async function take(run: PublicationRun, facts: CaveFacts): Promise<void> {
  run.appliedFacts += facts.applied
  if (facts.applied > 0) {
    run.lastHeardMs = Date.now()
    await run.parking.settle('cave_silent')
  }
  if (run.row) run.enter({ ...run.row, status: facts.status })
  if (facts.conflict) {
    await run.parking.raise({ reason: 'conflicting_status', subject: run.subject, note: facts.conflict })
  }
}

async function decide(run: PublicationRun): Promise<void> {
  for (const reason of run.parking.decided()) {
    if (reason === 'cancel_not_confirmed') await decideCancellation(run)
    else if (reason === 'cave_silent') await decideSilence(run)
    else if ((await run.parking.takeDecision(reason)) === 'retry') await ask(run)
  }
}

async function decideSilence(run: PublicationRun): Promise<void> {
  const action = await run.parking.takeDecision('cave_silent')
  run.lastHeardMs = Date.now()
  if (action === 'retry') await ask(run)
  if (action === 'abort') {
    run.isCancelRequested = true
    await cancelAtCave(run)
    if (!run.isEnded && !run.parking.isRaised('cancel_not_confirmed')) await endCancelled(run, { isRefundDue: true })
  }
}
