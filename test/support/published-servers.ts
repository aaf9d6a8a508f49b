import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '../../src/development/project-folder.js'

export const runsFolder = join(cacheFolder, 'test-runs')
const publishedFile = 'servers.json'

/** The folder of one test run, named by its process: runs beside each other in one checkout share nothing. */
export function runFolder(pid: number): string {
  return join(runsFolder, String(pid))
}

export function publish(folder: string, published: PublishedServers): void {
  writeFileSync(join(folder, publishedFile), JSON.stringify(published), { mode: 0o600 })
}

/** What the set-up of this test's run published. */
export function readPublished(): PublishedServers {
  return JSON.parse(readFileSync(join(currentRunFolder(), publishedFile), 'utf8')) as PublishedServers
}

/** A test runs in the process of its run, or in a worker that this process started. */
export function currentRunFolder(): string {
  const folder = [process.pid, process.ppid]
    .map(runFolder)
    .find((candidate) => existsSync(join(candidate, publishedFile)))
  if (folder === undefined) throw new Error('No servers: this code runs outside of Jest and its global set-up.')
  return folder
}

export interface PublishedServers {
  readonly postgres: Published<{ readonly url: string; readonly template: string }>
  readonly temporal: Published<{ readonly address: string }>
  readonly redis: Published<{ readonly url: string }>
  readonly s3: Published<S3Address>
  readonly workflowBundle: Published<{ readonly codePath: string }>
}

/** What a test needs, or the sentence that says why there is none. */
export type Published<T> = { readonly value: T } | { readonly missing: string }

export interface S3Address {
  readonly endpoint: string
  readonly accessKey: string
  readonly secretKey: string
  readonly bucket: string
  readonly region: string
}
