import { QUEUES } from '../../workflows/activity-options.js'
import { awaitFirstAnswer } from '../../workflows/common-contract.js'
import { modelAnalysisId } from '../../workflows/ids.js'
import { broken, down, gate, inTurn, killed } from '../support/fake-activities.js'
import { describeWithTemporal } from '../support/servers.js'
import { Play, type Scene } from './play.js'
import { refusalOf } from './refusal-of.js'
import { rigForFile } from './rig-for-file.js'

const PART = { workflow: 'modelAnalysis', queue: QUEUES.core, workflowId: modelAnalysisId }
const measured = () => Promise.resolve({ status: 'processed' })

describeWithTemporal('modelAnalysis', () => {
  const rig = rigForFile()
  const play = (scene: Scene = {}): Play => new Play(rig(), PART, scene)

  async function parked(scene: Scene = {}): Promise<Play> {
    const parking = play({ activities: { measureModel: killed, ...scene.activities } })
    await parking.start()
    await parking.attentionIs('work_failed')
    return parking
  }

  test('the first answer comes when the model is measured', async () => {
    const measuring = play()
    await measuring.begin(awaitFirstAnswer)
    await measuring.over()
    expect(measuring.journal.inputsOf('measureModel')).toEqual([{ uploadId: measuring.id }])
    expect(measuring.journal.names()).toEqual(['measureModel'])
  })

  test('a child that was killed is tried again by itself, three times in all', async () => {
    const measuring = play({
      activities: { measureModel: inTurn<unknown, { status: string }>(killed, killed, measured) },
    })
    await measuring.begin(awaitFirstAnswer)
    await measuring.over()
    expect(measuring.journal.names()).toEqual(Array(3).fill('measureModel'))
  })

  test('killed three times it waits for a person, and the upload says so', async () => {
    const waiting = await parked()
    expect(waiting.journal.count('measureModel')).toBe(3)
    expect(waiting.journal.inputsOf('setAttention')).toMatchObject([
      { reason: 'work_failed', subject: { kind: 'upload', id: waiting.id } },
    ])
  })

  test('killed three times: retry measures again and answers who waits', async () => {
    const waiting = await parked({
      activities: { measureModel: inTurn<unknown, { status: string }>(killed, killed, killed, measured) },
    })
    const answer = waiting.handle.executeUpdate(awaitFirstAnswer)
    await waiting.decide('retry')
    await answer
    await waiting.over()
    expect(waiting.journal.count('failAnalysis')).toBe(0)
  })

  test.each(['skip', 'abort'] as const)(
    'killed three times: %s fails the analysis and the run ends well',
    async (action) => {
      const waiting = await parked()
      await waiting.decide(action)
      await waiting.over()
      expect(waiting.journal.inputsOf('failAnalysis')).toEqual([{ uploadId: waiting.id }])
    },
  )

  test('a storage that is away is shown and waited for', async () => {
    const measuring = gate()
    const waiting = play({
      activities: { measureModel: inTurn<unknown, { status: string }>(down, () => measuring.passed.then(measured)) },
    })
    await waiting.start()
    await waiting.attentionIs('upstream_down')
    measuring.open()
    await waiting.over()
    expect(waiting.endings()).toEqual([{ reason: 'upstream_down', outcome: 'resolved' }])
  })

  test('a storage that is away: abort gives the analysis up', async () => {
    const never = gate()
    const waiting = play({
      activities: { measureModel: inTurn<unknown, { status: string }>(down, () => never.passed.then(measured)) },
    })
    await waiting.start()
    await waiting.called('measureModel', 2)
    await waiting.decide('abort')
    await waiting.over()
    never.open()
    expect(waiting.journal.count('failAnalysis')).toBe(1)
  })

  test.each([
    ['retry', 0],
    ['abort', 1],
  ] as const)('a defect parks; %s', async (action, failures) => {
    const waiting = play({ activities: { measureModel: inTurn<unknown, { status: string }>(broken, measured) } })
    await waiting.start()
    await waiting.attentionIs('internal')
    await waiting.decide(action)
    await waiting.over()
    expect(waiting.journal.count('failAnalysis')).toBe(failures)
  })

  test('"Request cancellation" gives the analysis up, also while a person is waited for', async () => {
    const waiting = await parked()
    await waiting.handle.cancel()
    await waiting.over()
    expect(waiting.journal.count('failAnalysis')).toBe(1)
    expect(waiting.endings()).toEqual([{ reason: 'work_failed', outcome: 'resolved' }])
  })

  test('a run that starts again measures again, which finds what is there', async () => {
    const again = play()
    await again.resume()
    await again.over()
    expect(again.journal.names()).toEqual(['measureModel'])
  })
})

describeWithTemporal('a decision of an operator', () => {
  const rig = rigForFile()

  async function parked(): Promise<Play> {
    const waiting = new Play(rig(), PART, {
      activities: { measureModel: inTurn<unknown, { status: string }>(killed, killed, killed, measured) },
    })
    await waiting.start()
    await waiting.attentionIs('work_failed')
    return waiting
  }

  test('is refused when nothing waits, and leaves no history', async () => {
    const measuring = gate()
    const busy = new Play(rig(), PART, { activities: { measureModel: () => measuring.passed.then(measured) } })
    await busy.start()
    await busy.called('measureModel')
    expect(await refusalOf(busy.decide('retry'))).toBe('validation_error')
    expect(await busy.updates()).toBe(0)
    measuring.open()
  })

  test('of a stale form, without a note, or of nothing at all is refused', async () => {
    const waiting = await parked()
    const codes = [
      await refusalOf(waiting.decide('retry', { attention: 'publish_failed' })),
      await refusalOf(waiting.decide('retry', { note: ' x ' })),
      await refusalOf(waiting.handle.executeUpdate('operatorDecision')),
      await refusalOf(waiting.decide('toString' as never)),
    ]
    expect(codes).toEqual(Array(4).fill('validation_error'))
  })

  test('is answered with the status after it', async () => {
    const waiting = await parked()
    expect(await waiting.decide('retry', { attention: 'work_failed' })).toMatch(/measured/)
    await waiting.over()
  })

  test('made twice at once counts once', async () => {
    const waiting = await parked()
    const both = await Promise.allSettled([waiting.decide('retry'), waiting.decide('abort')])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('is possible while the row cannot show the trouble yet', async () => {
    const waiting = new Play(rig(), PART, {
      activities: {
        measureModel: inTurn<unknown, { status: string }>(killed, killed, killed, measured),
        setAttention: broken,
        clearAttention: broken,
      },
    })
    await waiting.start()
    await waiting.called('setAttention')
    await waiting.attentionIs('work_failed')
    await waiting.decide('retry')
    await waiting.over()
  })
})
