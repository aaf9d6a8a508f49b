import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { startChildServer, type RunningServer } from '../../src/development/child-server.js'
import { projectFolder } from '../../src/development/project-folder.js'
import type { ErrorTracker } from './error-tracker.js'
import { scratchFolder } from './scratch-folder.js'

/** An entry of the store in a process of its own, which reports as in production; the rest of the world is away. */
export async function startReportingProcess(wanted: ReportingProcess): Promise<RunningServer> {
  const { file, tracker, environment, readyUrl } = wanted
  return startChildServer({
    name: file,
    executable: process.execPath,
    args: ['--import', 'tsx', '--import', PRELOAD, file],
    cwd: projectFolder,
    env: {
      ENVIRONMENT: 'development',
      TEMPORAL_ADDRESS: NOBODY,
      KEYCLOAK_URL: `http://${NOBODY}`,
      MAKRCAVE_API_URL: `http://${NOBODY}`,
      SENTRY_DSN: tracker.dsn,
      ...environment,
    },
    logFile: join(scratchFolder(), 'process.log'),
    stopSignal: 'SIGTERM',
    isReady: async () => (await fetch(readyUrl)).ok,
  })
}

const NOBODY = '127.0.0.1:1'

/** tsx reads TypeScript in the main thread alone, and the threads of the workflows get the same preloads. */
const PRELOAD = `data:text/javascript,${encodeURIComponent(`
  import { isMainThread } from 'node:worker_threads'
  if (isMainThread) await import('${pathToFileURL(join(projectFolder, 'src/instrument.ts')).href}')
`)}`

interface ReportingProcess {
  /** Relative to the project. */
  readonly file: string
  readonly tracker: ErrorTracker
  readonly environment: Readonly<Record<string, string>>
  readonly readyUrl: string
}
