import { condition } from '@temporalio/workflow'

import type { LoadedImport } from '../src/domain/bom-import.js'
import { Abandoned } from './abandoned.js'
import type { ImportRun } from './bom-import-run.js'
import { failureType, isOutage } from './refusal.js'
import { bom, caveReads, caveReadsOnce, files, named } from './steps.js'

const TRIES = 3

/** Stores the lines of the parts list, from wherever it is; a list that cannot be used throws its refusal. */
export async function readLines(run: ImportRun): Promise<void> {
  if (run.row?.isRead) return
  run.go('reading')
  run.enter(run.row?.source === 'makrcave' ? await readFromCave(run) : await readFromObject(run))
}

/** A child that crashes is tried three times; then a person decides. */
async function readFromObject(run: ImportRun): Promise<LoadedImport> {
  for (;;) {
    const row = await tryThrice(run)
    if (row) return row
    const outcome = await run.parking.park({
      reason: 'work_failed',
      subject: run.subject,
      note: `Reading the parts list crashed ${TRIES} times.`,
    })
    if (outcome === 'skip') return run.insist('go on with the lines read', bom.finishReading)
    if (outcome !== 'retry') throw new Abandoned('bom_unreadable', 'The parts list could not be read.')
  }
}

async function tryThrice(run: ImportRun): Promise<LoadedImport | undefined> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    try {
      return await run.insist('read the parts list', files.readBom, ['refusal', 'WorkFailed'])
    } catch (error) {
      if (failureType(error) !== 'WorkFailed') throw error
    }
  }
  return undefined
}

/** MakrCave is asked for an hour, then a person is told and it is asked now and then, until it answers or is given up. */
async function readFromCave(run: ImportRun): Promise<LoadedImport> {
  const { parking, subject } = run
  const note = 'MakrCave does not give the parts list. It is asked again now and then.'
  try {
    for (let isFirst = true; ; isFirst = false) {
      const row = await askCave(run, isFirst)
      if (row) return row
      await parking.raise({ reason: 'bom_source_unavailable', subject, note })
      await condition(() => parking.decided().includes('bom_source_unavailable'), run.timing.bomRetryMs)
      if ((await parking.takeDecision('bom_source_unavailable')) === 'abort') {
        throw new Abandoned('upstream_unavailable', 'MakrCave did not give the parts list.')
      }
    }
  } finally {
    await parking.settle('bom_source_unavailable')
  }
}

/** Undefined when no answer came: after a whole window at first, after one try from then on. */
function askCave(run: ImportRun, isFirst: boolean): Promise<LoadedImport | undefined> {
  const { readBom } = isFirst ? caveReads : caveReadsOnce
  const ask = async (): Promise<LoadedImport | undefined> => {
    try {
      return await named('ask MakrCave for the parts list', readBom, { importId: run.id })
    } catch (error) {
      if (isOutage(error)) return undefined
      throw error
    }
  }
  return run.parking.insist(run.subject, ask, ['refusal'])
}
