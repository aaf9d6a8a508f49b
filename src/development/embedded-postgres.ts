import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Client, escapeIdentifier } from 'pg'
import { startChildServer } from './child-server.js'
import { awaitEarlierServer, pidFrom } from './earlier-server.js'
import { startOnPort } from './free-port.js'
import { postgresAccount, type Account } from './postgres-account.js'
import { postgresBinaries, type PostgresBinaries } from './postgres-binaries.js'
import { preparePostgresHome, removePostgresHome, type PostgresHome } from './postgres-home.js'

const databaseName = 'makrx_store'
const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200']

/** Nothing of a throw-away cluster is read after a crash, so nothing is made safe against one. */
const throwAwaySettings = [
  ...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
  ...['wal_level=minimal', 'max_wal_senders=0', 'max_wal_size=4GB'],
]

/**
 * Starts PostgreSQL on 127.0.0.1 with its data in the given folder, which is created when absent. The URL names the
 * database `makrx_store`, created on first use. A cluster that is not persistent runs without fsync and `stop`
 * deletes its folder. Rejects with one sentence when the port is taken or another start uses the data.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const dataDirectory = resolve(options.dataDirectory)
  const account = postgresAccount()
  const binaries = postgresBinaries(account)
  const home = await preparePostgresHome({ dataDirectory, account, binaries })
  await releaseCluster(home)
  const cluster = { home, account, binaries, isPersistent: options.persistent }
  const server = await startOnPort({ name: 'PostgreSQL', port: options.port }, (port) => startOn(port, cluster))
  const stop = async (): Promise<void> => {
    await server.stop()
    if (!options.persistent) removePostgresHome(dataDirectory)
  }
  return { ...server, stop }
}

/** PostgreSQL trusts the number in its lock file, which after a restart of the machine may be any process. */
async function releaseCluster({ cluster }: PostgresHome): Promise<void> {
  const lockFile = join(cluster, 'postmaster.pid')
  const pid = pidFrom(lockFile)
  if (pid === undefined) return
  await awaitEarlierServer({ name: 'PostgreSQL', pid, commandWord: cluster, data: cluster })
  rmSync(lockFile, { force: true })
}

async function startOn(port: number, { home, account, binaries, isPersistent }: Cluster): Promise<Postgres> {
  const url = (database: string): string => `postgresql://postgres:${home.password}@127.0.0.1:${port}/${database}`
  const chosen = [`port=${port}`, ...settings, ...(isPersistent ? [] : throwAwaySettings)]
  const server = await startChildServer({
    name: 'PostgreSQL',
    executable: binaries.postgres,
    args: ['-D', home.cluster, ...chosen.flatMap((setting) => ['-c', setting])],
    logFile: join(home.folder, 'server.log'),
    stopSignal: 'SIGINT',
    isReady: () => ensureDatabase(url('postgres')),
    ...(account === undefined ? {} : { user: account }),
  })
  return { url: url(databaseName), exited: server.exited, stop: () => server.stop() }
}

async function ensureDatabase(adminUrl: string): Promise<true> {
  const client = new Client({ connectionString: adminUrl, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined) // the pending query rejects; without a listener the process would end
  try {
    await client.connect()
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName])
    const create = `CREATE DATABASE ${escapeIdentifier(databaseName)}`
    if (found.rowCount === 0) await client.query(create)
    return true
  } finally {
    await client.end().catch(() => undefined)
  }
}

export interface PostgresOptions {
  readonly dataDirectory: string
  /** A free one when absent. */
  readonly port?: number
  readonly persistent: boolean
}

export interface Postgres {
  /** As DATABASE_URL takes it. */
  readonly url: string
  readonly exited: Promise<string>
  stop(): Promise<void>
}

interface Cluster {
  readonly home: PostgresHome
  readonly account: Account | undefined
  readonly binaries: PostgresBinaries
  readonly isPersistent: boolean
}
