import { condition, setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow'

import type { LoadedPublication } from '../src/domain/loaded-rows.js'
import { isTerminal, type ServiceOrderStatus } from '../src/domain/service-order-status.js'
import type { Timing } from '../src/domain/timing.js'
import type { CarriedPublication, CavePublicationInput } from './cave-publication-contract.js'
import { Fifo } from './fifo.js'
import { Parking, type AttentionSubject } from './parking.js'
import { CAVE_JOB_ID, NUMBER, STORE_STATUS } from './search-attributes.js'
import { SeenFacts } from './seen-facts.js'

/** What one run of `cavePublication` knows; all but the wishes of people can be loaded from the row again. */
export class PublicationRun {
  readonly id: string
  readonly timing: Timing
  readonly fifo = new Fifo()
  readonly seen: SeenFacts
  readonly parking = new Parking(() => this.story())
  row: LoadedPublication | undefined
  hasFact = false
  isCancelRequested: boolean
  /** a request with the job may have left this process */
  isSendingStarted = false
  isLoaded: boolean
  /** the wish to cancel was passed on */
  isCancelHandled = false
  /** the end is ours, so the money goes back without a decision */
  isRefundDue = false
  /** cancelled before anything was sent: nobody needs to be told */
  isOver = false
  lastHeardMs: number
  appliedFacts = 0

  constructor(input: CavePublicationInput) {
    const carried = input.resume ? input.carried : undefined
    this.id = input.id
    this.timing = input.timing
    this.isLoaded = input.resume !== true
    this.seen = new SeenFacts(carried?.seenFacts)
    this.isCancelRequested = carried?.isCancelRequested ?? false
    this.lastHeardMs = carried?.lastHeardMs ?? Date.now()
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

  get wantsCancel(): boolean {
    return this.isCancelRequested && !this.isCancelHandled
  }

  get isEnded(): boolean {
    return isTerminal(this.status)
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
    this.describe()
  }

  /** Waits for a callback, a wish or a decision, at most for `ms`; true when there is one. */
  async nextEvent(ms: number): Promise<boolean> {
    const isAwake = (): boolean => this.hasFact || this.wantsCancel || this.parking.decided().length > 0
    return condition(isAwake, ms)
  }

  carry(): CarriedPublication {
    return {
      seenFacts: this.seen.list(),
      isCancelRequested: this.isCancelRequested,
      lastHeardMs: this.lastHeardMs,
    }
  }

  describe(): void {
    if (this.parking.reasons().length > 0) this.parking.describe()
    else setCurrentDetails(this.story())
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
