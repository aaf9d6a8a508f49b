import { down, FACTS, gate, inTurn } from '../support/fake-activities.js'
import { describeWithTemporal } from '../support/servers.js'
import { paid, QuotePlay } from './quote-play.js'
import { rigForFile } from './rig-for-file.js'

const over = () => Promise.resolve(FACTS)

describeWithTemporal('two steps of one run in one outage', () => {
  const rig = rigForFile()

  /** A refund beside the story and the story itself, both at a window that never ends by itself. */
  async function bothDown(): Promise<{ play: QuotePlay; refund: () => void; facts: () => void }> {
    const refunding = gate()
    const applying = gate()
    const refundPayment = ({ refundId }: { refundId: string }) =>
      refunding.passed.then(() => ({ refundId, status: 'succeeded' as const }))
    const play = await QuotePlay.paid(rig(), {
      activities: {
        refundPayment: inTurn<{ refundId: string }, Awaited<ReturnType<typeof refundPayment>>>(down, refundPayment),
        applyPayments: inTurn(paid, down, () => applying.passed.then(over)),
      },
    })
    await play.called('startPublication')
    await play.cancel()
    await play.pay('more')
    await play.called('refundPayment', 2)
    await play.called('applyPayments', 3)
    return { play, refund: () => refunding.open(), facts: () => applying.open() }
  }

  test('share one attention, which goes when the last of them is through', async () => {
    const { play, refund, facts } = await bothDown()
    refund()
    await play.attentionIs('upstream_down')
    facts()
    await play.over()
    expect(play.raisedReasons()).toEqual(['upstream_down'])
    expect(play.endings()).toEqual([{ reason: 'upstream_down', outcome: 'resolved' }])
  })

  test('are both tried now when a person says so', async () => {
    const { play, refund, facts } = await bothDown()
    await play.decide('retry')
    await play.called('refundPayment', 3)
    await play.called('applyPayments', 4)
    refund()
    facts()
    await play.over()
    expect(play.endings()).toEqual([{ reason: 'upstream_down', outcome: 'retry' }])
  })

  test('are both given up when a person says so; the refund stays with a person', async () => {
    const { play, refund, facts } = await bothDown()
    await play.decide('abort')
    await play.attentionIs('refund_failed')
    facts()
    await play.decide('skip')
    await play.over()
    refund()
    expect(play.endings()).toEqual([
      { reason: 'upstream_down', outcome: 'abort' },
      { reason: 'refund_failed', outcome: 'skip' },
    ])
  })
})

describeWithTemporal('a poll of the provider in an outage', () => {
  const rig = rigForFile()

  test('abort leaves this poll out and nothing else', async () => {
    const asking = gate<{ hasNews: boolean }>()
    const play = await QuotePlay.accepted(rig(), {
      timing: { paymentPollsMs: [200, 60_000] },
      activities: {
        applyPayments: over,
        checkPayment: inTurn<unknown, { hasNews: boolean }>(down, () => asking.passed),
      },
    })
    await play.called('checkPayment', 2)
    await play.decide('abort')
    await play.attentionIs(undefined)
    asking.open({ hasNews: false })
    expect(play.journal.count('cancelOrder')).toBe(0)
  })
})
