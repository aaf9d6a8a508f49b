import { condition, upsertSearchAttributes } from '@temporalio/workflow'

import type { LoadedPublication } from '../src/domain/loaded-rows.js'
import { isTerminal, type ServiceOrderStatus } from '../src/domain/service-order-status.js'
import type { Timing } from '../src/domain/timing.js'
import type { CarriedPublication, CavePublicationInput } from './cave-publication-contract.js'
import { Facts } from './facts.js'
import type { AttentionSubject } from './open-attention.js'
import { Parking } from './parking.js'
import { CAVE_JOB_ID, NUMBER, STORE_STATUS } from './search-attributes.js'

/** What one run of `cavePublication` knows; all but the wishes of people can be loaded from the row again. */
export class PublicationRun {
  readonly id: string
  readonly timing: Timing
  readonly facts: Facts
  readonly parking = new Parking(() => this.story())
  row: LoadedPublication | undefined
  isLoaded: boolean
  /** a request with the job may have left this process */
  isSendingStarted = false
  /** a request was sent and not answered: what MakrCave has decides about the next one */
  isOutcomeUnknown = false
  isCancelRequested: boolean
  /** the quote's run waits for the answer, and undoes the order itself when nothing was ever sent */
  isQuoteAsking: boolean
  /** the end is ours, so the money goes back without a decision */
  isRefundDue: boolean
  /** since when MakrCave has been asked to cancel, and when it is asked again; epoch milliseconds */
  cancelAskedMs: number | undefined
  nextCancelMs: number | undefined
  /** cancelled before anything was sent: nobody needs to be told */
  isOver = false
  /** the quote's run knows of the end */
  isEndReported = false
  /** epoch milliseconds of the last sign of life from MakrCave */
  lastHeardMs: number
  appliedFacts = 0

  constructor(input: CavePublicationInput) {
    const carried: Partial<CarriedPublication> = (input.resume ? input.carried : undefined) ?? {}
    this.id = input.id
    this.timing = input.timing
    this.isLoaded = input.resume !== true
    this.facts = new Facts({ seen: carried.seenFacts ?? [], heard: carried.heardFacts ?? [] })
    this.isCancelRequested = carried.isCancelRequested ?? false
    this.isQuoteAsking = carried.isQuoteAsking ?? false
    this.isRefundDue = carried.isRefundDue ?? false
    this.cancelAskedMs = carried.cancelAskedMs
    this.lastHeardMs = carried.lastHeardMs ?? Date.now()
  }

  get subject(): AttentionSubject {
    return { kind: 'service_order', id: this.id }
  }

  get status(): ServiceOrderStatus {
    return this.row?.status ?? 'paid'
  }

  get isPublished(): boolean {
    return this.row !== undefined && this.row.jobId !== null
  }

  get isEnded(): boolean {
    return isTerminal(this.status)
  }

  /** The row is final and nothing of it is open. */
  get isSettled(): boolean {
    if (this.isOver) return true
    return this.isEnded && this.isEndReported && !this.facts.areDue && this.parking.reasons().length === 0
  }

  /** MakrCave must be asked to stop the job, for the first time or again. */
  get isCancelDue(): boolean {
    if (!this.isCancelRequested || this.isEnded) return false
    return this.nextCancelMs === undefined || Date.now() >= this.nextCancelMs
  }

  /** Takes over the row; a change of status or job is one upsert. */
  enter(row: LoadedPublication): void {
    const isNew = this.row === undefined ? row.jobId !== null : isChanged(this.row, row)
    this.row = row
    this.isLoaded = true
    if (isNew) {
      upsertSearchAttributes([
        { key: STORE_STATUS, value: row.status },
        { key: NUMBER, value: String(row.number) },
        { key: CAVE_JOB_ID, value: row.jobId },
      ])
    }
    this.parking.describe()
  }

  /** The wish to stop the job, of whoever has it. */
  requestCancel(): void {
    this.isCancelRequested = true
    this.parking.describe()
  }

  withdrawCancel(): void {
    this.isCancelRequested = false
    this.isRefundDue = false
    this.cancelAskedMs = undefined
    this.nextCancelMs = undefined
  }

  /** Waits for a callback, a wish or a decision, or for the time to ask MakrCave. True when there is one. */
  async nextEvent(): Promise<boolean> {
    const isAwake = (): boolean =>
      this.facts.areDue || (this.isCancelRequested && this.nextCancelMs === undefined) || this.hasDecision()
    if (this.isEnded) await condition(() => isAwake() || this.isSettled)
    else await condition(isAwake, this.pauseMs())
    return isAwake()
  }

  carry(): CarriedPublication {
    return {
      seenFacts: this.facts.list(),
      heardFacts: this.facts.heard(),
      isCancelRequested: this.isCancelRequested,
      isQuoteAsking: this.isQuoteAsking,
      isRefundDue: this.isRefundDue,
      ...(this.cancelAskedMs === undefined ? {} : { cancelAskedMs: this.cancelAskedMs }),
      lastHeardMs: this.lastHeardMs,
    }
  }

  private hasDecision(): boolean {
    return this.parking.decided().length > 0
  }

  private pauseMs(): number {
    const untilCancel = this.nextCancelMs === undefined ? Infinity : this.nextCancelMs - Date.now()
    return Math.max(1, Math.min(this.timing.cavePollMs, untilCancel))
  }

  private story(): string {
    const job = this.row?.jobId ? `job ${this.row.jobId} at MakrCave` : 'not at MakrCave yet'
    const wish = this.isCancelRequested ? ' A cancellation was asked for.' : ''
    return `Service order ${this.row?.number ?? ''}: **${this.status}**, ${job}.${wish}`
  }
}

function isChanged(before: LoadedPublication, after: LoadedPublication): boolean {
  return before.status !== after.status || before.jobId !== after.jobId
}
