import type { AttentionReason, OperatorAction } from '../src/domain/attention.js'
import type { OperatorDecision } from './common-contract.js'

/** The row that shows the trouble: the one the reason is about. */
export interface AttentionSubject {
  readonly kind: 'upload' | 'quote' | 'store_order' | 'service_order' | 'bom_import'
  readonly id: string
}

export interface ParkRequest {
  readonly reason: AttentionReason
  readonly subject: AttentionSubject
  /** what happened, for the operator; nothing personal */
  readonly note: string
  /** ends the park by itself */
  readonly until?: () => boolean
  /** when a person is affected at the latest: the run goes on by itself after this many milliseconds */
  readonly dueMs?: number
}

/** How an attention ended: an operator's decision, or its cause went away. */
export type ParkOutcome = OperatorAction | 'resolved'

/** Something that waits for a person, from the moment it was raised until it is off the row again. */
export interface OpenAttention {
  readonly request: ParkRequest
  readonly sinceMs: number
  decision?: OperatorDecision
  /** set while it is being taken down */
  closing?: Promise<void>
}

export function isSameSubject(one: AttentionSubject, other: AttentionSubject): boolean {
  return one.kind === other.kind && one.id === other.id
}
