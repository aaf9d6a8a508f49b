import fc from 'fast-check'

import {
  comparePayment,
  nextAttemptStatus,
  type AttemptStatus,
  type PaymentAttempt,
  type PaymentEvent,
  type PaymentEventKind,
} from '../../src/domain/payment-state.js'

const STATUSES: readonly AttemptStatus[] = [
  'created',
  'authorized',
  'paid',
  'failed',
  'cancelled',
  'refunded',
  'duplicate',
  'rejected',
]
const KINDS: readonly PaymentEventKind[] = [
  'authorized',
  'paid',
  'failed',
  'cancelled',
  'refund_succeeded',
  'refund_failed',
  'refund_changed',
  'disputed',
]

const ATTEMPT: PaymentAttempt = {
  paymentId: '01980000-0000-7000-8000-000000000001',
  orderId: 7,
  serviceOrderId: '01980000-0000-7000-8000-000000000002',
  providerRef: 'pi_1',
  amountMinor: 118_000,
  currency: 'INR',
  mode: 'test',
}

const PAID: PaymentEvent = {
  kind: 'paid',
  providerRef: 'pi_1',
  providerPaymentId: 'pi_1',
  paymentId: ATTEMPT.paymentId,
  orderId: 7,
  serviceOrderId: ATTEMPT.serviceOrderId,
  amountMinor: 118_000,
  currency: 'INR',
  mode: 'test',
  method: null,
  reason: null,
  errorCode: null,
  refundId: null,
  providerRefundId: null,
}

function statusAfter(kinds: readonly PaymentEventKind[], from: AttemptStatus = 'created'): AttemptStatus {
  return kinds.reduce((status, kind) => nextAttemptStatus(status, { kind }), from)
}

describe('the status of a payment attempt', () => {
  test.each<[AttemptStatus, PaymentEventKind, AttemptStatus]>([
    ['created', 'authorized', 'authorized'],
    ['created', 'failed', 'failed'],
    ['created', 'cancelled', 'cancelled'],
    ['created', 'paid', 'paid'],
    ['failed', 'authorized', 'authorized'],
    ['failed', 'paid', 'paid'],
    ['authorized', 'paid', 'paid'],
    ['authorized', 'cancelled', 'cancelled'],
    ['authorized', 'failed', 'authorized'],
    ['cancelled', 'paid', 'paid'],
    ['cancelled', 'authorized', 'cancelled'],
    ['paid', 'failed', 'paid'],
    ['paid', 'cancelled', 'paid'],
    ['paid', 'authorized', 'paid'],
  ])('%s and the event %s give %s', (current, kind, next) => {
    expect(nextAttemptStatus(current, { kind })).toBe(next)
  })

  test.each(STATUSES)('refunds and disputes leave %s as it is', (status) => {
    expect(statusAfter(['refund_succeeded', 'refund_failed', 'refund_changed', 'disputed'], status)).toBe(status)
  })

  test.each<AttemptStatus>(['refunded', 'duplicate', 'rejected'])('no event moves %s', (status) => {
    for (const kind of KINDS) expect(nextAttemptStatus(status, { kind })).toBe(status)
  })

  test('every order of the same six events ends in the same status', () => {
    const ends = permutations(['authorized', 'failed', 'cancelled', 'paid', 'refund_changed', 'disputed'] as const).map(
      (kinds) => statusAfter(kinds),
    )
    expect(ends).toHaveLength(720)
    expect(new Set(ends)).toEqual(new Set(['paid']))
  })

  test('any events in any order and any number end in the same status', () => {
    const kinds = fc.array(fc.constantFrom(...KINDS), { maxLength: 8 })
    fc.assert(
      fc.property(fc.constantFrom(...STATUSES), kinds, (from, events) => {
        const shuffled = [...events, ...events].reverse()
        expect(statusAfter(shuffled, from)).toBe(statusAfter(events, from))
      }),
    )
  })
})

describe('what must agree before anything is paid', () => {
  test('an event that agrees in everything has no difference', () => {
    expect(comparePayment(PAID, ATTEMPT)).toEqual([])
  })

  test.each<[string, Partial<PaymentEvent>, string[]]>([
    ['a smaller amount', { amountMinor: 100 }, ['amount']],
    ['a bigger amount', { amountMinor: 118_001 }, ['amount']],
    ['no amount', { amountMinor: null }, ['amount']],
    ['another currency', { currency: 'USD' }, ['currency']],
    ['no currency', { currency: null }, ['currency']],
    ['the other mode', { mode: 'live' }, ['mode']],
    ['another order', { orderId: 8 }, ['reference']],
    ['another service order', { serviceOrderId: 'other' }, ['reference']],
    ['another attempt of ours', { paymentId: 'other' }, ['reference']],
    ['an intent of somebody else', { providerRef: 'pi_2' }, ['reference']],
    ['no intent', { providerRef: null }, ['reference']],
    [
      'everything wrong',
      { amountMinor: 1, currency: 'USD', mode: 'live', orderId: 8 },
      ['amount', 'currency', 'mode', 'reference'],
    ],
  ])('%s is a difference', (_, change, differences) => {
    expect(comparePayment({ ...PAID, ...change }, ATTEMPT)).toEqual(differences)
  })

  test('without our references in it an event still belongs to the attempt that has its intent', () => {
    const event = { ...PAID, orderId: null, serviceOrderId: null, paymentId: null }
    expect(comparePayment(event, ATTEMPT)).toEqual([])
  })

  test('before the intent is recorded the event must name our attempt', () => {
    const unrecorded = { ...ATTEMPT, providerRef: null }
    expect(comparePayment(PAID, unrecorded)).toEqual([])
    expect(comparePayment({ ...PAID, paymentId: null }, unrecorded)).toEqual(['reference'])
  })
})

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  )
}
