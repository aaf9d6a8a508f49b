import { Client } from 'pg'
import { migrateUp } from '../../migrations/migrate.js'
import { cloneDatabase } from '../support/database.js'
import { withClient } from '../support/database-commands.js'

test('a clone has all migrations, and two clones do not see each other', async () => {
  const [one, other] = await Promise.all([cloneDatabase(), cloneDatabase()])
  await withClient(one.url, (client) => client.query('CREATE TABLE only_here (id int)'))
  const found = await withClient(other.url, (client) => client.query(`SELECT to_regclass('only_here') AS found`))
  expect(found.rows).toEqual([{ found: null }])
  await expect(migrateUp(other.url)).resolves.toEqual([])
  await Promise.all([one.drop(), other.drop()])
})

test('a connection that a test leaves open is an error that names the file, and the database goes all the same', async () => {
  const database = await cloneDatabase()
  const forgotten = new Client({ connectionString: database.url })
  forgotten.on('error', () => undefined)
  await forgotten.connect()
  await forgotten.query('SELECT 1 AS forgotten')
  await expect(database.drop()).rejects.toThrow(
    /database\.test\.ts left database connections open \(1\).*SELECT 1 AS forgotten/,
  )
  await expect(withClient(database.url, (client) => client.query('SELECT 1'))).rejects.toThrow('does not exist')
})
