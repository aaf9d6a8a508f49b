import { requestPayment, setAddress } from '../../workflows/quote-to-service-order-contract.js'
import { DUE_AT, PAYMENT_ID, STORE_STATUS } from '../../workflows/search-attributes.js'
import { FACTS, inTurn, ORDER, refused, refusing } from '../support/fake-activities.js'
import { describeWithTemporal } from '../support/servers.js'
import { ADDRESS, paid, QuotePlay, quoteWith, unpaid } from './quote-play.js'
import { refusalOf } from './refusal-of.js'
import { rigForFile } from './rig-for-file.js'

const mismatch = () => Promise.resolve({ ...FACTS, mismatch: 'The payment differs in: amount.' })
const disputed = () => Promise.resolve({ ...FACTS, isPaid: true, isDisputed: true })
const statusOf = (status: 'pending_payment' | 'paid' | 'in_production') => () => Promise.resolve({ status })

describeWithTemporal('waiting for money', () => {
  const rig = rigForFile()

  test('an unpaid order shows until when it can be paid', async () => {
    const play = await QuotePlay.accepted(rig(), { activities: { applyPayments: unpaid } })
    const { typedSearchAttributes } = await play.handle.describe()
    expect(typedSearchAttributes.get(STORE_STATUS)).toBe('pending_payment')
    expect(typedSearchAttributes.get(DUE_AT)?.getTime()).toBe(ORDER.payByMs)
  })

  test('a failed attempt leaves the order payable, and a later payment goes on', async () => {
    const play = await QuotePlay.accepted(rig(), { activities: { applyPayments: inTurn(unpaid, paid) } })
    await play.pay('failed')
    await play.called('applyPayments')
    await play.pay('paid')
    await play.called('startPublication')
  })

  test('after a silence the provider is asked, and what it knows counts as a webhook', async () => {
    const play = await QuotePlay.accepted(rig(), {
      timing: { paymentPollsMs: [200] },
      activities: { applyPayments: inTurn(unpaid, paid) },
    })
    await play.called('startPublication')
    expect(play.journal.count('checkPayment')).toBe(2)
  })

  test('a provider that refuses to answer a poll is asked again', async () => {
    const play = await QuotePlay.accepted(rig(), {
      timing: { paymentPollsMs: [200] },
      activities: {
        checkPayment: inTurn<unknown, { hasNews: boolean }>(refused, () => Promise.resolve({ hasNews: true })),
        applyPayments: inTurn(unpaid, paid),
      },
    })
    await play.called('startPublication')
    expect(play.raisedReasons()).toEqual([])
  })

  test('a new attempt cancels the open one first, becomes the one operators see, and is polled afresh', async () => {
    const play = await QuotePlay.accepted(rig(), {
      timing: { paymentPollsMs: [300, 60_000] },
      activities: { applyPayments: unpaid },
    })
    await play.called('checkPayment')
    expect(await play.ask(requestPayment, { paymentId: 'payment-2' })).toEqual({ paymentId: 'payment-2' })
    expect(play.journal.names()).toEqual(expect.arrayContaining(['voidPayment']))
    expect((await play.handle.describe()).typedSearchAttributes.get(PAYMENT_ID)).toBe('payment-2')
    await play.called('checkPayment', 2)
  })

  test('a new attempt for an order that was just paid is refused', async () => {
    const play = await QuotePlay.accepted(rig(), {
      activities: {
        applyPayments: paid,
        createPayment: inTurn(({ paymentId }) => Promise.resolve({ paymentId }), refusing('already_paid')),
      },
    })
    expect(await refusalOf(play.ask(requestPayment, { paymentId: 'payment-2' }))).toBe('already_paid')
    await play.called('startPublication')
  })

  test('an attempt that cannot be cancelled at the provider refuses the new one', async () => {
    const play = await QuotePlay.accepted(rig(), { activities: { voidPayment: refused, applyPayments: unpaid } })
    await expect(play.ask(requestPayment, { paymentId: 'payment-2' })).rejects.toThrow()
    expect(play.journal.count('createPayment')).toBe(1)
  })

  test('another address before payment cancels the open attempt, since the amount may change', async () => {
    const play = await QuotePlay.accepted(rig(), { activities: { applyPayments: unpaid } })
    await play.ask(setAddress, { address: ADDRESS })
    expect(play.journal.names().slice(-3)).toEqual(['voidPayment', 'applyPayments', 'setServiceOrderAddress'])
  })

  test('an order that is not paid in time is cancelled, its attempt first', async () => {
    const play = await QuotePlay.accepted(rig(), {
      activities: {
        createServiceOrder: () => Promise.resolve({ ...ORDER, payByMs: Date.now() + 400 }),
        applyPayments: unpaid,
      },
    })
    await play.over()
    const names = play.journal.names()
    expect(names.indexOf('voidPayment')).toBeLessThan(names.indexOf('cancelOrder'))
    expect(play.journal.inputsOf('cancelOrder')).toMatchObject([{ by: 'system', key: 'pay-by-passed' }])
  })

  test('money that was faster than the end of the time to pay counts', async () => {
    const play = await QuotePlay.accepted(rig(), {
      activities: {
        createServiceOrder: () => Promise.resolve({ ...ORDER, payByMs: Date.now() + 400 }),
        applyPayments: inTurn(unpaid, paid),
      },
    })
    await play.called('startPublication')
    expect(play.journal.count('cancelOrder')).toBe(0)
  })

  test('a provider that refuses to cancel an attempt does not keep an unpaid order alive', async () => {
    const play = await QuotePlay.accepted(rig(), {
      activities: {
        createServiceOrder: () => Promise.resolve({ ...ORDER, payByMs: Date.now() + 400 }),
        applyPayments: unpaid,
        voidPayment: refused,
      },
    })
    await play.over()
    expect(play.journal.count('cancelOrder')).toBe(1)
  })

  test('cancelled before payment: the attempt is cancelled, the order too, and nothing goes back', async () => {
    const play = await QuotePlay.accepted(rig(), {
      activities: { readServiceOrderStatus: statusOf('pending_payment'), applyPayments: unpaid },
    })
    expect(await play.cancel()).toEqual({ isCancelled: true, refundId: null })
    await play.over()
    expect(play.journal.names().slice(-4)).toEqual([
      'readServiceOrderStatus',
      'voidPayment',
      'applyPayments',
      'cancelOrder',
    ])
  })

  test('cancelled while the money was on its way: the order is cancelled and the money goes back', async () => {
    const play = await QuotePlay.accepted(rig(), {
      activities: { readServiceOrderStatus: statusOf('pending_payment'), applyPayments: paid },
    })
    expect(await play.cancel()).toEqual({ isCancelled: true, refundId: 'refund-1' })
    await play.over()
    expect(play.journal.names()).toEqual(expect.arrayContaining(['stopPublication', 'cancelOrder', 'refundPayment']))
    expect(play.journal.count('startPublication')).toBe(0)
  })
})

describeWithTemporal('money that does not fit', () => {
  const rig = rigForFile()

  test('a mismatch calls a person and the order stays as it is', async () => {
    const play = await QuotePlay.accepted(rig(), { activities: { applyPayments: mismatch } })
    await play.pay()
    await play.attentionIs('payment_mismatch')
    expect(play.journal.names()).not.toEqual(expect.arrayContaining(['startPublication']))
  })

  test('a mismatch: retry reads the provider again, and asks again while it still differs', async () => {
    const play = await QuotePlay.accepted(rig(), { activities: { applyPayments: inTurn(mismatch, mismatch, paid) } })
    await play.pay()
    await play.attentionIs('payment_mismatch')
    await play.decide('retry')
    await play.raised('payment_mismatch', 2)
    await play.decide('retry')
    await play.called('startPublication')
    expect(play.journal.count('checkPayment')).toBe(2)
  })

  test('a mismatch: skip books it as paid and the order goes on', async () => {
    const play = await QuotePlay.accepted(rig(), { activities: { applyPayments: mismatch } })
    await play.pay()
    await play.attentionIs('payment_mismatch')
    await play.decide('skip')
    await play.called('startPublication')
    expect(play.journal.count('bookMismatch')).toBe(1)
  })

  test('a mismatch: skip for an order that is over sends the money back as late', async () => {
    const late = () => Promise.resolve({ ...FACTS, late: ['payment-1'] })
    const play = new QuotePlay(rig(), {
      timing: { lateRefundMs: 300 },
      activities: {
        loadQuote: () => Promise.resolve(quoteWith({ status: 'cancelled', isClosed: true })),
        applyPayments: mismatch,
        bookMismatch: late,
      },
    })
    await play.pay()
    await play.attentionIs('payment_mismatch')
    await play.decide('skip')
    await play.over()
    expect(play.journal.count('refundPayment')).toBe(1)
  })

  test('a mismatch: abort sends back what came, cancels the attempt and the order', async () => {
    const play = await QuotePlay.accepted(rig(), { activities: { applyPayments: inTurn(mismatch, unpaid) } })
    await play.pay()
    await play.attentionIs('payment_mismatch')
    await play.decide('abort')
    await play.over()
    expect(play.journal.inputsOf('openRefund')).toEqual(
      expect.arrayContaining([expect.objectContaining({ paymentId: 'payment-1', key: 'stray:payment-1' })]),
    )
    expect(play.journal.names()).toEqual(expect.arrayContaining(['voidPayment', 'cancelOrder', 'refundPayment']))
  })

  test('a mismatch: abort of a second payment leaves the order that was paid properly alone', async () => {
    const paidWithStray = () => Promise.resolve({ ...FACTS, isPaid: true, mismatch: 'differs' })
    const play = await QuotePlay.accepted(rig(), { activities: { applyPayments: paidWithStray } })
    await play.pay()
    await play.attentionIs('payment_mismatch')
    await play.decide('abort')
    await play.called('refundPayment')
    expect(play.journal.count('cancelOrder')).toBe(0)
    await play.ends('completed')
    await play.over()
  })

  test('a second payment goes back by itself, under a key of its own', async () => {
    const twice = () => Promise.resolve({ ...FACTS, isPaid: true, duplicates: ['payment-2'] })
    const play = await QuotePlay.accepted(rig(), { activities: { applyPayments: inTurn(twice, paid) } })
    await play.pay()
    await play.called('refundPayment')
    await play.ends('completed')
    await play.over()
    expect(play.journal.inputsOf('openRefund')).toMatchObject([{ paymentId: 'payment-2', key: 'duplicate:payment-2' }])
    expect(play.raisedReasons()).toEqual([])
  })

  test('a dispute is shown and does not stop the order; acknowledged, it is not shown again', async () => {
    const play = await QuotePlay.accepted(rig(), { activities: { applyPayments: inTurn(disputed, paid) } })
    await play.pay()
    await play.called('startPublication')
    await play.attentionIs('dispute_opened')
    await play.decide('skip')
    await play.called('acknowledgeDispute')
    await play.ends('completed')
    await play.over()
  })

  test('a dispute: retry reads it again, and it is shown while it stands', async () => {
    const play = await QuotePlay.accepted(rig(), { activities: { applyPayments: disputed } })
    await play.pay()
    await play.attentionIs('dispute_opened')
    await play.decide('retry')
    await play.raised('dispute_opened', 2)
    expect(play.journal.count('acknowledgeDispute')).toBe(0)
  })

  test('a dispute: abort cancels an order that is not shipped', async () => {
    const play = await QuotePlay.accepted(rig(), { activities: { applyPayments: inTurn(disputed, paid) } })
    await play.pay()
    await play.called('startPublication')
    await play.attentionIs('dispute_opened')
    await play.decide('abort')
    await play.over()
    expect(play.journal.names()).toEqual(
      expect.arrayContaining(['acknowledgeDispute', 'stopPublication', 'cancelOrder']),
    )
  })
})
