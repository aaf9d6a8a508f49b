import { refundOrder } from '../../workflows/quote-to-service-order-contract.js'
import { DUE_AT } from '../../workflows/search-attributes.js'
import { broken, FACTS, gate, inTurn, killed, refused, refusing, unanswered } from '../support/fake-activities.js'
import { describeWithTemporal } from '../support/servers.js'
import type { Scene } from './play.js'
import { paid, QuotePlay, quoteWith } from './quote-play.js'
import { refusalOf } from './refusal-of.js'
import { rigForFile } from './rig-for-file.js'

const WISH = { refundId: 'refund-9', reason: 'a scratch', requestedBy: 'asha' }
const answers =
  (status: 'pending' | 'succeeded' | 'failed') =>
  ({ refundId }: { refundId: string }) =>
    Promise.resolve({ refundId, status })
const counting = (openRefunds: number) => () => Promise.resolve({ ...FACTS, isPaid: true, openRefunds })

describeWithTemporal('a refund', () => {
  const rig = rigForFile()

  async function inProduction(scene: Scene = {}): Promise<QuotePlay> {
    const play = await QuotePlay.paid(rig(), scene)
    await play.called('startPublication')
    return play
  }

  test('of an admin is written down under the id of the request and sent under the id of its row', async () => {
    const play = await inProduction()
    expect(await play.ask(refundOrder, { ...WISH, amountMinor: 500 })).toEqual({ refundId: 'refund-9' })
    expect(play.journal.inputsOf('openRefund')).toMatchObject([{ key: 'admin:refund-9', amountMinor: 500 }])
    expect(play.journal.inputsOf('refundPayment')).toEqual([{ refundId: 'refund-9' }])
  })

  test('that is larger than what is left is refused', async () => {
    const play = await inProduction({ activities: { openRefund: refusing('refund_exceeds_payment') } })
    expect(await refusalOf(play.ask(refundOrder, WISH))).toBe('refund_exceeds_payment')
  })

  test('of nothing is refused', async () => {
    const none = () => Promise.resolve({ refundId: null, status: 'none' } as const)
    const play = await inProduction({ activities: { openRefund: none } })
    expect(await refusalOf(play.ask(refundOrder, WISH))).toBe('refund_exceeds_payment')
  })

  test('that was sent and not answered is looked up, and not sent again when it is there', async () => {
    const play = await inProduction({ activities: { refundPayment: unanswered } })
    await play.ask(refundOrder, WISH)
    expect(play.journal.count('refundPayment')).toBe(1)
    expect(play.journal.count('checkRefund')).toBe(1)
  })

  test('that was sent and is not there is sent again under the same id', async () => {
    const play = await inProduction({
      activities: { refundPayment: inTurn(unanswered, answers('succeeded')), checkRefund: refused },
    })
    await play.ask(refundOrder, WISH)
    expect(play.journal.inputsOf('refundPayment')).toEqual([{ refundId: 'refund-9' }, { refundId: 'refund-9' }])
  })

  test('that the provider has not finished keeps the run until a fact says so', async () => {
    const play = await QuotePlay.paid(rig(), {
      activities: { refundPayment: answers('pending'), applyPayments: inTurn(paid, counting(0)) },
    })
    await play.called('startPublication')
    await play.ask(refundOrder, WISH)
    await play.ends('completed')
    await play.called('closeServiceOrder')
    await play.pay('refund-processed')
    await play.over()
  })

  test('that was counted as open while it was sent does not keep the run', async () => {
    const sending = gate()
    const play = await QuotePlay.paid(rig(), {
      activities: {
        applyPayments: inTurn(paid, counting(1), counting(0)),
        refundPayment: ({ refundId }) => sending.passed.then(() => ({ refundId, status: 'succeeded' as const })),
      },
    })
    await play.called('startPublication')
    await play.cancel()
    await play.pay('something')
    await play.called('applyPayments', 2)
    sending.open()
    await play.over()
    expect(play.journal.count('checkPayment')).toBe(0)
  })
})

describeWithTemporal('a refund that fails', () => {
  const rig = rigForFile()

  async function failed(scene: Scene = {}): Promise<QuotePlay> {
    const play = await QuotePlay.paid(rig(), scene)
    await play.called('startPublication')
    await play.cancel()
    await play.attentionIs('refund_failed')
    expect(play.journal.count('refundPayment')).toBe(3)
    return play
  }

  test('three times calls a person; retry sends the same refund again', async () => {
    const play = await failed({
      activities: {
        refundPayment: inTurn(refused, refused, refused, answers('succeeded')),
        reopenFailedRefunds: () =>
          Promise.resolve({ refunds: [{ refundId: 'refund-1', key: 'cancel:refund-1', reason: 'cancelled' }] }),
      },
    })
    await play.decide('retry')
    await play.over()
    expect(play.journal.inputsOf('refundPayment')).toEqual(Array(4).fill({ refundId: 'refund-1' }))
    expect(play.journal.inputsOf('failRefund')).toEqual([{ refundId: 'refund-1' }])
  })

  test('three times calls a person; skip books it as made by hand', async () => {
    const play = await failed({ activities: { refundPayment: answers('failed') } })
    await play.decide('skip', { note: 'bank transfer 4711' })
    await play.over()
    expect(play.journal.count('settleRefundsByHand')).toBe(1)
    expect(play.journal.inputsOf('clearAttention')).toMatchObject([{ note: 'bank transfer 4711' }])
  })

  test('knows no abort', async () => {
    const play = await failed({ activities: { refundPayment: answers('failed') } })
    expect(await refusalOf(play.decide('abort'))).toBe('validation_error')
  })

  test('and fails again calls a person again', async () => {
    const draft = { refundId: 'refund-1', key: 'cancel:refund-1', reason: 'cancelled' }
    const play = await failed({
      activities: { refundPayment: refused, reopenFailedRefunds: () => Promise.resolve({ refunds: [draft] }) },
    })
    await play.decide('retry')
    await play.raised('refund_failed', 2)
    expect(play.journal.count('refundPayment')).toBe(6)
  })

  /** The rows say that the refund failed until a person books it. */
  function givenUp(): NonNullable<Scene['activities']> {
    let failedRefunds = 1
    return {
      applyPayments: inTurn(paid, () => Promise.resolve({ ...FACTS, failedRefunds })),
      settleRefundsByHand: () => {
        failedRefunds = 0
        return Promise.resolve()
      },
    }
  }

  test('after the provider had accepted it calls a person as well', async () => {
    const play = await QuotePlay.paid(rig(), { activities: { ...givenUp(), refundPayment: answers('pending') } })
    await play.called('startPublication')
    await play.cancel()
    await play.called('refundPayment')
    await play.pay('refund-failed')
    await play.attentionIs('refund_failed')
    await play.decide('skip')
    await play.over()
    expect(play.journal.count('settleRefundsByHand')).toBe(1)
  })

  test('before the provider has answered that it accepts it calls a person as well', async () => {
    const sending = gate()
    const refundPayment = ({ refundId }: { refundId: string }) =>
      sending.passed.then(() => ({ refundId, status: 'pending' as const }))
    const play = await QuotePlay.paid(rig(), { activities: { ...givenUp(), refundPayment } })
    await play.called('startPublication')
    await play.cancel()
    await play.pay('refund-failed')
    await play.called('applyPayments', 2)
    sending.open()
    await play.attentionIs('refund_failed')
    await play.decide('skip')
    await play.over()
    expect(play.journal.count('settleRefundsByHand')).toBe(1)
  })

  test('in a way that nobody knows parks beside the story; given up, it stays with a person', async () => {
    const play = await QuotePlay.paid(rig(), { activities: { refundPayment: inTurn(broken, killed) } })
    await play.called('startPublication')
    await play.cancel()
    await play.attentionIs('internal')
    await play.decide('retry')
    await play.raised('internal', 2)
    await play.decide('abort')
    await play.attentionIs('refund_failed')
    await play.decide('skip')
    await play.over()
    expect(play.journal.inputsOf('failRefund')).toEqual([{ refundId: 'refund-1' }])
  })
})

describeWithTemporal('money that comes too late', () => {
  const rig = rigForFile()
  const over = quoteWith({ status: 'cancelled', isClosed: true })
  const late = () => Promise.resolve({ ...FACTS, late: ['payment-1'] })

  function lateMoney(lateRefundMs: number): QuotePlay {
    return new QuotePlay(rig(), {
      timing: { lateRefundMs },
      activities: {
        loadQuote: () => Promise.resolve(over),
        applyPayments: inTurn(late, () => Promise.resolve(FACTS)),
      },
    })
  }

  test('wakes a run, is shown to people, and goes back by itself', async () => {
    const play = lateMoney(400)
    await play.pay()
    await play.raised('paid_not_fulfillable')
    await play.over()
    expect(play.journal.inputsOf('openRefund')).toMatchObject([{ paymentId: 'payment-1', key: 'all:payment-1' }])
    expect(play.endings()).toEqual([{ reason: 'paid_not_fulfillable', outcome: 'resolved' }])
  })

  test('shows until when it goes back', async () => {
    const play = lateMoney(60_000)
    await play.pay()
    await play.attentionIs('paid_not_fulfillable')
    expect((await play.handle.describe()).typedSearchAttributes.get(DUE_AT)).toBeInstanceOf(Date)
  })

  test('abort sends it back now', async () => {
    const play = lateMoney(60_000)
    await play.pay()
    await play.attentionIs('paid_not_fulfillable')
    await play.decide('abort')
    await play.over()
    expect(play.journal.count('refundPayment')).toBe(1)
  })

  test('skip leaves it to the person, and it does not go back by itself', async () => {
    const play = lateMoney(60_000)
    await play.pay()
    await play.attentionIs('paid_not_fulfillable')
    await play.decide('skip')
    await play.over()
    expect(play.journal.count('refundPayment')).toBe(0)
  })

  test('retry fulfils it after all, with a service order of its own and no refund', async () => {
    const play = lateMoney(60_000)
    await play.pay()
    await play.attentionIs('paid_not_fulfillable')
    await play.decide('retry')
    await play.called('startPublication')
    expect(play.journal.count('refundPayment')).toBe(0)
  })
})
