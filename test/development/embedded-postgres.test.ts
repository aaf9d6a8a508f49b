import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { startPostgres, type Postgres } from '../../src/development/embedded-postgres.js'
import { removePostgresHome } from '../../src/development/postgres-home.js'
import { withClient } from '../support/database-commands.js'
import { scratchFolder } from '../support/scratch-folder.js'

const dataDirectory = join(scratchFolder(), 'data')
let running: Postgres | undefined

afterEach(async () => {
  await running?.stop()
  running = undefined
})

afterAll(() => removePostgresHome(dataDirectory))

test('a persistent cluster has its data and its password after a restart', async () => {
  running = await startPostgres({ dataDirectory, persistent: true })
  await withClient(running.url, (client) => client.query('CREATE TABLE kept AS SELECT 42 AS answer'))
  await running.stop()
  running = await startPostgres({ dataDirectory, persistent: true })
  const kept = await withClient(running.url, (client) => client.query('SELECT answer FROM kept'))
  expect(kept.rows).toEqual([{ answer: 42 }])
})

test('text is UTF-8 and sorted by code point on every machine', async () => {
  running = await startPostgres({ dataDirectory, persistent: true })
  const statement = `SELECT current_setting('server_encoding') AS encoding, 'Z' < 'a' AS "isByCodePoint"`
  const answer = await withClient(running.url, (client) => client.query(statement))
  expect(answer.rows).toEqual([{ encoding: 'UTF8', isByCodePoint: true }])
})

test('nobody gets in without the password', async () => {
  running = await startPostgres({ dataDirectory, persistent: true })
  const url = running.url.replace(/postgres:[^@]+@/, 'postgres:wrong@')
  await expect(withClient(url, (client) => client.query('SELECT 1'))).rejects.toThrow('password authentication failed')
})

test('a second start on the same data waits, then names the process that has it', async () => {
  running = await startPostgres({ dataDirectory, persistent: true })
  const second = startPostgres({ dataDirectory, persistent: true })
  await expect(second).rejects.toThrow(/PostgreSQL still uses .* \(process \d+\): stop the other start/)
})

test('a lock file that names a process of another kind does not keep a cluster from starting', async () => {
  running = await startPostgres({ dataDirectory, persistent: true })
  await running.stop()
  const { rows } = await restarted((client) => client.query(`SELECT current_setting('data_directory') AS cluster`))
  const cluster = (rows as { cluster: string }[])[0]?.cluster ?? ''
  await running.stop()
  writeFileSync(join(cluster, 'postmaster.pid'), `${process.pid}\n`)
  await expect(restarted((client) => client.query('SELECT 1'))).resolves.toBeDefined()
})

test('a throw-away cluster leaves nothing behind', async () => {
  const folder = join(scratchFolder(), 'throw-away')
  const postgres = await startPostgres({ dataDirectory: folder, persistent: false })
  await postgres.stop()
  expect(existsSync(folder)).toBe(false)
})

test('a cluster below a folder that is closed to others starts all the same, and is removed with its folder', async () => {
  const closed = join(scratchFolder(), 'closed')
  mkdirSync(closed)
  chmodSync(closed, 0o700)
  const postgres = await startPostgres({ dataDirectory: join(closed, 'data'), persistent: false })
  const { rows } = await withClient(postgres.url, (client) =>
    client.query(`SELECT current_setting('data_directory') AS cluster`),
  )
  await postgres.stop()
  expect((rows as { cluster: string }[]).map(({ cluster }) => existsSync(cluster))).toEqual([false])
})

test('a port that is taken is one sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const start = startPostgres({ dataDirectory, port, persistent: true })
  await expect(start).rejects.toThrow(`PostgreSQL needs port ${port} on 127.0.0.1, which is taken`)
  await once(other.close(), 'close')
})

async function restarted<T>(work: Parameters<typeof withClient<T>>[1]): Promise<T> {
  running = await startPostgres({ dataDirectory, persistent: true })
  return withClient(running.url, work)
}
