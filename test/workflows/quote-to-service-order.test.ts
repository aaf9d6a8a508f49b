import { setAddress, setOrderStatus, acceptQuote } from '../../workflows/quote-to-service-order-contract.js'
import { FACTS, gate, ORDER } from '../support/fake-activities.js'
import { describeWithTemporal } from '../support/servers.js'
import { paid, QuotePlay, quoteWith, unpaid } from './quote-play.js'
import { refusalOf } from './refusal-of.js'
import { rigForFile } from './rig-for-file.js'

describeWithTemporal('quoteToServiceOrder', () => {
  const rig = rigForFile()

  test('a quote that is accepted and paid is published once and closed when the part is done', async () => {
    const play = await QuotePlay.offered(rig())
    expect(await play.accept()).toEqual({ serviceOrderId: ORDER.serviceOrderId, orderId: 7 })
    await play.pay()
    await play.called('startPublication')
    await play.ends('completed')
    await play.over()
    expect(play.journal.names()).toEqual([
      'recordQuote',
      'createServiceOrder',
      'createPayment',
      'applyPayments',
      'startPublication',
      'closeServiceOrder',
    ])
  })

  test('accepting again, at once or after payment, answers the order that is there and makes no second one', async () => {
    const play = await QuotePlay.offered(rig())
    const both = await Promise.all([play.accept(), play.accept({ serviceOrderId: 'another', orderId: 8 })])
    await play.pay()
    await play.called('startPublication')
    const again = await play.accept({ serviceOrderId: 'a-third' })
    expect([...both, again]).toEqual(Array(3).fill({ serviceOrderId: ORDER.serviceOrderId, orderId: 7 }))
    expect(play.journal.count('createServiceOrder')).toBe(1)
  })

  test('a fact that is told ten times is applied at most twice', async () => {
    const applying = gate()
    const play = await QuotePlay.accepted(rig(), { activities: { applyPayments: () => applying.passed.then(paid) } })
    for (let told = 0; told < 10; told += 1) await play.pay('the-same')
    applying.open()
    await play.called('startPublication')
    await play.pay('the-same')
    await play.ends('completed')
    await play.over()
    expect(play.journal.count('applyPayments')).toBeLessThanOrEqual(2)
  })

  test('a fact that is told while an earlier one is being applied is applied after it', async () => {
    const applying = gate()
    const play = await QuotePlay.accepted(rig(), {
      activities: { applyPayments: (input) => (input.orderId ? applying.passed.then(() => FACTS) : unpaid()) },
    })
    await play.pay('first')
    await play.called('applyPayments')
    await play.pay('second')
    applying.open()
    await play.called('applyPayments', 2)
  })

  test('facts that come before there is an order wait for it and keep nobody busy', async () => {
    const play = await QuotePlay.offered(rig(), { activities: { applyPayments: paid } })
    await play.pay()
    await play.ends('completed')
    const before = await play.historyLength()
    await play.accept()
    await play.called('startPublication')
    expect(before).toBeLessThan(25)
  })

  test('a signal without an id, and one of an unknown name, change nothing', async () => {
    const play = await QuotePlay.accepted(rig())
    await play.handle.signal('paymentEvent')
    await play.handle.signal('publicationEnded')
    await play.handle.signal('noSuchSignal', { any: 'thing' })
    await play.pay()
    await play.called('startPublication')
    expect(play.journal.count('applyPayments')).toBe(1)
  })

  test('a message without what its handler reads is refused and leaves no history', async () => {
    const play = await QuotePlay.accepted(rig())
    const codes = await Promise.all([
      refusalOf(play.handle.executeUpdate(acceptQuote.name)),
      refusalOf(play.handle.executeUpdate(setAddress.name, { args: [{ address: null }] })),
      refusalOf(play.handle.executeUpdate(setOrderStatus.name, { args: [{ refundId: 'refund-1' }] })),
    ])
    expect(codes).toEqual(Array(3).fill('validation_error'))
    // The acceptance and the wait for the first answer are the only ones.
    expect(await play.updates()).toBe(2)
  })

  test('messages for an order that the quote does not have are refused, also when they start the run', async () => {
    const play = await QuotePlay.offered(rig())
    expect(await refusalOf(play.cancel())).toBe('service_order_not_found')
    const late = new QuotePlay(rig(), {})
    expect(await refusalOf(late.cancel())).toBe('service_order_not_found')
  })

  test('only a cancellation is done by hand', async () => {
    const play = await QuotePlay.accepted(rig(), {
      activities: {
        readServiceOrderStatus: () => Promise.resolve({ status: 'pending_payment' }),
        applyPayments: unpaid,
      },
    })
    const shipped = { status: 'shipped', refundId: 'refund-1' } as never
    expect(await refusalOf(play.ask(setOrderStatus, shipped))).toBe('invalid_transition')
    await play.ask(setOrderStatus, { status: 'cancelled', refundId: 'refund-1', note: 'by phone' })
    await play.over()
    expect(play.journal.inputsOf('cancelOrder')).toMatchObject([{ by: 'admin', reason: 'by phone' }])
  })

  test('a repeated acceptance after the end wakes a run that answers from the row and ends again', async () => {
    const closed = quoteWith({ status: 'completed', paymentStatus: 'paid', isClosed: true })
    const play = new QuotePlay(rig(), { activities: { loadQuote: () => Promise.resolve(closed), applyPayments: paid } })
    expect(await play.accept()).toEqual({ serviceOrderId: ORDER.serviceOrderId, orderId: 7 })
    await play.over()
    expect(play.journal.names()).toEqual(['loadQuote', 'applyPayments'])
  })
})
