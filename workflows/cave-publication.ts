import {
  allHandlersFinished,
  condition,
  continueAsNew,
  log,
  setDefaultSignalHandler,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'

import { awaitFirstAnswer, snapshot } from './common-contract.js'
import { cancelPublication, caveEvent, type CavePublicationInput } from './cave-publication-contract.js'
import { follow } from './publication-callbacks.js'
import { askToCancel } from './publication-cancellation.js'
import { publish } from './publication-publishing.js'
import { PublicationRun } from './publication-run.js'
import { core, named } from './steps.js'

const FACTS_PER_RUN = 500

/** Publishes a paid service order to MakrCave exactly once and follows the job to its end. */
export async function cavePublication(input: CavePublicationInput): Promise<void> {
  const run = new PublicationRun(input)
  registerHandlers(run)

  await load(run, input)
  if (!run.isPublished && !run.isEnded) await publish(run)
  while (!run.isOver && !run.isEnded) {
    if (isLong(run)) return await goOn(run, input)
    await follow(run)
  }
  if (!run.isOver) await reportEnd(run)
  await condition(allHandlersFinished)
}

/** A fresh run meets its row while preparing; a resumed one goes on where the row stands. */
async function load(run: PublicationRun, input: CavePublicationInput): Promise<void> {
  if (!input.resume) return
  const row = await run.parking.insist(run.subject, () =>
    named('load the row', core.loadPublication, { serviceOrderId: run.id }),
  )
  run.isSendingStarted = row.isPrepared
  run.enter(row)
}

async function reportEnd(run: PublicationRun): Promise<void> {
  await run.parking.insist(run.subject, () =>
    named('tell the quote', core.reportPublicationEnd, {
      serviceOrderId: run.id,
      status: run.status,
      isRefundDue: run.isRefundDue || run.isCancelRequested,
      timing: run.timing,
    }),
  )
}

function isLong(run: PublicationRun): boolean {
  const isLongEnough = run.appliedFacts >= FACTS_PER_RUN || workflowInfo().continueAsNewSuggested
  return isLongEnough && run.parking.reasons().length === 0
}

async function goOn(run: PublicationRun, input: CavePublicationInput): Promise<void> {
  await condition(allHandlersFinished)
  await continueAsNew<typeof cavePublication>({ resume: true, id: run.id, timing: input.timing, carried: run.carry() })
}

function registerHandlers(run: PublicationRun): void {
  run.parking.register()
  setHandler(
    caveEvent,
    (fact) => {
      if (run.seen.add(fact.inbox_id)) run.hasFact = true
    },
    { description: 'A callback from MakrCave was stored in the inbox.' },
  )
  setHandler(cancelPublication, () => askToCancel(run), {
    description: 'Stop the job: never sent, it is not sent any more; sent, MakrCave is asked to cancel it.',
  })
  setHandler(awaitFirstAnswer, () => condition(() => run.isPublished || run.isEnded), {
    description: 'Waits until MakrCave has the job.',
  })
  setHandler(snapshot, () => ({ ...run.row, facts: run.seen.list(), attention: run.parking.reasons() }), {
    description: 'Where the run stands, for operators and tests.',
  })
  setDefaultSignalHandler((name) => log.warn('unknown signal', { name }))
}
