const RANKED = [
  'pending_payment',
  'paid',
  'pending_assignment',
  'assigned_to_provider',
  'in_production',
  'quality_review',
  'ready_for_shipping',
  'shipped',
  'completed',
] as const

export type ServiceOrderStatus = (typeof RANKED)[number] | 'cancelled' | 'failed'

/** What a word from MakrCave does to a service order. */
export type CaveMove =
  | { readonly kind: 'apply'; readonly to: ServiceOrderStatus }
  | { readonly kind: 'milestone' }
  | { readonly kind: 'conflict' }

const RANK_PAID = 1
const RANK_READY = 6

/** 0 pending_payment .. 8 completed; cancelled and failed stand outside the ranks. */
export function serviceOrderRank(status: ServiceOrderStatus): number | undefined {
  const rank = (RANKED as readonly string[]).indexOf(status)
  return rank < 0 ? undefined : rank
}

export function isTerminal(status: ServiceOrderStatus): boolean {
  return status === 'completed' || status === 'cancelled' || status === 'failed'
}

/**
 * Forward only by rank. Lower or equal ranks are milestones; a word before payment, an end that contradicts the end we
 * have, and a cancel or fail after shipping are conflicts for a person.
 */
export function nextServiceOrderStatus(current: ServiceOrderStatus, word: ServiceOrderStatus): CaveMove {
  if (isTerminal(current)) return isTerminal(word) && word !== current ? { kind: 'conflict' } : { kind: 'milestone' }
  const from = serviceOrderRank(current) ?? 0
  if (from < RANK_PAID) return { kind: 'conflict' }
  const to = serviceOrderRank(word)
  if (to === undefined) return from <= RANK_READY ? { kind: 'apply', to: word } : { kind: 'conflict' }
  return to > from ? { kind: 'apply', to: word } : { kind: 'milestone' }
}

/** A shopper may cancel until MakrCave has the job, an admin until it is over. */
export function canCancel(status: ServiceOrderStatus, by: 'customer' | 'admin'): boolean {
  if (isTerminal(status)) return false
  return by === 'admin' || (serviceOrderRank(status) ?? 0) <= RANK_PAID
}

/** The storefront's simpler words of the tracking document. */
export function trackingWord(status: ServiceOrderStatus): string {
  return TRACKING[status]
}

const TRACKING: Readonly<Record<ServiceOrderStatus, string>> = {
  pending_payment: 'created',
  paid: 'dispatched',
  pending_assignment: 'dispatched',
  assigned_to_provider: 'accepted',
  in_production: 'in_progress',
  quality_review: 'in_progress',
  ready_for_shipping: 'completed',
  shipped: 'completed',
  completed: 'delivered',
  cancelled: 'cancelled',
  failed: 'cancelled',
}
