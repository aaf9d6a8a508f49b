/** Every move of a quote; accepted, expired and cancelled are final. */
export type QuoteStatus = 'active' | 'accepted' | 'expired' | 'cancelled'

export type FirmStatus = 'pending' | 'ready' | 'unavailable' | 'failed'

const MOVES: Readonly<Record<QuoteStatus, readonly QuoteStatus[]>> = {
  active: ['accepted', 'expired', 'cancelled'],
  accepted: [],
  expired: [],
  cancelled: [],
}

export function canMoveQuote(from: QuoteStatus, to: QuoteStatus): boolean {
  return MOVES[from].includes(to)
}
