import { addBomLines, type BomCartLine } from '../../src/db/bom-cart-lines.js'
import { pushForAddress } from '../../src/db/cart-bulk.js'
import { claimCarts } from '../../src/db/cart-merges.js'
import { addToCart, clearCart, removeCartItem, setCartItem } from '../../src/db/carts.js'
import { findCart, type CartOwner } from '../../src/db/reads/carts.js'
import { findProducts } from '../../src/db/reads/products.js'
import { mustExist, newId } from '../../src/db/record.js'
import { createDatabase, execute, firstRow, inTransaction, rows, type Database } from '../../src/db/sequelize.js'
import { rememberUser } from '../../src/db/users.js'
import { bomSources } from '../../src/domain/cart-meta.js'
import { cloneDatabase, type ClonedDatabase } from '../support/database.js'
import { givenProduct, givenProducts } from '../support/products.js'

let clone: ClonedDatabase
let database: Database
beforeAll(async () => {
  clone = await cloneDatabase()
  const pool = { poolSize: 10, maxOverflow: 5, acquireSeconds: 20, recycleSeconds: 600 }
  database = createDatabase({ url: clone.url, ...pool }, { statementTimeoutMs: 5000, name: 'test-carts' })
})
afterAll(async () => {
  await database.close()
  await clone.drop()
})

const checkVersion = (): void => undefined

function add(owner: CartOwner, productId: number, quantity = 1) {
  return addToCart(database, { owner, checkVersion, productId, quantity })
}

async function contentsOf(owner: CartOwner): Promise<Record<number, number>> {
  const contents = await findCart(database, owner)
  return Object.fromEntries((contents?.entries ?? []).map(({ productId, quantity }) => [productId, quantity]))
}

async function versionOf(owner: CartOwner): Promise<number | undefined> {
  return (await findCart(database, owner))?.cart.version
}

async function activeCarts(userId: string): Promise<number> {
  const found = await firstRow<{ carts: number }>(
    database,
    `SELECT count(*)::int AS carts FROM store_carts WHERE user_id = $1`,
    [userId],
  )
  return mustExist(found, 'the count').carts
}

describe('changing a cart', () => {
  test('each change counts the version up by one, and a refused one leaves everything as it was', async () => {
    const owner = { userId: newId() }
    const { id } = await givenProduct(database, { stock: 5 })
    const { entry } = await add(owner, id, 2)
    expect(await versionOf(owner)).toBe(1)
    await setCartItem(database, { owner, checkVersion, itemId: entry.id, quantity: 5, remarks: { colour: 'red' } })
    expect(await findCart(database, owner)).toMatchObject({
      cart: { version: 2 },
      entries: [{ quantity: 5, unitPriceMinor: 10_000, meta: { colour: 'red' } }],
    })
    await expect(add(owner, id)).rejects.toMatchObject({
      code: 'insufficient_stock',
      extra: { errors: [{ product_id: id, available: 5 }] },
    })
    expect(await versionOf(owner)).toBe(2)
    await removeCartItem(database, { owner, checkVersion, itemId: entry.id })
    expect(await contentsOf(owner)).toEqual({})
    expect(await versionOf(owner)).toBe(3)
  })

  test('a refused first add makes no cart', async () => {
    const owner = { userId: newId() }
    await expect(add(owner, 999_999_999)).rejects.toMatchObject({ code: 'product_not_found' })
    expect(await findCart(database, owner)).toBeUndefined()
    expect(await clearCart(database, { owner, checkVersion })).toBeUndefined()
  })

  test('a version that is not the current one changes nothing', async () => {
    const owner = { userId: newId() }
    const { id } = await givenProduct(database)
    await add(owner, id)
    const refuse = (version: number): void => {
      throw new Error(`is ${version}`)
    }
    await expect(addToCart(database, { owner, checkVersion: refuse, productId: id, quantity: 1 })).rejects.toThrow(
      'is 1',
    )
    expect(await contentsOf(owner)).toEqual({ [id]: 1 })
  })

  test('the line of another cart is not there', async () => {
    const { id } = await givenProduct(database)
    const { entry } = await add({ userId: newId() }, id)
    const foreign = { owner: { userId: newId() }, checkVersion, itemId: entry.id }
    await expect(removeCartItem(database, foreign)).rejects.toMatchObject({ code: 'cart_item_not_found' })
    await expect(setCartItem(database, { ...foreign, quantity: 1 })).rejects.toMatchObject({
      code: 'cart_item_not_found',
    })
  })

  test('a cart holds a thousand lines and no more', async () => {
    const owner = { userId: newId() }
    const [first = 0] = await givenProducts(database, 1)
    await execute(
      database,
      `INSERT INTO store_products (name, slug, price_minor, track_inventory)
       SELECT 'Part', 'bulk-part-' || n, 100, false FROM generate_series(1, 1000) AS n`,
    )
    const { contents } = await add(owner, first)
    await execute(
      database,
      `INSERT INTO store_cart_items (cart_id, product_id, quantity, unit_price_minor)
       SELECT $1, id, 1, 100 FROM store_products WHERE slug LIKE 'bulk-part-%' ORDER BY id LIMIT 999`,
      [contents.cart.id],
    )
    const [other = 0] = await givenProducts(database, 1)
    await expect(add(owner, other)).rejects.toMatchObject({ code: 'cart_full' })
    await expect(add(owner, first)).resolves.toMatchObject({ entry: { quantity: 2 } })
  })

  test('50 adds at once, the first ones of a cart, lose nothing and make one cart', async () => {
    const owner = { userId: newId() }
    const ids = await givenProducts(database, 5)
    const adds = Array.from({ length: 50 }, (_add, index) => add(owner, ids[index % 5] ?? 0))
    await Promise.all(adds)
    expect(await contentsOf(owner)).toEqual(Object.fromEntries(ids.map((id) => [id, 10])))
    expect(await activeCarts(owner.userId)).toBe(1)
    expect(await versionOf(owner)).toBe(50)
  })

  test('of 50 adds at once exactly as many pass as there is stock', async () => {
    const owner = { userId: newId() }
    const { id } = await givenProduct(database, { stock: 12 })
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => add(owner, id)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(12)
    expect(await contentsOf(owner)).toEqual({ [id]: 12 })
  })
})

describe('merging carts', () => {
  function claim(userId: string, change: { sessionHash?: string; verifiedEmail?: string } = {}) {
    return claimCarts(database, { userId, sessionHash: null, verifiedEmail: null, ...change })
  }

  test('a guest’s cart becomes part of the shopper’s own, once, whatever comes at the same time', async () => {
    const [guest, user] = [{ sessionHash: newId() }, { userId: newId() }]
    const [one = 0, two = 0] = await givenProducts(database, 2)
    await add(guest, one, 2)
    await add(guest, two, 3)
    await add(user, one, 4)
    const merges = Array.from({ length: 20 }, () => claim(user.userId, guest))
    const adds = Array.from({ length: 10 }, () => add(user, two))
    await Promise.all([...merges, ...adds])
    expect(await contentsOf(user)).toEqual({ [one]: 6, [two]: 13 })
    expect(await findCart(database, guest)).toBeUndefined()
    const merged = await firstRow(database, `SELECT status, merged_into FROM store_carts WHERE session_hash = $1`, [
      guest.sessionHash,
    ])
    expect(merged).toEqual({ status: 'merged', merged_into: (await findCart(database, user))?.cart.id })
  })

  test('two people with the same session at once: one of them gets the lines', async () => {
    const guest = { sessionHash: newId() }
    const people = Array.from({ length: 6 }, () => ({ userId: newId() }))
    const { id } = await givenProduct(database)
    await add(guest, id, 3)
    await Promise.all(people.map(({ userId }) => claim(userId, guest)))
    const contents = await Promise.all(people.map(contentsOf))
    expect(contents.filter((lines) => lines[id] === 3)).toHaveLength(1)
    expect(contents.filter((lines) => lines[id] === undefined)).toHaveLength(5)
  })

  test('guest adds that come during the merge are in the old cart or in a new one, never lost', async () => {
    const [guest, user] = [{ sessionHash: newId() }, { userId: newId() }]
    const { id } = await givenProduct(database)
    await add(guest, id)
    const adds = Array.from({ length: 15 }, () => add(guest, id))
    await Promise.all([...adds, claim(user.userId, guest), ...Array.from({ length: 5 }, () => add(user, id))])
    const left = (await contentsOf(guest))[id] ?? 0
    expect(left + ((await contentsOf(user))[id] ?? 0)).toBe(21)
  })

  test('the stock caps what is merged, and an empty guest cart makes no cart', async () => {
    const [guest, user] = [{ sessionHash: newId() }, { userId: newId() }]
    const { id } = await givenProduct(database, { stock: 5 })
    await add(guest, id, 4)
    await add(user, id, 3)
    await claim(user.userId, guest)
    expect(await contentsOf(user)).toEqual({ [id]: 5 })
    const [other, nobody] = [{ sessionHash: newId() }, newId()]
    await add(other, id)
    await clearCart(database, { owner: other, checkVersion })
    await claim(nobody, other)
    expect(await activeCarts(nobody)).toBe(0)
    expect(await findCart(database, other)).toBeUndefined()
  })

  test('a cart parked for an address goes to whoever has verified it', async () => {
    const user = { userId: newId() }
    const email = `${user.userId}@Shop.test`
    const { id, sku } = await givenProduct(database)
    const product = (await findProducts(database, [id])).get(id)
    const push = { items: [{ sku, quantity: 2, product, remarks: {} }], strategy: 'add' } as const
    await pushForAddress(database, email, push)
    expect(await contentsOf({ claimEmail: email.toLowerCase() })).toEqual({ [id]: 2 })
    await rememberUser(database, { sub: newId(), email, isEmailVerified: false, displayName: undefined })
    await pushForAddress(database, email, push)
    await Promise.all(Array.from({ length: 5 }, () => claim(user.userId, { verifiedEmail: email })))
    expect(await contentsOf(user)).toEqual({ [id]: 4 })
    await rememberUser(database, { sub: user.userId, email, isEmailVerified: true, displayName: undefined })
    await pushForAddress(database, email, push)
    expect(await contentsOf(user)).toEqual({ [id]: 6 })
  })
})

describe('lines of a parts list', () => {
  function line(productId: number, change: Partial<BomCartLine> = {}): BomCartLine {
    return { bomItemId: newId(), name: 'Red LED', productId, quantity: 2, isManual: false, ...change }
  }

  test('each line says what became of it; what does not fit is not clamped, and the others go on', async () => {
    const [userId, importId] = [newId(), newId()]
    const [good = 0] = await givenProducts(database, 1)
    const { id: short } = await givenProduct(database, { stock: 1 })
    const { id: draft } = await givenProduct(database, { status: 'draft' })
    const { id: loose } = await givenProduct(database, { isTracked: false, minOrderQty: 5 })
    const lines = [
      line(good, { bomItemId: 'a' }),
      line(short, { bomItemId: 'b' }),
      line(draft, { bomItemId: 'c', quantity: 0 }),
      line(loose, { bomItemId: 'd', quantity: 1000 }),
      line(loose, { bomItemId: 'e', quantity: 1 }),
      line(999_999_999, { bomItemId: 'f' }),
      line(good, { bomItemId: 'g', quantity: 0, isManual: true }),
    ]
    const { results, cartId } = await addBomLines(database, { userId, importId, lines })
    expect(results).toEqual([
      { bomItemId: 'a', outcome: 'added', quantity: 2 },
      { bomItemId: 'b', outcome: 'failed', quantity: 0, code: 'insufficient_stock' },
      { bomItemId: 'c', outcome: 'failed', quantity: 0, code: 'unknown_product' },
      { bomItemId: 'd', outcome: 'failed', quantity: 0, code: 'too_big' },
      { bomItemId: 'e', outcome: 'failed', quantity: 0, code: 'too_small' },
      { bomItemId: 'f', outcome: 'failed', quantity: 0, code: 'unknown_product' },
      { bomItemId: 'g', outcome: 'added', quantity: 0 },
    ])
    const contents = mustExist(await findCart(database, { userId }), 'the cart')
    expect(contents.cart).toMatchObject({ id: cartId, version: 1 })
    const source = { bom_import_id: importId, bom_item_name: 'Red LED' }
    expect(contents.entries.map(({ quantity, meta }) => ({ quantity, meta }))).toEqual([
      {
        quantity: 2,
        meta: {
          ...source,
          bom_item_id: 'a',
          bom_sources: [
            { ...source, bom_item_id: 'a', quantity: 2 },
            { ...source, bom_item_id: 'g', quantity: 0, manual_mapping: true },
          ],
        },
      },
    ])
  })

  test('the same lines again, many times at once, are in the cart once', async () => {
    const [userId, importId] = [newId(), newId()]
    const ids = await givenProducts(database, 3)
    const lines = ids.map((id) => line(id))
    const adds = Array.from({ length: 10 }, () =>
      addBomLines(database, { userId, importId, lines: [...lines].reverse() }),
    )
    const answers = await Promise.all([...adds, addBomLines(database, { userId, importId, lines })])
    expect(new Set(answers.map(({ cartId }) => cartId)).size).toBe(1)
    expect(answers.flatMap(({ results }) => results)).toEqual(
      Array.from({ length: 33 }, () => expect.objectContaining({ outcome: 'added', quantity: 2 }) as unknown),
    )
    expect(await contentsOf({ userId })).toEqual(Object.fromEntries(ids.map((id) => [id, 2])))
    expect(await versionOf({ userId })).toBe(1)
  })

  test('many imports and the shopper at once: no line and no source is lost', async () => {
    const userId = newId()
    const ids = await givenProducts(database, 4)
    const imports = Array.from({ length: 8 }, (_import, index) =>
      addBomLines(database, { userId, importId: newId(), lines: rotate(ids, index).map((id) => line(id)) }),
    )
    const own = ids.map((id) => add({ userId }, id))
    await Promise.all([...imports, ...own])
    expect(await contentsOf({ userId })).toEqual(Object.fromEntries(ids.map((id) => [id, 17])))
    const { entries } = mustExist(await findCart(database, { userId }), 'the cart')
    expect(entries.map(({ meta }) => bomSources(meta).length)).toEqual([8, 8, 8, 8])
  })

  test('a caller that marks its lines in the same transaction adds once, also when the shopper took the line out', async () => {
    const [userId, importId] = [newId(), newId()]
    const { id } = await givenProduct(database)
    await givenImport(importId, userId, id)
    await Promise.all([addOpenLines(importId, userId), addOpenLines(importId, userId)])
    expect(await contentsOf({ userId })).toEqual({ [id]: 2 })
    await clearCart(database, { owner: { userId }, checkVersion })
    await addOpenLines(importId, userId)
    expect(await contentsOf({ userId })).toEqual({})
  })

  test('what the caller’s transaction loses, the cart loses too', async () => {
    const userId = newId()
    const { id } = await givenProduct(database)
    const broken = inTransaction(database, async () => {
      await addBomLines(database, { userId, importId: newId(), lines: [line(id)] })
      throw new Error('the worker died')
    })
    await expect(broken).rejects.toThrow('the worker died')
    expect(await findCart(database, { userId })).toBeUndefined()
  })

  test('5,000 lines go into the cart in one transaction', async () => {
    const [userId, importId] = [newId(), newId()]
    const { id } = await givenProduct(database, { isTracked: false })
    const lines = Array.from({ length: 5000 }, (_line, index) => line(id, { quantity: index < 999 ? 1 : 0 }))
    const { results } = await addBomLines(database, { userId, importId, lines })
    expect(results.filter(({ outcome }) => outcome === 'added')).toHaveLength(5000)
    expect(await contentsOf({ userId })).toEqual({ [id]: 999 })
  })

  /** What the activity does: its own rows say what is open, under the lock of the import. */
  async function addOpenLines(importId: string, userId: string): Promise<void> {
    await inTransaction(database, async () => {
      await execute(database, 'SELECT 1 FROM bom_imports WHERE id = $1 FOR UPDATE', [importId])
      const open = await rows<BomCartLine>(
        database,
        `SELECT bom_item_id AS "bomItemId", name, product_id AS "productId", cart_quantity AS quantity, false AS "isManual"
         FROM bom_import_lines WHERE import_id = $1 AND added_at IS NULL ORDER BY position`,
        [importId],
      )
      if (open.length === 0) return
      const { results } = await addBomLines(database, { userId, importId, lines: open })
      for (const { bomItemId, quantity } of results) {
        await execute(
          database,
          `UPDATE bom_import_lines SET added_at = now(), added_quantity = $3 WHERE import_id = $1 AND bom_item_id = $2`,
          [importId, bomItemId, quantity],
        )
      }
    })
  }

  async function givenImport(importId: string, userId: string, productId: number): Promise<void> {
    await execute(
      database,
      `INSERT INTO bom_imports (id, user_id, source, bom_name, matcher_version) VALUES ($1, $2, 'inline', 'Lamp', '1')`,
      [importId, userId],
    )
    await execute(
      database,
      `INSERT INTO bom_import_lines (import_id, position, bom_item_id, name, raw, normalised, line_key, cart_quantity,
         product_id) VALUES ($1, 0, 'a', 'Red LED', '{}', '{}', '', 2, $2)`,
      [importId, productId],
    )
  }
})

function rotate<T>(items: readonly T[], by: number): T[] {
  const at = by % items.length
  return [...items.slice(at), ...items.slice(0, at)]
}
