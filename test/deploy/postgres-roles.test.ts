import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { Client } from 'pg'

import { migrateDown, migrateUp } from '../../migrations/migrate.js'
import { startPostgres, type Postgres } from '../../src/development/embedded-postgres.js'
import { projectFolder } from '../../src/development/project-folder.js'
import { scratchFolder } from '../support/scratch-folder.js'

const folder = join(projectFolder, 'deploy', 'postgres')
let postgres: Postgres

beforeAll(async () => {
  postgres = await startPostgres({ dataDirectory: join(scratchFolder(), 'roles'), persistent: false })
  await withClient('postgres', 'postgres', async (client) => {
    await client.query('DROP DATABASE makrx_store')
    for (const statement of statementsOf('databases.sql')) await client.query(statement)
  })
  await withClient('postgres', 'makrx_store', async (client) => {
    await client.query(readFileSync(join(folder, 'privileges.sql'), 'utf8'))
  })
}, 60_000)

afterAll(async () => {
  await postgres.stop()
})

test('the migrator can run every migration, take one back and run it again', async () => {
  const url = urlFor('store_migrator', 'makrx_store')
  const names = await migrateUp(url)
  expect(names.length).toBeGreaterThan(0)
  expect(await migrateDown(url)).toEqual([names.at(-1)])
  expect(await migrateUp(url)).toEqual([names.at(-1)])
})

test('all tables belong to a role that cannot log in', async () => {
  await migrateUp(urlFor('store_migrator', 'makrx_store'))
  const owners = await withClient('postgres', 'makrx_store', async (client) =>
    client.query<{ tableowner: string }>(`SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'`),
  )
  expect(owners.rows).toEqual([{ tableowner: 'store_owner' }])
  await expect(withClient('store_owner', 'makrx_store', () => Promise.resolve())).rejects.toThrow(
    /not permitted to log in|password/,
  )
})

test('the processes read and write rows, and can neither empty nor change nor make a table', async () => {
  await migrateUp(urlFor('store_migrator', 'makrx_store'))
  await withClient('store_app', 'makrx_store', async (client) => {
    await client.query('SELECT * FROM store_users LIMIT 1')
    await client.query('DELETE FROM idempotency_keys')
    for (const statement of [
      'TRUNCATE store_users',
      'DROP TABLE store_users',
      'ALTER TABLE store_users ADD more text',
      'CREATE TABLE more ()',
    ]) {
      await expect(client.query(statement)).rejects.toThrow(/permission denied|must be owner/)
    }
  })
})

test('nobody but the owner can change or delete what happened', async () => {
  await migrateUp(urlFor('store_migrator', 'makrx_store'))
  await withClient('store_app', 'makrx_store', async (client) => {
    for (const table of ['audit_log', 'service_order_events', 'store_order_events']) {
      const { rows } = await client.query<{ privilege: string; can: boolean }>(
        `SELECT privilege, has_table_privilege($1, privilege) AS can
         FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS privilege`,
        [table],
      )
      const allowed = rows.filter(({ can }) => can).map(({ privilege }) => privilege)
      expect({ table, allowed }).toEqual({ table, allowed: ['SELECT', 'INSERT'] })
    }
  })
})

test('the reading role reads and does nothing else', async () => {
  await migrateUp(urlFor('store_migrator', 'makrx_store'))
  await withClient('store_read', 'makrx_store', async (client) => {
    await client.query('SELECT * FROM store_users LIMIT 1')
    await expect(client.query('DELETE FROM store_users')).rejects.toThrow('permission denied')
  })
})

test.each([
  ['temporal', 'makrx_store'],
  ['keycloak', 'makrx_store'],
  ['store_app', 'temporal'],
  ['store_migrator', 'temporal_visibility'],
  ['temporal', 'keycloak'],
])('%s does not even get into the database %s', async (role, database) => {
  await expect(withClient(role, database, () => Promise.resolve())).rejects.toThrow('permission denied for database')
})

/** As psql would send them, one at a time, because a database is not made inside a transaction. */
function statementsOf(file: string): string[] {
  const text = readFileSync(join(folder, file), 'utf8')
  const withoutComments = text.replaceAll(/^--.*$/gm, '').replaceAll(/:'(\w+)_password'/g, `'of $1'`)
  return withoutComments.split(/;\n/).filter((statement) => statement.trim() !== '')
}

async function withClient<T>(role: string, database: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: urlFor(role, database) })
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end()
  }
}

function urlFor(role: string, database: string): string {
  const url = new URL(postgres.url)
  url.pathname = `/${database}`
  if (role !== 'postgres') {
    url.username = role
    url.password = `of ${role}`
  }
  return url.toString()
}
