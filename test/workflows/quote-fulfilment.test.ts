import { setAddress } from '../../workflows/quote-to-service-order-contract.js'
import { broken, FACTS, gate, inTurn, ORDER, QUOTE, REPLACEMENT_ID, refusing } from '../support/fake-activities.js'
import { describeWithTemporal } from '../support/servers.js'
import { ADDRESS, paid, QuotePlay } from './quote-play.js'
import { refusalOf } from './refusal-of.js'
import { rigForFile } from './rig-for-file.js'

const homeless = () => Promise.resolve({ ...ORDER, needsAddress: true })
const nothingToRefund = () => Promise.resolve({ refundId: null, status: 'none' } as const)
const cancelling = () => Promise.resolve({ outcome: 'cancelling' } as const)

describeWithTemporal('an order without an address', () => {
  const rig = rigForFile()

  async function homelessOrder(): Promise<QuotePlay> {
    const play = await QuotePlay.paid(rig(), { activities: { createServiceOrder: homeless } })
    await play.attentionIs('address_missing')
    return play
  }

  test('it is not published before it has one, and then by itself', async () => {
    const play = await homelessOrder()
    expect(play.journal.count('startPublication')).toBe(0)
    await play.ask(setAddress, { address: ADDRESS })
    await play.called('startPublication')
    await play.attentionIs(undefined)
    expect(play.endings()).toEqual([{ reason: 'address_missing', outcome: 'resolved' }])
  })

  test('retry looks again and keeps waiting', async () => {
    const play = await homelessOrder()
    await play.decide('retry')
    await play.raised('address_missing', 2)
    expect(play.journal.count('startPublication')).toBe(0)
  })

  test('skip is no choice', async () => {
    const play = await homelessOrder()
    expect(await refusalOf(play.decide('skip'))).toBe('validation_error')
  })

  test('abort cancels and refunds', async () => {
    const play = await homelessOrder()
    await play.decide('abort')
    await play.over()
    expect(play.journal.names()).toEqual(expect.arrayContaining(['stopPublication', 'cancelOrder', 'refundPayment']))
  })

  test('an address that is refused leaves it waiting', async () => {
    const play = await QuotePlay.paid(rig(), {
      activities: { createServiceOrder: homeless, setServiceOrderAddress: refusing('invalid_transition') },
    })
    await play.attentionIs('address_missing')
    expect(await refusalOf(play.ask(setAddress, { address: ADDRESS }))).toBe('invalid_transition')
    await play.attentionIs('address_missing')
  })

  test('cancelled by the shopper, nothing is left waiting', async () => {
    const play = await homelessOrder()
    expect(await play.cancel()).toEqual({ isCancelled: true, refundId: 'refund-1' })
    await play.over()
    expect(play.endings()).toEqual([{ reason: 'address_missing', outcome: 'resolved' }])
  })
})

describeWithTemporal('cancelling a paid order', () => {
  const rig = rigForFile()

  test('never sent to MakrCave: cancelled and refunded at once, the refund under the id of the request', async () => {
    const play = await QuotePlay.paid(rig())
    await play.called('startPublication')
    expect(await play.cancel()).toEqual({ isCancelled: true, refundId: 'refund-1' })
    await play.over()
    expect(play.journal.inputsOf('openRefund')).toMatchObject([{ refundId: 'refund-1', key: 'cancel:refund-1' }])
  })

  test('already at MakrCave: it is asked to stop, and the money goes back when it has', async () => {
    const play = await QuotePlay.paid(rig(), { activities: { stopPublication: cancelling } })
    await play.called('startPublication')
    expect(await play.cancel('admin')).toEqual({ isCancelled: false, refundId: null })
    expect(play.journal.count('cancelOrder')).toBe(0)
    await play.ends('cancelled', { isRefundDue: true })
    await play.over()
    expect(play.journal.names().slice(-4)).toEqual(['cancelOrder', 'listRefundable', 'openRefund', 'refundPayment'])
  })

  test('already at MakrCave, which finishes it all the same: the order is closed as done', async () => {
    const play = await QuotePlay.paid(rig(), { activities: { stopPublication: cancelling } })
    await play.called('startPublication')
    await play.cancel('admin')
    await play.ends('completed', { isRefundDue: true })
    await play.over()
    expect(play.journal.names()).toContain('closeServiceOrder')
    expect(play.journal.count('openRefund')).toBe(0)
  })

  test('what the table forbids is refused with the status it has', async () => {
    const play = await QuotePlay.paid(rig(), {
      activities: { readServiceOrderStatus: () => Promise.resolve({ status: 'in_production' }) },
    })
    await play.called('startPublication')
    expect(await refusalOf(play.cancel())).toBe('not_cancellable')
    expect(play.journal.count('stopPublication')).toBe(0)
  })

  test('a second cancellation is refused, and the money goes back once', async () => {
    const sending = gate()
    const play = await QuotePlay.paid(rig(), {
      activities: {
        refundPayment: ({ refundId }) => sending.passed.then(() => ({ refundId, status: 'succeeded' as const })),
      },
    })
    await play.called('startPublication')
    await play.cancel()
    expect(await refusalOf(play.cancel())).toBe('not_cancellable')
    sending.open()
    await play.over()
    expect(play.journal.count('openRefund')).toBe(1)
  })

  test('"Request cancellation" in the UI does what the cancel update does', async () => {
    const play = await QuotePlay.paid(rig())
    await play.called('startPublication')
    await play.handle.cancel()
    await play.over()
    expect(play.journal.inputsOf('cancelOrder')).toMatchObject([{ by: 'admin' }])
    expect(play.journal.names()).toContain('refundPayment')
  })

  test('"Request cancellation" where the table forbids it: the run goes on to its end', async () => {
    const play = await QuotePlay.paid(rig(), {
      activities: { readServiceOrderStatus: () => Promise.resolve({ status: 'completed' }) },
    })
    await play.called('startPublication')
    await play.handle.cancel()
    await play.called('readServiceOrderStatus')
    await play.ends('completed')
    await play.over()
    expect(play.journal.count('cancelOrder')).toBe(0)
  })

  test('a handler that is at work is not cut by "Request cancellation"', async () => {
    const creating = gate()
    const play = await QuotePlay.offered(rig(), {
      activities: {
        createPayment: ({ paymentId }) => creating.passed.then(() => ({ paymentId })),
        applyPayments: paid,
      },
    })
    const answer = play.accept()
    await play.called('createPayment')
    await play.handle.cancel()
    creating.open()
    expect(await answer).toMatchObject({ orderId: ORDER.orderId })
    await play.over()
    expect(play.journal.names()).toContain('cancelOrder')
  })
})

describeWithTemporal('the end of the fabrication', () => {
  const rig = rigForFile()

  async function ended(status: 'cancelled' | 'failed'): Promise<QuotePlay> {
    const play = await QuotePlay.paid(rig())
    await play.called('startPublication')
    await play.ends(status)
    await play.attentionIs('paid_not_fulfillable')
    return play
  }

  test('ended as failed: retry makes a replacement, publishes it and follows it to its end', async () => {
    const play = await ended('failed')
    await play.decide('retry')
    await play.called('startPublication', 2)
    expect(play.journal.inputsOf('startPublication').at(-1)).toMatchObject({ serviceOrderId: REPLACEMENT_ID })
    await play.ends('completed', { serviceOrderId: REPLACEMENT_ID })
    await play.over()
    expect(play.journal.inputsOf('closeServiceOrder')).toEqual([{ serviceOrderId: REPLACEMENT_ID }])
  })

  test('ended as failed: a late word about the replaced order changes nothing', async () => {
    const play = await ended('failed')
    await play.decide('retry')
    await play.called('startPublication', 2)
    await play.ends('completed')
    await play.ends('cancelled', { serviceOrderId: REPLACEMENT_ID })
    await play.raised('paid_not_fulfillable', 2)
    expect(play.journal.count('closeServiceOrder')).toBe(0)
  })

  test('ended as cancelled: abort sends everything back', async () => {
    const play = await ended('cancelled')
    await play.decide('abort')
    await play.over()
    expect(play.journal.inputsOf('openRefund')).toMatchObject([{ paymentId: 'payment-1', key: 'all:payment-1' }])
  })

  test('ended as cancelled: skip leaves the money to the person who decided', async () => {
    const play = await ended('cancelled')
    await play.decide('skip')
    await play.over()
    expect(play.journal.count('openRefund')).toBe(0)
  })

  test('told twice, the end is one', async () => {
    const play = await ended('failed')
    await play.ends('failed')
    await play.decide('skip')
    await play.over()
    expect(play.raisedReasons()).toEqual(['paid_not_fulfillable'])
  })
})

describeWithTemporal('a step of the story that is broken', () => {
  const rig = rigForFile()

  test('it parks, and after the fix the story goes on', async () => {
    const play = await QuotePlay.paid(rig(), {
      activities: { startPublication: inTurn(broken, () => Promise.resolve()) },
    })
    await play.attentionIs('internal')
    await play.decide('retry')
    await play.called('startPublication', 2)
    await play.ends('completed')
    await play.over()
  })

  test('given up after payment, the order is cancelled with everything undone', async () => {
    const play = await QuotePlay.paid(rig(), { activities: { startPublication: broken } })
    await play.attentionIs('internal')
    await play.decide('abort')
    await play.over()
    expect(play.journal.names()).toEqual(
      expect.arrayContaining(['stopPublication', 'cancelOrder', 'openRefund', 'refundPayment']),
    )
  })

  test('given up before payment, the order is cancelled', async () => {
    const play = await QuotePlay.accepted(rig(), {
      activities: { applyPayments: inTurn(broken, () => Promise.resolve(FACTS)), openRefund: nothingToRefund },
    })
    await play.pay()
    await play.attentionIs('internal')
    await play.decide('abort')
    await play.over()
    expect(play.journal.names().slice(-4)).toEqual(['voidPayment', 'applyPayments', 'cancelOrder', 'openRefund'])
  })

  test('an expiry that cannot be written ends the run when a person gives it up', async () => {
    const play = await QuotePlay.offered(rig(), {
      activities: { recordQuote: () => Promise.resolve({ ...QUOTE, expiresAtMs: Date.now() + 200 }), endQuote: broken },
    })
    await play.attentionIs('internal')
    await play.decide('abort')
    await play.over()
  })

  test('an undoing that is broken too can be given up as well, step by step', async () => {
    const play = await QuotePlay.paid(rig(), { activities: { startPublication: broken, stopPublication: broken } })
    await play.attentionIs('internal')
    await play.decide('abort')
    await play.raised('internal', 2)
    await play.decide('abort')
    await play.over()
    expect(play.journal.names()).toEqual(expect.arrayContaining(['cancelOrder', 'refundPayment']))
  })
})
