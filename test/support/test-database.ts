import { createDatabase, type Database } from '../../src/db/sequelize.js'
import { cloneDatabase } from './database.js'

/** A migrated database of its own for one test file, with the product's pool. */
export async function openTestDatabase(
  name: string,
): Promise<{ database: Database; url: string; close(): Promise<void> }> {
  const clone = await cloneDatabase()
  const pool = { poolSize: 10, maxOverflow: 5, acquireSeconds: 5, recycleSeconds: 600 }
  const database = createDatabase({ url: clone.url, ...pool }, { statementTimeoutMs: 5000, name })
  return {
    database,
    url: clone.url,
    async close() {
      await database.close()
      await clone.drop()
    },
  }
}
