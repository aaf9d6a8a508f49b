import { ActivityFailure, condition, log } from '@temporalio/workflow'

import { Abandoned, unlessAbandoned } from './abandoned.js'
import type { BomImportInput, NewImportInput } from './bom-import-contract.js'
import type { ImportRun } from './bom-import-run.js'
import { asRefusal, failureType } from './refusal.js'
import { bom, bomBatches, caveNotices, named } from './steps.js'

/** Writes the import's row, or loads it when a later message or an operator started this run. False: given up. */
export async function begin(run: ImportRun, input: BomImportInput): Promise<boolean> {
  try {
    if (input.resume) await load(run)
    else await record(run, input)
    return true
  } catch (error) {
    if (!(error instanceof Abandoned)) throw error
    run.refused = error
    return false
  }
}

async function record(run: ImportRun, input: NewImportInput): Promise<void> {
  const { id: importId, userId, source, projectId, bomName, options } = input
  const wish = { importId, userId, source, projectId, bomName, options }
  run.enter(await run.parking.insist(run.subject, () => named('record the import', bom.recordImport, wish)))
}

/** A trouble that still holds shows itself again when its step is taken again. */
async function load(run: ImportRun): Promise<void> {
  const row = await run.insist('load the import', bom.loadImport)
  run.enter(row)
  if (row.attention) await run.parking.discard(run.subject, row.attention)
}

export async function matchLines(run: ImportRun): Promise<void> {
  if (run.row?.status !== 'processing') return
  run.go('matching')
  run.enter(await run.insist('match the lines', bomBatches.matchLines))
}

export async function fillCart(run: ImportRun): Promise<void> {
  if (run.row?.status !== 'processing' || !run.row.wantsCart) return
  run.go('filling the cart')
  await run.insist('add what is sure to the cart', bom.addToCart)
}

export async function settle(run: ImportRun): Promise<void> {
  if (run.row?.status !== 'processing') return
  run.go('counting')
  run.show(await run.insist('settle the import', bom.settleImport))
}

/** People choose products for the open lines, as long as there are any and for 30 days at most. */
export async function waitForChoices(run: ImportRun): Promise<void> {
  if (run.isClosed) return
  run.go('waiting for choices')
  const waitMs = run.dueMs - Date.now()
  if (waitMs > 0) await condition(() => run.isClosed, waitMs)
}

/** Nothing more is done for an import that people have not finished; choices on their way are waited for. */
export async function close(run: ImportRun): Promise<void> {
  run.go('closing')
  await run.fifo.run(async () => {
    if (run.isClosed) return
    const { code = null, message = null } = asRefusal(run.refused) ?? {}
    const end = { importId: run.id, code, message }
    const row = await unlessAbandoned(() =>
      run.parking.insist(run.subject, () => named('close the import', bom.endImport, end)),
    )
    if (row) run.show(row)
  })
}

/** Tells MakrCave what became of its parts list; nothing depends on it. */
export async function report(run: ImportRun): Promise<void> {
  if (run.row?.source !== 'makrcave' || !run.row.isRead) return
  try {
    await named('tell MakrCave', caveNotices.reportToCave, { importId: run.id })
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error
    log.warn('MakrCave was not told of an import', { reason: failureType(error) })
  }
}
