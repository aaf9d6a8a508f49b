import { serve } from './quote-collection.js'
import { refundEverything } from './quote-decisions.js'
import { askProvider } from './quote-payment.js'
import type { QuoteRun } from './quote-run.js'
import { core, named } from './steps.js'

const REFUND_POLL_MS = 60 * 60_000

/** One round after payment: publish once there is an address, then wait for the end of the fabrication. */
export async function fulfil(run: QuoteRun): Promise<void> {
  await run.fifo.run(() => publish(run))
  await run.nextEvent(untilRefund(run))
  await run.fifo.run(async () => {
    await serve(run)
    if (run.publicationEnd) await finish(run)
  })
}

/** One round after the end, while a refund, a decision or late money is still open. */
export async function settle(run: QuoteRun): Promise<void> {
  const isAwake = await run.nextEvent(untilRefund(run) ?? REFUND_POLL_MS)
  await run.fifo.run(async () => {
    if (run.publicationEnd) await finish(run)
    if (run.refundAtMs !== undefined && Date.now() >= run.refundAtMs) {
      await refundEverything(run)
      await run.parking.settle('paid_not_fulfillable')
    } else if (!isAwake && run.openRefunds > 0) await askProvider(run)
    await serve(run)
  })
}

async function publish(run: QuoteRun): Promise<void> {
  if (run.phase !== 'paid' || run.isPublicationStarted || run.publicationEnd) return
  const order = run.mustOrder()
  if (order.needsAddress) {
    await run.parking.raise({
      reason: 'address_missing',
      subject: run.orderSubject,
      note: 'The order is paid and has no address; it is published once the shopper gives one.',
    })
    return
  }
  await run.parking.insist(run.orderSubject, () =>
    named(`publish service order ${order.number}`, core.startPublication, {
      serviceOrderId: order.serviceOrderId,
      timing: run.timing,
    }),
  )
  run.isPublicationStarted = true
}

async function finish(run: QuoteRun): Promise<void> {
  const status = run.publicationEnd
  run.publicationEnd = undefined
  const { serviceOrderId } = run.mustOrder()
  if (status === 'completed') {
    await run.parking.insist(run.orderSubject, () =>
      named('close the order', core.closeServiceOrder, { serviceOrderId }),
    )
    run.move('closed', { status })
    return
  }
  if (run.isCancelRequested) {
    await run.parking.insist(run.orderSubject, () =>
      named('cancel the order', core.cancelOrder, {
        orderId: run.mustOrder().orderId,
        by: 'system',
        key: `publication-ended:${serviceOrderId}`,
        reason: 'cancelled at MakrCave on request',
      }),
    )
    run.move('closed', { status: 'cancelled' })
    await refundEverything(run)
    return
  }
  run.move('closed', { status: status ?? 'failed' })
  await run.parking.raise({
    reason: 'paid_not_fulfillable',
    subject: run.orderSubject,
    note: `MakrCave ended the job as ${status ?? 'failed'}; the order is paid.`,
  })
}

function untilRefund(run: QuoteRun): number | undefined {
  return run.refundAtMs === undefined ? undefined : Math.max(1, run.refundAtMs - Date.now())
}
