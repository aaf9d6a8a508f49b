import {
  allHandlersFinished,
  condition,
  isCancellation,
  log,
  setDefaultSignalHandler,
  setHandler,
} from '@temporalio/workflow'

import { Abandoned, unlessAbandoned } from './abandoned.js'
import { uncut } from './cancel-request.js'
import { awaitFirstAnswer, snapshot } from './common-contract.js'
import { measure } from './measuring.js'
import type { ModelAnalysisInput } from './model-analysis-contract.js'
import { Parking } from './parking.js'
import { core, named } from './steps.js'

/** Measures an uploaded model and writes what it found into the upload's row. */
export async function modelAnalysis(input: ModelAnalysisInput): Promise<void> {
  let isOver = false
  const parking = new Parking(() => (isOver ? 'The model is measured.' : 'The model is being measured.'))
  parking.register()
  setHandler(awaitFirstAnswer, () => uncut(() => condition(() => isOver)), {
    description: 'Waits until the model is measured.',
  })
  setHandler(snapshot, () => ({ isOver, attention: parking.reasons() }), { description: 'Where the run stands.' })
  setDefaultSignalHandler((name) => log.warn('unknown signal', { name }))

  const isMeasured = await tryMeasuring(parking, input.id)
  await uncut(async () => {
    if (!isMeasured) await giveUp(parking, input.id)
    isOver = true
    parking.describe()
    await condition(allHandlersFinished)
  })
}

/** False when an operator gave it up, with a decision or with "Request cancellation". */
async function tryMeasuring(parking: Parking, uploadId: string): Promise<boolean> {
  try {
    return await measure(parking, { uploadId })
  } catch (error) {
    if (isCancellation(error) || error instanceof Abandoned) return false
    throw error
  }
}

async function giveUp(parking: Parking, uploadId: string): Promise<void> {
  await unlessAbandoned(() =>
    parking.insist({ kind: 'upload', id: uploadId }, () =>
      named('give the analysis up', core.failAnalysis, { uploadId }),
    ),
  )
}
