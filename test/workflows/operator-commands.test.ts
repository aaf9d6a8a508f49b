import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'

import { projectFolder } from '../../src/development/project-folder.js'
import { findTemporalCli } from '../../src/development/temporal-cli.js'
import { broken, inTurn, PUBLICATION } from '../support/fake-activities.js'
import { describeWithTemporal, servers } from '../support/servers.js'
import { until } from '../support/workflow-run.js'
import { PublicationPlay } from './publication-play.js'
import { rigForFile } from './rig-for-file.js'

const { PATH = '', HOME = '' } = process.env
const [LIST = '', METADATA = '', DECIDE = ''] = runbookCommands()

/** The commands of the runbook, word for word. */
function runbookCommands(): string[] {
  const runbook = readFileSync(join(projectFolder, 'RUNBOOK.md'), 'utf8')
  return runbook.split('\n').filter((line) => line.startsWith('temporal '))
}

/** Types a command into a shell as an operator does, about one run. */
async function type(command: string, workflowId = 'ID'): Promise<string> {
  const { temporalAddress: TEMPORAL_ADDRESS, temporalNamespace: TEMPORAL_NAMESPACE } = servers()
  const folder = dirname((await findTemporalCli()).path)
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', command.replaceAll('ID', workflowId)], {
    env: { PATH: folder + delimiter + PATH, HOME, TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE },
  })
  return stdout
}

describeWithTemporal('the commands of the runbook', () => {
  const rig = rigForFile()

  /** A publication that waits for a person, and goes on after a decision. */
  async function waiting(): Promise<PublicationPlay> {
    const prepared = () => Promise.resolve({ row: PUBLICATION, problem: null })
    const prepareJob = inTurn<unknown, Awaited<ReturnType<typeof prepared>>>(broken, prepared)
    const play = await PublicationPlay.started(rig(), { activities: { prepareJob } })
    await play.attentionIs('internal')
    return play
  }

  test('list the run that waits, say what happened, and decide, whereupon it goes on and leaves the list', async () => {
    const play = await waiting()
    const { workflowId } = play.handle
    const isListed = async (): Promise<boolean> => (await type(LIST)).includes(workflowId)
    await until(isListed, 'the run in the list')
    expect(await type(METADATA, workflowId)).toContain('cannot be')

    await type(DECIDE, workflowId)
    await play.called('recordJob')
    expect(play.endings()).toEqual([{ reason: 'internal', outcome: 'retry' }])
    await until(async () => !(await isListed()), 'the run off the list')
  })

  test('a decision that the reason does not know is refused, and the run waits on', async () => {
    const play = await waiting()
    const skip = DECIDE.replace('retry', 'skip')
    await expect(type(skip, play.handle.workflowId)).rejects.toThrow('Command failed')
    await play.attentionIs('internal')
    expect(play.endings()).toEqual([])
  })
})
