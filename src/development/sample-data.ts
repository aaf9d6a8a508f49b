import type { SeedPart } from '../../migrations/seed.js'
import { saveProducts } from '../db/catalog.js'
import { saveBrands, saveCategories, saveCollections } from '../db/catalog-groups.js'
import { saveTags } from '../db/catalog-tags.js'
import { readManufacturerAliases } from '../db/reads/manufacturer-aliases.js'
import { BRANDS } from './demo-catalog/brands.js'
import { demoCatalog } from './demo-catalog/index.js'
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
  {
    name: 'products',
    run: async (database) => {
      const articles = demoCatalog()
      const drafts = articles.map(({ draft }) => draft)
      const { changed } = await saveProducts(database, drafts, await readManufacturerAliases(database))
      return changed
    },
  },
  { name: 'collections', run: (database) => saveCollections(database, COLLECTIONS) },
]
