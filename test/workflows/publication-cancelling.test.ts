import { broken, down, gate, inTurn, PUBLICATION, refused } from '../support/fake-activities.js'
import { describeWithTemporal } from '../support/servers.js'
import { applied, AT_CAVE, JOB, PublicationPlay } from './publication-play.js'
import { rigForFile } from './rig-for-file.js'

const one = () => Promise.resolve({ jobs: [JOB] })

describeWithTemporal('cancelling a publication', () => {
  const rig = rigForFile()

  test('before anything was sent: never published, and nobody needs to be told', async () => {
    const preparing = gate()
    const play = await PublicationPlay.started(rig(), {
      activities: { prepareJob: () => preparing.passed.then(() => ({ row: PUBLICATION, problem: null })) },
    })
    await play.called('prepareJob')
    expect(await play.cancel()).toEqual({ outcome: 'never_published' })
    await play.over()
    preparing.open()
    expect(play.journal.names()).toEqual(['prepareJob'])
  })

  test('before there was a run: never published, also asked twice', async () => {
    const unprepared = () => Promise.resolve({ ...PUBLICATION, isPrepared: false })
    const play = new PublicationPlay(rig(), { activities: { loadPublication: unprepared } })
    expect(await play.cancel()).toEqual({ outcome: 'never_published' })
    expect(await play.cancel()).toEqual({ outcome: 'never_published' })
    expect(new Set(play.journal.names())).toEqual(new Set(['loadPublication']))
  })

  test('while the job waits for a person: never sent ends the waiting', async () => {
    const play = await PublicationPlay.started(rig(), { activities: { prepareJob: broken } })
    await play.attentionIs('internal')
    expect(await play.cancel()).toEqual({ outcome: 'never_published' })
    await play.over()
    expect(play.endings()).toEqual([{ reason: 'internal', outcome: 'resolved' }])
  })

  test('while it is being sent: what arrived is cancelled there', async () => {
    const sending = gate<typeof JOB>()
    const play = await PublicationPlay.started(rig(), {
      activities: { publishJob: () => sending.passed, findJobs: one },
    })
    await play.called('publishJob')
    expect(await play.cancel()).toEqual({ outcome: 'cancelling' })
    await play.over()
    sending.open(JOB)
    expect(play.journal.names()).toEqual([
      'prepareJob',
      'publishJob',
      'findJobs',
      'recordJob',
      'cancelJob',
      'recordPublicationCancelled',
      'reportPublicationEnd',
    ])
    expect(play.reported()).toEqual([{ status: 'cancelled', isRefundDue: true }])
  })

  test('while it is being sent: what did not arrive is counted as cancelled', async () => {
    const sending = gate<typeof JOB>()
    const play = await PublicationPlay.started(rig(), { activities: { publishJob: () => sending.passed } })
    await play.called('publishJob')
    await play.cancel()
    await play.over()
    sending.open(JOB)
    expect(play.journal.names()).not.toContain('cancelJob')
    expect(play.reported()).toEqual([{ status: 'cancelled', isRefundDue: true }])
  })

  test('while a refused job waits for a person: the waiting ends and the order is cancelled', async () => {
    const play = await PublicationPlay.started(rig(), { activities: { publishJob: refused } })
    await play.attentionIs('publish_failed')
    expect(await play.cancel()).toEqual({ outcome: 'cancelling' })
    await play.over()
    expect(play.endings()).toEqual([{ reason: 'publish_failed', outcome: 'resolved' }])
    expect(play.reported()).toEqual([{ status: 'cancelled', isRefundDue: true }])
  })

  test('at MakrCave: it is asked, and confirmed it is over', async () => {
    const play = await PublicationPlay.published(rig())
    expect(await play.cancel()).toEqual({ outcome: 'cancelling' })
    await play.over()
    expect(play.journal.names().slice(-3)).toEqual(['cancelJob', 'recordPublicationCancelled', 'reportPublicationEnd'])
  })

  test('an outage that is shorter than the time to confirm tells nobody, and callbacks are heard meanwhile', async () => {
    const play = await PublicationPlay.published(rig(), {
      timing: { cancelConfirmMs: 60_000, outageWindowMs: 400 },
      activities: {
        cancelJob: inTurn<unknown, void>(down, () => Promise.resolve()),
        applyCaveEvents: applied('in_production'),
      },
    })
    await play.cancel()
    await play.callback()
    await play.called('applyCaveEvents')
    await play.over()
    expect(play.raisedReasons()).toEqual([])
    expect(play.journal.count('cancelJob')).toBe(2)
  })

  test('a cancellation that MakrCave reports itself ends it', async () => {
    const play = await PublicationPlay.published(rig(), {
      activities: { cancelJob: refused, applyCaveEvents: applied('cancelled') },
    })
    await play.cancel()
    await play.attentionIs('cancel_not_confirmed')
    await play.callback()
    await play.over()
    expect(play.endings()).toEqual([{ reason: 'cancel_not_confirmed', outcome: 'resolved' }])
    expect(play.reported()).toEqual([{ status: 'cancelled', isRefundDue: true }])
  })

  test('"Request cancellation" before anything was sent ends it and tells the quote', async () => {
    const play = await PublicationPlay.started(rig(), { activities: { prepareJob: broken } })
    await play.attentionIs('internal')
    await play.handle.cancel()
    await play.over()
    expect(play.reported()).toEqual([{ status: 'cancelled', isRefundDue: true }])
  })

  test('"Request cancellation" of a published job asks MakrCave', async () => {
    const play = await PublicationPlay.published(rig())
    await play.handle.cancel()
    await play.over()
    expect(play.journal.names()).toContain('cancelJob')
    expect(play.reported()).toEqual([{ status: 'cancelled', isRefundDue: true }])
  })
})

describeWithTemporal('a cancellation that MakrCave does not confirm', () => {
  const rig = rigForFile()

  async function unconfirmed(scene: ConstructorParameters<typeof PublicationPlay>[1] = {}): Promise<PublicationPlay> {
    const play = await PublicationPlay.published(rig(), {
      ...scene,
      activities: { cancelJob: refused, applyCaveEvents: applied('in_production'), ...scene.activities },
    })
    await play.cancel()
    await play.raised('cancel_not_confirmed')
    return play
  }

  test('calls a person at once when it is refused; retry asks now', async () => {
    const play = await unconfirmed({
      activities: { cancelJob: inTurn<unknown, void>(refused, () => Promise.resolve()) },
    })
    await play.decide('retry')
    await play.over()
    expect(play.journal.count('cancelJob')).toBe(2)
  })

  test('is asked for again at its own pace', async () => {
    const play = await unconfirmed({
      timing: { cancelConfirmMs: 300 },
      activities: { cancelJob: inTurn<unknown, void>(refused, refused, () => Promise.resolve()) },
    })
    await play.over()
    expect(play.journal.count('cancelJob')).toBe(3)
    expect(play.raisedReasons()).toEqual(['cancel_not_confirmed'])
  })

  test('calls a person when it is unanswered for too long', async () => {
    const play = await unconfirmed({
      timing: { cancelConfirmMs: 300, outageWindowMs: 100 },
      activities: { cancelJob: down },
    })
    expect(play.journal.count('cancelJob')).toBeGreaterThan(1)
  })

  test('skip counts it as cancelled and the money is due', async () => {
    const play = await unconfirmed()
    await play.decide('skip')
    await play.over()
    expect(play.reported()).toEqual([{ status: 'cancelled', isRefundDue: true }])
  })

  test('abort withdraws it: the job goes on to its end, and nothing is due', async () => {
    const play = await unconfirmed({ activities: { applyCaveEvents: applied('completed') } })
    await play.decide('abort')
    await play.callback()
    await play.over()
    expect(play.reported()).toEqual([{ status: 'completed', isRefundDue: false }])
  })

  test('survives the loss of the run: it is asked for again', async () => {
    const attention = { reason: 'cancel_not_confirmed', note: 'as before' } as const
    const play = new PublicationPlay(rig(), {
      activities: { loadPublication: () => Promise.resolve({ ...AT_CAVE, attention }) },
    })
    await play.resume()
    await play.over()
    expect(play.journal.names()).toContain('cancelJob')
    expect(play.endings()).toEqual([{ reason: 'cancel_not_confirmed', outcome: 'resolved' }])
  })
})
