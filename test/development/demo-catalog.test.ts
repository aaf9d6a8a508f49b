import { describeSeed, seed } from '../../migrations/seed.js'
import { createDatabase, firstRow, rows, type Database } from '../../src/db/sequelize.js'
import { BRANDS } from '../../src/development/demo-catalog/brands.js'
import { demoCatalog, SHELVES } from '../../src/development/demo-catalog/index.js'
import {
  numberContradictions,
  READ_CLASSES,
  readArticle,
  textContradictions,
} from '../../src/development/demo-catalog/reading.js'
import { CATEGORIES, COLLECTIONS, TAGS } from '../../src/development/demo-catalog/shop-window.js'
import { SAMPLE_DATA } from '../../src/development/sample-data.js'
import { manufacturerKey } from '../../src/domain/manufacturer.js'
import { isGtin } from '../../src/domain/shop-number.js'
import { decodePartNumber } from '../../src/domain/part-number-schemes.js'
import { cloneDatabase, type ClonedDatabase } from '../support/database.js'
import { ALIASES } from '../support/manufacturer-aliases.js'

const catalog = demoCatalog()
const drafts = catalog.map(({ draft }) => draft)

describe('the demonstration catalogue', () => {
  test.each([
    ['chipResistors', 794],
    ['leadedResistors', 61],
    ['chipCapacitors', 260],
    ['woundAndTimed', 130],
    ['semiconductors', 150],
    ['connectors', 270],
    ['screws', 420],
    ['nutsAndWashers', 130],
    ['bearings', 120],
    ['motionParts', 140],
    ['filaments', 260],
    ['modules', 265],
  ])('the shelf %s holds about %d articles', (name, count) => {
    expect(Math.abs((SHELVES[name]?.().length ?? 0) / count - 1)).toBeLessThan(0.05)
  })

  test.each(['sku', 'name', 'slug'] as const)('no two articles share their %s, in any case', (field) => {
    const texts = drafts.map((draft) => draft[field].toLowerCase())
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([])
  })

  test('SKUs have 8 to 24 characters of capital letters, digits and hyphens', () => {
    expect(drafts.filter(({ sku }) => !/^[A-Z0-9-]{8,24}$/.test(sku))).toEqual([])
  })

  test('the SKUs that people know are there', () => {
    const known = ['PLA-1KG-RED-001', 'ARD-UNO-R3-001', 'RPI-4B-4GB-001', 'TOOL-CALIPER-6IN-001']
    const more = ['PETG-1KG-CLEAR-001', 'ESP32-DEV-001', 'KIT-ELEC-BEGIN-001', 'ACR-3MM-CLEAR-001']
    expect(drafts.map(({ sku }) => sku)).toEqual(expect.arrayContaining([...known, ...more]))
  })

  test('generated twice it is the same', () => {
    expect(demoCatalog()).toEqual(catalog)
  })

  test('some articles are on sale, sold out, to be ordered all the same, or not counted', () => {
    const count = (is: (draft: (typeof drafts)[number]) => boolean): number => drafts.filter(is).length
    expect(count(({ salePriceMinor }) => salePriceMinor !== undefined)).toBeGreaterThan(150)
    expect(count(({ stock, allowBackorder }) => stock === 0 && allowBackorder !== true)).toBeGreaterThan(50)
    expect(count(({ stock, allowBackorder }) => stock === 0 && allowBackorder === true)).toBeGreaterThan(50)
    expect(count(({ trackInventory }) => trackInventory === false)).toBeGreaterThan(50)
    for (const { priceMinor, salePriceMinor } of drafts) {
      expect(priceMinor).toBeGreaterThan(0)
      expect(salePriceMinor ?? 0).toBeLessThan(priceMinor)
    }
  })

  test('numbers of six makers’ rules are as many as the shelf has of them, and stand under their own maker', () => {
    const decoded = drafts.flatMap(({ numbers }) =>
      numbers.mpns.flatMap((mpn) => {
        const part = decodePartNumber(mpn)
        return part === undefined ? [] : [{ mpn, named: part.maker, listed: numbers.manufacturer ?? '' }]
      }),
    )
    expect(decoded).toHaveLength(794 + 260)
    const strangers = decoded.filter(
      ({ named, listed }) => manufacturerKey(named, ALIASES) !== manufacturerKey(listed, ALIASES),
    )
    expect(strangers).toEqual([])
  })

  test('every such number says what its article was generated from', () => {
    expect(catalog.flatMap(numberContradictions)).toEqual([])
  })

  test('a number of another value, and one that its maker would not write, are found', () => {
    const article = catalog.find(({ item }) => item.sku === 'MKX-RY0603-10K')
    if (article === undefined) throw new Error('the shelf has no 10 kΩ')
    const numbered = (mpn: string) => numberContradictions({ ...article, item: { ...article.item, mpns: [mpn] } })
    expect(numbered('RC0603FR-074K7L')).toEqual([expect.stringContaining('resistance 4700000000 and not 10000000000')])
    expect(numbered('RC0603-TEN-K')).toEqual([expect.stringContaining('nothing decodes')])
    expect(numbered('CC0603KRX7R9BB104')).toEqual(
      expect.arrayContaining([expect.stringContaining('capacitor and not')]),
    )
  })

  test.each([...READ_CLASSES])('every %s reads as what it was generated from, with all its values', (cls) => {
    const articles = catalog.filter(({ item }) => item.cls === cls)
    const unread = articles.flatMap((article) => {
      const { values, cls: readClass } = readArticle(article)
      const read = new Map<string, unknown>(values.map(({ name, value }) => [name, value]))
      const missed = Object.entries(article.item.states ?? {}).filter(([name, value]) => read.get(name) !== value)
      return readClass === cls && missed.length === 0 ? [] : [article.item.sku]
    })
    expect(articles.length).toBeGreaterThanOrEqual(10)
    expect(unread).toEqual([])
    expect(articles.flatMap(textContradictions)).toEqual([])
  })

  test('a text that says another value than its article is found', () => {
    const article = catalog.find(({ item }) => item.sku === 'MKX-SHCS-M3X10')
    if (article === undefined) throw new Error('the shelf has no M3x10')
    const states = { ...article.item.states, length: 12_000 }
    expect(textContradictions({ ...article, item: { ...article.item, states } })).toEqual([
      'MKX-SHCS-M3X10 reads as length 10000 and not 12000',
    ])
  })

  test('every article number of the house has a valid check digit and belongs to one article', () => {
    const gtins = drafts.flatMap(({ numbers }) => numbers.gtin ?? [])
    expect(gtins.length).toBeGreaterThan(250)
    expect(gtins.filter((gtin) => !isGtin(gtin) || !gtin.startsWith('29'))).toEqual([])
    expect(new Set(gtins).size).toBe(gtins.length)
  })

  test('brands, categories, tags and collections that are named exist, and each of them is used', () => {
    const skus = new Set(drafts.map(({ sku }) => sku))
    const used = (slugs: readonly string[]): string[] => [...new Set(slugs)].sort()
    expect(used(drafts.map(({ brand }) => brand ?? ''))).toEqual(Object.keys(BRANDS).sort())
    expect(used(drafts.flatMap(({ tags }) => tags))).toEqual(TAGS.map(({ slug }) => slug).sort())
    const leaves = CATEGORIES.filter(({ parent }) => parent !== undefined).map(({ slug }) => slug)
    expect(used(drafts.map(({ category }) => category))).toEqual(leaves.sort())
    expect(COLLECTIONS.flatMap(({ products }) => products).filter((sku) => !skus.has(sku))).toEqual([])
  })
})

describe('seeding', () => {
  let clone: ClonedDatabase
  let database: Database
  beforeAll(async () => {
    clone = await cloneDatabase()
    const pool = { poolSize: 2, maxOverflow: 0, acquireSeconds: 5, recycleSeconds: 600 }
    database = createDatabase({ url: clone.url, ...pool }, { statementTimeoutMs: 10_000, name: 'test-seed' })
  })
  afterAll(async () => {
    await database.close()
    await clone.drop()
  })

  test('everything is there after the first run, and a second one changes nothing', async () => {
    const told: string[] = []
    const first = await seed(clone.url, SAMPLE_DATA, (progress) => told.push(progress))
    expect(told.at(-1)).toBe(`${drafts.length} of ${drafts.length} products`)
    expect(describeSeed(first)).toMatch(
      `brands ${Object.keys(BRANDS).length}, categories ${CATEGORIES.length}, tags ${TAGS.length}, ` +
        `products ${drafts.length}, collections ${3 + COLLECTIONS.flatMap(({ products }) => products).length}, words `,
    )
    const uncounted = `SELECT 1 FROM store_product_tokens JOIN store_token_stats USING (cls, token)
      GROUP BY cls, token, df HAVING count(*) <> df`
    expect(await rows(database, uncounted)).toEqual([])
    const state = () =>
      rows(
        database,
        `SELECT 'product' AS what, md5(string_agg(xmin::text || id, ',' ORDER BY id)) FROM store_products UNION ALL
         SELECT 'number', md5(string_agg(xmin::text || kind || key, ',' ORDER BY kind, key, product_id))
           FROM store_product_identifiers UNION ALL
         SELECT 'params', md5(string_agg(xmin::text || product_id, ',' ORDER BY product_id))
           FROM store_product_params UNION ALL
         SELECT 'token', md5(string_agg(xmin::text || cls || token, ',' ORDER BY cls, token, product_id))
           FROM store_product_tokens UNION ALL
         SELECT 'stats', md5(string_agg(xmin::text || cls || token, ',' ORDER BY cls, token)) FROM store_token_stats
         UNION ALL SELECT 'tag', md5(string_agg(xmin::text || id, ',' ORDER BY id)) FROM store_tags
         ORDER BY what`,
      )
    const before = await state()
    expect(describeSeed(await seed(clone.url, SAMPLE_DATA))).toBe('everything is there already')
    expect(await state()).toEqual(before)
  })

  test('products are on sale, counted by their tags and found by their words', async () => {
    const tag = await firstRow<{ use: number }>(
      database,
      `SELECT usage_count AS use FROM store_tags WHERE slug = 'fasteners'`,
    )
    expect(tag?.use).toBe(drafts.filter(({ tags }) => tags.includes('fasteners')).length)
    const found = await rows<{ sku: string }>(
      database,
      `SELECT sku FROM store_products WHERE search @@ to_tsquery('simple', '0603waf1002t5e') AND status = 'active'`,
    )
    expect(found).toEqual([{ sku: 'MKX-RU0603-10K' }])
  })
})
