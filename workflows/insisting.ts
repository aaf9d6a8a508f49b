import { isCancellation } from '@temporalio/workflow'

import type { AttentionReason } from '../src/domain/attention.js'
import { Abandoned } from './abandoned.js'
import type { AttentionSubject, OpenAttention, ParkOutcome, ParkRequest } from './open-attention.js'
import { asRefusal, failureType, isOutage, rootCause } from './refusal.js'
import { stoppable } from './stoppable.js'

/** Failures that a flow can answer by itself, with a park of its own, another step, or by telling its caller. */
export type KnownFailure = 'refusal' | 'UpstreamRefused' | 'OutcomeUnknown' | 'WorkFailed'

export interface Insisted<T> {
  readonly subject: AttentionSubject
  readonly step: () => Promise<T>
  readonly answers: readonly KnownFailure[]
}

/** How a run's steps reach people; `Parking` in real life. */
export interface Attentions {
  park(request: ParkRequest): Promise<ParkOutcome>
  raise(request: ParkRequest): Promise<void>
  settle(reason: AttentionReason): Promise<void>
  opened(reason: AttentionReason): OpenAttention | undefined
  close(open: OpenAttention): Promise<void>
}

/** Steps that must happen, of one run. See `Parking.insist`. */
export class Insistence {
  private readonly attentions: Attentions
  /** steps that are without their other side now; the last one out takes the attention down */
  private outages = 0

  constructor(attentions: Attentions) {
    this.attentions = attentions
  }

  async insist<T>(insisted: Insisted<T>): Promise<T> {
    const state: StepState = { isDown: false, shown: undefined }
    try {
      for (;;) {
        const end = await this.tryOnce(insisted, state)
        if (end.isDone) return end.value
      }
    } finally {
      await this.recover(state)
    }
  }

  private async tryOnce<T>(insisted: Insisted<T>, state: StepState): Promise<Tried<T>> {
    const { subject, step, answers } = insisted
    try {
      return { isDone: true, value: await this.runOrStop(step, state) }
    } catch (error) {
      if (isCancellation(error)) return await this.afterStop(error, state)
      if (isOutage(error)) return await this.goDown(insisted, { error, state })
      await this.recover(state)
      if (isKnown(error, answers)) throw error
      const outcome = await this.attentions.park({ reason: 'internal', subject, note: messageOf(error) })
      if (outcome === 'abort') throw new Abandoned('internal_error', 'This step failed and an operator gave it up.')
      return { isDone: false }
    }
  }

  /** While the other side is down a decision ends the running window, so that "now" means now. */
  private async runOrStop<T>(step: () => Promise<T>, state: StepState): Promise<T> {
    const open = state.isDown ? this.attentions.opened('upstream_down') : undefined
    state.shown = open
    if (!open) return step()
    return stoppable(() => open.decision !== undefined, step)
  }

  private async afterStop(error: unknown, { shown }: StepState): Promise<{ isDone: false }> {
    if (!shown?.decision) throw error
    await this.attentions.close(shown)
    if (shown.decision.action !== 'abort') return { isDone: false }
    throw new Abandoned('upstream_unavailable', 'A service we need did not answer, and an operator gave this step up.')
  }

  private async goDown(
    { subject }: { readonly subject: AttentionSubject },
    { error, state }: { readonly error: unknown; readonly state: StepState },
  ): Promise<{ isDone: false }> {
    if (!state.isDown) this.outages += 1
    state.isDown = true
    await this.attentions.raise({ reason: 'upstream_down', subject, note: messageOf(error) })
    return { isDone: false }
  }

  private async recover(state: StepState): Promise<void> {
    if (!state.isDown) return
    state.isDown = false
    this.outages -= 1
    if (this.outages === 0) await this.attentions.settle('upstream_down')
  }
}

interface StepState {
  isDown: boolean
  /** the attention under which the step runs, and whose decision stops it */
  shown: OpenAttention | undefined
}

type Tried<T> = { readonly isDone: true; readonly value: T } | { readonly isDone: false }

function isKnown(error: unknown, answers: readonly KnownFailure[]): boolean {
  const kind = asRefusal(error) ? 'refusal' : failureType(error)
  return answers.some((answer) => answer === kind)
}

function messageOf(error: unknown): string {
  const root = rootCause(error)
  return root instanceof Error ? root.message.slice(0, 500) : 'unknown error'
}
