import { condition, log, upsertSearchAttributes } from '@temporalio/workflow'

import { DomainError } from '../src/domain/errors.js'
import type { LoadedOrder, LoadedQuote } from '../src/domain/loaded-rows.js'
import type { Timing } from '../src/domain/timing.js'
import { Abandoned } from './abandoned.js'
import { Facts } from './facts.js'
import { Fifo } from './fifo.js'
import type { AttentionSubject } from './open-attention.js'
import { Parking } from './parking.js'
import type { PublicationEnd, QuoteToServiceOrderInput } from './quote-to-service-order-contract.js'
import { refusal } from './refusal.js'
import { DUE_AT, NUMBER, PAYMENT_ID, STORE_STATUS } from './search-attributes.js'

/** Where the process stands; the row's status decides it, also when a later message starts a new run. */
export type QuotePhase = 'starting' | 'active' | 'pending_payment' | 'paid' | 'closed'

/** What one run of `quoteToServiceOrder` knows. Everything in it can be loaded from the rows again. */
export class QuoteRun {
  readonly id: string
  readonly timing: Timing
  readonly fifo = new Fifo()
  readonly facts = new Facts()
  readonly parking = new Parking(() => this.story())
  phase: QuotePhase = 'starting'
  quote: LoadedQuote | undefined
  order: LoadedOrder | undefined
  /** why there is no quote: for the caller that waits for the first answer */
  refused: unknown
  isPublicationStarted = false
  polls = 0
  /** attempts to pay that this run has made; a new one starts the polls afresh */
  attempts = 0
  /** refunds that the provider has accepted and not finished */
  openRefunds = 0
  /** refunds that this run is sending now */
  sendingRefunds = 0
  refundAtMs: number | undefined
  /** something that operators should read beside the state */
  remark = ''
  private end: PublicationEnd | undefined
  /** the service order whose end has been dealt with */
  private endedId: string | undefined
  private background = 0

  constructor(input: QuoteToServiceOrderInput) {
    this.id = input.id
    this.timing = input.timing
  }

  /** False until the first row is there; handlers wait for it. */
  get isReady(): boolean {
    return this.phase !== 'starting'
  }

  get quoteSubject(): AttentionSubject {
    return { kind: 'quote', id: this.id }
  }

  get orderSubject(): AttentionSubject {
    return { kind: 'store_order', id: String(this.mustOrder().orderId) }
  }

  /** The order of this run; a message that needs one is refused without it. */
  mustOrder(): LoadedOrder {
    if (this.order) return this.order
    throw refusal(new DomainError('service_order_not_found', 'This quote has not been accepted.'))
  }

  /** Takes over a row that was just loaded or written. */
  enter(quote: LoadedQuote): void {
    this.quote = quote
    this.order = quote.order ?? undefined
    this.phase = phaseOf(quote)
    this.openRefunds = this.order?.openRefunds ?? 0
    if (this.order) this.enterEnd(this.order)
    this.parking.describe()
  }

  /** Moves on and tells operators: one upsert a change of status. */
  move(phase: QuotePhase, shown: { status: string; paymentId?: string }): void {
    this.phase = phase
    const { order } = this
    upsertSearchAttributes([
      { key: STORE_STATUS, value: shown.status },
      { key: DUE_AT, value: phase === 'pending_payment' && order ? new Date(order.payByMs) : null },
      ...(order && phase === 'pending_payment' ? [{ key: NUMBER, value: String(order.number) }] : []),
      ...(shown.paymentId ? [{ key: PAYMENT_ID, value: shown.paymentId }] : []),
    ])
    this.parking.describe()
  }

  /** The publication ended. Before payment there is none; of an earlier service order, or told twice, it is no news. */
  hearEnd(end: PublicationEnd): void {
    const canBe = this.phase === 'starting' || this.phase === 'paid' || this.phase === 'closed'
    if (canBe && end.serviceOrderId !== this.endedId) this.end = end
  }

  /** The end of this order's fabrication, taken once. */
  takeEnd(): PublicationEnd | undefined {
    if (!this.hasEnd()) return undefined
    const { end } = this
    this.end = undefined
    this.endedId = end?.serviceOrderId
    return end
  }

  /** The order is over without an end of the publication, or whatever it will be. */
  forgetEnd(): void {
    this.end = undefined
    this.endedId = this.order?.serviceOrderId
  }

  /** Another service order takes the place of the ended one. */
  replaceOrder(order: LoadedOrder): void {
    this.order = order
    this.isPublicationStarted = false
    this.refundAtMs = undefined
  }

  /** Waits until there is something to do, the phase moves, or the time has passed. True when there is. */
  async nextEvent(waitMs?: number): Promise<boolean> {
    const { phase, attempts } = this
    const isAwake = (): boolean => this.phase !== phase || this.attempts !== attempts || this.hasWork()
    if (waitMs === undefined) await condition(isAwake)
    else if (waitMs > 0) await condition(isAwake, waitMs)
    return isAwake()
  }

  hasWork(): boolean {
    if (this.parking.decided().length > 0) return true
    if (!this.order) return this.phase === 'closed' && !this.isOpen()
    return this.facts.areDue || this.hasEnd() || this.canPublish() || (this.phase === 'closed' && !this.isOpen())
  }

  /** The order is paid, has what it needs, and MakrCave has not been told. */
  canPublish(): boolean {
    return this.phase === 'paid' && !this.isPublicationStarted && !this.hasEnd() && this.order?.needsAddress === false
  }

  /** Something that must be settled before the run may end. */
  isOpen(): boolean {
    const hasNews = this.order !== undefined && (this.facts.areDue || this.hasEnd())
    return hasNews || this.background > 0 || this.openRefunds > 0 || this.parking.reasons().length > 0
  }

  /** A task that goes on beside the story, such as a refund; the run stays open until it is over. */
  inBackground(work: () => Promise<unknown>): void {
    this.background += 1
    void this.watch(work)
  }

  private async watch(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      // Whoever gave it up knows; anything else is a defect and must be seen.
      if (!(error instanceof Abandoned)) throw error
      log.warn('a step beside the story was given up', { reason: error.message })
    } finally {
      this.background -= 1
    }
  }

  private hasEnd(): boolean {
    if (this.phase !== 'paid' && this.phase !== 'closed') return false
    return this.end !== undefined && this.end.serviceOrderId === this.order?.serviceOrderId
  }

  /** The row may know of an end whose message was lost; an order that is over needs none. */
  private enterEnd({ serviceOrderId, publicationEnd, isClosed }: LoadedOrder): void {
    if (isClosed) this.forgetEnd()
    else if (publicationEnd) this.end ??= { serviceOrderId, status: publicationEnd, isRefundDue: false }
  }

  private story(): string {
    const order = this.order ? `Service order ${this.order.number}.` : ''
    return `**${this.phase}** ${order} ${WAITING[this.phase]} ${this.remark}`.trim().replace(/ +/g, ' ')
  }
}

const WAITING: Readonly<Record<QuotePhase, string>> = {
  starting: 'The price is being computed.',
  active: 'Waiting for acceptance, until the quote expires.',
  pending_payment: 'Waiting for money; the provider is also asked on a slow timer.',
  paid: 'Paid. MakrCave is making it; the publication run follows the job.',
  closed: 'Over. Whatever is still open (a refund, a decision) keeps this run.',
}

function phaseOf(quote: LoadedQuote): QuotePhase {
  if (!quote.order) return quote.status === 'active' ? 'active' : 'closed'
  if (quote.order.status === 'pending_payment') return 'pending_payment'
  if (quote.order.isClosed) return 'closed'
  return 'paid'
}
