import {
  CancellationScope,
  condition,
  isCancellation,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow'

import {
  allowsDecision,
  DECISIONS,
  isSoft,
  type AttentionReason,
  type OperatorAction,
} from '../src/domain/attention.js'
import { DomainError } from '../src/domain/errors.js'
import { operatorDecision, type OperatorDecision } from './common-contract.js'
import { asRefusal, failureType, refusal, rootCause } from './refusal.js'
import { ATTENTION, DUE_AT } from './search-attributes.js'
import { core } from './steps.js'

/** The row that shows the trouble: the one the reason is about. */
export interface AttentionSubject {
  readonly kind: 'upload' | 'quote' | 'store_order' | 'service_order'
  readonly id: string
}

export interface ParkRequest {
  readonly reason: AttentionReason
  readonly subject: AttentionSubject
  /** what happened, for the operator; nothing personal */
  readonly note: string
  /** ends the park by itself */
  readonly until?: () => boolean
  /** after this many milliseconds the run goes on by itself */
  readonly dueMs?: number
}

/** How a park ended: an operator's decision, the thing that was waited for, or the time. */
export type ParkOutcome = OperatorAction | 'resolved' | 'due'

/** An operator gave the step up; the flow undoes what it did. */
export class Abandoned extends Error {
  override readonly name = 'Abandoned'
}

interface OpenAttention {
  readonly request: ParkRequest
  readonly sinceMs: number
  decision?: OperatorDecision
}

/**
 * Waiting for a person instead of failing: the row, the search attribute and the current details say what happened and
 * what each choice does, and the run waits for `operatorDecision`. One blocking reason at a time; soft ones stand beside it.
 */
export class Parking {
  private blocking: OpenAttention | undefined
  private readonly soft = new Map<AttentionReason, OpenAttention>()
  private readonly story: () => string
  private note = ''

  /** `story` says in a line or two where the run stands; it heads the current details. */
  constructor(story: () => string) {
    this.story = story
  }

  /** Registers the operator's form; call before the first await. */
  register(): void {
    setHandler(operatorDecision, (decision) => this.decide(decision), {
      validator: (decision) => this.validate(decision),
      description: 'Decide about the open attention of this run: retry, skip or abort, with a note that says why.',
    })
  }

  /** The open reasons, blocking first; part of the snapshot. */
  reasons(): AttentionReason[] {
    return [...(this.blocking ? [this.blocking.request.reason] : []), ...this.soft.keys()]
  }

  /** Shows where the run stands; costs no history event. */
  describe(): void {
    const open = [...(this.blocking ? [this.blocking] : []), ...this.soft.values()].map(describeOpen)
    setCurrentDetails([this.story(), ...open].join('\n\n'))
  }

  /** Stops the calling step until a person decides, `until` holds, or `dueMs` have passed. */
  async park(request: ParkRequest): Promise<ParkOutcome> {
    const open: OpenAttention = { request, sinceMs: Date.now() }
    this.blocking = open
    await this.show(open)
    const isDone = (): boolean => open.decision !== undefined || request.until?.() === true
    if (request.dueMs === undefined) await condition(isDone)
    else await condition(isDone, request.dueMs)
    const outcome = open.decision?.action ?? (request.until?.() ? 'resolved' : 'due')
    this.note = open.decision?.note ?? ''
    await this.hide(open, outcome)
    this.blocking = undefined
    this.describe()
    return outcome
  }

  /** The note of the last decision about a park; a skip may carry a reference in it. */
  lastNote(): string {
    return this.note
  }

  /** Tells people about something while the run goes on; their decision is one more input of the flow. */
  async raise(request: ParkRequest): Promise<void> {
    if (this.soft.has(request.reason)) return
    const open: OpenAttention = { request, sinceMs: Date.now() }
    this.soft.set(request.reason, open)
    await this.show(open)
  }

  /** The operator's answer to a soft reason, taken once and closing it. */
  async takeDecision(reason: AttentionReason): Promise<OperatorAction | undefined> {
    const open = this.soft.get(reason)
    if (!open?.decision) return undefined
    await this.settle(reason)
    return open.decision.action
  }

  hasDecision(reason: AttentionReason): boolean {
    return this.soft.get(reason)?.decision !== undefined
  }

  /** The raised reasons that an operator has decided about, and the flow has not yet acted on. */
  decided(): AttentionReason[] {
    return [...this.soft.keys()].filter((reason) => reason !== 'upstream_down' && this.hasDecision(reason))
  }

  isRaised(reason: AttentionReason): boolean {
    return this.soft.has(reason)
  }

  /** Closes a soft reason because its cause is gone. */
  async settle(reason: AttentionReason): Promise<void> {
    const open = this.soft.get(reason)
    if (!open) return
    await this.hide(open, open.decision?.action ?? 'resolved')
    this.soft.delete(reason)
    this.describe()
  }

  /**
   * A step that must happen: a window of failures of the other side is shown as `upstream_down` and the next window
   * starts at once; a defect parks as `internal`. Refusals and outcomes that the flow knows are thrown to it.
   */
  async insist<T>(subject: AttentionSubject, step: () => Promise<T>): Promise<T> {
    for (;;) {
      const result = await this.tryOnce(subject, step)
      if (result.isDone) return result.value
    }
  }

  private async tryOnce<T>(subject: AttentionSubject, step: () => Promise<T>): Promise<Tried<T>> {
    try {
      const value = await this.orDecision(step)
      await this.settle('upstream_down')
      return { isDone: true, value }
    } catch (error) {
      if (await this.isDecidedAgain(error)) return { isDone: false }
      if (isCancellation(error) || asRefusal(error) || KNOWN_TO_FLOWS.has(failureType(error))) throw error
      if (failureType(error) === 'UpstreamUnavailable') {
        await this.raise({ reason: 'upstream_down', subject, note: messageOf(error) })
        return { isDone: false }
      }
      const outcome = await this.park({ reason: 'internal', subject, note: messageOf(error) })
      if (outcome === 'abort') throw new Abandoned()
      return { isDone: false }
    }
  }

  /** While the other side is down a decision ends the running window, so that "now" means now. */
  private async orDecision<T>(step: () => Promise<T>): Promise<T> {
    if (!this.soft.has('upstream_down')) return step()
    const scope = new CancellationScope({ cancellable: true })
    const running = scope.run(step)
    await Promise.race([running.catch(() => undefined), condition(() => this.hasDecision('upstream_down'))])
    if (this.hasDecision('upstream_down')) scope.cancel()
    return running
  }

  private async isDecidedAgain(error: unknown): Promise<boolean> {
    if (!isCancellation(error) || !this.hasDecision('upstream_down')) return false
    if ((await this.takeDecision('upstream_down')) === 'abort') throw new Abandoned()
    return true
  }

  private validate(decision: OperatorDecision): void {
    const open = this.target(decision)
    if (!open) throw refuse('Nothing is waiting for this decision; reload the run.')
    if (!allowsDecision(open.request.reason, decision.action)) {
      throw refuse(`${open.request.reason} knows: ${Object.keys(DECISIONS[open.request.reason]).join(', ')}.`)
    }
    const length = typeof decision.note === 'string' ? decision.note.trim().length : 0
    if (length < 3 || length > 500) throw refuse('Please give a note of 3 to 500 characters.')
  }

  private async decide(decision: OperatorDecision): Promise<{ status: string }> {
    const open = this.target(decision)
    if (!open) throw refuse('Nothing is waiting for this decision; reload the run.')
    open.decision = decision
    await condition(() => this.blocking !== open && this.soft.get(open.request.reason) !== open)
    return { status: this.story() }
  }

  private target(decision: OperatorDecision): OpenAttention | undefined {
    const all = [...(this.blocking ? [this.blocking] : []), ...this.soft.values()].filter((open) => !open.decision)
    return decision.attention ? all.find((open) => open.request.reason === decision.attention) : all[0]
  }

  private async show(open: OpenAttention): Promise<void> {
    const { reason, subject, note, dueMs } = open.request
    await core.setAttention({ subject, reason, note, key: `${reason}:${open.sinceMs}` })
    const due = dueMs === undefined ? [] : [{ key: DUE_AT, value: new Date(open.sinceMs + dueMs) }]
    upsertSearchAttributes([{ key: ATTENTION, value: reason }, ...due])
    this.describe()
  }

  private async hide(open: OpenAttention, outcome: ParkOutcome): Promise<void> {
    const { reason, subject } = open.request
    await core.clearAttention({
      subject,
      reason,
      outcome,
      key: `${reason}:${open.sinceMs}`,
      note: open.decision?.note ?? null,
      by: open.decision?.by ?? null,
    })
    const next = [...this.soft.keys()].find((other) => other !== reason)
    upsertSearchAttributes([
      { key: ATTENTION, value: next ?? null },
      { key: DUE_AT, value: null },
    ])
  }
}

type Tried<T> = { readonly isDone: true; readonly value: T } | { readonly isDone: false }

/** Failures that a flow answers by itself, with a park of its own or another step. */
const KNOWN_TO_FLOWS = new Set(['UpstreamRefused', 'OutcomeUnknown', 'WorkFailed'])

function messageOf(error: unknown): string {
  const root = rootCause(error)
  return root instanceof Error ? root.message.slice(0, 500) : 'unknown error'
}

function refuse(message: string): Error {
  return refusal(new DomainError('validation_error', message))
}

function describeOpen(open: OpenAttention): string {
  const { reason, note } = open.request
  const choices = Object.entries(DECISIONS[reason]).map(([action, effect]) => `- \`${action}\`: ${effect}`)
  const since = new Date(open.sinceMs).toISOString()
  return [`**${reason}**${isSoft(reason) ? ' (the run goes on by itself)' : ''} since ${since}`, note, ...choices].join(
    '\n',
  )
}
