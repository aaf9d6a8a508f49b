import { defineSignal, defineUpdate } from '@temporalio/workflow'

import type { Timing } from '../src/domain/timing.js'
import type { ResumeInput } from './common-contract.js'
import type { FactSignal } from './quote-to-service-order-contract.js'

export const caveEvent = defineSignal<[FactSignal]>('caveEvent')
export const cancelPublication = defineUpdate<{ outcome: 'never_published' | 'cancelling' }, [{ reason?: string }]>(
  'cancelPublication',
)

export interface NewPublicationInput {
  readonly resume?: false
  readonly id: string
  readonly timing: Timing
}

export type CavePublicationInput =
  NewPublicationInput | (ResumeInput & { readonly timing: Timing; readonly carried?: CarriedPublication })

/** What one run hands to the next when its history has grown long. */
export interface CarriedPublication {
  readonly seenFacts: readonly string[]
  readonly isCancelRequested: boolean
  /** epoch milliseconds of the last sign of life from MakrCave */
  readonly lastHeardMs: number
}
