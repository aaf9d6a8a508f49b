import type { ManufacturerAliases } from '../domain/manufacturer.js'
import { saveIdentifiers, writtenNumbers } from './catalog-identifiers.js'
import { saveParts } from './catalog-parts.js'
import { refreshSearch } from './catalog-search.js'
import { countWords } from './catalog-words.js'
import { inTransaction, rows, type Database } from './sequelize.js'

const BATCH = 500

/**
 * Computes identifiers, parameters, words and search of every product anew, 500 in a transaction, and then how rare
 * each word is. Needed after a change of the grammar, of makers' names or of categories' names; safe to repeat and
 * beside a running shop. Answers how many products there are.
 */
export async function rebuildPartIndex(
  database: Database,
  aliases: ManufacturerAliases,
  onProgress: (done: number) => void = () => undefined,
): Promise<number> {
  let done = 0
  for (let after = 0; ;) {
    const ids = await inTransaction(database, () => rebuildBatch(database, aliases, after))
    if (ids.length === 0) break
    after = Math.max(...ids)
    done += ids.length
    onProgress(done)
  }
  await countWords(database)
  return done
}

/**
 * Keeps what makes these products findable in step with their texts: parameters and words for parts lists, words for
 * the search. Within the transaction that wrote the products.
 */
export async function indexProducts(database: Database, ids: readonly number[]): Promise<void> {
  await saveParts(database, ids)
  await refreshSearch(database, ids)
}

async function rebuildBatch(database: Database, aliases: ManufacturerAliases, after: number): Promise<number[]> {
  // In the order in which saving locks them, so that both never wait for each other crosswise.
  const locked = await rows<{ id: number }>(
    database,
    `SELECT id FROM store_products
     WHERE id IN (SELECT id FROM store_products WHERE id > $1 ORDER BY id LIMIT $2) ORDER BY lower(sku), id FOR UPDATE`,
    [after, BATCH],
  )
  const ids = locked.map(({ id }) => id)
  if (ids.length === 0) return ids
  await saveIdentifiers(database, await writtenNumbers(database, ids), aliases)
  await indexProducts(database, ids)
  return ids
}
