import type { LoadedQuote } from '../../src/domain/loaded-rows.js'
import { refundOrder } from '../../workflows/quote-to-service-order-contract.js'
import { NUMBER, STORE_STATUS } from '../../workflows/search-attributes.js'
import { broken, FACTS, inTurn, ORDER, QUOTE } from '../support/fake-activities.js'
import { describeWithTemporal } from '../support/servers.js'
import { paid, QuotePlay, quoteWith, unpaid } from './quote-play.js'
import { refusalOf } from './refusal-of.js'
import { rigForFile } from './rig-for-file.js'

describeWithTemporal('a run that starts again from its rows', () => {
  const rig = rigForFile()

  function withRow(row: LoadedQuote, scene: ConstructorParameters<typeof QuotePlay>[1] = {}): QuotePlay {
    return new QuotePlay(rig(), {
      ...scene,
      activities: { loadQuote: () => Promise.resolve(row), applyPayments: unpaid, ...scene.activities },
    })
  }

  test('on offer: it can be accepted, and a firm price that is pending is made', async () => {
    const play = withRow({ ...QUOTE, isFirmPending: true })
    await play.resume()
    await play.called('recordFirmPrice')
    expect(await play.accept()).toMatchObject({ orderId: ORDER.orderId })
  })

  test('on offer and over its time: it expires', async () => {
    const play = withRow({ ...QUOTE, expiresAtMs: Date.now() - 1 })
    await play.resume()
    await play.over()
    expect(play.journal.names()).toEqual(['loadQuote', 'endQuote'])
  })

  test('waiting for a person: the decision is asked for again and refuses the acceptance', async () => {
    const attention = [{ kind: 'quote', id: 'quote-1', reason: 'quote_needs_person', note: 'holes' } as const]
    const play = withRow({ ...QUOTE, needsPerson: 'holes', attention })
    await play.resume()
    await play.attentionIs('quote_needs_person')
    expect(await refusalOf(play.accept())).toBe('manual_quote_required')
    expect(play.raisedReasons()).toEqual(['quote_needs_person'])
  })

  test('waiting for money: facts of the inbox are applied without a signal', async () => {
    const play = withRow(quoteWith({}), { activities: { applyPayments: paid } })
    await play.resume()
    await play.called('startPublication')
  })

  test('waiting for money: operators see status and number', async () => {
    const play = withRow(quoteWith({}))
    await play.resume()
    await play.called('applyPayments')
    const { typedSearchAttributes } = await play.handle.describe()
    expect(typedSearchAttributes.get(STORE_STATUS)).toBe('pending_payment')
    expect(typedSearchAttributes.get(NUMBER)).toBe(String(ORDER.number))
  })

  test('waiting for money and over its time: it is cancelled', async () => {
    const play = withRow(quoteWith({ payByMs: Date.now() - 1 }))
    await play.resume()
    await play.over()
    expect(play.journal.inputsOf('cancelOrder')).toMatchObject([{ key: 'pay-by-passed' }])
  })

  test('paid: it is published, which is one publication however often it is asked for', async () => {
    const play = withRow(quoteWith({ status: 'paid', paymentStatus: 'paid' }), { activities: { applyPayments: paid } })
    await play.resume()
    await play.called('startPublication')
    await play.ends('completed')
    await play.over()
  })

  test.each([
    ['completed', 'closeServiceOrder'],
    ['failed', 'setAttention'],
    ['cancelled', 'setAttention'],
  ] as const)('paid and %s at MakrCave while nobody listened: %s follows', async (status, activity) => {
    const play = withRow(quoteWith({ status, paymentStatus: 'paid', publicationEnd: status }), {
      activities: { applyPayments: paid },
    })
    await play.resume()
    await play.called(activity)
    expect(play.journal.count('startPublication')).toBe(0)
  })

  test('over: it ends again', async () => {
    const play = withRow(quoteWith({ status: 'completed', paymentStatus: 'paid', isClosed: true }))
    await play.resume()
    await play.over()
    expect(play.journal.names()).toEqual(['loadQuote', 'applyPayments'])
  })

  test('over with a refund under way: it polls until that is finished', async () => {
    const open = { ...FACTS, openRefunds: 1 }
    const play = withRow(quoteWith({ status: 'cancelled', isClosed: true, openRefunds: 1 }), {
      activities: { applyPayments: inTurn(() => Promise.resolve(open), unpaid) },
    })
    await play.resume()
    await play.called('applyPayments')
    await play.pay('refund-processed')
    await play.over()
  })

  test('a late word that the publication ended finds an order that is over and changes nothing', async () => {
    const play = withRow(quoteWith({ status: 'cancelled', isClosed: true }))
    await play.ends('cancelled')
    await play.over()
    expect(play.raisedReasons()).toEqual([])
  })

  test('a refund for an order that was delivered long ago wakes a run, which ends again', async () => {
    const play = withRow(quoteWith({ status: 'completed', paymentStatus: 'paid', isClosed: true }))
    const wish = { refundId: 'refund-5', reason: 'broke after a week', requestedBy: 'asha' }
    expect(await play.ask(refundOrder, wish)).toEqual({ refundId: 'refund-5' })
    await play.over()
    expect(play.journal.names()).toContain('refundPayment')
  })

  test.each(['payment_mismatch', 'paid_not_fulfillable', 'refund_failed', 'dispute_opened'] as const)(
    'what a person was asked before the loss is asked again: %s',
    async (reason) => {
      const play = withRow(quoteWith({ status: 'cancelled', isClosed: true }, reason))
      await play.resume()
      await play.attentionIs(reason)
      await play.decide('skip')
      await play.over()
      expect(play.endings()).toMatchObject([{ reason, outcome: 'skip' }])
    },
  )

  test.each(['upstream_down', 'internal'] as const)(
    'a step that was in trouble is taken again, and its old attention goes off the row: %s',
    async (reason) => {
      const play = withRow(quoteWith({ status: 'completed', paymentStatus: 'paid', isClosed: true }, reason))
      await play.resume()
      await play.over()
      expect(play.endings()).toMatchObject([{ reason, outcome: 'resolved' }])
      expect(play.raisedReasons()).toEqual([])
    },
  )

  test('rows that cannot be loaded park; given up, whoever waits is refused and the run ends', async () => {
    const play = withRow(QUOTE, { activities: { loadQuote: broken } })
    const answer = refusalOf(play.accept())
    await play.raised('internal')
    await play.decide('abort')
    expect(await answer).toBe('quote_not_active')
    await play.over()
  })
})
