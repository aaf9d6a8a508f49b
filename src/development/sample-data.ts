import type { SeedPart } from '../../migrations/seed.js'
import { saveProducts } from '../db/catalog.js'
import { saveBrands, saveCategories, saveCollections } from '../db/catalog-groups.js'
import { saveTags } from '../db/catalog-tags.js'
import { countWords } from '../db/catalog-words.js'
import { readManufacturerAliases } from '../db/reads/manufacturer-aliases.js'
import type { Database } from '../db/sequelize.js'
import { BRANDS } from './demo-catalog/brands.js'
import { demoCatalog } from './demo-catalog/index.js'
import { numberContradictions, textContradictions } from './demo-catalog/reading.js'
import { CATEGORIES, COLLECTIONS, TAGS } from './demo-catalog/shop-window.js'

/** What a development shop shows: the demonstration catalogue. Demo users live in the token issuer. */
export const SAMPLE_DATA: readonly SeedPart[] = [
  {
    name: 'brands',
    run: (database) =>
      saveBrands(
        database,
        Object.entries(BRANDS).map(([slug, brand]) => ({ slug, ...brand })),
      ),
  },
  { name: 'categories', run: (database) => saveCategories(database, CATEGORIES) },
  { name: 'tags', run: (database) => saveTags(database, TAGS) },
  { name: 'products', run: saveShelf },
  { name: 'collections', run: (database) => saveCollections(database, COLLECTIONS) },
  { name: 'words', run: countWords },
]

const STEP = 500

async function saveShelf(database: Database, tell: (progress: string) => void): Promise<number> {
  const aliases = await readManufacturerAliases(database)
  const articles = demoCatalog()
  refuseContradictions(articles.flatMap((one) => [...numberContradictions(one), ...textContradictions(one)]))
  const drafts = articles.map(({ draft }) => draft)
  let changes = 0
  for (let start = 0; start < drafts.length; start += STEP) {
    const { changed } = await saveProducts(database, drafts.slice(start, start + STEP), aliases)
    changes += changed
    tell(`${Math.min(start + STEP, drafts.length)} of ${drafts.length} products`)
  }
  return changes
}

/** A shelf whose numbers or texts say something else than its articles are would lead parts lists astray. */
function refuseContradictions(contradictions: readonly string[]): void {
  if (contradictions.length === 0) return
  throw new Error(`The demonstration catalogue contradicts itself: ${contradictions.slice(0, MOST_SHOWN).join('; ')}`)
}

const MOST_SHOWN = 10
