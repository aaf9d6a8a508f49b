/** One thing a payment provider says, in our words. Amounts in minor units of `currency` (upper case). */
export interface PaymentEvent {
  readonly kind: PaymentEventKind
  /** the provider's id of the intent or order that belongs to our attempt */
  readonly providerRef: string | null
  /** the provider's id of the payment itself */
  readonly providerPaymentId: string | null
  /** our payment attempt, where the provider hands it back */
  readonly paymentId: string | null
  readonly orderId: number | null
  readonly serviceOrderId: string | null
  readonly amountMinor: number | null
  readonly currency: string | null
  readonly mode: 'live' | 'test'
  readonly method: string | null
  readonly reason: string | null
  readonly errorCode: string | null
  /** our refund and the provider's, for refund events */
  readonly refundId: string | null
  readonly providerRefundId: string | null
}

export type PaymentEventKind =
  'authorized' | 'paid' | 'failed' | 'cancelled' | 'refund_succeeded' | 'refund_failed' | 'refund_changed' | 'disputed'

export type AttemptStatus =
  'created' | 'authorized' | 'paid' | 'failed' | 'cancelled' | 'refunded' | 'duplicate' | 'rejected'

/** What an event is compared with: our row, and what it was created for. */
export interface PaymentAttempt {
  readonly paymentId: string
  readonly orderId: number
  readonly serviceOrderId: string | null
  /** null until the provider's answer has been recorded */
  readonly providerRef: string | null
  readonly amountMinor: number
  /** upper case */
  readonly currency: string
  readonly mode: 'live' | 'test'
}

export type PaymentDifference = 'amount' | 'currency' | 'mode' | 'reference'

/**
 * The status after an event. Only upwards in one fixed order, so any order of the same events ends in the same status:
 * a failure never undoes an authorisation, and money that came is never undone by anything a provider says later.
 * Refund and dispute events leave the attempt as it is: refunds have rows of their own, and what is refunded,
 * duplicate or rejected was decided by us and stays.
 */
export function nextAttemptStatus(current: AttemptStatus, event: Pick<PaymentEvent, 'kind'>): AttemptStatus {
  const next = STATUS_BY_KIND[event.kind]
  if (next === undefined) return current
  return HEIGHT[next] > HEIGHT[current] ? next : current
}

/** What contradicts our attempt in an event that says money came. An empty list is the only ground for `paid`. */
export function comparePayment(event: PaymentEvent, attempt: PaymentAttempt): PaymentDifference[] {
  const differences: PaymentDifference[] = []
  if (event.amountMinor !== attempt.amountMinor) differences.push('amount')
  if (event.currency !== attempt.currency) differences.push('currency')
  if (event.mode !== attempt.mode) differences.push('mode')
  if (!isAboutAttempt(event, attempt)) differences.push('reference')
  return differences
}

/** Whatever the event names must be ours, and one name that only this attempt has must be among it. */
function isAboutAttempt(event: PaymentEvent, attempt: PaymentAttempt): boolean {
  if (contradicts(event.orderId, attempt.orderId)) return false
  if (contradicts(event.serviceOrderId, attempt.serviceOrderId)) return false
  if (contradicts(event.paymentId, attempt.paymentId)) return false
  if (attempt.providerRef === null) return event.paymentId === attempt.paymentId
  return event.providerRef === attempt.providerRef
}

function contradicts(said: string | number | null, ours: string | number | null): boolean {
  return said !== null && said !== ours
}

const STATUS_BY_KIND: Readonly<Partial<Record<PaymentEventKind, AttemptStatus>>> = {
  failed: 'failed',
  authorized: 'authorized',
  cancelled: 'cancelled',
  paid: 'paid',
}

const HEIGHT: Readonly<Record<AttemptStatus, number>> = {
  created: 0,
  failed: 1,
  authorized: 2,
  cancelled: 3,
  paid: 4,
  duplicate: 5,
  rejected: 5,
  refunded: 5,
}
