import { loadConfig } from '../config.js'
import { rebuildPartIndex } from '../db/catalog-index.js'
import { readManufacturerAliases } from '../db/reads/manufacturer-aliases.js'
import { createDatabase } from '../db/sequelize.js'

/** `npm run catalog:rebuild`: computes anew by what parts lists and searches find products; harmless beside a shop. */
async function main(): Promise<void> {
  const config = loadConfig()
  const database = createDatabase(config.database, { statementTimeoutMs: 120_000, name: 'makrx-store-catalog' })
  try {
    const aliases = await readManufacturerAliases(database)
    const done = await rebuildPartIndex(database, aliases, (count) => console.log(`${count} products`))
    console.log(`${done} products rebuilt`)
  } finally {
    await database.close()
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
