import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Connection } from '@temporalio/client'
import { startChildServer } from './child-server.js'
import { awaitEarlierServer, pidFrom } from './earlier-server.js'
import { assertPortIsFree, isListening, startOnPort } from './free-port.js'

/** The development server has one shard, which by default looks for work only twenty times a second. */
const dynamicConfig = [
  'frontend.WorkflowPauseEnabled=true',
  'system.forceSearchAttributesCacheRefreshOnRead=true',
  'history.transferProcessorMaxPollRPS=5000',
  'history.timerProcessorMaxPollRPS=5000',
]

/**
 * Starts the development server on 127.0.0.1 and returns when all namespaces answer. Without `dbFile` everything is
 * in memory; with it, a restart goes on where the last one stopped. Rejects with one sentence when a port is taken.
 */
export async function startTemporal(options: TemporalOptions): Promise<TemporalServer> {
  if (options.dbFile !== undefined) await releaseDatabase(resolve(options.dbFile))
  if (options.uiPort !== undefined) await assertPortIsFree(options.uiPort, 'The Temporal UI')
  return startOnPort({ name: 'Temporal', port: options.port }, (port) => startOn(port, options))
}

async function startOn(port: number, options: TemporalOptions): Promise<TemporalServer> {
  const address = `127.0.0.1:${port}`
  const server = await startChildServer({
    name: 'Temporal',
    executable: options.cli,
    args: [
      'server',
      'start-dev',
      '--ip',
      '127.0.0.1',
      '--port',
      String(port),
      '--log-level',
      'error',
      ...flags(options),
    ],
    logFile: options.logFile,
    stopSignal: options.dbFile === undefined ? 'SIGKILL' : 'SIGTERM',
    // A client that is refused once waits a second before it tries again.
    isReady: async () => (await isListening(port)) && haveNamespaces(address, options.namespaces),
  })
  if (options.dbFile !== undefined) writeFileSync(pidFile(resolve(options.dbFile)), String(server.pid))
  return {
    address,
    ...(options.uiPort === undefined ? {} : { uiUrl: `http://127.0.0.1:${options.uiPort}` }),
    exited: server.exited,
    stop: () => server.stop(),
  }
}

function flags({ namespaces, searchAttributes, uiPort, dbFile }: TemporalOptions): string[] {
  const ui = uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort), '--ui-disable-news-fetch']
  return [
    ...ui,
    ...(dbFile === undefined ? [] : databaseFlags(resolve(dbFile))),
    ...namespaces.flatMap((namespace) => ['--namespace', namespace]),
    ...Object.entries(searchAttributes).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
    ...dynamicConfig.flatMap((value) => ['--dynamic-config-value', value]),
  ]
}

/** Without write-ahead logging a start of a workflow takes five times as long. */
function databaseFlags(dbFile: string): string[] {
  const pragmas = ['journal_mode=WAL', 'synchronous=OFF'].flatMap((pragma) => ['--sqlite-pragma', pragma])
  return ['--db-filename', dbFile, ...pragmas]
}

/** Two servers on one file would both work on every workflow in it. */
async function releaseDatabase(dbFile: string): Promise<void> {
  mkdirSync(dirname(dbFile), { recursive: true })
  const pid = pidFrom(pidFile(dbFile))
  if (pid !== undefined) await awaitEarlierServer({ name: 'Temporal', pid, commandWord: dbFile, data: dbFile })
}

function pidFile(dbFile: string): string {
  return `${dbFile}.pid`
}

async function haveNamespaces(address: string, namespaces: readonly string[]): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: 1_000 })
  try {
    for (const namespace of namespaces) await connection.workflowService.describeNamespace({ namespace })
    return true
  } finally {
    await connection.close()
  }
}

export type SearchAttributeTypeName = 'Text' | 'Keyword' | 'Int' | 'Double' | 'Bool' | 'Datetime' | 'KeywordList'

export interface TemporalOptions {
  /** Path of the Temporal CLI: `findTemporalCli()`. */
  readonly cli: string
  readonly logFile: string
  readonly namespaces: readonly string[]
  readonly searchAttributes: Readonly<Record<string, SearchAttributeTypeName>>
  /** A free one when absent. */
  readonly port?: number
  /** No UI when absent. */
  readonly uiPort?: number
  readonly dbFile?: string
}

export interface TemporalServer {
  /** As TEMPORAL_ADDRESS takes it. */
  readonly address: string
  readonly uiUrl?: string
  readonly exited: Promise<string>
  stop(): Promise<void>
}
