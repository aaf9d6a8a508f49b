import {
  allHandlersFinished,
  condition,
  continueAsNew,
  log,
  setDefaultSignalHandler,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'

import type { LoadedPublication } from '../src/domain/loaded-rows.js'
import { Abandoned, unlessAbandoned } from './abandoned.js'
import { onCancelRequest, uncut } from './cancel-request.js'
import { cancelPublication, caveEvent, type CavePublicationInput } from './cave-publication-contract.js'
import { awaitFirstAnswer, snapshot } from './common-contract.js'
import { follow } from './publication-callbacks.js'
import { answerQuote, endCancelled, settleMoot } from './publication-cancellation.js'
import { publish } from './publication-publishing.js'
import { PublicationRun } from './publication-run.js'
import { core, named } from './steps.js'

const FACTS_PER_RUN = 500

/** Publishes a paid service order to MakrCave exactly once and follows the job to its end. */
export async function cavePublication(input: CavePublicationInput): Promise<void> {
  const run = new PublicationRun(input)
  registerHandlers(run)
  onCancelRequest(() => run.requestCancel())

  await uncut(async () => {
    await load(run, input)
    while (await hasMore(run)) {
      if (isLong(run, input)) return goOn(run, input)
      await playRound(run)
    }
  })
}

/** A fresh run meets its row while preparing; a resumed one goes on where the row stands. */
async function load(run: PublicationRun, input: CavePublicationInput): Promise<void> {
  if (!input.resume) return
  const row = await unlessAbandoned(() =>
    run.parking.insist(run.subject, () => named('load the row', core.loadPublication, { serviceOrderId: run.id })),
  )
  run.isOver = row === undefined
  if (!row) return
  run.isSendingStarted = row.isPrepared
  run.isOutcomeUnknown = row.isPrepared && row.jobId === null
  run.enter(row)
  // The run that saw the end has told it.
  run.isEndReported = run.isEnded
  if (row.attention) await restoreAttention(run, row.attention)
}

/** Most troubles show themselves again when their step is taken again; these two would be forgotten. */
async function restoreAttention(run: PublicationRun, { reason, note }: RowAttention): Promise<void> {
  const { subject } = run
  const isLasting = reason === 'conflicting_status' || reason === 'cancel_not_confirmed'
  if (!isLasting) return run.parking.discard(subject, reason)
  if (reason === 'cancel_not_confirmed' && !run.isEnded) run.requestCancel()
  await run.parking.raise({ reason, subject, note })
  await settleMoot(run)
}

type RowAttention = NonNullable<LoadedPublication['attention']>

async function playRound(run: PublicationRun): Promise<void> {
  try {
    if (run.isEnded && !run.isEndReported) await reportEnd(run)
    else if (run.isEnded || run.isPublished) await follow(run)
    else await publish(run)
  } catch (error) {
    if (!(error instanceof Abandoned)) throw error
    await abandon(run)
  }
}

/** An operator gave a step up: the job is stopped where it can be; what was tried for that already is not repeated. */
async function abandon(run: PublicationRun): Promise<void> {
  if (run.isEnded) return
  const wasAsked = run.isCancelRequested
  run.isRefundDue = true
  run.requestCancel()
  if (wasAsked) await endCancelled(run)
}

async function reportEnd(run: PublicationRun): Promise<void> {
  run.isEndReported = true
  await unlessAbandoned(() =>
    run.parking.insist(run.subject, () =>
      named('tell the quote', core.reportPublicationEnd, {
        serviceOrderId: run.id,
        status: run.status,
        isRefundDue: run.isRefundDue || run.isCancelRequested,
        timing: run.timing,
      }),
    ),
  )
}

/** False once the row is final, nothing is open, and every caller has its answer. */
async function hasMore(run: PublicationRun): Promise<boolean> {
  await condition(() => !run.isSettled || allHandlersFinished())
  return !run.isSettled
}

function isLong(run: PublicationRun, input: CavePublicationInput): boolean {
  const isLongEnough = run.appliedFacts >= (input.factsPerRun ?? FACTS_PER_RUN) || workflowInfo().continueAsNewSuggested
  return isLongEnough && run.isPublished && !run.isEnded && run.parking.reasons().length === 0
}

async function goOn(run: PublicationRun, input: CavePublicationInput): Promise<void> {
  await condition(allHandlersFinished)
  const { id, timing, factsPerRun } = input
  const size = factsPerRun === undefined ? {} : { factsPerRun }
  await continueAsNew<typeof cavePublication>({ resume: true, id, timing, ...size, carried: run.carry() })
}

function registerHandlers(run: PublicationRun): void {
  run.parking.register()
  setHandler(caveEvent, (fact) => run.facts.hear(fact), {
    description: 'A callback from MakrCave was stored in the inbox.',
  })
  setHandler(cancelPublication, () => uncut(() => answerQuote(run)), {
    description: 'Stop the job: never sent, it is not sent any more; sent, MakrCave is asked to cancel it.',
  })
  const isAtCave = (): boolean => run.isPublished || run.isEnded || run.isOver
  setHandler(awaitFirstAnswer, () => uncut(() => condition(isAtCave)), {
    description: 'Waits until MakrCave has the job.',
  })
  setHandler(snapshot, () => ({ ...run.row, facts: run.facts.list(), attention: run.parking.reasons() }), {
    description: 'Where the run stands, for operators and tests.',
  })
  setDefaultSignalHandler((name) => log.warn('unknown signal', { name }))
}
