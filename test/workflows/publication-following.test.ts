import { snapshot } from '../../workflows/common-contract.js'
import { broken, down, gate, inTurn, PUBLICATION, refused } from '../support/fake-activities.js'
import { describeWithTemporal } from '../support/servers.js'
import { until } from '../support/workflow-run.js'
import { applied, AT_CAVE, PublicationPlay } from './publication-play.js'
import { refusalOf } from './refusal-of.js'
import { rigForFile } from './rig-for-file.js'

const still = applied('pending_assignment', null, 0)

describeWithTemporal('following a job', () => {
  const rig = rigForFile()

  test('callbacks are applied one by one until the end, which the quote is told once', async () => {
    const steps = ['assigned_to_provider', 'in_production', 'completed'] as const
    const play = await PublicationPlay.published(rig(), {
      activities: { applyCaveEvents: inTurn(...steps.map((status) => applied(status))) },
    })
    for (const [round] of steps.entries()) {
      await play.callback()
      await play.called('applyCaveEvents', round + 1)
    }
    await play.over()
    expect(play.reported()).toEqual([{ status: 'completed', isRefundDue: false }])
  })

  test('a burst of callbacks is one apply, and a callback that is told again is none', async () => {
    const applying = gate()
    const play = await PublicationPlay.published(rig(), {
      activities: {
        applyCaveEvents: inTurn(() => applying.passed.then(applied('in_production')), applied('completed')),
      },
    })
    await play.callback('first')
    await play.called('applyCaveEvents')
    for (let told = 0; told < 20; told += 1) await play.callback('first')
    applying.open()
    await until(async () => String((await play.handle.query(snapshot)).facts) === 'first', 'the fact applied')
    await play.callback('first')
    expect(play.journal.count('applyCaveEvents')).toBe(1)
    await play.callback('second')
    await play.over()
    expect(play.journal.count('applyCaveEvents')).toBe(2)
  })

  test('a job that MakrCave ends as cancelled or failed is reported without a refund being due', async () => {
    const play = await PublicationPlay.published(rig(), { activities: { applyCaveEvents: applied('failed') } })
    await play.callback()
    await play.over()
    expect(play.reported()).toEqual([{ status: 'failed', isRefundDue: false }])
  })

  test('a callback after the end wakes a run that applies it and ends again, without telling the quote twice', async () => {
    const play = new PublicationPlay(rig(), {
      activities: {
        loadPublication: () => Promise.resolve({ ...AT_CAVE, status: 'completed' }),
        applyCaveEvents: applied('completed'),
      },
    })
    await play.callback()
    await play.over()
    expect(play.journal.names()).toEqual(['loadPublication', 'applyCaveEvents'])
  })

  test('a quote that cannot be told parks, and is told after the fix', async () => {
    const play = await PublicationPlay.published(rig(), {
      activities: { reportPublicationEnd: inTurn<unknown, void>(broken, () => Promise.resolve()) },
    })
    await play.callback()
    await play.attentionIs('internal')
    await play.decide('retry')
    await play.over()
    expect(play.journal.count('reportPublicationEnd')).toBe(2)
  })

  test('callbacks that cannot be applied park; given up, the job is cancelled there', async () => {
    const play = await PublicationPlay.published(rig(), { activities: { applyCaveEvents: broken } })
    await play.callback()
    await play.attentionIs('internal')
    await play.decide('abort')
    await play.over()
    expect(play.journal.names()).toContain('cancelJob')
    expect(play.reported()).toEqual([{ status: 'cancelled', isRefundDue: true }])
  })
})

describeWithTemporal('a job that is silent', () => {
  const rig = rigForFile()

  test('MakrCave is asked, and what it says counts as a callback', async () => {
    const play = await PublicationPlay.published(rig(), {
      timing: { cavePollMs: 200 },
      activities: { pollJob: inTurn(still, applied('completed')) },
    })
    await play.over()
    expect(play.journal.count('pollJob')).toBe(2)
    expect(play.reported()).toEqual([{ status: 'completed', isRefundDue: false }])
  })

  test('an answer that cannot be used, and an outage, are no reason to stop asking', async () => {
    const play = await PublicationPlay.published(rig(), {
      timing: { cavePollMs: 200 },
      activities: { pollJob: inTurn<unknown, Awaited<ReturnType<typeof still>>>(refused, down, applied('completed')) },
    })
    await play.over()
    expect(play.endings()).toEqual([{ reason: 'upstream_down', outcome: 'resolved' }])
  })

  async function silent(scene: ConstructorParameters<typeof PublicationPlay>[1] = {}): Promise<PublicationPlay> {
    const play = await PublicationPlay.published(rig(), {
      ...scene,
      timing: { cavePollMs: 200, caveSilenceMs: 300, ...scene.timing },
      activities: { pollJob: still, ...scene.activities },
    })
    await play.raised('cave_silent')
    return play
  }

  test('for too long calls a person, and a callback takes that back', async () => {
    const play = await silent({ activities: { applyCaveEvents: applied('completed') } })
    await play.callback()
    await play.over()
    expect(play.endings()).toEqual([{ reason: 'cave_silent', outcome: 'resolved' }])
  })

  test('retry asks now', async () => {
    const play = await silent({ activities: { pollJob: inTurn(still, still, applied('completed')) } })
    await play.decide('retry')
    await play.over()
  })

  test('skip waits as long again, and then calls again', async () => {
    const play = await silent()
    await play.decide('skip')
    await play.raised('cave_silent', 2)
  })

  test('abort cancels the job there and the money is due', async () => {
    const play = await silent()
    await play.decide('abort')
    await play.over()
    expect(play.journal.names()).toContain('cancelJob')
    expect(play.reported()).toEqual([{ status: 'cancelled', isRefundDue: true }])
  })
})

describeWithTemporal('a callback that contradicts', () => {
  const rig = rigForFile()

  async function contradicted(poll: () => ReturnType<typeof still> = still): Promise<PublicationPlay> {
    const play = await PublicationPlay.published(rig(), {
      activities: {
        applyCaveEvents: inTurn(applied('shipped', 'MakrCave says failed.'), applied('completed')),
        pollJob: poll,
      },
    })
    await play.callback()
    await play.attentionIs('conflicting_status')
    return play
  }

  test('retry asks MakrCave and applies what the table allows', async () => {
    const play = await contradicted(applied('completed'))
    await play.decide('retry')
    await play.over()
    expect(play.reported()).toEqual([{ status: 'completed', isRefundDue: false }])
  })

  test('skip keeps our status, and the job goes on', async () => {
    const play = await contradicted()
    await play.decide('skip')
    await play.callback()
    await play.over()
    expect(play.journal.count('pollJob')).toBe(0)
  })

  test('abort is no choice', async () => {
    const play = await contradicted()
    expect(await refusalOf(play.decide('abort'))).toBe('validation_error')
  })

  test('the end is reported at once, and the run stays until somebody has looked', async () => {
    const play = await contradicted()
    await play.callback()
    await play.called('reportPublicationEnd')
    await play.attentionIs('conflicting_status')
    await play.decide('skip')
    await play.over()
  })

  test('what was asked before the loss of the run is asked again', async () => {
    const attention = { reason: 'conflicting_status', note: 'as before' } as const
    const play = new PublicationPlay(rig(), {
      activities: { loadPublication: () => Promise.resolve({ ...AT_CAVE, status: 'completed', attention }) },
    })
    await play.resume()
    await play.attentionIs('conflicting_status')
    await play.decide('skip')
    await play.over()
    expect(play.journal.count('reportPublicationEnd')).toBe(0)
  })
})

describeWithTemporal('a long life', () => {
  const rig = rigForFile()

  test('goes on in a new run with what it has seen, heard and was asked', async () => {
    const play = await PublicationPlay.published(rig(), {
      input: { factsPerRun: 5 },
      activities: {
        loadPublication: () => Promise.resolve(AT_CAVE),
        applyCaveEvents: inTurn(...Array.from({ length: 6 }, () => applied('in_production')), applied('completed')),
      },
    })
    const firstRun = (await play.handle.describe()).runId
    for (let told = 1; told <= 6; told += 1) {
      await play.callback(`fact-${told}`)
      await play.called('applyCaveEvents', told)
    }
    const second = await play.handle.describe()
    expect(second.runId).not.toBe(firstRun)
    await play.callback('fact-3')
    const facts = Array.from({ length: 6 }, (_, index) => `fact-${index + 1}`).join()
    await until(async () => String((await play.handle.query(snapshot)).facts) === facts, `the facts ${facts}`)
    await play.callback('fact-7')
    await play.over()
    expect(play.journal.count('applyCaveEvents')).toBe(7)
    expect(play.reported()).toEqual([{ status: 'completed', isRefundDue: false }])
  })

  test('a fact that comes while the next run starts is not lost', async () => {
    const loading = gate()
    const play = await PublicationPlay.published(rig(), {
      input: { factsPerRun: 1 },
      activities: {
        loadPublication: () => loading.passed.then(() => AT_CAVE),
        applyCaveEvents: inTurn(applied('in_production'), applied('completed')),
      },
    })
    await play.callback('first')
    await play.called('loadPublication')
    await play.callback('second')
    loading.open()
    await play.over()
    expect(play.journal.count('applyCaveEvents')).toBe(2)
  })

  test('a run that starts again from its row goes on where the row stands', async () => {
    const play = new PublicationPlay(rig(), {
      activities: { loadPublication: () => Promise.resolve({ ...AT_CAVE, status: 'in_production' }) },
    })
    await play.resume()
    await play.called('loadPublication')
    await play.callback()
    await play.over()
    expect(play.journal.names()).toEqual(['loadPublication', 'applyCaveEvents', 'reportPublicationEnd'])
  })

  test('a trouble that was on the row before the loss goes off it when its step is taken again', async () => {
    const attention = { reason: 'publish_failed', note: 'as before' } as const
    const play = new PublicationPlay(rig(), {
      activities: { loadPublication: () => Promise.resolve({ ...PUBLICATION, isPrepared: false, attention }) },
    })
    await play.resume()
    await play.called('recordJob')
    expect(play.endings()).toEqual([{ reason: 'publish_failed', outcome: 'resolved' }])
  })

  test('a row that cannot be loaded parks; given up, the run ends', async () => {
    const play = new PublicationPlay(rig(), { activities: { loadPublication: broken } })
    await play.resume()
    await play.attentionIs('internal')
    await play.decide('abort')
    await play.over()
  })
})
