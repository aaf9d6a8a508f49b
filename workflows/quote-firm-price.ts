import { isCancellation } from '@temporalio/workflow'

import type { QuoteRun } from './quote-run.js'
import { core, named, slicer } from './steps.js'

/** Beside everything else: a real slice replaces the instant price while nobody has accepted it. */
export function firmPrice(run: QuoteRun): void {
  run.background += 1
  void slice(run).finally(() => {
    run.background -= 1
  })
}

async function slice(run: QuoteRun): Promise<void> {
  const isSliced = await named('slice the model', slicer.sliceModel, { quoteId: run.id }).then(
    () => true,
    (error: unknown) => {
      if (isCancellation(error)) throw error
      return false
    },
  )
  if (run.phase !== 'active') return
  const { needsPerson } = await run.parking.insist(run.quoteSubject, () =>
    named('record the firm price', core.recordFirmPrice, { quoteId: run.id, isSliced }),
  )
  if (needsPerson && run.phase === 'active') {
    await run.parking.raise({ reason: 'quote_needs_person', subject: run.quoteSubject, note: needsPerson })
  }
}
