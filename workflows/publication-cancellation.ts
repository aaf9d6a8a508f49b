import { condition } from '@temporalio/workflow'

import { unlessAbandoned } from './abandoned.js'
import type { PublicationRun } from './publication-run.js'
import { isOutage } from './refusal.js'
import { cave, core, named } from './steps.js'

/** The quote's wish to stop: answers whether MakrCave can have the job at all. */
export async function answerQuote(run: PublicationRun): Promise<{ outcome: 'never_published' | 'cancelling' }> {
  run.isQuoteAsking = true
  run.requestCancel()
  await condition(() => run.isLoaded || run.isOver)
  return { outcome: run.isPublished || run.isSendingStarted ? 'cancelling' : 'never_published' }
}

/**
 * Asks MakrCave once to stop a job that it has; callbacks are heard between two tries. Refused, or unanswered for too
 * long, a person is told, and it is asked again at that pace.
 */
export async function cancelAtCave(run: PublicationRun): Promise<void> {
  const { cancelConfirmMs, outageWindowMs } = run.timing
  run.cancelAskedMs ??= Date.now()
  try {
    await named('undo: cancel the job', cave.cancelJob, { serviceOrderId: run.id })
  } catch (error) {
    const isYoung = Date.now() - run.cancelAskedMs < cancelConfirmMs
    run.nextCancelMs = Date.now() + (isYoung ? Math.min(outageWindowMs, cancelConfirmMs) : cancelConfirmMs)
    if (isYoung && isOutage(error)) return
    run.nextCancelMs = Date.now() + cancelConfirmMs
    await tellUnconfirmed(run, run.cancelAskedMs)
    return
  }
  await endCancelled(run)
}

/** The job is not made: the row says so, and the quote's run pays back what was paid. */
export async function endCancelled(run: PublicationRun): Promise<void> {
  const row = await unlessAbandoned(() =>
    run.parking.insist(run.subject, () =>
      named('record the cancellation', core.recordPublicationCancelled, { serviceOrderId: run.id }),
    ),
  )
  run.isRefundDue = true
  if (row) run.enter(row)
  else if (run.row) run.enter({ ...run.row, status: 'cancelled' })
  await settleMoot(run)
}

/** What asked for the job's life or death is moot once it has ended. */
export async function settleMoot(run: PublicationRun): Promise<void> {
  if (run.isEnded) await run.parking.settle('cave_silent', 'cancel_not_confirmed')
}

/** What an operator decided about an unconfirmed cancellation. */
export async function decideCancellation(run: PublicationRun): Promise<void> {
  const action = await run.parking.takeDecision('cancel_not_confirmed')
  if (action === 'retry') await cancelAtCave(run)
  if (action === 'skip') await endCancelled(run)
  if (action === 'abort') run.withdrawCancel()
}

async function tellUnconfirmed(run: PublicationRun, askedMs: number): Promise<void> {
  await run.parking.raise({
    reason: 'cancel_not_confirmed',
    subject: run.subject,
    note: `MakrCave did not confirm the cancellation asked for at ${new Date(askedMs).toISOString()}.`,
  })
}
