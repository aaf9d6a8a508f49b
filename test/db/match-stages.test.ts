import { saveCategories } from '../../src/db/catalog-groups.js'
import { saveProducts } from '../../src/db/catalog.js'
import { findWords } from '../../src/db/reads/match-stages.js'
import { createDatabase } from '../../src/db/sequelize.js'
import { ANY_CLASS } from '../../src/domain/part-class.js'
import { cloneDatabase } from '../support/database.js'

test('words that every product of the shop has tell nothing, and a shop of one product has no others', async () => {
  const clone = await cloneDatabase()
  const pool = { poolSize: 1, maxOverflow: 0, acquireSeconds: 5, recycleSeconds: 600 }
  const database = createDatabase({ url: clone.url, ...pool }, { statementTimeoutMs: 5000, name: 'test-stages' })
  await saveCategories(database, [{ slug: 'fans', name: 'Fans', description: 'Air.' }])
  const numbers = { manufacturer: null, mpns: [], gtin: null, shopNumbers: [], caveParts: [], aliases: [] }
  const fan = { sku: 'FAN-1', slug: 'fan-1', name: 'Quiet fan', category: 'fans', tags: [], priceMinor: 100, stock: 1 }
  const { ids } = await saveProducts(database, [{ ...fan, numbers }], new Map())
  const asked = [{ probe: 1, cls: ANY_CLASS, tokens: ['quiet', 'fan'], text: 'quiet fan' }]
  expect(await findWords(database, asked)).toEqual([{ probe: 1, productId: ids.get('FAN-1'), share: 0, likeness: 1 }])
  await database.close()
  await clone.drop()
})
