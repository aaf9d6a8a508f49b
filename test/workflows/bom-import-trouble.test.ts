import type { LoadedImport } from '../../src/domain/bom-import.js'
import { broken, DONE_IMPORT, down, gate, IMPORT, inTurn, killed, READ_IMPORT } from '../support/fake-activities.js'
import { describeWithTemporal } from '../support/servers.js'
import { ImportPlay, PARTIAL_IMPORT } from './import-play.js'
import type { Scene } from './play.js'
import { refusalOf } from './refusal-of.js'
import { rigForFile } from './rig-for-file.js'

const read = () => Promise.resolve(READ_IMPORT)
const readFile = () => Promise.resolve({ ...READ_IMPORT, source: 'file' } as const)
const recordFile = () => Promise.resolve({ ...IMPORT, source: 'file' } as const)
const rowIs = (row: LoadedImport) => ({ loadImport: () => Promise.resolve(row) })

describeWithTemporal('bomImport in trouble', () => {
  const rig = rigForFile()

  describe('MakrCave does not give the list', () => {
    const silent = (more: Scene = {}): Promise<ImportPlay> =>
      ImportPlay.started(rig(), { ...more, activities: { readBom: down, ...more.activities } })

    test('a person is told, and it is asked again until it answers', async () => {
      const play = await ImportPlay.answered(rig(), {
        timing: { bomRetryMs: 200 },
        activities: { readBom: inTurn<unknown, LoadedImport>(down, down, read) },
      })
      await play.over()
      expect(play.journal.count('readBom')).toBe(3)
      expect(play.endings()).toEqual([{ reason: 'bom_source_unavailable', outcome: 'resolved' }])
    })

    test('retry asks now', async () => {
      const play = await silent({ activities: { readBom: inTurn<unknown, LoadedImport>(down, read) } })
      await play.attentionIs('bom_source_unavailable')
      await play.decide('retry')
      await play.over()
      expect(play.journal.count('readBom')).toBe(2)
    })

    test('abort fails the import', async () => {
      const play = await silent()
      await play.attentionIs('bom_source_unavailable')
      await play.decide('abort')
      await play.over()
      expect(play.journal.inputsOf('endImport')).toMatchObject([{ code: 'upstream_unavailable' }])
    })

    test('skip is no answer to it', async () => {
      const play = await silent()
      await play.attentionIs('bom_source_unavailable')
      expect(await refusalOf(play.decide('skip'))).toBe('validation_error')
    })

    test('whoever stops the import takes the question back', async () => {
      const play = await silent()
      await play.attentionIs('bom_source_unavailable')
      await play.stop()
      await play.over()
      expect(play.endings()).toEqual([{ reason: 'bom_source_unavailable', outcome: 'resolved' }])
      await play.attentionIs(undefined)
    })
  })

  describe('the reader of a file', () => {
    const crashing = async (more: Scene['activities'] = {}): Promise<ImportPlay> => {
      const play = await ImportPlay.started(rig(), {
        activities: { recordImport: recordFile, readBom: killed, finishReading: readFile, ...more },
      })
      await play.attentionIs('work_failed')
      return play
    }

    test('that crashes is tried three times, then a person is asked', async () => {
      const play = await crashing()
      expect(play.journal.count('readBom')).toBe(3)
    })

    test('retry reads once more', async () => {
      const play = await crashing({ readBom: inTurn<unknown, LoadedImport>(killed, killed, killed, readFile) })
      await play.decide('retry')
      await play.over()
      expect(play.journal.count('endImport')).toBe(0)
    })

    test('skip goes on with the lines read so far', async () => {
      const play = await crashing()
      await play.decide('skip')
      await play.over()
      expect(play.journal.names()).toEqual(expect.arrayContaining(['finishReading', 'matchLines', 'settleImport']))
    })

    test('abort fails the import', async () => {
      const play = await crashing()
      await play.decide('abort')
      await play.over()
      expect(play.journal.inputsOf('endImport')).toMatchObject([{ code: 'bom_unreadable' }])
    })

    test('a stop takes the question back', async () => {
      const play = await crashing()
      await play.stop()
      await play.over()
      expect(play.endings()).toEqual([{ reason: 'work_failed', outcome: 'resolved' }])
    })

    test('a storage that is away is shown and waited for', async () => {
      const back = gate()
      const readBom = inTurn<unknown, LoadedImport>(down, () => back.passed.then(readFile))
      const play = await ImportPlay.started(rig(), { activities: { recordImport: recordFile, readBom } })
      await play.attentionIs('upstream_down')
      back.open()
      await play.over()
      expect(play.endings()).toEqual([{ reason: 'upstream_down', outcome: 'resolved' }])
    })
  })

  describe.each(['matchLines', 'addToCart', 'settleImport'] as const)('a defect in %s', (name) => {
    test('retry takes the step again', async () => {
      const fixed = {
        matchLines: read,
        addToCart: () => Promise.resolve(),
        settleImport: () => Promise.resolve(DONE_IMPORT),
      }
      const play = await ImportPlay.started(rig(), {
        activities: { [name]: inTurn<unknown, unknown>(broken, fixed[name]) },
      })
      await play.attentionIs('internal')
      await play.decide('retry')
      await play.over()
      expect(play.journal.count(name)).toBe(2)
      expect(play.journal.count('endImport')).toBe(0)
    })

    test('abort fails the import; what is in the cart stays there', async () => {
      const play = await ImportPlay.started(rig(), { activities: { [name]: broken } })
      await play.attentionIs('internal')
      await play.decide('abort')
      await play.over()
      expect(play.journal.inputsOf('endImport')).toMatchObject([{ code: 'internal_error' }])
    })
  })

  describe('resumed', () => {
    const resumed = async (row: LoadedImport, activities: Scene['activities'] = {}): Promise<ImportPlay> => {
      const play = new ImportPlay(rig(), { activities: { ...rowIs(row), ...activities } })
      await play.resume()
      return play
    }

    test.each([
      ['pending', IMPORT, ['readBom', 'matchLines', 'addToCart', 'settleImport', 'reportToCave']],
      [
        'reading',
        { ...IMPORT, status: 'processing' },
        ['readBom', 'matchLines', 'addToCart', 'settleImport', 'reportToCave'],
      ],
      ['read', READ_IMPORT, ['matchLines', 'addToCart', 'settleImport', 'reportToCave']],
      ['completed', DONE_IMPORT, []],
      ['closed as partial', { ...PARTIAL_IMPORT, isClosed: true }, []],
      ['failed', { ...IMPORT, status: 'failed', isClosed: true }, []],
    ] as const)('from %s it does what is left', async (_name, row, left) => {
      const play = await resumed(row)
      await play.over()
      expect(play.journal.names()).toEqual(['loadImport', ...left])
    })

    test('from partial it waits for choices as long as it would have', async () => {
      const play = await resumed(PARTIAL_IMPORT)
      expect(await play.choose()).toMatchObject({ status: 'completed' })
      await play.over()
      expect(play.journal.names()).toEqual(['loadImport', 'applyChoices', 'reportToCave'])
    })

    test('from partial whose time has passed it closes at once', async () => {
      const play = await resumed({ ...PARTIAL_IMPORT, settledAtMs: Date.UTC(2020, 0, 1) })
      await play.over()
      expect(play.journal.inputsOf('endImport')).toMatchObject([{ code: null }])
    })

    test('an attention that an earlier run left is taken off the row', async () => {
      const play = await resumed({ ...IMPORT, attention: 'bom_source_unavailable' })
      await play.over()
      expect(play.endings()).toEqual([{ reason: 'bom_source_unavailable', outcome: 'resolved' }])
    })

    test('a choice wakes an import whose run was lost', async () => {
      const play = new ImportPlay(rig(), { activities: rowIs(PARTIAL_IMPORT) })
      expect(await play.choose()).toMatchObject({ status: 'completed' })
      await play.over()
    })
  })
})
