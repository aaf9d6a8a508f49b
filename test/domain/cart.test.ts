import fc from 'fast-check'

import {
  addLine,
  cappedQuantity,
  MAX_CART_LINES,
  mergeLine,
  setCapped,
  setLine,
  type CartLine,
  type CartLines,
  type CartProduct,
} from '../../src/domain/cart.js'
import { pushCapped, pushItems } from '../../src/domain/cart-bulk.js'
import { bomSources, joinMeta, withBomSource, withRemarks } from '../../src/domain/cart-meta.js'
import { goodsTotals } from '../../src/domain/goods-totals.js'
import { percentOf } from '../../src/domain/money.js'
import { fillFromReorder, reorderQuantity } from '../../src/domain/quick-reorder.js'
import { stockOf } from '../../src/domain/stock.js'

const PRODUCT: CartProduct = { id: 1, isActive: true, priceMinor: 10_000, minOrderQty: 1, buyable: 50 }

function cart(...lines: Partial<CartLine>[]): CartLines {
  return new Map(
    lines.map((line, index) => {
      const full = { productId: index + 1, quantity: 1, unitPriceMinor: 10_000, meta: {}, ...line }
      return [full.productId, full]
    }),
  )
}

function fullCart(): CartLines {
  return cart(...Array.from({ length: MAX_CART_LINES }, (_line, index) => ({ productId: index + 100 })))
}

const product = fc.record({
  id: fc.integer({ min: 1, max: 5 }),
  isActive: fc.boolean(),
  priceMinor: fc.integer({ min: 0, max: 1_000_000 }),
  minOrderQty: fc.integer({ min: 1, max: 20 }),
  buyable: fc.option(fc.integer({ min: 0, max: 2000 })),
})
const quantity = fc.integer({ min: 1, max: 1500 })

describe('a line of a cart', () => {
  test('adding again adds quantities and takes today’s price', () => {
    const lines = cart({ quantity: 2, unitPriceMinor: 9000 })
    expect(addLine(lines, { product: PRODUCT, quantity: 3 })).toBeUndefined()
    expect(lines.get(1)).toMatchObject({ quantity: 5, unitPriceMinor: 10_000 })
  })

  test.each([
    ['unknown_product', { isActive: false }, 1],
    ['too_small', { minOrderQty: 5 }, 4],
    ['too_big', { buyable: null }, 1000],
    ['insufficient_stock', {}, 51],
  ] as const)('is refused as %s, and nothing changes', (refusal, change, wanted) => {
    const lines = cart()
    expect(addLine(lines, { product: { ...PRODUCT, ...change }, quantity: wanted })).toBe(refusal)
    expect(lines.size).toBe(0)
  })

  test('the thousand and first line finds no room, more of a line that is there does', () => {
    const lines = fullCart()
    expect(addLine(lines, { product: PRODUCT, quantity: 1 })).toBe('cart_full')
    expect(addLine(lines, { product: { ...PRODUCT, id: 100 }, quantity: 1 })).toBeUndefined()
  })

  test('whatever is put in, every line stays within its limits', () => {
    const act = fc.record({ product, quantity, how: fc.constantFrom(addLine, setLine, setCapped) })
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const lines: CartLines = new Map()
        for (const { product: one, quantity: wanted, how } of acts) {
          const before = lines.get(one.id)
          how(lines, { product: one, quantity: wanted })
          const after = lines.get(one.id)
          if (after === before) continue
          expect(one.isActive).toBe(true)
          expect(after?.quantity).toBeGreaterThanOrEqual(one.minOrderQty)
          expect(after?.quantity).toBeLessThanOrEqual(Math.min(999, one.buyable ?? 999))
          expect(after?.unitPriceMinor).toBe(one.priceMinor)
        }
      }),
    )
  })
})

describe('merging carts', () => {
  test('quantities add up to the stock, and the lower price is kept so that a rise is told', () => {
    const lines = cart({ quantity: 40, unitPriceMinor: 9000 })
    const other = { productId: 1, quantity: 20, unitPriceMinor: 9500, meta: { note: 'x' } }
    mergeLine(lines, PRODUCT, other)
    expect(lines.get(1)).toEqual({ productId: 1, quantity: 50, unitPriceMinor: 9000, meta: { note: 'x' } })
  })

  test('nothing that is there shrinks, and what cannot be had stays behind', () => {
    const lines = cart({ quantity: 60 })
    const other = (id: number) => ({ productId: id, quantity: 5, unitPriceMinor: 1, meta: {} })
    mergeLine(lines, PRODUCT, other(1))
    mergeLine(lines, { ...PRODUCT, id: 2, buyable: 0 }, other(2))
    mergeLine(lines, { ...PRODUCT, id: 3, isActive: false }, other(3))
    mergeLine(lines, { ...PRODUCT, id: 4, minOrderQty: 6 }, other(4))
    expect([...lines.values()].map((line) => [line.productId, line.quantity])).toEqual([[1, 60]])
  })

  test('a full cart takes no new line', () => {
    const lines = fullCart()
    mergeLine(lines, PRODUCT, { productId: 1, quantity: 1, unitPriceMinor: 1, meta: {} })
    expect(lines.size).toBe(MAX_CART_LINES)
  })

  test('no quantity is lost below the caps, whichever cart comes first', () => {
    fc.assert(
      fc.property(quantity, quantity, product, (one, two, shelf) => {
        const line = (count: number) => ({ productId: shelf.id, quantity: count, unitPriceMinor: 5, meta: {} })
        const merged = cart(line(Math.min(one, 999)))
        mergeLine(merged, shelf, line(Math.min(two, 999)))
        const sum = Math.min(one, 999) + Math.min(two, 999)
        const expected = Math.max(Math.min(one, 999), cappedQuantity(shelf, sum))
        expect(merged.get(shelf.id)?.quantity).toBe(expected)
      }),
    )
  })
})

describe('what is remembered with a line', () => {
  const source = { bom_import_id: 'i', bom_item_id: 'a', bom_item_name: 'LED', quantity: 2 }

  test('remarks are replaced as a whole, and nobody writes what the store keeps there', () => {
    const meta = withBomSource(withRemarks({}, { colour: 'red', bom_sources: ['mine'], bom_import_id: 'x' }), source)
    expect(meta).toEqual({ colour: 'red', ...source, quantity: undefined, bom_sources: [source] })
    expect(withRemarks(meta, { size: 3 })).toMatchObject({ size: 3, bom_import_id: 'i', bom_sources: [source] })
    expect(withRemarks(meta, { size: 3 })).not.toHaveProperty('colour')
    expect(withRemarks(meta, undefined)).toBe(meta)
  })

  test('sources are appended to, the first one names the line', () => {
    const second = { ...source, bom_item_id: 'b', manual_mapping: true as const }
    const meta = withBomSource(withBomSource({}, source), second)
    expect(meta).toMatchObject({ bom_item_id: 'a', bom_sources: [source, second] })
    expect(meta).not.toHaveProperty('manual_mapping')
    expect(bomSources(joinMeta(meta, withBomSource({}, source)))).toHaveLength(3)
  })

  test('a name is cut by characters, never in the middle of one', () => {
    const [kept] = bomSources(withBomSource({}, { ...source, bom_item_name: '😀'.repeat(300) }))
    expect(kept?.bom_item_name).toBe('😀'.repeat(255))
  })
})

describe('a push of many items', () => {
  const item = (count: number, change: Partial<CartProduct> = {}) => ({
    sku: 'A',
    quantity: count,
    product: { ...PRODUCT, ...change },
    remarks: {},
  })

  test('add sums, replace overwrites, update keeps the larger', () => {
    const outcomes = (strategy: 'add' | 'replace' | 'update', count: number) =>
      pushItems(cart({ quantity: 5 }), [item(count)], strategy)
    expect(outcomes('add', 3)).toEqual([{ sku: 'A', status: 'updated', action: 'quantity_added', quantity: 8 }])
    expect(outcomes('replace', 3)).toEqual([{ sku: 'A', status: 'updated', action: 'replaced', quantity: 3 }])
    expect(outcomes('update', 9)).toEqual([{ sku: 'A', status: 'updated', action: 'quantity_increased', quantity: 9 }])
    expect(outcomes('update', 3)).toEqual([{ sku: 'A', status: 'skipped', quantity: 5 }])
  })

  test('what fails changes nothing, and the others go on', () => {
    const lines = cart()
    const unknown = { sku: 'B', quantity: 1, product: undefined, remarks: {} }
    const outcomes = pushItems(lines, [unknown, item(1, { isActive: false }), item(51), item(4)], 'add')
    expect(outcomes.map(({ status, refusal }) => refusal ?? status)).toEqual([
      'unknown_product',
      'inactive_product',
      'insufficient_stock',
      'added',
    ])
    expect(lines.get(1)?.quantity).toBe(4)
  })

  test('a cart that can take less gets what it can, and no line shrinks for want of stock', () => {
    const after = (before: number, count: number, strategy: 'add' | 'replace' | 'update') => {
      const lines = cart({ quantity: before })
      pushCapped(lines, [item(count)], strategy)
      return lines.get(1)?.quantity
    }
    expect(after(40, 20, 'add')).toBe(50)
    expect(after(60, 20, 'add')).toBe(60)
    expect(after(60, 20, 'replace')).toBe(20)
    expect(after(10, 20, 'update')).toBe(20)
  })
})

describe('totals of goods', () => {
  const shipping = { priceMinor: 7900, freeFromMinor: 99_900 }
  const line = { unitPriceMinor: 10_000, quantity: 2, isDigital: false }

  test('tax is rounded per line and for the shipping, and the parts add up', () => {
    expect(goodsTotals({ lines: [{ ...line, unitPriceMinor: 333, quantity: 1 }], shipping, taxPercent: 18 })).toEqual({
      subtotalMinor: 333,
      shippingMinor: 7900,
      taxMinor: 60 + 1422,
      totalMinor: 333 + 7900 + 60 + 1422,
    })
  })

  test('from its limit on, for digital goods and for nothing, shipping is free', () => {
    const shippingOf = (lines: (typeof line)[]) => goodsTotals({ lines, shipping, taxPercent: 18 }).shippingMinor
    expect(shippingOf([{ ...line, unitPriceMinor: 99_899, quantity: 1 }])).toBe(7900)
    expect(shippingOf([{ ...line, unitPriceMinor: 99_900, quantity: 1 }])).toBe(0)
    expect(shippingOf([{ ...line, isDigital: true }])).toBe(0)
    expect(shippingOf([{ ...line, isDigital: true }, line])).toBe(7900)
    expect(shippingOf([])).toBe(0)
  })

  test('a percentage with decimals is exact', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 0, max: 10_000 }), (amount, hundredths) => {
        const exact = (2n * BigInt(amount) * BigInt(hundredths) + 10_000n) / 20_000n
        expect(percentOf(amount, hundredths / 100)).toBe(Number(exact))
      }),
    )
  })
})

describe('stock', () => {
  test.each([
    [
      { onHand: 5, reserved: 2, isTracked: true, mayBackorder: false },
      { stockQty: 3, inStock: true, buyable: 3 },
    ],
    [
      { onHand: 2, reserved: 5, isTracked: true, mayBackorder: false },
      { stockQty: 0, inStock: false, buyable: 0 },
    ],
    [
      { onHand: 0, reserved: 0, isTracked: true, mayBackorder: true },
      { stockQty: 0, inStock: true, buyable: null },
    ],
    [
      { onHand: 0, reserved: 0, isTracked: false, mayBackorder: false },
      { stockQty: null, inStock: true, buyable: null },
    ],
  ])('%p is %p', (counts, stock) => {
    expect(stockOf(counts)).toEqual(stock)
  })
})

describe('a list that is bought again', () => {
  const item = { productId: 1, quantity: 4, notes: null, priority: 1, priceMinor: 1 }
  const wish = { multiplier: 1, excludesShort: false, notes: null }
  const fill = (lines: CartLines, change: Partial<CartProduct>, how = {}) =>
    fillFromReorder(lines, { items: [item], wish: { ...wish, ...how } }, new Map([[1, { ...PRODUCT, ...change }]]))[0]

  test('quantities are multiplied exactly, rounded down, and at least 1', () => {
    expect([reorderQuantity(100, 1.15), reorderQuantity(3, 0.5), reorderQuantity(1, 0.1)]).toEqual([115, 1, 1])
  })

  test('short stock leaves the item out, or cuts it when that is wished', () => {
    expect(fill(cart(), { buyable: 3 }, { excludesShort: true })).toMatchObject({
      added: 0,
      refusal: 'insufficient_stock',
    })
    expect(fill(cart(), { buyable: 3 })).toMatchObject({ wanted: 4, added: 3 })
    expect(fill(cart(), { buyable: 0 })).toMatchObject({ added: 0, refusal: 'insufficient_stock' })
    expect(fill(cart({ quantity: 2 }), { buyable: 3 })).toMatchObject({ added: 1 })
  })

  test('the smallest order is bought where the list asks for less', () => {
    expect(fill(cart(), { minOrderQty: 10 })).toMatchObject({ wanted: 4, added: 10 })
    expect(fill(cart(), { minOrderQty: 10, buyable: 9 })).toMatchObject({ added: 0, refusal: 'too_small' })
  })

  test('the most wanted items come first', () => {
    const items = [
      { ...item, priority: 3 },
      { ...item, productId: 2, priority: 1 },
    ]
    const outcomes = fillFromReorder(cart(), { items, wish }, new Map())
    expect(outcomes.map((one) => [one.item.productId, one.refusal])).toEqual([
      [2, 'unknown_product'],
      [1, 'unknown_product'],
    ])
  })
})
