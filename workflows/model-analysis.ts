import { allHandlersFinished, condition, setHandler } from '@temporalio/workflow'

import { awaitFirstAnswer, snapshot } from './common-contract.js'
import { measure } from './measuring.js'
import type { ModelAnalysisInput } from './model-analysis-contract.js'
import { Abandoned, Parking } from './parking.js'

/** Measures an uploaded model and writes what it found into the upload's row. */
export async function modelAnalysis(input: ModelAnalysisInput): Promise<void> {
  let isOver = false
  const parking = new Parking(() => (isOver ? 'The model is measured.' : 'The model is being measured.'))
  parking.register()
  setHandler(awaitFirstAnswer, () => condition(() => isOver), { description: 'Waits until the model is measured.' })
  setHandler(snapshot, () => ({ isOver, attention: parking.reasons() }), { description: 'Where the run stands.' })

  try {
    await measure(parking, input.id)
  } catch (error) {
    if (!(error instanceof Abandoned)) throw error
  }
  isOver = true
  await condition(allHandlersFinished)
}
