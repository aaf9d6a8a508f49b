import { ApplicationFailure } from '@temporalio/common'

import type { LoadedImport } from '../../src/domain/bom-import.js'
import { DUE_AT, OPEN_LINES, STORE_STATUS } from '../../workflows/search-attributes.js'
import { DONE_IMPORT, gate, IMPORT, inTurn, READ_IMPORT, refusing } from '../support/fake-activities.js'
import { describeWithTemporal } from '../support/servers.js'
import { until } from '../support/workflow-run.js'
import { ImportPlay, PARTIAL_IMPORT, partly } from './import-play.js'
import type { Scene } from './play.js'
import { refusalOf } from './refusal-of.js'
import { rigForFile } from './rig-for-file.js'

const HAPPY = ['recordImport', 'readBom', 'matchLines', 'addToCart', 'settleImport', 'reportToCave']
const NOT_ASKED = {
  recordImport: () => Promise.resolve({ ...IMPORT, wantsCart: false }),
  ...readWith({ wantsCart: false }),
}

/** Reading and matching that answer the row so. */
function readWith(more: Partial<LoadedImport>) {
  const row = () => Promise.resolve({ ...READ_IMPORT, ...more })
  return { readBom: row, matchLines: row }
}

describeWithTemporal('bomImport', () => {
  const rig = rigForFile()
  const open = (scene: Scene = {}): Promise<ImportPlay> => ImportPlay.open(rig(), scene)

  test('a list of which every line is sure is read, matched, added and reported, in this order', async () => {
    const play = await ImportPlay.answered(rig())
    await play.over()
    expect(play.journal.names()).toEqual(HAPPY)
  })

  test('the first answer does not wait for MakrCave to be told', async () => {
    const told = gate()
    const play = await ImportPlay.answered(rig(), { activities: { reportToCave: () => told.passed } })
    await play.called('reportToCave')
    told.open()
    await play.over()
  })

  test('nothing goes into the cart when it was not asked for', async () => {
    const play = await ImportPlay.answered(rig(), { activities: NOT_ASKED })
    await play.over()
    expect(play.journal.count('addToCart')).toBe(0)
  })

  test('MakrCave is told of its own lists alone', async () => {
    const play = await ImportPlay.answered(rig(), {
      input: { source: 'inline' },
      activities: {
        ...readWith({ source: 'inline' }),
        settleImport: () => Promise.resolve({ ...DONE_IMPORT, source: 'inline' }),
      },
    })
    await play.over()
    expect(play.journal.count('reportToCave')).toBe(0)
  })

  test('a MakrCave that cannot be told does not hold the import up', async () => {
    const reportToCave = () => Promise.reject(ApplicationFailure.nonRetryable('no', 'UpstreamRefused'))
    const play = await ImportPlay.answered(rig(), { activities: { reportToCave } })
    await play.over()
    expect(play.raisedReasons()).toEqual([])
  })

  test.each(['bom_not_found', 'bom_unreadable', 'bom_limit_exceeded', 'upstream_bad_response'] as const)(
    'a list that is refused (%s) fails the import, and who waits gets the same refusal',
    async (code) => {
      const play = new ImportPlay(rig(), { activities: { readBom: refusing(code) } })
      expect(await refusalOf(play.firstAnswer())).toBe(code)
      await play.over()
      expect(play.journal.inputsOf('endImport')).toMatchObject([{ importId: play.id, code, message: 'No, because.' }])
      expect(play.journal.count('matchLines') + play.journal.count('reportToCave')).toBe(0)
    },
  )

  describe('with open lines', () => {
    test('the run waits, and operators can search for what waits', async () => {
      const play = await open()
      const shown = (await play.handle.describe()).typedSearchAttributes
      expect([shown.get(STORE_STATUS), shown.get(OPEN_LINES)]).toEqual(['partial', 2])
      expect(shown.get(DUE_AT)).toEqual(new Date(PARTIAL_IMPORT.settledAtMs + play.timing.mappingMs))
    })

    test('the choice that decides the last line ends the run', async () => {
      const play = await open()
      expect(await play.choose()).toEqual({ status: 'completed', openLines: 0, cartId: 1, results: [] })
      await play.over()
      expect(play.journal.names().slice(-2)).toEqual(['applyChoices', 'reportToCave'])
      expect((await play.handle.describe()).typedSearchAttributes.get(OPEN_LINES)).toBeUndefined()
    })

    test('a choice that leaves lines open keeps the run waiting', async () => {
      const applyChoices = inTurn(
        () => Promise.resolve({ cartId: 1, results: [], row: { ...PARTIAL_IMPORT, openLines: 1 } }),
        () => Promise.resolve({ cartId: 1, results: [], row: DONE_IMPORT }),
      )
      const play = await open({ activities: { applyChoices } })
      expect(await play.choose({ key: 'one' })).toMatchObject({ openLines: 1 })
      await play.choose({ key: 'two' })
      await play.over()
    })

    test('choices are taken over one call after the other', async () => {
      const slow = gate()
      const row = { ...PARTIAL_IMPORT, openLines: 1 }
      const applyChoices = inTurn(
        () => slow.passed.then(() => ({ cartId: 1, results: [], row })),
        () => Promise.resolve({ cartId: 1, results: [], row: DONE_IMPORT }),
      )
      const play = await open({ activities: { applyChoices } })
      const calls = [play.choose({ key: 'one' }), play.choose({ key: 'two' })]
      await until(async () => (await play.updates()) === 3, 'both calls')
      await play.called('applyChoices')
      expect(play.journal.count('applyChoices')).toBe(1)
      slow.open()
      await Promise.all(calls)
      await play.over()
    })

    test('nobody chooses in time: the import is closed as it is', async () => {
      const play = await ImportPlay.started(rig(), {
        timing: { mappingMs: 300 },
        activities: { settleImport: () => Promise.resolve({ ...PARTIAL_IMPORT, settledAtMs: null }) },
      })
      await play.over()
      expect(play.journal.inputsOf('endImport')).toEqual([{ importId: play.id, code: null, message: null }])
    })

    test('a choice that comes while lines are still matched waits for them', async () => {
      const matched = gate<LoadedImport>()
      const play = await ImportPlay.started(rig(), {
        activities: { matchLines: () => matched.passed, settleImport: partly },
      })
      await play.called('matchLines')
      const answer = play.choose()
      await until(async () => (await play.updates()) === 1, 'the call')
      expect(play.journal.count('applyChoices')).toBe(0)
      matched.open(READ_IMPORT)
      expect(await answer).toMatchObject({ status: 'completed' })
      await play.over()
    })

    test('a choice without its members is refused and leaves no trace', async () => {
      const play = await open()
      expect(await refusalOf(play.choose({ mappings: undefined }))).toBe('validation_error')
      expect(await play.updates()).toBe(1)
    })
  })

  describe('stopped', () => {
    test('while it reads: the reading ends and the import fails with its reason', async () => {
      const never = gate<LoadedImport>()
      const play = await ImportPlay.started(rig(), { activities: { readBom: () => never.passed } })
      await play.called('readBom')
      expect(await play.stop()).toEqual({ status: 'failed' })
      await play.over()
      expect(play.journal.inputsOf('endImport')).toMatchObject([{ code: 'import_closed' }])
      never.open(READ_IMPORT)
    })

    test('while people choose: it is closed as it is', async () => {
      const closed = () => Promise.resolve({ ...PARTIAL_IMPORT, isClosed: true })
      const play = await open({ activities: { endImport: closed, loadImport: closed } })
      expect(await play.stop()).toEqual({ status: 'partial' })
      await play.over()
      expect(await refusalOf(play.choose())).toBe('import_closed')
    })

    test('"Request cancellation" in the UI stops it the same way', async () => {
      const play = await open()
      await play.handle.cancel()
      await play.over()
      expect(play.journal.count('endImport')).toBe(1)
    })

    test('a choice on its way is finished before the import is closed', async () => {
      const choosing = gate()
      const applyChoices = () => choosing.passed.then(() => ({ cartId: 1, results: [], row: DONE_IMPORT }))
      const play = await open({ activities: { applyChoices } })
      const answer = play.choose()
      await play.called('applyChoices')
      const stopping = play.stop()
      await until(async () => (await play.updates()) === 3, 'the wish to stop')
      choosing.open()
      expect(await answer).toMatchObject({ status: 'completed' })
      expect(await stopping).toEqual({ status: 'completed' })
      await play.over()
      expect(play.journal.count('endImport')).toBe(0)
    })
  })
})
