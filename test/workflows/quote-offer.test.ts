import { awaitFirstAnswer } from '../../workflows/common-contract.js'
import { STORE_STATUS } from '../../workflows/search-attributes.js'
import { broken, down, gate, inTurn, killed, ORDER as ORDER_MADE, QUOTE, refusing } from '../support/fake-activities.js'
import { describeWithTemporal } from '../support/servers.js'
import { QuotePlay } from './quote-play.js'
import { refusalOf } from './refusal-of.js'
import { rigForFile } from './rig-for-file.js'

const WAITING = { ...QUOTE, needsPerson: 'we closed holes in more than 1 % of the surface' }
const priced = () => Promise.resolve(QUOTE)
const waiting = () => Promise.resolve(WAITING)
const ended = { ...QUOTE, status: 'cancelled' } as const

describeWithTemporal('a quote on offer', () => {
  const rig = rigForFile()

  test('a model that has no price refuses the first answer with its code, and the run ends well', async () => {
    const play = new QuotePlay(rig(), { activities: { recordQuote: refusing('model_not_printable') } })
    expect(await refusalOf(play.begin(awaitFirstAnswer))).toBe('model_not_printable')
    await play.over()
    expect(play.journal.names()).toEqual(['recordQuote'])
  })

  test('a quote that nobody accepts expires, and cannot be accepted afterwards', async () => {
    const expired = { ...QUOTE, status: 'expired' } as const
    const play = await QuotePlay.offered(rig(), {
      activities: {
        recordQuote: () => Promise.resolve({ ...QUOTE, expiresAtMs: Date.now() + 300 }),
        loadQuote: () => Promise.resolve(expired),
      },
    })
    await play.over()
    expect(play.journal.inputsOf('endQuote')).toEqual([{ quoteId: play.id, status: 'expired' }])
    expect((await play.handle.describe()).typedSearchAttributes.get(STORE_STATUS)).toBe('expired')
    expect(await refusalOf(play.accept())).toBe('quote_not_active')
  })

  test('a quote in another unit is measured in that unit before it is priced', async () => {
    const play = await QuotePlay.offered(rig(), { input: { unit: 'inch' } })
    expect(play.journal.inputsOf('measureModel')).toEqual([{ uploadId: 'upload-1', unit: 'inch' }])
    expect(play.journal.names()).toEqual(['measureModel', 'recordQuote'])
  })

  test('three killed measurings of another unit park on the upload; given up, there is no quote', async () => {
    const play = new QuotePlay(rig(), { activities: { measureModel: killed } })
    const answer = refusalOf(play.begin(awaitFirstAnswer, { uploadId: 'upload-1', unit: 'inch' }))
    await play.raised('work_failed')
    await play.decide('abort')
    expect(await answer).toBe('manual_quote_required')
    await play.over()
    expect(play.journal.inputsOf('setAttention')).toMatchObject([{ subject: { kind: 'upload', id: 'upload-1' } }])
    expect(play.journal.names()).not.toContain('failAnalysis')
  })

  test('an acceptance that the row refuses gets the refusal, and the quote stays on offer', async () => {
    const play = await QuotePlay.offered(rig(), {
      activities: { createServiceOrder: inTurn(refusing('price_changed'), () => Promise.resolve(ORDER_MADE)) },
    })
    expect(await refusalOf(play.accept())).toBe('price_changed')
    expect(await play.accept()).toMatchObject({ orderId: ORDER_MADE.orderId })
  })

  test('"Request cancellation" withdraws a quote on offer, also one that waits for a person', async () => {
    const play = await QuotePlay.offered(rig(), { activities: { recordQuote: waiting } })
    await play.raised('quote_needs_person')
    await play.handle.cancel()
    await play.over()
    expect(play.journal.inputsOf('endQuote')).toEqual([{ quoteId: play.id, status: 'cancelled' }])
    expect(play.endings()).toEqual([{ reason: 'quote_needs_person', outcome: 'resolved' }])
  })
})

describeWithTemporal('a quote that a person must look at', () => {
  const rig = rigForFile()

  async function waitingQuote(activities: ConstructorParameters<typeof QuotePlay>[1] = {}): Promise<QuotePlay> {
    const play = await QuotePlay.offered(rig(), {
      ...activities,
      activities: { recordQuote: waiting, ...activities.activities },
    })
    await play.raised('quote_needs_person')
    return play
  }

  test('it is on offer and cannot be accepted before the decision', async () => {
    const play = await waitingQuote()
    expect(await refusalOf(play.accept())).toBe('manual_quote_required')
    expect(play.journal.count('createServiceOrder')).toBe(0)
  })

  test('skip lets it be accepted as priced', async () => {
    const play = await waitingQuote()
    await play.decide('skip')
    await play.attentionIs(undefined)
    await play.accept()
    expect(play.journal.count('repriceQuote')).toBe(0)
  })

  test('retry prices it again and asks again while there is still a reason', async () => {
    const play = await waitingQuote({ activities: { repriceQuote: inTurn(waiting, priced) } })
    await play.decide('retry')
    await play.raised('quote_needs_person', 2)
    await play.decide('retry')
    await play.called('repriceQuote', 2)
    await play.accept()
  })

  test('retry of what cannot be priced any more keeps it waiting, with the refusal as the reason', async () => {
    const play = await waitingQuote({ activities: { repriceQuote: refusing('upload_expired') } })
    await play.decide('retry')
    await play.raised('quote_needs_person', 2)
    expect(play.journal.inputsOf('setAttention').at(-1)).toMatchObject({ note: 'No, because.' })
  })

  test('abort withdraws it', async () => {
    const play = await waitingQuote({ activities: { loadQuote: () => Promise.resolve(ended) } })
    await play.decide('abort')
    await play.over()
    expect(play.journal.inputsOf('endQuote')).toEqual([{ quoteId: play.id, status: 'cancelled' }])
  })

  test('it expires like any other, and nothing is left waiting', async () => {
    const play = await waitingQuote({
      activities: { recordQuote: () => Promise.resolve({ ...WAITING, expiresAtMs: Date.now() + 500 }) },
    })
    await play.over()
    expect(play.endings()).toEqual([{ reason: 'quote_needs_person', outcome: 'resolved' }])
  })

  test('the decision and who made it are written down', async () => {
    const play = await waitingQuote()
    await play.decide('skip', { note: 'looks fine to me', by: 'asha' })
    expect(play.journal.inputsOf('clearAttention')).toMatchObject([
      { reason: 'quote_needs_person', outcome: 'skip', note: 'looks fine to me', by: 'asha' },
    ])
  })
})

describeWithTemporal('the firm price', () => {
  const rig = rigForFile()
  const pending = { ...QUOTE, isFirmPending: true }
  const withSlicer = { recordQuote: () => Promise.resolve(pending) }

  test('a slice is recorded beside the offer', async () => {
    const play = await QuotePlay.offered(rig(), { activities: withSlicer })
    await play.called('recordFirmPrice')
    expect(play.journal.inputsOf('recordFirmPrice')).toEqual([{ quoteId: play.id, isSliced: true }])
    await play.accept()
  })

  test('a slice that ends after the acceptance changes nothing', async () => {
    const slicing = gate()
    const play = await QuotePlay.offered(rig(), { activities: { ...withSlicer, sliceModel: () => slicing.passed } })
    await play.accept()
    await play.pay()
    await play.called('startPublication')
    slicing.open()
    await play.ends('completed')
    await play.over()
    expect(play.journal.count('recordFirmPrice')).toBe(0)
  })

  test('a price that differs too much calls a person before it can be accepted', async () => {
    const play = await QuotePlay.offered(rig(), {
      activities: { ...withSlicer, recordFirmPrice: () => Promise.resolve({ needsPerson: 'the prices differ' }) },
    })
    await play.attentionIs('quote_needs_person')
    expect(await refusalOf(play.accept())).toBe('manual_quote_required')
    await play.decide('skip')
    await play.accept()
  })

  test('a slicer that says no is recorded as no firm price', async () => {
    const play = await QuotePlay.offered(rig(), { activities: { ...withSlicer, sliceModel: killed } })
    await play.called('recordFirmPrice')
    expect(play.journal.inputsOf('recordFirmPrice')).toEqual([{ quoteId: play.id, isSliced: false }])
  })

  test('a slicer that crashed: the instant price can be accepted, and retry slices again', async () => {
    const play = await QuotePlay.offered(rig(), {
      activities: { ...withSlicer, sliceModel: inTurn(down, down, () => Promise.resolve()) },
    })
    await play.attentionIs('work_failed')
    await play.decide('retry')
    await play.raised('work_failed', 2)
    await play.decide('retry')
    await play.called('recordFirmPrice')
    expect(play.journal.count('sliceModel')).toBe(3)
  })

  test('a slicer that crashed: skip keeps the instant price', async () => {
    const play = await QuotePlay.offered(rig(), { activities: { ...withSlicer, sliceModel: down } })
    await play.attentionIs('work_failed')
    await play.decide('skip')
    await play.attentionIs(undefined)
    await play.accept()
    expect(play.journal.count('sliceModel')).toBe(1)
  })

  test('a slicer that crashed: abort withdraws the quote', async () => {
    const play = await QuotePlay.offered(rig(), { activities: { ...withSlicer, sliceModel: down } })
    await play.attentionIs('work_failed')
    await play.decide('abort')
    await play.over()
    expect(play.journal.inputsOf('endQuote')).toEqual([{ quoteId: play.id, status: 'cancelled' }])
  })

  test('a slicer that crashed: accepting settles it without a person', async () => {
    const play = await QuotePlay.offered(rig(), { activities: { ...withSlicer, sliceModel: down } })
    await play.attentionIs('work_failed')
    await play.accept()
    await play.attentionIs(undefined)
    expect(play.endings()).toEqual([{ reason: 'work_failed', outcome: 'resolved' }])
  })
})

describeWithTemporal('accepting while something is broken', () => {
  const rig = rigForFile()

  test('a payment that the provider refuses leaves the order standing and answers the refusal', async () => {
    const play = await QuotePlay.offered(rig(), {
      activities: { createPayment: refusing('payment_method_unsupported') },
    })
    expect(await refusalOf(play.accept())).toBe('payment_method_unsupported')
    expect(await play.accept()).toMatchObject({ orderId: ORDER_MADE.orderId })
    expect(play.journal.count('createServiceOrder')).toBe(1)
    await play.pay()
    await play.called('startPublication')
  })

  test('a payment that an operator gives up during an outage takes the order back', async () => {
    const cancelled = {
      ...QUOTE,
      status: 'accepted',
      order: { ...ORDER_MADE, status: 'cancelled', isClosed: true },
    } as const
    const asking = gate()
    const play = await QuotePlay.offered(rig(), {
      activities: {
        createPayment: inTurn(down, () => asking.passed.then(down)),
        loadQuote: () => Promise.resolve(cancelled),
      },
    })
    const answer = refusalOf(play.accept())
    await play.raised('upstream_down')
    await play.called('createPayment', 2)
    await play.decide('abort', { attention: 'upstream_down' })
    expect(await answer).toBe('upstream_unavailable')
    await play.over()
    asking.open()
    expect(play.journal.inputsOf('cancelOrder')).toMatchObject([{ key: 'undo-accept' }])
  })

  test('an order that could not be made leaves the quote on offer when an operator gives it up', async () => {
    const play = await QuotePlay.offered(rig(), {
      activities: { createServiceOrder: inTurn(broken, () => Promise.resolve(ORDER_MADE)) },
    })
    const answer = refusalOf(play.accept())
    await play.raised('internal')
    await play.decide('abort')
    expect(await answer).toBe('internal_error')
    expect(await play.accept()).toMatchObject({ orderId: ORDER_MADE.orderId })
  })

  test('an order that could not be made is made after the fix', async () => {
    const play = await QuotePlay.offered(rig(), {
      activities: { createServiceOrder: inTurn(broken, () => Promise.resolve(ORDER_MADE)) },
    })
    const answer = play.accept()
    await play.raised('internal')
    await play.decide('retry')
    expect(await answer).toMatchObject({ orderId: ORDER_MADE.orderId })
  })
})
