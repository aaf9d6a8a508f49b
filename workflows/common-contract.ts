import type { UpdateDefinition } from '@temporalio/common'
import { defineQuery, defineUpdate } from '@temporalio/workflow'

import type { AttentionReason, OperatorAction } from '../src/domain/attention.js'

/** Comes with the start and answers at the run's first milestone. */
export const awaitFirstAnswer: UpdateDefinition<void> = defineUpdate('awaitFirstAnswer')

/** What a person decides about a parked run; the same form in the Temporal UI for every workflow. */
export const operatorDecision = defineUpdate<{ status: string }, [OperatorDecision]>('operatorDecision')

/** For operators and tests only: reads of the product come from PostgreSQL. */
export const snapshot = defineQuery<Record<string, unknown>>('snapshot')

export interface OperatorDecision {
  readonly action: OperatorAction
  /** 3 to 500 characters: why; for skips also the reference that was asked for */
  readonly note: string
  readonly by?: string
  /** the reason that the form was opened for; another open reason refuses a stale form */
  readonly attention?: AttentionReason
}

/** Every message travels with a start, and this is that start: load the row and go on from there. */
export interface ResumeInput {
  readonly resume: true
  readonly id: string
}
