import { isCancellation } from '@temporalio/workflow'

import type { QuoteRun } from './quote-run.js'
import { failureType } from './refusal.js'
import { core, named, slicer } from './steps.js'

/** Beside everything else: a real slice replaces the instant price while nobody has accepted it. */
export function firmPrice(run: QuoteRun): void {
  run.inBackground(() => slice(run))
}

async function slice(run: QuoteRun): Promise<void> {
  const outcome = await trySlicing(run)
  if (!isOnOffer(run)) return
  if (outcome === 'crashed') return tellOfCrash(run)
  const isSliced = outcome === 'sliced'
  const { needsPerson } = await run.parking.insist(run.quoteSubject, () =>
    named('record the firm price', core.recordFirmPrice, { quoteId: run.id, isSliced }),
  )
  if (needsPerson && isOnOffer(run)) {
    await run.parking.raise({ reason: 'quote_needs_person', subject: run.quoteSubject, note: needsPerson })
  }
}

function isOnOffer(run: QuoteRun): boolean {
  return run.phase === 'active'
}

/** `refused`: the slicer will say the same again. `crashed`: it was ended or ran out of time, three times. */
async function trySlicing(run: QuoteRun): Promise<'sliced' | 'refused' | 'crashed'> {
  try {
    await named('slice the model', slicer.sliceModel, { quoteId: run.id })
    return 'sliced'
  } catch (error) {
    if (isCancellation(error)) throw error
    return failureType(error) === 'WorkFailed' ? 'refused' : 'crashed'
  }
}

/** The instant price stays and may be accepted. */
async function tellOfCrash(run: QuoteRun): Promise<void> {
  await run.parking.raise({
    reason: 'work_failed',
    subject: run.quoteSubject,
    note: 'The slicer was ended or ran out of time three times; the instant price stays.',
  })
}
