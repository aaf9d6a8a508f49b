import { canMoveInbox, type InboxState } from '../../src/domain/inbox-state.js'
import { canMoveQuote, type QuoteStatus } from '../../src/domain/quote-status.js'
import {
  canCancel,
  isTerminal,
  nextServiceOrderStatus,
  serviceOrderRank,
  trackingWord,
  type ServiceOrderStatus,
} from '../../src/domain/service-order-status.js'
import {
  canMoveOrderPayment,
  canMoveStoreOrder,
  type OrderPaymentStatus,
  type StoreOrderStatus,
} from '../../src/domain/store-order-status.js'

/** The allowed moves of a table, as `from to` pairs, out of every pair there is. */
function movesOf<S extends string>(states: readonly S[], canMove: (from: S, to: S) => boolean): string[] {
  return states.flatMap((from) => states.filter((to) => canMove(from, to)).map((to) => `${from} ${to}`))
}

describe('tables of moves', () => {
  test('an order moves as the contract says and no other way', () => {
    const states: StoreOrderStatus[] = ['pending', 'processing', 'shipped', 'delivered', 'cancelled', 'refunded']
    expect(movesOf(states, canMoveStoreOrder)).toEqual([
      'pending processing',
      'pending cancelled',
      'processing shipped',
      'processing delivered',
      'processing cancelled',
      'processing refunded',
      'shipped delivered',
      'shipped refunded',
      'delivered refunded',
      'cancelled refunded',
    ])
  })

  test('paid never goes back to pending or failed', () => {
    const states: OrderPaymentStatus[] = ['pending', 'paid', 'failed', 'refunded']
    expect(movesOf(states, canMoveOrderPayment)).toEqual([
      'pending paid',
      'pending failed',
      'paid refunded',
      'failed pending',
      'failed paid',
    ])
  })

  test('a quote leaves active once and then stays', () => {
    const states: QuoteStatus[] = ['active', 'accepted', 'expired', 'cancelled']
    expect(movesOf(states, canMoveQuote)).toEqual(['active accepted', 'active expired', 'active cancelled'])
  })

  test('a fact that is done stays done; what was put aside can be replayed', () => {
    const states: InboxState[] = ['received', 'signalled', 'done', 'ignored', 'unmatched', 'rejected']
    const moves = movesOf(states, canMoveInbox)
    expect(moves.filter((move) => move.startsWith('done'))).toEqual([])
    expect(moves.filter((move) => move.endsWith(' signalled'))).toEqual([
      'received signalled',
      'ignored signalled',
      'unmatched signalled',
      'rejected signalled',
    ])
  })
})

describe('a service order', () => {
  const ranked: ServiceOrderStatus[] = [
    'pending_payment',
    'paid',
    'pending_assignment',
    'assigned_to_provider',
    'in_production',
    'quality_review',
    'ready_for_shipping',
    'shipped',
    'completed',
  ]
  const ends: ServiceOrderStatus[] = ['completed', 'cancelled', 'failed']
  const all = [...new Set([...ranked, ...ends])]

  test('every pair of status and word is forward, a milestone, or a conflict', () => {
    for (const from of all) {
      for (const word of all) {
        expect({ from, word, move: nextServiceOrderStatus(from, word).kind }).toEqual({
          from,
          word,
          move: expectedMove(from, word),
        })
      }
    }
  })

  function expectedMove(from: ServiceOrderStatus, word: ServiceOrderStatus): string {
    if (ends.includes(from)) return ends.includes(word) && word !== from ? 'conflict' : 'milestone'
    const rank = ranked.indexOf(from)
    if (rank === 0) return 'conflict'
    if (word === 'cancelled' || word === 'failed') return rank <= 6 ? 'apply' : 'conflict'
    return ranked.indexOf(word) > rank ? 'apply' : 'milestone'
  }

  test('a shopper may cancel until MakrCave has the job, an admin until it is over', () => {
    expect(all.filter((status) => canCancel(status, 'customer'))).toEqual(['pending_payment', 'paid'])
    expect(all.filter((status) => canCancel(status, 'admin'))).toEqual(all.filter((status) => !isTerminal(status)))
  })

  test('ranks follow the order of the work, and every status has a word of the tracking document', () => {
    expect(ranked.map(serviceOrderRank)).toEqual(ranked.map((_, rank) => rank))
    expect(new Set(all.map(trackingWord))).toEqual(
      new Set(['created', 'dispatched', 'accepted', 'in_progress', 'completed', 'delivered', 'cancelled']),
    )
  })
})
