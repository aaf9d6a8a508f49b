import type { AttentionReason } from './attention.js'
import type { OrderPaymentStatus } from './store-order-status.js'
import type { QuoteStatus } from './quote-status.js'
import type { ServiceOrderStatus } from './service-order-status.js'

/** What a workflow needs to know of a quote's row: ids, states, times. Nothing personal. */
export interface LoadedQuote {
  readonly status: QuoteStatus
  readonly expiresAtMs: number
  /** why a person must look before it can be accepted */
  readonly needsPerson: string | null
  readonly isFirmPending: boolean
  readonly order: LoadedOrder | null
  /** what its rows wait for a person with, when a lost run is loaded again */
  readonly attention: readonly LoadedAttention[]
}

export interface LoadedAttention {
  readonly kind: 'quote' | 'store_order'
  readonly id: string
  readonly reason: AttentionReason
  readonly note: string
}

/** What a workflow needs to know of a service order and the store order that pays it. */
export interface LoadedOrder {
  readonly serviceOrderId: string
  readonly number: number
  readonly orderId: number
  readonly status: ServiceOrderStatus
  readonly paymentStatus: OrderPaymentStatus
  readonly payByMs: number
  readonly needsAddress: boolean
  /** a terminal status of the fabrication that the order has not been closed with yet */
  readonly publicationEnd: ServiceOrderStatus | null
  readonly openRefunds: number
  /** nothing is left to do for it */
  readonly isClosed: boolean
}

/** What applying the open facts of an order came to. */
export interface PaymentFacts {
  readonly isPaid: boolean
  /** second successes of an order that was paid already: their payments go back at once */
  readonly duplicates: readonly string[]
  /** payments that came for an order that is over */
  readonly late: readonly string[]
  /** one sentence on what differs, when money came that does not fit */
  readonly mismatch: string | null
  readonly isDisputed: boolean
  readonly openRefunds: number
  /** refunds that ended without the money going back, some of them after the provider had taken them on */
  readonly failedRefunds: number
}

/** How a refund stands after a try. */
export interface RefundOutcome {
  readonly refundId: string | null
  readonly status: 'pending' | 'succeeded' | 'failed' | 'none'
}

/** What applying the open callbacks of a service order came to. */
export interface CaveFacts {
  readonly status: ServiceOrderStatus
  readonly applied: number
  readonly conflict: string | null
}

/** What a run of `cavePublication` needs to know of its service order. */
export interface LoadedPublication {
  readonly number: number
  readonly status: ServiceOrderStatus
  readonly jobId: string | null
  /** the job body is frozen and may have been sent */
  readonly isPrepared: boolean
  /** what the row waits for a person with, when a lost run is loaded again */
  readonly attention: { readonly reason: AttentionReason; readonly note: string } | null
}

export interface PreparedJob {
  readonly row: LoadedPublication
  /** why it must not be sent */
  readonly problem: { readonly reason: AttentionReason; readonly note: string } | null
}

/** A job as MakrCave holds it. */
export interface FoundJob {
  readonly jobId: string | null
  readonly status: string | null
  readonly acceptUrl: string | null
}
