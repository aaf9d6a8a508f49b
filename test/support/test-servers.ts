import { publish, type Published, type PublishedServers } from './published-servers.js'
import { createRunFolder, removeRunFolder } from './run-folder.js'
import * as sources from './server-sources.js'

/** Set-up and tear-down are loaded separately; they share the process. */
const shared = globalThis as { stopTestServers?: (() => Promise<void>) | undefined }

/**
 * Starts every server once for the whole run and publishes the addresses. A server that cannot be started is
 * published as the reason, which each test that needs it fails with; all others still run.
 */
export async function startTestServers(globalConfig: RunConfig): Promise<void> {
  refuseSwitchedOffTemporalInCi()
  const folder = createRunFolder()
  const stops: Stop[] = []
  shared.stopTestServers = async () => {
    await Promise.all(stops.map((stop) => stop()))
    removeRunFolder(folder)
  }
  publish(folder, needsNoServer(globalConfig) ? noServers : await startAll(folder, stops))
}

export async function stopTestServers(): Promise<void> {
  await shared.stopTestServers?.()
  shared.stopTestServers = undefined
}

function refuseSwitchedOffTemporalInCi(): void {
  if (process.env.TEMPORAL_TESTS === 'off' && process.env.CI) {
    throw new Error('TEMPORAL_TESTS=off is for desks: CI runs all tests.')
  }
}

/** The pure tests are run all day long: a run of nothing else starts at once. */
function needsNoServer({ testPathPatterns: { patterns } }: RunConfig): boolean {
  return patterns.length > 0 && patterns.every((pattern) => /^(\.\/|.*\/)?test\/domain\b/.test(pattern))
}

const notStarted = { missing: 'No server runs: this run was asked for test/domain alone.' }
const noServers: PublishedServers = {
  postgres: notStarted,
  temporal: notStarted,
  redis: notStarted,
  s3: notStarted,
  workflowBundle: notStarted,
}

async function startAll(folder: string, stops: Stop[]): Promise<PublishedServers> {
  const start = async <T>(name: string, source: Source<T>): Promise<Published<T>> => {
    const begin = performance.now()
    try {
      const { value, place, stop } = await source(folder)
      if (stop !== undefined) stops.push(stop)
      print(`${name}: ${place}, ${((performance.now() - begin) / 1000).toFixed(1)} s`)
      return { value }
    } catch (error) {
      const missing = `${name} is missing. ${error instanceof Error ? error.message : String(error)}`
      print(missing)
      return { missing }
    }
  }
  const [postgres, temporal, redis, s3, workflowBundle] = await Promise.all([
    start('PostgreSQL', sources.postgresForTests),
    start('Temporal', sources.temporalForTests),
    start('Redis', sources.redisForTests),
    start('The object store', sources.objectStoreForTests),
    start('The workflow bundle', sources.bundleForTests),
  ])
  return { postgres, temporal, redis, s3, workflowBundle }
}

function print(line: string): void {
  process.stderr.write(`${line}\n`)
}

type Stop = () => Promise<void>
type Source<T> = (folder: string) => Promise<sources.Started<T>>

/** The part of Jest's global configuration that is looked at. */
interface RunConfig {
  readonly testPathPatterns: { readonly patterns: readonly string[] }
}
