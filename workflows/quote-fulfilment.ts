import { unlessAbandoned } from './abandoned.js'
import { serve } from './quote-collection.js'
import { askProvider } from './quote-payment.js'
import { refundEverything } from './quote-refunds.js'
import type { QuoteRun } from './quote-run.js'
import type { PublicationEnd } from './quote-to-service-order-contract.js'
import { core, named } from './steps.js'

const REFUND_POLL_MS = 60 * 60_000

/** One round after payment: publish once there is an address, then wait for the end of the fabrication. */
export async function fulfil(run: QuoteRun): Promise<void> {
  await run.fifo.run(() => publish(run))
  await run.nextEvent()
  await run.fifo.run(async () => {
    await serve(run)
    await finish(run)
  })
}

/** One round after the end, while a refund, a decision or late money is still open. */
export async function settle(run: QuoteRun): Promise<void> {
  const isAwake = await run.nextEvent(pauseOf(run))
  await run.fifo.run(async () => {
    await finish(run)
    if (run.refundAtMs !== undefined && Date.now() >= run.refundAtMs) {
      await refundEverything(run)
      await run.parking.settle('paid_not_fulfillable')
    } else if (!isAwake && run.openRefunds > 0) await askProvider(run)
    await serve(run)
  })
}

async function publish(run: QuoteRun): Promise<void> {
  if (run.phase !== 'paid') return
  const order = run.mustOrder()
  if (order.needsAddress) {
    await run.parking.raise({
      reason: 'address_missing',
      subject: run.orderSubject,
      note: 'The order is paid and has no address; it is published once the shopper gives one.',
    })
    return
  }
  await run.parking.settle('address_missing')
  if (!run.canPublish()) return
  const start = { serviceOrderId: order.serviceOrderId, timing: run.timing }
  await run.parking.insist(run.orderSubject, () =>
    named(`publish service order ${order.number}`, core.startPublication, start),
  )
  run.isPublicationStarted = true
}

async function finish(run: QuoteRun): Promise<void> {
  const end = run.takeEnd()
  if (!end) return
  await run.parking.settle('address_missing')
  if (end.status === 'completed') return close(run, end)
  if (end.isRefundDue) return giveBack(run, end)
  run.move('closed', { status: end.status })
  await run.parking.raise({
    reason: 'paid_not_fulfillable',
    subject: run.orderSubject,
    note: `MakrCave ended the job as ${end.status}; the order is paid.`,
  })
}

async function close(run: QuoteRun, { serviceOrderId, status }: PublicationEnd): Promise<void> {
  await unlessAbandoned(() =>
    run.parking.insist(run.orderSubject, () => named('close the order', core.closeServiceOrder, { serviceOrderId })),
  )
  run.move('closed', { status })
}

/** The end was asked for, so nobody needs to decide about the money. */
async function giveBack(run: QuoteRun, { serviceOrderId }: PublicationEnd): Promise<void> {
  const cause = {
    orderId: run.mustOrder().orderId,
    by: 'system',
    key: `publication-ended:${serviceOrderId}`,
    reason: 'cancelled at MakrCave on request',
  } as const
  await unlessAbandoned(() =>
    run.parking.insist(run.orderSubject, () => named('cancel the order', core.cancelOrder, cause)),
  )
  run.move('closed', { status: 'cancelled' })
  await refundEverything(run)
}

function pauseOf(run: QuoteRun): number | undefined {
  if (run.refundAtMs !== undefined) return Math.max(1, run.refundAtMs - Date.now())
  return run.openRefunds > 0 ? REFUND_POLL_MS : undefined
}
