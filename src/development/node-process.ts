import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { startChildServer, type RunningServer } from './child-server.js'
import { followLog } from './log-follower.js'
import { projectFolder } from './project-folder.js'

const readyWithinMs = 120_000
/** Absolute, because the process may run in another folder. */
const typeScript = pathToFileURL(require.resolve('tsx')).href

/**
 * Runs a file of this project from its source in a Node process of its own, and returns once the process says it is
 * ready. Its log is `<name>.log`; the one of the life before stays beside it as `<name>.previous.log`.
 */
export async function startNodeProcess(wanted: NodeProcess): Promise<RunningServer> {
  const logFile = join(wanted.logFolder, `${wanted.name}.log`)
  if (existsSync(logFile)) renameSync(logFile, join(wanted.logFolder, `${wanted.name}.previous.log`))
  const log = followLog(logFile, wanted.onLogLine)
  try {
    const child = await startChildServer({ ...command(wanted), logFile })
    void child.exited.then(() => log.close())
    return child
  } catch (error) {
    log.close()
    throw error
  }
}

function command(wanted: NodeProcess): Omit<Parameters<typeof startChildServer>[0], 'logFile'> {
  return {
    name: wanted.name,
    executable: process.execPath,
    args: ['--import', typeScript, join(projectFolder, wanted.file)],
    cwd: wanted.folder,
    env: wanted.environment,
    stopSignal: 'SIGTERM',
    isReady: async () => (await fetch(wanted.readyUrl, { signal: AbortSignal.timeout(2_000) })).ok,
    readyWithinMs,
    signal: wanted.signal,
  }
}

export interface NodeProcess {
  /** Begins every sentence about it and names its log. */
  readonly name: string
  /** Relative to the project. */
  readonly file: string
  /** Where it runs; what it keeps goes into `.dev` below. */
  readonly folder: string
  readonly logFolder: string
  readonly environment: Readonly<Record<string, string>>
  /** Answers 2xx once the process can be used. */
  readonly readyUrl: string
  readonly signal: AbortSignal
  readonly onLogLine: (line: string) => void
}
