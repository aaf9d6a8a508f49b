import { execute, firstRow, inTransaction, rows, type Database } from '../../src/db/sequelize.js'
import { openTestDatabase } from '../support/test-database.js'

let place: Awaited<ReturnType<typeof openTestDatabase>>
let database: Database

beforeAll(async () => {
  place = await openTestDatabase('cut-connections')
  database = place.database
})
afterAll(() => place.close())
beforeEach(() => execute(database, 'CREATE SEQUENCE cuts'))
afterEach(() => execute(database, 'DROP SEQUENCE cuts'))

/** Ends its own connection the first so many times that it runs; sequences are not rolled back. */
const cutFirst = (times: number): string =>
  `SELECT CASE WHEN nextval('cuts') <= ${times} THEN pg_terminate_backend(pg_backend_pid()) END AS ended`
const triesSoFar = async (): Promise<unknown> => firstRow(database, 'SELECT last_value AS tries FROM cuts')

describe('a connection that is cut under a statement', () => {
  test('is not noticed by a read: it is tried once more', async () => {
    expect(await rows(database, cutFirst(1))).toEqual([{ ended: null }])
    expect(await triesSoFar()).toEqual({ tries: 2 })
  })

  test('twice in a row is an error', async () => {
    await expect(rows(database, cutFirst(2))).rejects.toThrow()
    expect(await triesSoFar()).toEqual({ tries: 2 })
  })

  test('ends a transaction: what was done in it before is gone, so nothing is repeated', async () => {
    await expect(inTransaction(database, () => rows(database, cutFirst(1)))).rejects.toThrow()
    expect(await triesSoFar()).toEqual({ tries: 1 })
  })

  test('is an error for a statement that writes', async () => {
    const write = `WITH cut AS (${cutFirst(1)}) INSERT INTO audit_log (actor_type, actor_id, action, resource, resource_id)
      SELECT 'system', 'test', 'cut', 'row', ended::text FROM cut RETURNING id`
    await expect(rows(database, write)).rejects.toThrow()
    expect(await triesSoFar()).toEqual({ tries: 1 })
  })
})
