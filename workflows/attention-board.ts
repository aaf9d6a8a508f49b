import { RetryState } from '@temporalio/common'
import {
  ActivityFailure,
  CancellationScope,
  log,
  setCurrentDetails,
  upsertSearchAttributes,
} from '@temporalio/workflow'

import { DECISIONS, isSoft } from '../src/domain/attention.js'
import { Fifo } from './fifo.js'
import { isSameSubject, type AttentionSubject, type OpenAttention, type ParkOutcome } from './open-attention.js'
import { ATTENTION, DUE_AT } from './search-attributes.js'
import { core } from './steps.js'

/**
 * Shows a run's open attentions where people look: on the row, in the search attributes, in the current details. The
 * first of the list is the headline; rows are written one after the other, so that a late show never follows its hide.
 */
export class AttentionBoard {
  private readonly writes = new Fifo()

  /** `open` was just added to `all`. */
  async show(open: OpenAttention, all: readonly OpenAttention[]): Promise<void> {
    const { reason, subject, note, dueMs } = open.request
    if (headlineOf(subject, all) === open) {
      await this.write(() => core.setAttention({ subject, reason, note, key: keyOf(open) }))
    }
    const due = dueMs === undefined ? [] : [{ key: DUE_AT, value: new Date(open.sinceMs + dueMs) }]
    upsertSearchAttributes([{ key: ATTENTION, value: all[0]?.request.reason ?? null }, ...due])
  }

  /** `open` is over; `rest` is what stays open. The row then shows what is left for it. */
  async hide(open: OpenAttention, outcome: ParkOutcome, rest: readonly OpenAttention[]): Promise<void> {
    const { reason, subject, dueMs } = open.request
    const { note, by } = open.decision ?? {}
    const end = { subject, reason, outcome, key: keyOf(open), note: note ?? null, by: by ?? null }
    await this.write(() => core.clearAttention(end))
    const next = headlineOf(subject, rest)
    if (next) {
      const again = { subject, reason: next.request.reason, note: next.request.note }
      await this.write(() => core.setAttention({ ...again, key: `${keyOf(next)}:again:${Date.now()}` }))
    }
    const due = dueMs === undefined ? [] : [{ key: DUE_AT, value: null }]
    upsertSearchAttributes([{ key: ATTENTION, value: rest[0]?.request.reason ?? null }, ...due])
  }

  /** Takes a reason off a row that an earlier run left there. */
  async discard(subject: AttentionSubject, reason: OpenAttention['request']['reason']): Promise<void> {
    const end = { subject, reason, outcome: 'resolved', key: `resumed:${Date.now()}`, note: null, by: null }
    await this.write(() => core.clearAttention(end))
  }

  /** What operators read first in the run; costs no history event. */
  describe(story: string, all: readonly OpenAttention[]): void {
    setCurrentDetails([story, ...all.map(describeOpen)].join('\n\n'))
  }

  private write(activity: () => Promise<void>): Promise<void> {
    return this.writes.run(() => CancellationScope.nonCancellable(() => persist(activity)))
  }
}

/** Showing trouble must not make trouble: a database that is away is waited for, a row that cannot show it is left. */
async function persist(activity: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await activity()
      return
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error
      if (error.retryState !== RetryState.NON_RETRYABLE_FAILURE) continue
      log.error('an attention could not be shown on its row', { error })
      return
    }
  }
}

function headlineOf(subject: AttentionSubject, all: readonly OpenAttention[]): OpenAttention | undefined {
  return all.find((open) => isSameSubject(open.request.subject, subject))
}

function keyOf({ request, sinceMs }: OpenAttention): string {
  return `${request.reason}:${sinceMs}`
}

function describeOpen({ request, sinceMs }: OpenAttention): string {
  const { reason, note } = request
  const choices = Object.entries(DECISIONS[reason]).map(([action, effect]) => `- \`${action}\`: ${effect}`)
  const soft = isSoft(reason) ? ' (the run goes on by itself)' : ''
  return [`**${reason}**${soft} since ${new Date(sinceMs).toISOString()}`, note, ...choices].join('\n')
}
