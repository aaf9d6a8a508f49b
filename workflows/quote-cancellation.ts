import { condition, uuid4 } from '@temporalio/workflow'

import { DomainError } from '../src/domain/errors.js'
import { canCancel } from '../src/domain/service-order-status.js'
import { unlessAbandoned } from './abandoned.js'
import { endOffer } from './quote-offer.js'
import { tryToVoid } from './quote-payment.js'
import { startRefund } from './quote-refunds.js'
import type { QuoteRun } from './quote-run.js'
import type { CancelAnswer, CancelServiceOrder } from './quote-to-service-order-contract.js'
import { asRefusal, refusal } from './refusal.js'
import { core, named } from './steps.js'

interface Cause {
  readonly by: 'customer' | 'admin' | 'operator' | 'system'
  readonly key: string
  readonly reason: string
}

/** Cancels at any point that the table allows. Once MakrCave may have the job, it is asked first. */
export async function cancel(run: QuoteRun, command: CancelServiceOrder): Promise<CancelAnswer> {
  return run.fifo.run(async () => {
    await refuseUnlessCancellable(run, command)
    const cause: Cause = { by: command.by, key: `cancel:${command.refundId}`, reason: command.reason ?? 'cancelled' }
    if (run.phase === 'pending_payment') await tryToVoid(run, 'cancel the payment')
    if (run.phase === 'pending_payment') {
      await recordCancelled(run, cause)
      return { isCancelled: true, refundId: null }
    }
    if (!(await isNeverPublished(run))) return { isCancelled: false, refundId: null }
    await recordCancelled(run, cause)
    const { key, reason } = cause
    const { refundId } = await startRefund(run, { key, reason, refundId: command.refundId })
    return { isCancelled: true, refundId }
  })
}

/** The UI's "Request cancellation": withdraws an open quote, cancels an open order; else the run says that it goes on. */
export async function cancelByRequest(run: QuoteRun): Promise<void> {
  await condition(() => run.isReady)
  await run.fifo.run(() => (run.phase === 'active' ? endOffer(run, 'cancelled') : Promise.resolve()))
  if (!run.order) return
  try {
    await cancel(run, { by: 'admin', refundId: uuid4(), reason: 'cancelled by an operator' })
  } catch (error) {
    const why = asRefusal(error)
    if (!why) throw error
    run.remark = `A request to cancel was refused: ${why.message}`
    run.parking.describe()
  }
}

/** An operator's abort: undone whatever MakrCave says, refunded in full. Steps that are given up are left out. */
export async function cancelByOperator(run: QuoteRun, why: { key: string; reason: string }): Promise<void> {
  if (run.phase === 'pending_payment') await tryToVoid(run, 'undo: cancel the payment')
  if (run.phase === 'paid') await unlessAbandoned(() => isNeverPublished(run))
  await unlessAbandoned(() => recordCancelled(run, { by: 'operator', ...why }))
  if (run.phase !== 'closed') run.move('closed', { status: 'cancelled' })
  await unlessAbandoned(() => startRefund(run, why))
}

/** An operator gave a step of the story up: the run undoes what there is, and ends. */
export async function abandon(run: QuoteRun): Promise<void> {
  if (run.phase === 'active') return run.fifo.run(() => endOffer(run, 'cancelled'))
  if (run.phase === 'closed' || !run.order) return
  await run.fifo.run(() => cancelByOperator(run, { key: 'given-up', reason: 'given up by an operator' }))
}

/** True when MakrCave never got the job; else it has been asked to stop, and the publication's end tells the rest. */
async function isNeverPublished(run: QuoteRun): Promise<boolean> {
  const { serviceOrderId } = run.mustOrder()
  const { outcome } = await run.parking.insist(run.orderSubject, () =>
    named('stop the publication', core.stopPublication, { serviceOrderId, timing: run.timing }),
  )
  return outcome === 'never_published'
}

async function recordCancelled(run: QuoteRun, cause: Cause): Promise<void> {
  const { orderId } = run.mustOrder()
  await run.parking.insist(run.orderSubject, () => named('cancel the order', core.cancelOrder, { orderId, ...cause }))
  run.forgetEnd()
  run.move('closed', { status: 'cancelled' })
  await run.parking.settle('address_missing')
}

async function refuseUnlessCancellable(run: QuoteRun, command: CancelServiceOrder): Promise<void> {
  const { serviceOrderId } = run.mustOrder()
  const { status } = await run.parking.insist(run.orderSubject, () =>
    named('read the status', core.readServiceOrderStatus, { serviceOrderId }),
  )
  if (canCancel(status, command.by) && run.phase !== 'closed') return
  throw refusal(
    new DomainError('not_cancellable', 'This order can no longer be cancelled.', {
      members: { current_status: status },
    }),
  )
}
