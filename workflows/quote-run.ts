import { condition, setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow'

import type { LoadedOrder, LoadedQuote } from '../src/domain/loaded-rows.js'
import type { ServiceOrderStatus } from '../src/domain/service-order-status.js'
import type { Timing } from '../src/domain/timing.js'
import { Fifo } from './fifo.js'
import { Parking, type AttentionSubject } from './parking.js'
import type { QuoteToServiceOrderInput } from './quote-to-service-order-contract.js'
import { DUE_AT, NUMBER, PAYMENT_ID, STORE_STATUS } from './search-attributes.js'
import { SeenFacts } from './seen-facts.js'

/** Where the process stands; the row's status decides it, also when a later message starts a new run. */
export type QuotePhase = 'starting' | 'active' | 'pending_payment' | 'paid' | 'closed'

/** What one run of `quoteToServiceOrder` knows. Everything in it can be loaded from the rows again. */
export class QuoteRun {
  readonly id: string
  readonly timing: Timing
  readonly fifo = new Fifo()
  readonly seen = new SeenFacts()
  readonly parking = new Parking(() => this.story())
  phase: QuotePhase = 'starting'
  quote: LoadedQuote | undefined
  order: LoadedOrder | undefined
  hasPaymentFact = false
  publicationEnd: ServiceOrderStatus | undefined
  isPublicationStarted = false
  isCancelRequested = false
  polls = 0
  /** tasks that go on beside the story, such as a refund */
  background = 0
  /** refunds that the provider has accepted and not finished */
  openRefunds = 0
  refundAtMs: number | undefined

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

  /** The order of this run; asking before there is one is a defect. */
  mustOrder(): LoadedOrder {
    if (!this.order) throw new Error('this quote has no order yet')
    return this.order
  }

  /** Takes over a row that was just loaded or written. */
  enter(quote: LoadedQuote): void {
    this.quote = quote
    this.order = quote.order ?? undefined
    this.phase = phaseOf(quote)
    this.publicationEnd = this.order?.publicationEnd ?? this.publicationEnd
    this.openRefunds = this.order?.openRefunds ?? 0
    this.describe()
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
    this.describe()
  }

  /** Waits until there is something to do, the phase moves, or the time has passed. */
  async nextEvent(waitMs?: number): Promise<boolean> {
    const { phase } = this
    const isAwake = (): boolean => this.phase !== phase || this.hasWork()
    if (waitMs === undefined) await condition(isAwake)
    else if (waitMs > 0) await condition(isAwake, waitMs)
    return isAwake()
  }

  hasWork(): boolean {
    return this.hasPaymentFact || this.publicationEnd !== undefined || this.parking.decided().length > 0
  }

  /** Something that must be settled before the run may end. */
  isOpen(): boolean {
    return this.hasWork() || this.background > 0 || this.openRefunds > 0 || this.parking.reasons().length > 0
  }

  describe(): void {
    if (this.parking.reasons().length > 0) this.parking.describe()
    else setCurrentDetails(this.story())
  }

  private story(): string {
    const order = this.order ? `Service order ${this.order.number}.` : ''
    return `**${this.phase}** ${order} ${WAITING[this.phase]}`.replace(/ +/g, ' ')
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
