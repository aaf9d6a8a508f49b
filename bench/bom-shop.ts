import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { Client } from 'pg'

import { migrateUp } from '../migrations/migrate.js'
import { saveCategories } from '../src/db/catalog-groups.js'
import { countWords } from '../src/db/catalog-words.js'
import { saveProducts } from '../src/db/catalog.js'
import { readManufacturerAliases } from '../src/db/reads/manufacturer-aliases.js'
import { createDatabase, execute, type Database } from '../src/db/sequelize.js'
import { startPostgres } from '../src/development/embedded-postgres.js'
import type { ManufacturerAliases } from '../src/domain/manufacturer.js'
import { SHELF_CATEGORIES, type BenchProduct } from './bom-shelf.js'

/** A database with the synthetic shelf: the matcher's connection, and a bare one for loops of single queries. */
export interface BenchShop {
  readonly database: Database
  readonly client: Client
  readonly aliases: ManufacturerAliases
  close(): Promise<void>
}

/** Starts PostgreSQL on a fresh folder and puts the shelf there the way the shop itself does. */
export async function openShop(shelf: readonly BenchProduct[]): Promise<BenchShop> {
  const folder = mkdtempSync(path.join(tmpdir(), 'makrx-bench-'))
  const postgres = await startPostgres({ dataDirectory: path.join(folder, 'postgres'), persistent: false })
  await migrateUp(postgres.url)
  const pool = { poolSize: 1, maxOverflow: 0, acquireSeconds: 60, recycleSeconds: 3_600 }
  const database = createDatabase({ url: postgres.url, ...pool }, { statementTimeoutMs: 120_000, name: 'bench' })
  const aliases = await readManufacturerAliases(database)
  await saveCategories(
    database,
    SHELF_CATEGORIES.map((slug) => ({ slug, name: slug, description: slug })),
  )
  await saveProducts(
    database,
    shelf.map(({ draft }) => draft),
    aliases,
  )
  await countWords(database)
  await execute(database, 'CREATE INDEX bench_likeness ON store_products USING gist (name gist_trgm_ops)')
  await execute(database, 'VACUUM ANALYZE')
  const client = new Client({ connectionString: postgres.url })
  await client.connect()
  return {
    database,
    client,
    aliases,
    async close() {
      await client.end()
      await database.close()
      await postgres.stop()
    },
  }
}
