export type StoreOrderStatus = 'pending' | 'processing' | 'shipped' | 'delivered' | 'cancelled' | 'refunded'

export type OrderPaymentStatus = 'pending' | 'paid' | 'failed' | 'refunded'

const MOVES: Readonly<Record<StoreOrderStatus, readonly StoreOrderStatus[]>> = {
  pending: ['processing', 'cancelled'],
  processing: ['shipped', 'delivered', 'cancelled', 'refunded'],
  shipped: ['delivered', 'refunded'],
  delivered: ['refunded'],
  cancelled: ['refunded'],
  refunded: [],
}

const PAYMENT_MOVES: Readonly<Record<OrderPaymentStatus, readonly OrderPaymentStatus[]>> = {
  pending: ['paid', 'failed'],
  failed: ['pending', 'paid'],
  paid: ['refunded'],
  refunded: [],
}

/** The moves a person may ask for from here, in the order of a shop's day. */
export function storeOrderMoves(from: StoreOrderStatus): readonly StoreOrderStatus[] {
  return MOVES[from]
}

export function canMoveStoreOrder(from: StoreOrderStatus, to: StoreOrderStatus): boolean {
  return MOVES[from].includes(to)
}

/** `paid` never goes back to pending or failed. */
export function canMoveOrderPayment(from: OrderPaymentStatus, to: OrderPaymentStatus): boolean {
  return PAYMENT_MOVES[from].includes(to)
}
