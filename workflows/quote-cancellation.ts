import { uuid4 } from '@temporalio/workflow'

import { DomainError } from '../src/domain/errors.js'
import { canCancel } from '../src/domain/service-order-status.js'
import { voidPayment } from './quote-payment.js'
import { refund, refundInBackground } from './quote-refunds.js'
import type { QuoteRun } from './quote-run.js'
import type { CancelAnswer, CancelServiceOrder } from './quote-to-service-order-contract.js'
import { refusal } from './refusal.js'
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
    if (run.phase === 'pending_payment') {
      await voidPayment(run, 'cancel the payment')
      if (run.phase === 'pending_payment') {
        await recordCancelled(run, cause)
        return { isCancelled: true, refundId: null }
      }
    }
    if (!(await stopPublication(run))) return { isCancelled: false, refundId: null }
    await recordCancelled(run, cause)
    const { refundId } = await refund(run, { key: cause.key, refundId: command.refundId, reason: cause.reason })
    return { isCancelled: true, refundId }
  })
}

/** The UI's "Request cancellation": withdraws an open quote, cancels an open order. */
export async function cancelByRequest(run: QuoteRun): Promise<void> {
  if (run.phase === 'active') {
    await run.fifo.run(async () => {
      if (run.phase !== 'active') return
      await run.parking.insist(run.quoteSubject, () =>
        named('withdraw the quote', core.endQuote, { quoteId: run.id, status: 'cancelled' }),
      )
      run.move('closed', { status: 'cancelled' })
    })
    return
  }
  if (run.order)
    await cancel(run, { by: 'admin', refundId: uuid4(), reason: 'cancelled by an operator' }).catch(() => undefined)
}

/** An operator's abort after payment: undone whatever MakrCave says, refunded in full. */
export async function cancelPaid(run: QuoteRun, cause: Cause): Promise<void> {
  await stopPublication(run)
  await recordCancelled(run, cause)
  refundInBackground(run, { key: cause.key, reason: cause.reason })
}

/** True when MakrCave never got the job; else it has been asked to stop, and the publication's end tells the rest. */
async function stopPublication(run: QuoteRun): Promise<boolean> {
  const { serviceOrderId } = run.mustOrder()
  run.isCancelRequested = true
  const { outcome } = await run.parking.insist(run.orderSubject, () =>
    named('stop the publication', core.stopPublication, { serviceOrderId, timing: run.timing }),
  )
  return outcome === 'never_published'
}

async function recordCancelled(run: QuoteRun, cause: Cause): Promise<void> {
  const { orderId } = run.mustOrder()
  await run.parking.insist(run.orderSubject, () => named('cancel the order', core.cancelOrder, { orderId, ...cause }))
  run.move('closed', { status: 'cancelled' })
}

async function refuseUnlessCancellable(run: QuoteRun, command: CancelServiceOrder): Promise<void> {
  const { serviceOrderId } = run.mustOrder()
  const { status } = await run.parking.insist(run.orderSubject, () =>
    named('read the status', core.readServiceOrderStatus, { serviceOrderId }),
  )
  if (canCancel(status, command.by)) return
  throw refusal(
    new DomainError('not_cancellable', 'This order can no longer be cancelled.', {
      members: { current_status: status },
    }),
  )
}
