import { allowsDecision, DECISIONS } from '../src/domain/attention.js'
import { DomainError } from '../src/domain/errors.js'
import type { OperatorDecision } from './common-contract.js'
import type { OpenAttention } from './open-attention.js'
import { refusal } from './refusal.js'

const NOTE_LENGTH = { least: 3, most: 500 }

/**
 * The open attention that a decision is about: the one it names, else the first that nobody has decided about. Refuses
 * a decision when nothing waits for it, when the form is stale, and when the reason has no such action.
 */
export function decisionTarget(given: unknown, all: readonly OpenAttention[]): OpenAttention {
  const decision = (given ?? {}) as Partial<OperatorDecision>
  const undecided = all.filter((open) => !open.decision && !open.closing)
  const open = decision.attention
    ? undecided.find(({ request }) => request.reason === decision.attention)
    : undecided[0]
  if (!open) throw refuse('Nothing is waiting for this decision; reload the run.')
  const { reason } = open.request
  if (!decision.action || !allowsDecision(reason, decision.action)) {
    throw refuse(`${reason} knows: ${Object.keys(DECISIONS[reason]).join(', ')}.`)
  }
  const length = typeof decision.note === 'string' ? decision.note.trim().length : 0
  if (length < NOTE_LENGTH.least || length > NOTE_LENGTH.most) {
    throw refuse(`Please give a note of ${NOTE_LENGTH.least} to ${NOTE_LENGTH.most} characters.`)
  }
  return open
}

function refuse(message: string): Error {
  return refusal(new DomainError('validation_error', message))
}
