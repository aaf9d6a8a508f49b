import { sleep } from '@temporalio/workflow'

import { bomImport as rightImport } from '../../../workflows/bom-import.js'
import type { BomImportInput } from '../../../workflows/bom-import-contract.js'
import { cavePublication as rightPublication } from '../../../workflows/cave-publication.js'
import type { CavePublicationInput } from '../../../workflows/cave-publication-contract.js'
import { modelAnalysis as rightAnalysis } from '../../../workflows/model-analysis.js'
import type { ModelAnalysisInput } from '../../../workflows/model-analysis-contract.js'
import type { QuoteToServiceOrderInput } from '../../../workflows/quote-to-service-order-contract.js'
import { quoteToServiceOrder as rightQuote } from '../../../workflows/quote-to-service-order.js'

/** The workflows with one command more at their start: what an edit without a patch does to runs that are open. */
export async function modelAnalysis(input: ModelAnalysisInput): Promise<void> {
  await sleep(1)
  await rightAnalysis(input)
}

export async function quoteToServiceOrder(input: QuoteToServiceOrderInput): Promise<void> {
  await sleep(1)
  await rightQuote(input)
}

export async function cavePublication(input: CavePublicationInput): Promise<void> {
  await sleep(1)
  await rightPublication(input)
}

export async function bomImport(input: BomImportInput): Promise<void> {
  await sleep(1)
  await rightImport(input)
}
