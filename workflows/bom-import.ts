import { allHandlersFinished, CancellationScope, condition } from '@temporalio/workflow'

import type { BomImportInput } from './bom-import-contract.js'
import { registerHandlers } from './bom-import-handlers.js'
import { readLines } from './bom-import-reading.js'
import { ImportRun } from './bom-import-run.js'
import { begin, close, fillCart, matchLines, report, settle, waitForChoices } from './bom-import-steps.js'
import { onCancelRequest } from './cancel-request.js'
import { asRefusal } from './refusal.js'

/** From a parts list to lines in the cart: read, match, add what is sure, ask people about the rest. */
export async function bomImport(input: BomImportInput): Promise<void> {
  const run = new ImportRun(input)
  registerHandlers(run)
  onCancelRequest(() => run.requestCancel())

  await CancellationScope.nonCancellable(async () => {
    if ((await begin(run, input)) && !run.isClosed) {
      await play(run)
      await close(run)
      await report(run)
    }
    run.go('over')
    await condition(allHandlersFinished)
  })
}

/** Ends when every line is decided, when nobody decided in time, or with the reason why it cannot go on. */
async function play(run: ImportRun): Promise<void> {
  try {
    await run.unlessCancelled(async () => {
      await readLines(run)
      await matchLines(run)
      await fillCart(run)
      await settle(run)
      await waitForChoices(run)
    })
  } catch (error) {
    // A plain error is a defect: it holds the run until the fixed release.
    if (!asRefusal(error)) throw error
    run.refused = error
  }
}
