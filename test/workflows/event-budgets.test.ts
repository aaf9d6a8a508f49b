import { setTimeout as pause } from 'node:timers/promises'

import { QUEUES } from '../../workflows/activity-options.js'
import { awaitFirstAnswer } from '../../workflows/common-contract.js'
import { modelAnalysisId } from '../../workflows/ids.js'
import { QUOTE } from '../support/fake-activities.js'
import { describeWithTemporal } from '../support/servers.js'
import { ImportPlay } from './import-play.js'
import { Play } from './play.js'
import { applied, PublicationPlay } from './publication-play.js'
import { QuotePlay } from './quote-play.js'
import { rigForFile } from './rig-for-file.js'

/** Events of the whole history, held exactly. A larger number is a failure, a smaller one replaces the kept one. */
const KEPT = {
  importAllMapped: 44,
  importOneChoice: 58,
  modelAnalysis: 13,
  instantQuote: 63,
  expiredQuote: 25,
  publication: 30,
  perCallback: 13,
  parkAndDecision: 21,
  poll: 11,
}
const STILL_MS = 300

/** Each step is driven only after the history was still, so that no two of them share a workflow task. */
async function still(play: Play): Promise<void> {
  let length = -1
  for (let since = Date.now(); Date.now() - since < STILL_MS;) {
    await pause(30)
    const now = await play.historyLength()
    if (now !== length) since = Date.now()
    length = now
  }
}

async function toTheEnd(play: QuotePlay): Promise<void> {
  await play.accept()
  await still(play)
  await play.pay()
  await still(play)
  await play.ends('completed')
  await play.over()
}

describeWithTemporal('the events of a happy path', () => {
  const rig = rigForFile()

  test('measuring a model', async () => {
    const play = new Play(rig(), { workflow: 'modelAnalysis', queue: QUEUES.core, workflowId: modelAnalysisId })
    await play.begin(awaitFirstAnswer)
    await play.over()
    expect(await play.historyLength()).toBe(KEPT.modelAnalysis)
  })

  test('an import of which every line is sure', async () => {
    const play = await ImportPlay.answered(rig())
    await play.over()
    expect(await play.historyLength()).toBe(KEPT.importAllMapped)
  })

  test('an import with one call of choices', async () => {
    const play = await ImportPlay.open(rig())
    await still(play)
    await play.choose()
    await play.over()
    expect(await play.historyLength()).toBe(KEPT.importOneChoice)
  })

  test('an instant quote to the end of its order', async () => {
    const play = await QuotePlay.offered(rig())
    await still(play)
    await toTheEnd(play)
    expect(await play.historyLength()).toBe(KEPT.instantQuote)
  })

  test('a park with its decision, on the way to the end', async () => {
    const play = await QuotePlay.offered(rig(), {
      activities: { recordQuote: () => Promise.resolve({ ...QUOTE, needsPerson: 'a long print' }) },
    })
    await play.attentionIs('quote_needs_person')
    await still(play)
    await play.decide('skip')
    await still(play)
    await toTheEnd(play)
    expect(await play.historyLength()).toBe(KEPT.instantQuote + KEPT.parkAndDecision)
  })

  test('a poll of the provider without news, on the way to the end', async () => {
    const play = await QuotePlay.offered(rig(), {
      timing: { paymentPollsMs: [700, 60_000] },
      activities: { checkPayment: () => Promise.resolve({ hasNews: false }) },
    })
    await still(play)
    await play.accept()
    await play.called('checkPayment')
    await still(play)
    await play.pay()
    await still(play)
    await play.ends('completed')
    await play.over()
    expect(await play.historyLength()).toBe(KEPT.instantQuote + KEPT.poll)
  })

  test('an instant quote that expires', async () => {
    const play = await QuotePlay.offered(rig(), {
      activities: { recordQuote: () => Promise.resolve({ ...QUOTE, expiresAtMs: Date.now() + 700 }) },
    })
    await play.over()
    expect(await play.historyLength()).toBe(KEPT.expiredQuote)
  })

  test.each([1, 5])('a publication with %d callbacks, one by one', async (callbacks) => {
    const words = ['assigned_to_provider', 'in_production', 'quality_review', 'shipped', 'completed'] as const
    const told = words.slice(-callbacks)
    const turns = told.map((word) => applied(word))
    const play = await PublicationPlay.started(rig(), {
      activities: { applyCaveEvents: () => turns.shift()?.() ?? Promise.reject(new Error('one callback too many')) },
    })
    for (const [round] of told.entries()) {
      await play.called('recordJob')
      await still(play)
      await play.callback()
      await play.called('applyCaveEvents', round + 1)
    }
    await play.over()
    expect(await play.historyLength()).toBe(KEPT.publication + KEPT.perCallback * callbacks)
  })
})
