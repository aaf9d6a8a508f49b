import type { RefundOutcome } from '../src/domain/loaded-rows.js'
import type { QuoteRun } from './quote-run.js'
import type { RefundAnswer, RefundOrder } from './quote-to-service-order-contract.js'
import { failureType } from './refusal.js'
import { core, named, payments } from './steps.js'

const TRIES = 3

export interface RefundDraft {
  /** what makes this refund one: repeating it changes nothing */
  readonly key: string
  readonly reason: string
  readonly refundId?: string
  /** the payment that goes back; absent: the order's paid one */
  readonly paymentId?: string
  /** minor units; absent: all that is left */
  readonly amountMinor?: number
  readonly requestedBy?: string
}

/** An admin's refund; the answer waits for the first try. */
export async function refundByAdmin(run: QuoteRun, command: RefundOrder): Promise<RefundAnswer> {
  await refund(run, { ...command, key: `admin:${command.refundId}` })
  return { refundId: command.refundId }
}

/** A refund that the story need not wait for; the run stays open until it is settled. */
export function refundInBackground(run: QuoteRun, draft: RefundDraft): void {
  run.background += 1
  void refund(run, draft).finally(() => {
    run.background -= 1
  })
}

/** Sends money back: its row first, then the provider under the row's id. Three failures call a person. */
export async function refund(run: QuoteRun, draft: RefundDraft): Promise<RefundOutcome> {
  const { orderId } = run.mustOrder()
  const opened = await run.parking.insist(run.orderSubject, () =>
    named('write the refund down', core.openRefund, { orderId, ...draft }),
  )
  if (!opened.refundId || opened.status !== 'pending') return opened
  return send(run, opened.refundId)
}

async function send(run: QuoteRun, refundId: string): Promise<RefundOutcome> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const outcome = await tryRefund(run, refundId)
    if (outcome.status === 'pending') run.openRefunds += 1
    if (outcome.status !== 'failed') return outcome
  }
  await run.parking.raise({
    reason: 'refund_failed',
    subject: run.orderSubject,
    note: `The provider refused refund ${refundId} ${TRIES} times.`,
  })
  return { refundId, status: 'failed' }
}

async function tryRefund(run: QuoteRun, refundId: string): Promise<RefundOutcome> {
  try {
    return await run.parking.insist(run.orderSubject, () =>
      named('send the refund', payments.refundPayment, { refundId }),
    )
  } catch (error) {
    if (failureType(error) === 'OutcomeUnknown') {
      return run.parking.insist(run.orderSubject, () => named('look the refund up', payments.checkRefund, { refundId }))
    }
    if (failureType(error) === 'UpstreamRefused') return { refundId, status: 'failed' }
    throw error
  }
}
