import { defineSignal, defineUpdate } from '@temporalio/workflow'

import type { Timing } from '../src/domain/timing.js'
import type { ResumeInput } from './common-contract.js'
import type { FactSignal } from './quote-to-service-order-contract.js'

export const caveEvent = defineSignal<[FactSignal]>('caveEvent')
export const cancelPublication = defineUpdate<{ outcome: 'never_published' | 'cancelling' }, [{ reason?: string }]>(
  'cancelPublication',
)

interface PublicationInput {
  readonly id: string
  readonly timing: Timing
  /** callbacks that one run applies before the next one goes on with a short history; absent: 500 */
  readonly factsPerRun?: number
}

type NewPublicationInput = PublicationInput & { readonly resume?: false }

export type CavePublicationInput =
  NewPublicationInput | (PublicationInput & ResumeInput & { readonly carried?: CarriedPublication })

/** What one run hands to the next when its history has grown long. */
export interface CarriedPublication {
  readonly seenFacts: readonly string[]
  /** heard and not applied */
  readonly heardFacts: readonly string[]
  readonly isCancelRequested: boolean
  readonly isQuoteAsking: boolean
  readonly isRefundDue: boolean
  /** epoch milliseconds */
  readonly cancelAskedMs?: number
  /** epoch milliseconds of the last sign of life from MakrCave */
  readonly lastHeardMs: number
}
