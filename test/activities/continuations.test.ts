import { continuationActivities } from '../../activities/continuations.js'
import { ServiceOrder } from '../../src/db/models/service-orders.js'
import { newId } from '../../src/db/record.js'
import { Invariant } from '../../src/domain/errors.js'
import type { ServiceOrderStatus } from '../../src/domain/service-order-status.js'
import { dependenciesWith, inActivity } from '../support/activities.js'
import { givenOrder } from '../support/factories.js'
import { gate, PUBLICATION } from '../support/fake-activities.js'
import { describeWithTemporal } from '../support/servers.js'
import { openTestDatabase } from '../support/test-database.js'
import { TEST_TIMING } from '../support/workflow-run.js'
import type { Scene } from '../workflows/play.js'
import { AT_CAVE, PublicationPlay } from '../workflows/publication-play.js'
import { QuotePlay, quoteWith } from '../workflows/quote-play.js'
import { rigForFile } from '../workflows/rig-for-file.js'

describeWithTemporal('one run reaches another', () => {
  const rig = rigForFile()
  let place: Awaited<ReturnType<typeof openTestDatabase>>
  beforeAll(async () => {
    place = await openTestDatabase('test-continuations')
  })
  afterAll(() => place.close())

  async function givenServiceOrder(): Promise<ServiceOrder> {
    const { serviceOrderId } = await givenOrder(place.database, { hasPayment: false })
    return ServiceOrder.findByPk(serviceOrderId, { rejectOnEmpty: true })
  }

  /** The activities about one service order, each run as Temporal would. */
  function about(serviceOrderId: string) {
    const { startPublication, stopPublication, reportPublicationEnd } = continuationActivities(
      dependenciesWith({ database: place.database, temporal: rig().client }),
    )
    const input = { serviceOrderId, timing: TEST_TIMING }
    return {
      start: () => inActivity(startPublication, input),
      stop: () => inActivity(stopPublication, input),
      report: (status: ServiceOrderStatus) =>
        inActivity(reportPublicationEnd, { ...input, status, isRefundDue: false }),
    }
  }

  /** A publication that goes no further than its first step. */
  function held(serviceOrderId: string): PublicationPlay {
    return new PublicationPlay(rig(), { id: serviceOrderId, activities: { prepareJob: () => gate<never>().passed } })
  }

  describe('startPublication', () => {
    test('makes one run of two calls, afresh and with words for operators', async () => {
      const { id, number } = await givenServiceOrder()
      const play = held(id)
      await Promise.all([about(id).start(), about(id).start()])
      await play.called('prepareJob')
      expect(play.journal.names()).toEqual(['prepareJob'])
      const run = await play.handle.describe()
      expect(await run.staticSummary()).toBe(`Publish service order ${number}`)
      expect(await run.staticDetails()).toContain(id)
    })

    test('never publishes again once that run has ended', async () => {
      const { id } = await givenServiceOrder()
      const play = held(id)
      await about(id).start()
      const { runId } = await play.handle.describe()
      await play.handle.terminate('over')
      await about(id).start()
      expect(await play.handle.describe()).toMatchObject({ runId, status: { name: 'TERMINATED' } })
    })

    test('is a defect for a service order that is not there, and starts nothing', async () => {
      const id = newId()
      const play = held(id)
      await expect(about(id).start()).rejects.toThrow(Invariant)
      await expect(play.handle.describe()).rejects.toThrow('not found')
    })
  })

  describe('stopPublication', () => {
    test('stops the run that is there before it has sent anything', async () => {
      const { id } = await givenServiceOrder()
      const play = held(id)
      await about(id).start()
      await play.called('prepareJob')
      expect(await about(id).stop()).toEqual({ outcome: 'never_published' })
      await play.over()
    })

    test.each([
      ['never sent', { ...PUBLICATION, isPrepared: false }, 'never_published'],
      ['sent', AT_CAVE, 'cancelling'],
    ])('wakes a run that was lost, which goes on from its row: %s', async (_, row, outcome) => {
      const { id } = await givenServiceOrder()
      const play = new PublicationPlay(rig(), { id, activities: { loadPublication: () => Promise.resolve(row) } })
      expect(await about(id).stop()).toEqual({ outcome })
      await play.over()
      expect(play.journal.names()[0]).toBe('loadPublication')
      expect(play.journal.count('prepareJob')).toBe(0)
    })
  })

  describe('reportPublicationEnd', () => {
    /** The quote's run of a paid service order. */
    async function givenQuoteRun(activities: Scene['activities'] = {}) {
      const { id, quoteId } = await givenServiceOrder()
      const loadQuote = () => Promise.resolve(quoteWith({ serviceOrderId: id, status: 'paid', paymentStatus: 'paid' }))
      return { id, play: new QuotePlay(rig(), { id: quoteId, activities: { loadQuote, ...activities } }) }
    }

    test('wakes a run that was lost, which goes on from its row and closes the order', async () => {
      const { id, play } = await givenQuoteRun()
      await about(id).report('completed')
      await play.over()
      expect(play.journal.names()[0]).toBe('loadQuote')
      expect(play.journal.count('closeServiceOrder')).toBe(1)
    })

    test('says how it ended: a failed one waits for a person', async () => {
      const { id, play } = await givenQuoteRun()
      await about(id).report('failed')
      await play.attentionIs('paid_not_fulfillable')
      expect(play.journal.count('closeServiceOrder')).toBe(0)
    })

    test('repeated, reaches the same run and closes the order once', async () => {
      const closing = gate()
      const { id, play } = await givenQuoteRun({ closeServiceOrder: () => closing.passed })
      await about(id).report('completed')
      const { runId } = await play.handle.describe()
      await about(id).report('completed')
      closing.open()
      await play.over()
      expect((await play.handle.describe()).runId).toBe(runId)
      expect(play.journal.count('closeServiceOrder')).toBe(1)
    })

    test('is a defect for a service order that is not there', async () => {
      await expect(about(newId()).report('completed')).rejects.toThrow(Invariant)
    })
  })
})
