import { importLineBatches, type ImportLineRow, type ImportRow } from '../db/reads/bom-imports.js'
import { findProducts } from '../db/reads/products.js'
import type { Database } from '../db/sequelize.js'
import type { OrderLinks } from './order-links.js'
import { itemMapping, lineResult, productIdsOf, unresolvedItem } from './routes/bom-import-lines.wire.js'
import { importHead } from './routes/bom-import.wire.js'

/** Longer documents and reports are sent in pieces, longer imports always answer 202. */
export const WHOLE_LINES = 500

/** An import with its lines, as one object; for at most 500 of them. */
export async function importDocument(database: Database, row: ImportRow, links: OrderLinks) {
  const lines: ImportLineRow[] = []
  for await (const batch of importLineBatches(database, row.id)) lines.push(...batch)
  const shelf = await findProducts(database, productIdsOf(lines))
  return {
    ...importHead(row, links),
    unmapped_items: row.counters.unmapped ?? 0,
    mapping_results: lines.map((line) => lineResult(line, shelf)),
    item_mappings: Object.fromEntries(lines.flatMap(itemMapping)),
    unresolved_items: lines.flatMap(unresolvedItem),
  }
}

/** The document as GET status names its members. */
export async function statusDocument(database: Database, row: ImportRow, links: OrderLinks) {
  const { unmapped_items: unmappedCount, ...document } = await importDocument(database, row, links)
  return { ...document, unmapped_count: unmappedCount, unmapped_items: document.unresolved_items }
}

/** The same in pieces of JSON, 500 lines at a time, so that no long import is held in memory as a whole. */
export async function* statusChunks(database: Database, row: ImportRow, links: OrderLinks): AsyncGenerator<string> {
  const head = { ...importHead(row, links), unmapped_count: row.counters.unmapped ?? 0 }
  yield JSON.stringify(head).slice(0, -1)
  yield* list('mapping_results', importLineBatches(database, row.id), async (batch) => {
    const shelf = await findProducts(database, productIdsOf(batch))
    return batch.map((line) => JSON.stringify(lineResult(line, shelf)))
  })
  yield* list('unresolved_items', importLineBatches(database, row.id), unresolvedTexts)
  yield* list('unmapped_items', importLineBatches(database, row.id), unresolvedTexts)
  yield* members('item_mappings', importLineBatches(database, row.id))
  yield '}'
}

type Batches = AsyncGenerator<ImportLineRow[]>
type Texts = (batch: ImportLineRow[]) => readonly string[] | Promise<readonly string[]>

function unresolvedTexts(batch: ImportLineRow[]): string[] {
  return batch.flatMap(unresolvedItem).map((item) => JSON.stringify(item))
}

async function* list(name: string, batches: Batches, textsOf: Texts): AsyncGenerator<string> {
  yield `,${JSON.stringify(name)}:[`
  yield* joined(batches, textsOf)
  yield ']'
}

async function* members(name: string, batches: Batches): AsyncGenerator<string> {
  yield `,${JSON.stringify(name)}:{`
  yield* joined(batches, (batch) =>
    batch.flatMap(itemMapping).map(([id, product]) => `${JSON.stringify(id)}:${product}`),
  )
  yield '}'
}

async function* joined(batches: Batches, textsOf: Texts): AsyncGenerator<string> {
  let isFirst = true
  for await (const batch of batches) {
    const texts = await textsOf(batch)
    if (texts.length === 0) continue
    yield (isFirst ? '' : ',') + texts.join(',')
    isFirst = false
  }
}
