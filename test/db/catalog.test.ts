import fc from 'fast-check'

import { rebuildPartIndex } from '../../src/db/catalog-index.js'
import { saveBrands, saveCategories, saveCollections } from '../../src/db/catalog-groups.js'
import { saveTags } from '../../src/db/catalog-tags.js'
import { countWords } from '../../src/db/catalog-words.js'
import { saveProducts, type ProductDraft } from '../../src/db/catalog.js'
import { Product } from '../../src/db/models/catalog.js'
import { readManufacturerAliases } from '../../src/db/reads/manufacturer-aliases.js'
import { createDatabase, execute, firstRow, rows, type Database } from '../../src/db/sequelize.js'
import type { ManufacturerAliases } from '../../src/domain/manufacturer.js'
import { cloneDatabase, type ClonedDatabase } from '../support/database.js'

let clone: ClonedDatabase
let database: Database
let aliases: ManufacturerAliases
beforeAll(async () => {
  clone = await cloneDatabase()
  const pool = { poolSize: 10, maxOverflow: 5, acquireSeconds: 5, recycleSeconds: 600 }
  database = createDatabase({ url: clone.url, ...pool }, { statementTimeoutMs: 5000, name: 'test-catalog' })
  aliases = await readManufacturerAliases(database)
  await saveBrands(database, [{ slug: 'yageo', name: 'Yageo', description: 'Resistors.' }])
  await saveCategories(database, [
    { slug: 'electronics', name: 'Electronics', description: 'Parts.' },
    { slug: 'resistors', parent: 'electronics', name: 'Resistors', description: 'Parts.' },
    { slug: 'gifts', name: 'Gifts', description: 'To give.' },
  ])
  await saveTags(
    database,
    ['smd', 'new', 'old'].map((slug) => ({ slug, name: slug, description: `${slug}.` })),
  )
})
afterAll(async () => {
  await database.close()
  await clone.drop()
})

function resistor(sku: string, change: Partial<ProductDraft> = {}): ProductDraft {
  return {
    sku,
    slug: sku.toLowerCase(),
    name: `Résistor ${sku} 10 kΩ 1% 0603`,
    brand: 'yageo',
    category: 'resistors',
    tags: ['smd'],
    priceMinor: 600,
    stock: 40,
    specifications: { resistance: '10 kΩ', tolerance: '1%', package: '0603' },
    numbers: {
      ...{ manufacturer: 'Yageo', mpns: ['RC0603FR-0710KL'], gtin: null },
      ...{ shopNumbers: [], caveParts: [], aliases: [] },
    },
    ...change,
  }
}

async function save(...drafts: ProductDraft[]): Promise<number> {
  const { ids } = await saveProducts(database, drafts, aliases)
  return ids.get(drafts[0]?.sku ?? '') ?? 0
}

/** Everything by which these products are found. */
async function indexOf(...ids: number[]): Promise<unknown> {
  const read = (sql: string) => rows(database, sql, [ids])
  return {
    identifiers: await read(
      `SELECT kind, key, manufacturer_key, raw FROM store_product_identifiers
       WHERE product_id = ANY ($1::bigint[]) ORDER BY product_id, kind, key`,
    ),
    params: await read('SELECT * FROM store_product_params WHERE product_id = ANY ($1::bigint[]) ORDER BY product_id'),
    tokens: await read(
      'SELECT * FROM store_product_tokens WHERE product_id = ANY ($1::bigint[]) ORDER BY product_id, cls, token',
    ),
    search: await read('SELECT search FROM store_products WHERE id = ANY ($1::bigint[]) ORDER BY id'),
  }
}

async function finds(id: number, query: string): Promise<boolean> {
  const found = await firstRow(
    database,
    `SELECT 1 FROM store_products WHERE id = $1 AND search @@ plainto_tsquery('simple', unaccent(lower($2)))`,
    [id, query],
  )
  return found !== undefined
}

async function use(slug: string): Promise<number | undefined> {
  const row = await firstRow<{ use: number }>(database, 'SELECT usage_count AS use FROM store_tags WHERE slug = $1', [
    slug,
  ])
  return row?.use
}

describe('saving products', () => {
  test('a product is found by its SKU, its number without punctuation, its brand and its words without accents', async () => {
    const id = await save(resistor('MKX-T-1'))
    expect(await indexOf(id)).toMatchObject({
      identifiers: [
        { kind: 'mpn', key: 'RC0603FR0710KL', manufacturer_key: 'yageo' },
        { kind: 'mpn_folded', manufacturer_key: 'yageo' },
        { kind: 'own_sku', key: 'MKX-T-1' },
      ],
    })
    for (const query of ['mkx t 1', 'RC0603FR0710KL', 'yageo', 'resistor', 'SMD']) {
      expect([query, await finds(id, query)]).toEqual([query, true])
    }
  })

  test('its values stand as typed parameters, and its words under its class and under none', async () => {
    const id = await save(resistor('MKX-T-0'))
    const { params, tokens } = (await indexOf(id)) as { params: unknown; tokens: { cls: number; token: string }[] }
    expect(params).toEqual([
      { product_id: id, cls: 1, n1: 10_000_000_000, n2: null, n3: 10_000, n4: null, t1: '0603', t2: null, t3: null },
    ])
    const words = (cls: number) => tokens.filter((one) => one.cls === cls).map(({ token }) => token)
    expect(words(1)).toEqual(expect.arrayContaining(['10', '0603', 'resistor', 'yageo']))
    expect(words(-1)).toEqual(words(1))
    expect(tokens).toHaveLength(2 * words(1).length)
  })

  test('a product that is no part has words and no parameters', async () => {
    const id = await save(resistor('MKX-T-00', { name: 'Gift card', category: 'gifts', specifications: {} }))
    const { params, tokens } = (await indexOf(id)) as { params: unknown[]; tokens: { cls: number; token: string }[] }
    expect(params).toEqual([])
    expect(tokens).toContainEqual({ cls: -1, token: 'gift', product_id: id })
    expect(tokens.filter(({ cls }) => cls !== -1)).toEqual([])
  })

  test('a second save updates by SKU in any case, and writes no stock', async () => {
    const id = await save(resistor('MKX-T-2'))
    await Product.update({ stockOnHand: 7, stockReserved: 3 }, { where: { id } })
    await saveProducts(
      database,
      [resistor('mkx-t-2', { name: 'Other 22 kΩ 0805', priceMinor: 900, stock: 99 })],
      aliases,
    )
    const product = await Product.findByPk(id)
    expect(product).toMatchObject({ sku: 'mkx-t-2', name: 'Other 22 kΩ 0805', priceMinor: 900 })
    expect(product).toMatchObject({ stockOnHand: 7, stockReserved: 3, effectivePriceMinor: 900 })
  })

  test('what a product no longer carries is gone from the index, and the rest is in step', async () => {
    const id = await save(resistor('MKX-T-3', { name: 'Blue resistor 10 kΩ 0603' }))
    const { numbers } = resistor('')
    await save(
      resistor('MKX-T-3', {
        name: 'Green resistor 22 kΩ 0805',
        specifications: { resistance: '22 kΩ', package: '0805' },
        numbers: { ...numbers, mpns: ['RC0805FR-0722KL'] },
        tags: [],
      }),
    )
    const index = JSON.stringify(await indexOf(id))
    expect(index).toContain('RC0805FR0722KL')
    expect(index).not.toContain('RC0603')
    expect([await finds(id, 'green'), await finds(id, 'blue'), await finds(id, 'smd')]).toEqual([true, false, false])
    const twin = await save(resistor('MKX-T-4', { name: 'Blue resistor 10 kΩ 0603' }))
    expect(twin).not.toBe(id)
  })

  test('saving the same again changes no row', async () => {
    const drafts = ['MKX-T-5', 'MKX-T-6'].map((sku) => resistor(sku))
    const first = await saveProducts(database, drafts, aliases)
    const versions = () =>
      rows(
        database,
        `SELECT 'product' AS what, xmin::text FROM store_products UNION ALL
         SELECT 'identifier', xmin::text FROM store_product_identifiers UNION ALL
         SELECT 'params', xmin::text FROM store_product_params UNION ALL
         SELECT 'token', xmin::text FROM store_product_tokens UNION ALL
         SELECT 'stats', xmin::text FROM store_token_stats UNION ALL
         SELECT 'tag', xmin::text FROM store_product_tags ORDER BY 1, 2`,
      )
    const before = await versions()
    const second = await saveProducts(database, drafts, aliases)
    expect([first.changed, second.changed]).toEqual([2, 0])
    expect(await versions()).toEqual(before)
  })

  test('an unknown brand is refused and nothing of the batch is saved', async () => {
    const drafts = [resistor('MKX-T-7'), resistor('MKX-T-8', { brand: 'nobody' })]
    await expect(saveProducts(database, drafts, aliases)).rejects.toThrow('brand nobody')
    expect(await Product.count({ where: { sku: ['MKX-T-7', 'MKX-T-8'] } })).toBe(0)
  })

  test('many saves of the same products at once end in one row each, with all that belongs to it', async () => {
    const skus = Array.from({ length: 20 }, (_value, index) => `MKX-MANY-${index}`)
    const orders = [skus, [...skus].reverse(), skus.slice(10).concat(skus.slice(0, 10)), [...skus].reverse()]
    const saved = await Promise.all(
      orders.map((order) =>
        saveProducts(
          database,
          order.map((sku) => resistor(sku)),
          aliases,
        ),
      ),
    )
    const ids = saved.map((one) => skus.map((sku) => one.ids.get(sku)))
    expect(new Set(ids.map((list) => list.join())).size).toBe(1)
    expect(saved.reduce((sum, { changed }) => sum + changed, 0)).toBe(skus.length)
    const known = await firstRow<{ count: number }>(
      database,
      `SELECT count(*) FROM store_product_identifiers WHERE kind = 'mpn' AND product_id = ANY ($1::bigint[])`,
      [ids[0]],
    )
    expect(known?.count).toBe(skus.length)
  })
})

describe('tags', () => {
  test('use counts active products, also when many gain and lose the tag at once', async () => {
    const skus = Array.from({ length: 8 }, (_value, index) => `MKX-TAG-${index}`)
    await Promise.all(skus.map((sku) => save(resistor(sku, { tags: ['old'] }))))
    expect(await use('old')).toBe(8)
    await Promise.all([
      ...skus.slice(0, 3).map((sku) => save(resistor(sku, { tags: ['new'] }))),
      save(resistor('MKX-TAG-8', { tags: ['old', 'new'] })),
    ])
    expect([await use('old'), await use('new')]).toEqual([6, 4])
  })

  test('an archived product keeps its numbers and counts no longer', async () => {
    const id = await save(resistor('MKX-TAG-9', { tags: ['new'] }))
    const before = await use('new')
    await save(resistor('MKX-TAG-9', { tags: ['new'], status: 'archived' }))
    expect(await use('new')).toBe((before ?? 0) - 1)
    expect(await Product.findByPk(id)).toMatchObject({ status: 'archived' })
    expect(await indexOf(id)).toMatchObject({ identifiers: [{ kind: 'mpn' }, {}, {}] })
  })
})

describe('rebuilding the index', () => {
  test('it gives what saving gave, whatever was lost meanwhile', async () => {
    const { numbers } = resistor('')
    const full = {
      ...numbers,
      gtin: '4006381333931',
      caveParts: ['CAVE-1'],
      aliases: ['Ten Kilo Resistor'],
      shopNumbers: [{ kind: 'lcsc' as const, text: 'C98220' }],
    }
    const id = await save(resistor('MKX-T-9', { numbers: full }))
    const before = await indexOf(id)
    await execute(database, 'DELETE FROM store_product_params')
    await execute(database, 'DELETE FROM store_product_tokens')
    await execute(database, `DELETE FROM store_product_identifiers WHERE kind IN ('own_sku', 'mpn_folded')`)
    await execute(database, `UPDATE store_product_identifiers SET key = 'stale-' || key, manufacturer_key = NULL`)
    await execute(database, 'UPDATE store_products SET search = NULL')
    await rebuildPartIndex(database, aliases)
    expect(await indexOf(id)).toEqual(before)
    expect(before).toMatchObject({
      identifiers: expect.arrayContaining([expect.objectContaining({ kind: 'lcsc', key: 'C98220' })]) as unknown,
    })
  })

  test('an identifier that was learned elsewhere survives saving and rebuilding', async () => {
    const id = await save(resistor('MKX-T-10'))
    await execute(
      database,
      `INSERT INTO store_product_identifiers (kind, key, product_id, raw, source) VALUES ('lcsc', 'C1', $1, 'C1', 'person')`,
      [id],
    )
    await save(resistor('MKX-T-10', { name: 'Renamed 10 kΩ' }))
    await rebuildPartIndex(database, aliases)
    expect(JSON.stringify(await indexOf(id))).toContain('"lcsc"')
  })
})

describe('whatever is written', () => {
  /** Every row by which products are found, with the version of the row. */
  const everything = () =>
    rows(
      database,
      `SELECT xmin::text, to_jsonb(held) AS held FROM store_product_identifiers AS held UNION ALL
       SELECT xmin::text, to_jsonb(held) FROM store_product_params AS held UNION ALL
       SELECT xmin::text, to_jsonb(held) FROM store_product_tokens AS held UNION ALL
       SELECT xmin::text, jsonb_build_object('id', id, 'search', search::text) FROM store_products ORDER BY 1, 2`,
    )
  const draft = fc
    .record({
      sku: fc.constantFrom('MKX-P-1', 'MKX-P-2', 'MKX-P-3', 'MKX-P-4'),
      value: fc.constantFrom('4.7 kΩ', '0 Ω', '100 nF', '10 µF', 'blue'),
      size: fc.constantFrom('0402', '0603', 'axial', ''),
      text: fc.string({ unit: 'grapheme', maxLength: 40 }),
      mpns: fc.subarray(['RC0603FR-0710KL', 'CL10B104KB8NNNC', 'X', 'BAV99,215']),
      category: fc.constantFrom('resistors', 'electronics', 'gifts'),
      tags: fc.subarray(['smd', 'new', 'old']),
      status: fc.constantFrom('active' as const, 'archived' as const),
    })
    .map(({ sku, value, size, text, mpns, ...rest }) =>
      resistor(sku, {
        ...{ name: `Part ${value} ${size}`, description: text.replaceAll('\0', ''), specifications: {}, ...rest },
        numbers: { manufacturer: 'Yageo', mpns, gtin: null, shopNumbers: [], caveParts: [], aliases: [] },
      }),
    )

  test('a rebuild finds nothing to change', async () => {
    const batch = fc.uniqueArray(draft, { selector: ({ sku }) => sku, minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 3 }), async (batches) => {
        for (const drafts of batches) await saveProducts(database, drafts, aliases)
        const written = await everything()
        await rebuildPartIndex(database, aliases)
        expect(await everything()).toEqual(written)
      }),
      { numRuns: 12 },
    )
  })

  test('no word is lost when many write at once while words are counted, and counts are right afterwards', async () => {
    const writers = Array.from({ length: 6 }, (_value, writer) =>
      Array.from({ length: 4 }, (_draft, index) =>
        resistor(`MKX-WORD-${writer}-${index}`, { name: `Zebra${index} quagga okapi${writer} Widget`, tags: [] }),
      ),
    )
    await Promise.all([
      ...writers.map((drafts) => saveProducts(database, drafts, aliases)),
      ...writers.map(() => countWords(database)),
    ])
    const unknown = `SELECT DISTINCT cls, token FROM store_product_tokens EXCEPT SELECT cls, token FROM store_token_stats`
    expect(await rows(database, unknown)).toEqual([])
    await countWords(database)
    const counted = await rows(
      database,
      `SELECT token, df, round((exp(idf) * df)::numeric) = (SELECT count(*) FROM store_products) AS "isRare"
       FROM store_token_stats WHERE cls = -1 AND token IN ('quagga', 'zebra', 'okapi') ORDER BY token`,
    )
    expect(counted).toEqual(['okapi', 'quagga', 'zebra'].map((token) => ({ token, df: 24, isRare: true })))
    expect(await countWords(database)).toBe(0)
  })

  test('words that no product has any more are forgotten by the count', async () => {
    await save(resistor('MKX-GONE', { name: 'Thylacine' }))
    await save(resistor('MKX-GONE', { name: 'Dingo' }))
    await countWords(database)
    const known = await rows(
      database,
      `SELECT DISTINCT token FROM store_token_stats WHERE token IN ('thylacine', 'dingo')`,
    )
    expect(known).toEqual([{ token: 'dingo' }])
  })
})

describe('the shop window', () => {
  test('categories know their path, and a collection its products in order', async () => {
    const ids = [await save(resistor('MKX-W-1')), await save(resistor('MKX-W-2'))]
    const window = {
      ...{ slug: 'best', name: 'Best', description: 'Best.', curatorName: 'Team', tags: [] },
      products: ['MKX-W-2', 'MKX-W-1', 'MKX-UNKNOWN'],
    }
    expect(await saveCollections(database, [window])).toBe(3)
    expect(await saveCollections(database, [window])).toBe(0)
    const held = () =>
      rows(
        database,
        `SELECT product_id AS id FROM store_collection_products AS held JOIN store_collections AS collection
           ON collection.id = collection_id WHERE slug = 'best' ORDER BY held.sort_order`,
      )
    expect(await held()).toEqual([{ id: ids[1] }, { id: ids[0] }])
    await saveCollections(database, [{ ...window, products: ['MKX-W-1'] }])
    expect(await held()).toEqual([{ id: ids[0] }])
    const category = await firstRow(database, `SELECT path, level FROM store_categories WHERE slug = 'resistors'`)
    expect(category).toEqual({ path: 'electronics/resistors', level: 1 })
  })
})
