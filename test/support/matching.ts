import { saveProducts, type ProductDraft } from '../../src/db/catalog.js'
import { countWords } from '../../src/db/catalog-words.js'
import { matchBomLines } from '../../src/db/reads/bom-matching.js'
import { readManufacturerAliases } from '../../src/db/reads/manufacturer-aliases.js'
import { createDatabase, execute, rows, type Database } from '../../src/db/sequelize.js'
import type { LineDecision } from '../../src/domain/bom-line-decision.js'
import { bomLine } from './bom-lines.js'
import { cloneDatabase } from './database.js'

/** A shop of its own and everything that a test asks its matcher. */
export interface MatchingShop {
  readonly database: Database
  /** id of every product by its SKU */
  readonly ids: ReadonlyMap<string, number>
  match(line: GivenLine, more?: { userId?: string; contestedNumbers?: string[] }): Promise<LineDecision>
  /** SKUs of what a decision names, best first */
  skusOf(decision: LineDecision): (string | undefined)[]
  close(): Promise<void>
}

export type GivenLine = Parameters<typeof bomLine>[0]

/** Opens a shop that `fill` puts its products into: `saveShelf`, or the seed of the demonstration. */
export async function openMatchingShop(
  fill: (database: Database, url: string) => Promise<unknown>,
): Promise<MatchingShop> {
  const clone = await cloneDatabase()
  const pool = { poolSize: 2, maxOverflow: 0, acquireSeconds: 5, recycleSeconds: 600 }
  const database = createDatabase({ url: clone.url, ...pool }, { statementTimeoutMs: 5000, name: 'test-matching' })
  await fill(database, clone.url)
  const products = await rows<{ sku: string; id: number }>(database, 'SELECT sku, id FROM store_products')
  const ids = new Map(products.map(({ sku, id }) => [sku, id]))
  const skus = new Map(products.map(({ sku, id }) => [id, sku]))
  return {
    database,
    ids,
    match: async (line, { userId = 'maker-1', contestedNumbers = [] } = {}) => {
      const lines = [{ line: bomLine(line), contestedNumbers }]
      const [decision] = await matchBomLines(database, { userId, lines })
      if (!decision) throw new Error('a line without a decision')
      return decision
    },
    skusOf: ({ matches }) => matches.map(({ productId }) => skus.get(productId)),
    close: async () => {
      await database.close()
      await clone.drop()
    },
  }
}

/** Puts products into the category Parts and counts their words. */
export async function saveShelf(database: Database, products: readonly ProductDraft[]): Promise<void> {
  await execute(database, `INSERT INTO store_categories (name, slug, path) VALUES ('Parts', 'parts', 'parts')`)
  await saveProducts(database, products, await readManufacturerAliases(database))
  await countWords(database)
}

/** A product of which nothing but this is known. */
export function draft(
  sku: string,
  name: string,
  more: Partial<ProductDraft> & { mpn?: string; maker?: string } = {},
): ProductDraft {
  const { mpn, maker, numbers, ...rest } = more
  return {
    sku,
    slug: sku.toLowerCase(),
    name,
    category: 'parts',
    tags: [],
    priceMinor: 100,
    stock: 100,
    ...rest,
    numbers: {
      manufacturer: maker ?? null,
      mpns: mpn === undefined ? [] : [mpn],
      gtin: null,
      shopNumbers: [],
      caveParts: [],
      aliases: [],
      ...numbers,
    },
  }
}
