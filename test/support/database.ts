import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { createDatabase, dropDatabase, urlOfDatabase, withClient } from './database-commands.js'
import { servers } from './servers.js'

/** A closed pool says goodbye before its server processes are gone. */
const goodbyeMs = 2_000

/**
 * Gives a test file its own database with all tables and no rows. `drop` belongs into `afterAll`, after everything
 * was closed: it rejects with the name of the file when connections are left open.
 */
export async function cloneDatabase(): Promise<ClonedDatabase> {
  const { postgresUrl, templateDatabase } = servers()
  const name = `makrx_test_${randomBytes(6).toString('hex')}`
  await createDatabase(postgresUrl, { name, template: templateDatabase })
  return { url: urlOfDatabase(postgresUrl, name), drop: () => dropWithLeakCheck(postgresUrl, name) }
}

async function dropWithLeakCheck(serverUrl: string, name: string): Promise<void> {
  const leaks = await withClient(serverUrl, async (client) => {
    const deadline = Date.now() + goodbyeMs
    let open = await openConnections(client, name)
    while (open.length > 0 && Date.now() < deadline) {
      await pause(25)
      open = await openConnections(client, name)
    }
    return open
  })
  await dropDatabase(serverUrl, name)
  if (leaks.length === 0) return
  const file = expect.getState().testPath ?? 'a test'
  throw new Error(
    `${file} left database connections open (${leaks.length}); their last statements: ${leaks.join('; ')}`,
  )
}

async function openConnections(client: Queryable, name: string): Promise<string[]> {
  const statement = 'SELECT query FROM pg_stat_activity WHERE datname = $1'
  return (await client.query<{ query: string }>(statement, [name])).rows.map((row) => row.query)
}

type Queryable = Parameters<Parameters<typeof withClient>[1]>[0]

export interface ClonedDatabase {
  readonly url: string
  drop(): Promise<void>
}
