import { condition } from '@temporalio/workflow'

import type { PublicationRun } from './publication-run.js'
import { failureType } from './refusal.js'
import { cave, core, named } from './steps.js'

/** The wish to stop: answers whether MakrCave can have the job at all. */
export async function askToCancel(run: PublicationRun): Promise<{ outcome: 'never_published' | 'cancelling' }> {
  run.isCancelRequested = true
  await condition(() => run.isLoaded)
  if (run.isPublished || run.isSendingStarted) return { outcome: 'cancelling' }
  return { outcome: 'never_published' }
}

/** Asks MakrCave to stop a job that it has; unconfirmed for too long, a person is told. */
export async function cancelAtCave(run: PublicationRun): Promise<void> {
  run.isCancelHandled = true
  const startedMs = Date.now()
  try {
    await run.parking.insist(run.subject, () =>
      named('undo: cancel the job', cave.cancelJob, { serviceOrderId: run.id }),
    )
  } catch (error) {
    if (failureType(error) !== 'UpstreamRefused') throw error
    await run.parking.raise({
      reason: 'cancel_not_confirmed',
      subject: run.subject,
      note: `MakrCave did not confirm the cancellation asked for at ${new Date(startedMs).toISOString()}.`,
    })
    return
  }
  await endCancelled(run, { isRefundDue: true })
}

/** The job is not made: the row says so, and the quote's run pays back what was paid. */
export async function endCancelled(run: PublicationRun, end: { isRefundDue: boolean }): Promise<void> {
  run.enter(
    await run.parking.insist(run.subject, () =>
      named('record the cancellation', core.recordPublicationCancelled, { serviceOrderId: run.id }),
    ),
  )
  run.isRefundDue = end.isRefundDue
}

/** What an operator decided about an unconfirmed cancellation. */
export async function decideCancellation(run: PublicationRun): Promise<void> {
  const action = await run.parking.takeDecision('cancel_not_confirmed')
  if (action === 'retry') await cancelAtCave(run)
  if (action === 'skip') await endCancelled(run, { isRefundDue: true })
  if (action === 'abort') run.isCancelRequested = false
}
