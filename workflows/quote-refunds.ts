import { DomainError } from '../src/domain/errors.js'
import type { RefundOutcome } from '../src/domain/loaded-rows.js'
import { unlessAbandoned } from './abandoned.js'
import type { KnownFailure } from './insisting.js'
import type { QuoteRun } from './quote-run.js'
import type { RefundAnswer, RefundOrder } from './quote-to-service-order-contract.js'
import { failureType, refusal } from './refusal.js'
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

/** An admin's refund; the answer waits for the first tries. */
export async function refundByAdmin(run: QuoteRun, command: RefundOrder): Promise<RefundAnswer> {
  const opened = await open(run, { ...command, key: `admin:${command.refundId}` }, ['refusal'])
  if (!opened.refundId) throw nothingLeft()
  if (opened.status === 'pending') await send(run, opened.refundId)
  return { refundId: opened.refundId }
}

/** Writes a refund down; it is sent beside the story, and the run stays open until it is settled. */
export async function startRefund(run: QuoteRun, draft: RefundDraft): Promise<RefundOutcome> {
  const opened = await open(run, draft)
  const { refundId, status } = opened
  if (refundId && status === 'pending') run.inBackground(() => send(run, refundId))
  return opened
}

/** All money of the order goes back, payments that came too late included. */
export async function refundEverything(run: QuoteRun): Promise<void> {
  const { orderId } = run.mustOrder()
  run.refundAtMs = undefined
  const { payments: paid } = await run.parking.insist(run.orderSubject, () =>
    named('list what was paid', core.listRefundable, { orderId }),
  )
  for (const paymentId of paid) {
    await startRefund(run, { paymentId, key: `all:${paymentId}`, reason: 'the order could not be fulfilled' })
  }
}

function open(run: QuoteRun, draft: RefundDraft, answers: readonly KnownFailure[] = []): Promise<RefundOutcome> {
  const { orderId } = run.mustOrder()
  const step = (): Promise<RefundOutcome> => named('write the refund down', core.openRefund, { orderId, ...draft })
  return run.parking.insist(run.orderSubject, step, answers)
}

/** A refund that nobody tries any more waits for a person, whoever noticed. */
export async function tellOfFailedRefunds(run: QuoteRun, note: string): Promise<void> {
  await run.parking.raise({ reason: 'refund_failed', subject: run.orderSubject, note })
}

/** Facts that are applied while a refund is sent do not know the provider's answer: they are looked at again. */
async function send(run: QuoteRun, refundId: string): Promise<void> {
  const wereFactsApplied = run.facts.watch()
  run.sendingRefunds += 1
  try {
    await sendUntilAccepted(run, refundId)
  } finally {
    run.sendingRefunds -= 1
    if (wereFactsApplied()) run.facts.wake()
  }
}

/** To the provider under the row's id. Three failures, or an operator who gives it up, leave it to a person. */
async function sendUntilAccepted(run: QuoteRun, refundId: string): Promise<void> {
  const status = await unlessAbandoned(() => tryThrice(run, refundId))
  if (status === 'pending') run.openRefunds = Math.max(1, run.openRefunds)
  // Facts that were applied before may have counted this one as open.
  if (status === 'succeeded' && run.openRefunds > 0) run.facts.wake()
  if (status === 'pending' || status === 'succeeded') return
  await unlessAbandoned(() =>
    run.parking.insist(run.orderSubject, () =>
      named('write down that the refund failed', core.failRefund, { refundId }),
    ),
  )
  await tellOfFailedRefunds(run, `Refund ${refundId} was not carried out.`)
}

async function tryThrice(run: QuoteRun, refundId: string): Promise<RefundOutcome['status']> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const { status } = await tryRefund(run, refundId)
    if (status !== 'failed') return status
  }
  return 'failed'
}

async function tryRefund(run: QuoteRun, refundId: string): Promise<RefundOutcome> {
  try {
    return await run.parking.insist(
      run.orderSubject,
      () => named('send the refund', payments.refundPayment, { refundId }),
      ['UpstreamRefused', 'OutcomeUnknown'],
    )
  } catch (error) {
    if (failureType(error) === 'OutcomeUnknown') return lookUp(run, refundId)
    if (failureType(error) === 'UpstreamRefused') return { refundId, status: 'failed' }
    throw error
  }
}

async function lookUp(run: QuoteRun, refundId: string): Promise<RefundOutcome> {
  try {
    return await run.parking.insist(
      run.orderSubject,
      () => named('look the refund up', payments.checkRefund, { refundId }),
      ['UpstreamRefused'],
    )
  } catch (error) {
    if (failureType(error) === 'UpstreamRefused') return { refundId, status: 'failed' }
    throw error
  }
}

function nothingLeft(): Error {
  const message = 'There is nothing left of the payment to give back.'
  return refusal(new DomainError('refund_exceeds_payment', message, { members: { refundable: 0 } }))
}
