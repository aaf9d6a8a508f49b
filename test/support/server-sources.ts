import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { migrateUp } from '../../migrations/migrate.js'
import { startPostgres } from '../../src/development/embedded-postgres.js'
import { projectFolder } from '../../src/development/project-folder.js'
import { findRedis, startRedis } from '../../src/development/redis-server.js'
import { findTemporalCli } from '../../src/development/temporal-cli.js'
import { startTemporal } from '../../src/development/temporal-server.js'
import { findVersitygw, startVersitygw } from '../../src/development/versitygw-server.js'
import { createDatabase, dropDatabase, urlOfDatabase } from './database-commands.js'
import { externalObjectStore } from './external-object-store.js'
import type { S3Address } from './published-servers.js'
import { registerNamespaces } from './temporal-namespaces.js'
import { searchAttributeTypes } from './search-attribute-types.js'

const run = promisify(execFile)

/** One per Jest worker (`maxWorkers` in jest.config.cjs). */
const namespaces = ['makrx-test-1', 'makrx-test-2']

/** The server with a migrated database, from which every test file clones its own. */
export async function postgresForTests(folder: string): Promise<Started<{ url: string; template: string }>> {
  const external = process.env.DATABASE_URL?.replace(/^postgres(ql)?(\+\w+)?:/, 'postgresql:')
  const server = external === undefined ? await startEmbedded(folder) : { url: external, stop: undefined }
  const template = `makrx_template_${process.pid}`
  const stop = server.stop ?? (() => dropDatabase(server.url, template))
  try {
    await createDatabase(server.url, { name: template })
    await migrateUp(urlOfDatabase(server.url, template))
  } catch (error) {
    await stop()
    throw error
  }
  return { value: { url: server.url, template }, place: external === undefined ? 'embedded' : 'DATABASE_URL', stop }
}

async function startEmbedded(folder: string): Promise<{ url: string; stop: () => Promise<void> }> {
  return startPostgres({ dataDirectory: join(folder, 'postgres'), persistent: false })
}

export async function temporalForTests(folder: string): Promise<Started<{ address: string }>> {
  if (process.env.TEMPORAL_TESTS === 'off') throw new Error('Temporal is switched off by TEMPORAL_TESTS=off.')
  const external = process.env.TEMPORAL_ADDRESS
  if (external) {
    await registerNamespaces({ address: external, namespaces, searchAttributes: searchAttributeTypes })
    return { value: { address: external }, place: 'TEMPORAL_ADDRESS' }
  }
  const cli = await findTemporalCli()
  const logFile = join(folder, 'temporal.log')
  const server = await startTemporal({ cli: cli.path, logFile, namespaces, searchAttributes: searchAttributeTypes })
  return { value: { address: server.address }, place: cli.place, stop: server.stop }
}

export async function redisForTests(folder: string): Promise<Started<{ url: string }>> {
  const external = process.env.REDIS_URL
  if (external) return { value: { url: external }, place: 'REDIS_URL' }
  const { path, place } = await findRedis()
  const server = await startRedis({ program: path, logFile: join(folder, 'redis.log') })
  return { value: { url: server.url }, place: place, stop: server.stop }
}

export async function objectStoreForTests(folder: string): Promise<Started<S3Address>> {
  const external = externalObjectStore(process.env)
  if (external !== undefined) return { value: external, place: 'S3_ENDPOINT' }
  const { path, place } = await findVersitygw()
  const files = { dataDirectory: join(folder, 's3'), logFile: join(folder, 'versitygw.log') }
  const server = await startVersitygw({ program: path, bucket: 'makrx-test', ...files })
  return { value: server.address, place: place, stop: server.stop }
}

/** Built once and handed to every worker by its path. In a process of its own: bundling resolves loaders by name. */
export async function bundleForTests(folder: string): Promise<Started<{ codePath: string }>> {
  const codePath = join(folder, 'workflows.js')
  await run(process.execPath, ['--import', 'tsx', join('temporal', 'bundle.ts'), codePath], { cwd: projectFolder })
  return { value: { codePath }, place: 'built' }
}

export interface Started<T> {
  readonly value: T
  /** Where it came from, for the printed line. */
  readonly place: string
  /** Absent when somebody else runs it. */
  readonly stop?: () => Promise<void>
}
