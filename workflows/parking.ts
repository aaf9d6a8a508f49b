import { condition, setHandler } from '@temporalio/workflow'

import type { AttentionReason, OperatorAction } from '../src/domain/attention.js'
import { AttentionBoard } from './attention-board.js'
import { uncut } from './cancel-request.js'
import { operatorDecision, type OperatorDecision } from './common-contract.js'
import { decisionTarget } from './decision-target.js'
import { Insistence, type Attentions, type KnownFailure } from './insisting.js'
import type { AttentionSubject, OpenAttention, ParkOutcome, ParkRequest } from './open-attention.js'

/**
 * Waiting for a person instead of failing: the row, the search attribute and the current details say what happened and
 * what each choice does, and the run waits for `operatorDecision`. One blocking reason at a time; raised ones stand beside it.
 */
export class Parking implements Attentions {
  private blocking: OpenAttention | undefined
  private readonly raised = new Map<AttentionReason, OpenAttention>()
  private readonly board = new AttentionBoard()
  private readonly insistence = new Insistence(this)
  private readonly story: () => string
  private note = ''

  /** `story` says in a line or two where the run stands; it heads the current details. */
  constructor(story: () => string) {
    this.story = story
  }

  /** Registers the operator's form; call before the first await. */
  register(): void {
    setHandler(operatorDecision, (decision) => uncut(() => this.decide(decision)), {
      validator: (decision: unknown) => void decisionTarget(decision, this.all()),
      description: 'Decide about the open attention of this run: retry, skip or abort, with a note that says why.',
    })
  }

  /** The open reasons, blocking first; part of the snapshot. */
  reasons(): AttentionReason[] {
    return this.all().map((open) => open.request.reason)
  }

  /** Shows where the run stands; costs no history event. */
  describe(): void {
    this.board.describe(this.story(), this.all())
  }

  /** Stops the calling step until a person decides or `until` holds. Cancelling the step takes the park down. */
  async park(request: ParkRequest): Promise<ParkOutcome> {
    while (this.blocking) await condition(() => this.blocking === undefined)
    const open: OpenAttention = { request, sinceMs: Date.now() }
    this.blocking = open
    try {
      await this.show(open)
      await condition(() => open.decision !== undefined || request.until?.() === true)
    } finally {
      await this.close(open)
    }
    this.note = open.decision?.note ?? ''
    return open.decision?.action ?? 'resolved'
  }

  /** The note of the last decision about a park; a skip may carry a reference in it. */
  lastNote(): string {
    return this.note
  }

  /** Tells people about something while the run goes on; their decision is one more input of the flow. */
  async raise(request: ParkRequest): Promise<void> {
    if (this.raised.has(request.reason)) return
    const open: OpenAttention = { request, sinceMs: Date.now() }
    this.raised.set(request.reason, open)
    await this.show(open)
  }

  /** The operator's answer to a raised reason, taken once and closing it. */
  async takeDecision(reason: AttentionReason): Promise<OperatorAction | undefined> {
    const open = this.raised.get(reason)
    if (!open?.decision || open.closing) return undefined
    await this.close(open)
    return open.decision.action
  }

  /** The raised reasons that an operator has decided about, and the flow has not yet acted on. */
  decided(): AttentionReason[] {
    const isForFlow = (open: OpenAttention): boolean => open.request.reason !== 'upstream_down' && !open.closing
    return [...this.raised.values()]
      .filter((open) => open.decision && isForFlow(open))
      .map((open) => open.request.reason)
  }

  isRaised(reason: AttentionReason): boolean {
    return this.raised.has(reason)
  }

  /** The raised attention itself, for whoever waits for a decision about it. */
  opened(reason: AttentionReason): OpenAttention | undefined {
    return this.raised.get(reason)
  }

  /** Closes raised reasons because their cause is gone. */
  async settle(...reasons: AttentionReason[]): Promise<void> {
    for (const reason of reasons) {
      const open = this.raised.get(reason)
      if (open) await this.close(open)
    }
  }

  /** Takes an attention down once, however many wait for it. */
  close(open: OpenAttention): Promise<void> {
    open.closing ??= this.takeDown(open)
    return open.closing
  }

  /** Takes a reason off a row that an earlier run left there and that shows itself again if it still holds. */
  async discard(subject: AttentionSubject, reason: AttentionReason): Promise<void> {
    await this.board.discard(subject, reason)
  }

  /**
   * A step that must happen: a window of failures of the other side is shown as `upstream_down` and the next window
   * starts at once; what is neither that nor among `answers` parks as `internal`. Throws the answers that the flow
   * asked for, cancellations, and `Abandoned`.
   */
  insist<T>(subject: AttentionSubject, step: () => Promise<T>, answers: readonly KnownFailure[] = []): Promise<T> {
    return this.insistence.insist({ subject, step, answers })
  }

  private async takeDown(open: OpenAttention): Promise<void> {
    const rest = this.all().filter((other) => other !== open)
    await this.board.hide(open, open.decision?.action ?? 'resolved', rest)
    if (this.blocking === open) this.blocking = undefined
    if (this.raised.get(open.request.reason) === open) this.raised.delete(open.request.reason)
    this.describe()
  }

  private async show(open: OpenAttention): Promise<void> {
    this.describe()
    await this.board.show(open, this.all())
  }

  private all(): OpenAttention[] {
    return [...(this.blocking ? [this.blocking] : []), ...this.raised.values()]
  }

  private async decide(decision: OperatorDecision): Promise<{ status: string }> {
    const open = decisionTarget(decision, this.all())
    open.decision = decision
    await condition(() => !this.all().includes(open))
    return { status: this.story() }
  }
}
