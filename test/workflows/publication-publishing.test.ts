import type { PreparedJob } from '../../src/domain/loaded-rows.js'
import { broken, down, gate, inTurn, PUBLICATION, refused, unanswered } from '../support/fake-activities.js'
import { describeWithTemporal } from '../support/servers.js'
import { CAVE_JOB_ID, NUMBER, STORE_STATUS } from '../../workflows/search-attributes.js'
import { applied, AT_CAVE, JOB, PublicationPlay } from './publication-play.js'
import { refusalOf } from './refusal-of.js'
import { rigForFile } from './rig-for-file.js'

const sent = () => Promise.resolve(JOB)
const found =
  (...jobIds: string[]) =>
  () =>
    Promise.resolve({ jobs: jobIds.map((jobId) => ({ ...JOB, jobId })) })
const changed = (): Promise<PreparedJob> =>
  Promise.resolve({ row: PUBLICATION, problem: { reason: 'file_changed', note: 'not the same file' } })
const prepared = () => Promise.resolve({ row: PUBLICATION, problem: null })

describeWithTemporal('publishing to MakrCave', () => {
  const rig = rigForFile()

  test('a job is prepared, sent once and recorded, and operators can find it by its ids', async () => {
    const play = await PublicationPlay.published(rig())
    expect(play.journal.names()).toEqual(['prepareJob', 'publishJob', 'recordJob'])
    await play.callback()
    await play.over()
    const { typedSearchAttributes } = await play.handle.describe()
    expect(typedSearchAttributes.get(CAVE_JOB_ID)).toBe('job-1')
    expect(typedSearchAttributes.get(NUMBER)).toBe('100001')
    expect(typedSearchAttributes.get(STORE_STATUS)).toBe('completed')
  })

  test('the same start again meets the running publication', async () => {
    const play = await PublicationPlay.published(rig())
    await expect(play.start()).rejects.toThrow()
    expect(play.journal.count('publishJob')).toBe(1)
  })

  describe('refused by MakrCave', () => {
    async function refusedJob(scene: ConstructorParameters<typeof PublicationPlay>[1] = {}): Promise<PublicationPlay> {
      const play = await PublicationPlay.started(rig(), {
        ...scene,
        activities: { publishJob: inTurn<unknown, typeof JOB>(refused, sent), ...scene.activities },
      })
      await play.attentionIs('publish_failed')
      return play
    }

    test('it waits for a person; retry sends the same job again', async () => {
      const play = await refusedJob()
      await play.decide('retry')
      await play.called('recordJob')
      const [first, second] = play.journal.inputsOf('publishJob')
      expect(first).toEqual(second)
      await play.attentionIs(undefined)
    })

    test('skip records the job that a person published by hand', async () => {
      const play = await refusedJob()
      await play.decide('skip', { note: 'published by hand as job-77' })
      await play.called('recordJob')
      expect(play.journal.inputsOf('recordJob')).toMatchObject([{ job: { jobId: 'job-77' } }])
      expect(play.journal.count('publishJob')).toBe(1)
    })

    test('abort ends it as cancelled and the money is due', async () => {
      const play = await refusedJob()
      await play.decide('abort')
      await play.over()
      expect(play.journal.count('recordPublicationCancelled')).toBe(1)
      expect(play.reported()).toEqual([{ status: 'cancelled', isRefundDue: true }])
    })

    test('a callback shows that the job is there after all', async () => {
      const play = await refusedJob({
        activities: {
          prepareJob: inTurn(prepared, () => Promise.resolve({ row: AT_CAVE, problem: null })),
          applyCaveEvents: inTurn(applied('pending_assignment'), applied('completed')),
        },
      })
      await play.callback()
      await play.attentionIs(undefined)
      await play.callback()
      await play.over()
      expect(play.journal.count('publishJob')).toBe(1)
      expect(play.reported()).toEqual([{ status: 'completed', isRefundDue: false }])
    })
  })

  describe('sent and not answered', () => {
    test('a job that is there is recorded and not sent again', async () => {
      const play = await PublicationPlay.published(rig(), {
        activities: { publishJob: unanswered, findJobs: found('job-5') },
      })
      expect(play.journal.count('publishJob')).toBe(1)
      expect(play.journal.inputsOf('recordJob')).toMatchObject([{ job: { jobId: 'job-5' } }])
    })

    test('a job that is not there is sent again', async () => {
      const play = await PublicationPlay.published(rig(), {
        activities: { publishJob: inTurn<unknown, typeof JOB>(unanswered, sent), findJobs: found() },
      })
      expect(play.journal.names()).toEqual([
        'prepareJob',
        'publishJob',
        'findJobs',
        'prepareJob',
        'publishJob',
        'recordJob',
      ])
    })

    async function twoJobs(scene: ConstructorParameters<typeof PublicationPlay>[1] = {}): Promise<PublicationPlay> {
      const play = await PublicationPlay.started(rig(), {
        activities: {
          publishJob: inTurn<unknown, typeof JOB>(unanswered, sent),
          findJobs: found('job-5', 'job-6'),
          ...scene.activities,
        },
      })
      await play.attentionIs('publish_outcome_unknown')
      return play
    }

    test('two jobs wait for a person, who reads their ids; retry looks again and never sends while there are two', async () => {
      const play = await twoJobs()
      expect(play.journal.inputsOf('setAttention')).toMatchObject([
        { note: expect.stringContaining('job-5, job-6') as string },
      ])
      await play.decide('retry')
      await play.raised('publish_outcome_unknown', 2)
      expect(play.journal.count('publishJob')).toBe(1)
    })

    test('two jobs: retry takes the one that is left', async () => {
      const play = await twoJobs({ activities: { findJobs: inTurn(found('job-5', 'job-6'), found('job-6')) } })
      await play.decide('retry')
      await play.called('recordJob')
      expect(play.journal.inputsOf('recordJob')).toMatchObject([{ job: { jobId: 'job-6' } }])
    })

    test('two jobs: skip uses the one in the note', async () => {
      const play = await twoJobs()
      await play.decide('skip', { note: 'job-6' })
      await play.called('recordJob')
      expect(play.journal.inputsOf('recordJob')).toMatchObject([{ job: { jobId: 'job-6' } }])
    })

    test('two jobs: abort cancels what is there and the money is due', async () => {
      const play = await twoJobs()
      await play.decide('abort')
      await play.over()
      expect(play.journal.names()).toEqual(
        expect.arrayContaining(['recordJob', 'cancelJob', 'recordPublicationCancelled']),
      )
      expect(play.reported()).toEqual([{ status: 'cancelled', isRefundDue: true }])
    })

    test('a success without a job id waits for a person; retry finds it', async () => {
      const nameless = () => Promise.resolve({ ...JOB, jobId: null })
      const play = await PublicationPlay.started(rig(), {
        activities: { publishJob: nameless, findJobs: found('job-8') },
      })
      await play.attentionIs('publish_outcome_unknown')
      await play.decide('retry')
      await play.called('recordJob')
      expect(play.journal.count('publishJob')).toBe(1)
      expect(play.journal.inputsOf('recordJob')).toMatchObject([{ job: { jobId: 'job-8' } }])
    })

    test('a run that lost its memory looks before it sends', async () => {
      const play = new PublicationPlay(rig(), { activities: { findJobs: found('job-5') } })
      await play.resume()
      await play.called('recordJob')
      expect(play.journal.names()).toEqual(['loadPublication', 'findJobs', 'recordJob'])
    })
  })

  describe('a file that is not the measured one', () => {
    async function changedFile(): Promise<PublicationPlay> {
      const play = await PublicationPlay.started(rig(), { activities: { prepareJob: inTurn(changed, prepared) } })
      await play.attentionIs('file_changed')
      expect(play.journal.count('publishJob')).toBe(0)
      return play
    }

    test('nothing is sent; retry compares again', async () => {
      const play = await changedFile()
      await play.decide('retry')
      await play.called('recordJob')
    })

    test('skip is no choice', async () => {
      const play = await changedFile()
      expect(await refusalOf(play.decide('skip'))).toBe('validation_error')
    })

    test('abort ends it as cancelled and the money is due', async () => {
      const play = await changedFile()
      await play.decide('abort')
      await play.over()
      expect(play.journal.count('findJobs')).toBe(0)
      expect(play.reported()).toEqual([{ status: 'cancelled', isRefundDue: true }])
    })
  })

  describe('an outage', () => {
    test('it is shown after a window, the next window starts at once, and it goes away by itself', async () => {
      const sending = gate()
      const play = await PublicationPlay.started(rig(), {
        activities: { publishJob: inTurn<unknown, typeof JOB>(down, () => sending.passed.then(sent)) },
      })
      await play.attentionIs('upstream_down')
      await play.called('publishJob', 2)
      sending.open()
      await play.called('recordJob')
      await play.attentionIs(undefined)
      expect(play.endings()).toEqual([{ reason: 'upstream_down', outcome: 'resolved' }])
    })

    test('retry asks now instead of at the end of the back-off', async () => {
      const never = gate<typeof JOB>()
      const play = await PublicationPlay.started(rig(), {
        activities: { publishJob: inTurn<unknown, typeof JOB>(down, () => never.passed, sent) },
      })
      await play.called('publishJob', 2)
      await play.decide('retry')
      await play.called('recordJob')
      never.open(JOB)
      expect(play.endings()).toEqual([{ reason: 'upstream_down', outcome: 'retry' }])
    })

    test('no usable answer for too long asks a person, whose retry gets its own time', async () => {
      const play = await PublicationPlay.started(rig(), {
        timing: { publishGiveUpMs: 1 },
        activities: { publishJob: inTurn<unknown, typeof JOB>(down, sent) },
      })
      await play.attentionIs('publish_failed')
      expect(play.endings()).toEqual([{ reason: 'upstream_down', outcome: 'resolved' }])
      await play.decide('retry')
      await play.called('recordJob')
    })

    test('abort undoes the step: what may have been sent is looked up and cancelled there', async () => {
      const never = gate<typeof JOB>()
      const play = await PublicationPlay.started(rig(), {
        activities: { publishJob: inTurn<unknown, typeof JOB>(down, () => never.passed), findJobs: found('job-5') },
      })
      await play.called('publishJob', 2)
      await play.decide('abort')
      await play.over()
      never.open(JOB)
      expect(play.journal.names()).toEqual(expect.arrayContaining(['findJobs', 'cancelJob']))
      expect(play.reported()).toEqual([{ status: 'cancelled', isRefundDue: true }])
    })
  })

  describe('a defect', () => {
    test('an unpaid row parks; after the fix it is published', async () => {
      const play = await PublicationPlay.started(rig(), { activities: { prepareJob: inTurn(broken, prepared) } })
      await play.attentionIs('internal')
      await play.decide('retry')
      await play.called('recordJob')
    })

    test('an unpaid row parks; abort ends it without a word to MakrCave', async () => {
      const play = await PublicationPlay.started(rig(), { activities: { prepareJob: broken } })
      await play.attentionIs('internal')
      await play.decide('abort')
      await play.over()
      expect(play.journal.names()).not.toEqual(expect.arrayContaining(['publishJob', 'findJobs']))
      expect(play.reported()).toEqual([{ status: 'cancelled', isRefundDue: true }])
    })
  })
})
