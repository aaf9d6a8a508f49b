import fc from 'fast-check'

import { packsPerLine, targetPacks, type LineNeed, type Pack, type PackLine } from '../../src/domain/packs.js'

const SCREWS: Pack = { packSize: 100, baseUnit: 'each', minOrderQty: 1 }
const SPOOL: Pack = { packSize: 1000, baseUnit: 'g', minOrderQty: 1 }
const ROD: Pack = { packSize: 1000, baseUnit: 'mm', minOrderQty: 1 }

function each(count: number): LineNeed {
  return { neededMilli: count * 1000, unit: 'each', pieceMilli: null }
}

function millimetres(length: number, pieceMilli: number | null = null): LineNeed {
  return { neededMilli: length * 1000, unit: 'mm', pieceMilli }
}

const need = fc.record({
  neededMilli: fc.integer({ min: 0, max: 5_000_000 }),
  unit: fc.constant('each' as const),
  pieceMilli: fc.constant(null),
})
const pack = fc.record({
  packSize: fc.integer({ min: 1, max: 500 }),
  baseUnit: fc.constant('each' as const),
  minOrderQty: fc.integer({ min: 1, max: 20 }),
})

function fresh(needs: readonly LineNeed[]): PackLine[] {
  return needs.map((one) => ({ ...one, added: null }))
}

describe('packs for needs', () => {
  test('needs of one product are summed before they are rounded up', () => {
    expect(targetPacks([each(60), each(40)], SCREWS)).toBe(1)
    expect(targetPacks([each(60), each(40.001)], SCREWS)).toBe(2)
    expect(targetPacks([each(0.001)], SCREWS)).toBe(1)
    expect(targetPacks([each(10)], { ...SCREWS, packSize: 10 })).toBe(1)
    expect(targetPacks([], SCREWS)).toBe(0)
  })

  test('the smallest order counts where something is needed at all', () => {
    expect(targetPacks([each(1)], { ...SCREWS, minOrderQty: 5 })).toBe(5)
    expect(targetPacks([each(0)], { ...SCREWS, minOrderQty: 5 })).toBe(0)
  })

  test('grams become spools, and a spool asked for by the piece is a spool', () => {
    const grams = (count: number): LineNeed => ({ neededMilli: count * 1000, unit: 'g', pieceMilli: null })
    expect(targetPacks([grams(596), grams(404)], SPOOL)).toBe(1)
    expect(targetPacks([grams(596), grams(405)], SPOOL)).toBe(2)
    expect(targetPacks([each(1), grams(1)], SPOOL)).toBe(2)
  })

  test('lengths become whole pieces, line by line, because no cut is shared', () => {
    expect(targetPacks([millimetres(600), millimetres(300)], ROD)).toBe(2)
    expect(targetPacks([millimetres(1001)], ROD)).toBe(2)
    expect(targetPacks([each(3)], ROD)).toBe(3)
  })

  test('pieces of a length are cut out of the product, and offcuts are lost', () => {
    expect(targetPacks([{ neededMilli: 6000, unit: 'each', pieceMilli: 400_000 }], ROD)).toBe(3)
    expect(targetPacks([{ neededMilli: 3000, unit: 'each', pieceMilli: 600_000 }], ROD)).toBe(3)
    expect(targetPacks([millimetres(1800, 600_000)], ROD)).toBe(3)
    expect(targetPacks([{ neededMilli: 1000, unit: 'each', pieceMilli: 1_200_000 }], ROD)).toBeUndefined()
  })

  test('a unit that the product is not sold in gives no number', () => {
    expect(targetPacks([{ neededMilli: 5000, unit: 'ml', pieceMilli: null }], SPOOL)).toBeUndefined()
    expect(targetPacks([millimetres(5)], SCREWS)).toBeUndefined()
    expect(packsPerLine(fresh([millimetres(5), each(10)]), SCREWS)).toEqual([null, 1])
  })

  test('packs suffice, and one pack less would not, unless the smallest order asks for it', () => {
    fc.assert(
      fc.property(fc.array(need, { maxLength: 30 }), pack, (needs, product) => {
        const sum = needs.reduce((total, { neededMilli }) => total + neededMilli, 0)
        const target = targetPacks(needs, product) ?? 0
        expect(target * product.packSize * 1000).toBeGreaterThanOrEqual(sum)
        const oneLess = Math.max(0, target - 1) * product.packSize * 1000
        expect(oneLess < sum || target <= product.minOrderQty).toBe(true)
      }),
    )
  })
})

describe('packs per line', () => {
  test('later lines of a product add what the first ones left open', () => {
    expect(packsPerLine(fresh([each(60), each(30), each(30), each(200)]), SCREWS)).toEqual([1, 0, 1, 2])
  })

  test('in whatever order and in however many rounds lines come, the import buys its target', () => {
    fc.assert(
      fc.property(
        fc.array(need, { maxLength: 20 }),
        pack,
        fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
        (needs, product, later) => {
          const early = packsPerLine(fresh(needs.filter((_one, index) => !later[index])), product)
          const lines = [
            ...needs
              .filter((_one, index) => !later[index])
              .map((one, index) => ({ ...one, added: early[index] ?? null })),
            ...fresh(needs.filter((_one, index) => later[index])),
          ]
          const total = [...early, ...packsPerLine(lines, product)].reduce<number>((sum, more) => sum + (more ?? 0), 0)
          expect(total).toBe(targetPacks(needs, product))
        },
      ),
    )
  })

  test('a line that is in the cart adds nothing again, and what a person took beyond the need is counted', () => {
    const lines: PackLine[] = [{ ...each(60), added: 5 }, ...fresh([each(500), each(30)])]
    expect(packsPerLine(lines, SCREWS)).toEqual([null, 1, 0])
  })
})
