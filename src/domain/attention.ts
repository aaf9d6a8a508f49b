/** Why a run waits for a person: the closed list, equal on rows, in the search attribute and in metrics. */
export const ATTENTION_REASONS = [
  'publish_failed',
  'publish_outcome_unknown',
  'address_missing',
  'payment_mismatch',
  'paid_not_fulfillable',
  'refund_failed',
  'cave_silent',
  'conflicting_status',
  'cancel_not_confirmed',
  'file_changed',
  'dispute_opened',
  'bom_source_unavailable',
  'quote_needs_person',
  'upstream_down',
  'work_failed',
  'internal',
] as const

export type AttentionReason = (typeof ATTENTION_REASONS)[number]

export type OperatorAction = 'retry' | 'skip' | 'abort'

/** What an operator may do about a reason, in words that the run shows beside the form. */
export const DECISIONS: Readonly<Record<AttentionReason, Readonly<Partial<Record<OperatorAction, string>>>>> = {
  publish_failed: {
    retry: 'send the same job again now',
    skip: 'it was published by hand; the note holds the job id',
    abort: 'cancel the order and refund it in full',
  },
  publish_outcome_unknown: {
    retry: 'look the job up; send only if there is none',
    skip: 'use the job id in the note',
    abort: 'cancel the job at MakrCave and refund the order',
  },
  address_missing: { retry: 'check again', abort: 'cancel the order and refund it' },
  payment_mismatch: {
    retry: 'read the provider again',
    skip: 'accept it as paid and book the difference',
    abort: 'refund what came and cancel the order',
  },
  paid_not_fulfillable: {
    retry: 'try to fulfil it again (for a print: a replacement service order)',
    skip: 'ship what there is and refund the rest',
    abort: 'refund everything now',
  },
  refund_failed: {
    retry: 'same refund, same key, again',
    skip: 'it was refunded by hand; the note holds the reference',
  },
  cave_silent: { retry: 'ask MakrCave now', skip: 'wait as long again', abort: 'cancel there and refund' },
  conflicting_status: { retry: 'ask MakrCave and apply what the table allows', skip: 'keep our status' },
  cancel_not_confirmed: { retry: 'ask now', skip: 'count it as cancelled', abort: 'withdraw the cancellation' },
  file_changed: { retry: 'compare again after restoring the file', abort: 'cancel the order and refund it' },
  dispute_opened: { retry: 'read it again', skip: 'acknowledged', abort: 'cancel if it has not shipped' },
  bom_source_unavailable: { retry: 'read it now', abort: 'fail the import' },
  quote_needs_person: {
    retry: 'measure and price again',
    skip: 'let it be accepted as priced',
    abort: 'withdraw the quote',
  },
  upstream_down: { retry: 'try now', abort: 'undo this step' },
  work_failed: {
    retry: 'once more',
    skip: 'go on with what there is (the instant price; the lines read so far)',
    abort: 'give this step up (a model: its analysis; a parts list: the import)',
  },
  internal: { retry: 'again, after the fix', abort: 'cancel with everything undone' },
}

/** Reasons that tell an operator something while the run goes on by itself. */
const SOFT: ReadonlySet<AttentionReason> = new Set([
  'upstream_down',
  'cave_silent',
  'conflicting_status',
  'dispute_opened',
  'cancel_not_confirmed',
])

export function isSoft(reason: AttentionReason): boolean {
  return SOFT.has(reason)
}

/** True when the reason knows the action; an operator's form is refused otherwise. */
export function allowsDecision(reason: AttentionReason, action: OperatorAction): boolean {
  return Object.hasOwn(DECISIONS[reason], action)
}
