import fc from 'fast-check'

import type { DeliveryChoice } from '../../src/domain/delivery-zone.js'
import { measureLayers } from '../../src/domain/mesh-layers.js'
import { PRESETS, QUALITY_WORDS } from '../../src/domain/print-presets.js'
import type { WishedSettings } from '../../src/domain/print-settings.js'
import { priceQuote, withDelivery, withSlice, type QuotePrice } from '../../src/domain/quote-price.js'
import { RATE_CARD } from '../../src/domain/rate-card.js'
import { box, frame, table, type GoldenShape } from '../support/golden-shapes.js'
import { PICKUP, price, priceRequest, ship, settingsOf, UNKNOWN } from '../support/priced-jobs.js'

describe('golden prices of rate card 1 with estimator-1', () => {
  const cube20 = box(20, 20, 20)
  const bar = box(10, 20, 30)

  test.each<[string, GoldenShape, WishedSettings, DeliveryChoice, object]>([
    [
      'A: one cube without an address costs the minimum',
      cube20,
      { infill_percentage: 20 },
      UNKNOWN,
      {
        lines: { material: 638, machine: 5160, setup: 6000, plates: 2000, handling: 1200, minimum: 4902 },
        ...{
          plates: 1,
          seconds: 2064,
          modelMg: 4310,
          skirtMg: 31,
          subtotal: 19900,
          delivery: 0,
          tax: 3582,
          total: 23482,
        },
      },
    ],
    [
      'B: four cubes in PETG, rushed to a metro',
      cube20,
      { material: 'petg', quality: 'high', infill_percentage: 40, quantity: 4, rush_order: true },
      ship('metro'),
      {
        lines: { material: 4045, machine: 31415, setup: 6000, plates: 2000, handling: 4800, rush: 22108 },
        ...{
          plates: 1,
          seconds: 12566,
          modelMg: 6003,
          skirtMg: 67,
          subtotal: 70368,
          delivery: 15000,
          tax: 15366,
          total: 100734,
        },
      },
    ],
    [
      'C: ten bars in ABS on the enclosed machine, picked up',
      bar,
      { material: 'ABS', quality: 'draft', infill_percentage: 15, quantity: 10 },
      PICKUP,
      {
        lines: { material: 4603, machine: 34397, setup: 6000, plates: 2000, handling: 12000 },
        ...{
          plates: 1,
          seconds: 10319,
          modelMg: 2906,
          skirtMg: 168,
          subtotal: 59000,
          delivery: 0,
          tax: 10620,
          total: 69620,
        },
      },
    ],
    [
      'D: two solid plates in TPU with brim, local',
      box(100, 60, 3),
      { material: 'TPU', infill_percentage: 100, quantity: 2, brim: true },
      ship('local'),
      {
        lines: { material: 15093, machine: 38010, setup: 6000, plates: 2000, handling: 2400 },
        ...{
          plates: 1,
          seconds: 15204,
          modelMg: 21960,
          brimMg: 410,
          skirtMg: 181,
          subtotal: 63503,
          delivery: 8000,
          tax: 12871,
          total: 84374,
        },
      },
    ],
    [
      'E: a table with supports',
      table(),
      { supports: true },
      ship('india'),
      {
        lines: {
          ...{ material: 1007, machine: 5860, supportMaterial: 1225, supportMachine: 5543, supportLabour: 2667 },
          ...{ setup: 6000, plates: 2000, handling: 1200 },
        },
        ...{ plates: 1, seconds: 4561, supportSeconds: 2217, modelMg: 6794, supportMg: 8333, skirtMg: 58 },
        ...{ subtotal: 25502, delivery: 20000, tax: 8190, total: 53692 },
      },
    ],
    [
      'F: a small hollow draft cube still costs the minimum',
      box(10, 10, 10),
      { quality: 'draft', infill_percentage: 0 },
      PICKUP,
      {
        lines: { material: 103, machine: 870, setup: 6000, plates: 2000, handling: 1200, minimum: 9727 },
        ...{
          plates: 1,
          seconds: 348,
          modelMg: 676,
          skirtMg: 27,
          subtotal: 19900,
          delivery: 0,
          tax: 3582,
          total: 23482,
        },
      },
    ],
    [
      'G: a hundred bars take three plates and travel free',
      bar,
      { quantity: 100 },
      ship('india'),
      {
        lines: { material: 52438, machine: 451733, setup: 6000, plates: 6000, handling: 64000 },
        ...{
          plates: 3,
          seconds: 180693,
          modelMg: 3561,
          skirtMg: 621,
          subtotal: 580171,
          delivery: 0,
          tax: 104431,
          total: 684602,
        },
      },
    ],
    [
      'H: a slab that only the large machine holds',
      box(300, 200, 10),
      { quality: 'draft' },
      ship('india'),
      {
        lines: { material: 45394, machine: 182764, setup: 6000, plates: 2000, handling: 1200 },
        ...{
          plates: 1,
          seconds: 41122,
          modelMg: 308292,
          skirtMg: 509,
          subtotal: 237358,
          delivery: 26000,
          tax: 47404,
          total: 310762,
        },
      },
    ],
  ])('%s', (...golden) => {
    const [, shape, wished, delivery, expected] = golden
    expect(inShort(price(shape, wished, delivery))).toEqual({ supportSeconds: 0, supportMg: 0, brimMg: 0, ...expected })
  })

  test('an address that comes later adds exactly the delivery and its tax', () => {
    const later = withDelivery(price(cube20, {}, UNKNOWN), ship('metro'))
    expect(later).toEqual(price(cube20, {}, ship('metro')))
    expect(inShort(later)).toMatchObject({ subtotal: 19900, delivery: 15000, tax: 6282, total: 41182 })
  })

  test('a hundred bars print as 34, 33 and 33, and weigh 505 g only as a slab', () => {
    expect(price(bar, { quantity: 100 }, PICKUP).job.plates).toEqual([34, 33, 33])
    expect(price(box(300, 200, 10), { quality: 'draft' }, PICKUP).shipping.parcelGrams).toBe(505)
  })

  test.each([
    [1, 234.82],
    [2, 124.61],
    [5, 96.02],
    [10, 86.48],
    [25, 77.91],
    [50, 75.55],
    [100, 72.01],
  ])('a piece of %i frames costs ₹%f', (quantity, rupees) => {
    const { totalMinor } = price(frame(), { quantity }, PICKUP)
    expect(Math.abs(totalMinor / quantity - 100 * rupees)).toBeLessThanOrEqual(0.501)
  })
})

describe('a firm price', () => {
  const instant = price(table(), { supports: true, quantity: 2 }, ship('local'))
  const firm = withSlice(instant, { weightMg: 30_000, totalSeconds: 9_000, engine: 'slicer 1' })

  test('replaces weight and time and bills supports with the rest, but for taking them off', () => {
    expect(firm.lines).toEqual({
      ...instant.lines,
      materialMinor: Math.round((31_500 * 140_000) / 1_000_000),
      machineMinor: 22_500,
      supportMaterialMinor: 0,
      supportMachineMinor: 0,
      minimumMinor: 0,
    })
    expect(firm).toMatchObject({ source: 'slicer', engine: 'slicer 1', delivery: instant.delivery })
  })

  test('keeps its source when the address changes', () => {
    const moved = withDelivery(firm, ship('india'))
    expect(moved).toMatchObject({
      source: 'slicer',
      subtotalMinor: firm.subtotalMinor,
      delivery: { chargeMinor: 20_000 },
    })
  })
})

describe('every price', () => {
  const shapes = [box(20, 20, 20), frame(), table(), box(60, 35, 8)]
  const features = shapes.map((shape) =>
    Object.fromEntries(QUALITY_WORDS.map((word) => [word, measureLayers(shape.mesh, PRESETS[word])])),
  )
  const printed = RATE_CARD.materials.filter(({ print }) => print !== null).map(({ word }) => word)
  const wish = fc.record({
    shape: fc.nat({ max: shapes.length - 1 }),
    material: fc.constantFrom(...printed),
    quality: fc.constantFrom(...QUALITY_WORDS),
    infill_percentage: fc.integer({ min: 0, max: 100 }),
    quantity: fc.integer({ min: 1, max: 100 }),
    supports: fc.boolean(),
    brim: fc.boolean(),
    rush_order: fc.boolean(),
  })
  const place = fc.constantFrom(UNKNOWN, PICKUP, ship('local'), ship('metro'), ship('india'))

  /** Features are measured once for each shape and preset, as they are in the store. */
  function priceWish({ shape, ...wished }: WishedSettings & { shape: number }, delivery: DeliveryChoice): QuotePrice {
    const request = requests.get(`${shape} ${wished.material}`) as ReturnType<typeof priceRequest>
    const settings = settingsOf(wished)
    return priceQuote({ ...request, settings, delivery, features: features[shape]?.[settings.preset] as never })
  }
  const requests = new Map(
    shapes.flatMap((shape, i) =>
      printed.map((material) => [`${i} ${material}`, priceRequest(shape, { material }, UNKNOWN)]),
    ),
  )

  test('is made of whole, non-negative lines that add up to the paisa', () => {
    fc.assert(
      fc.property(wish, place, (wished, delivery) => {
        const quote = priceWish(wished, delivery)
        const lines = Object.values(quote.lines)
        const sum = lines.reduce((total, minor) => total + minor, 0)
        const { subtotalMinor, taxMinor, totalMinor } = quote
        const amounts = [...lines, quote.delivery.chargeMinor, subtotalMinor, taxMinor, totalMinor]
        return (
          amounts.every((minor) => Number.isSafeInteger(minor) && minor >= 0) &&
          sum === subtotalMinor &&
          subtotalMinor >= RATE_CARD.minimumMinor &&
          totalMinor === subtotalMinor + quote.delivery.chargeMinor + taxMinor
        )
      }),
      { numRuns: 10_000 },
    )
  })

  test('comes back from storage as it was', () => {
    fc.assert(
      fc.property(wish, place, (wished, delivery) => {
        const quote = priceWish(wished, delivery)
        expect(withDelivery(JSON.parse(JSON.stringify(quote)) as QuotePrice, quote.delivery)).toEqual(quote)
      }),
      { numRuns: 200 },
    )
  })

  test.each<[string, (wished: WishedSettings) => WishedSettings]>([
    ['supports', (wished) => ({ ...wished, supports: true })],
    ['a brim', (wished) => ({ ...wished, brim: true })],
    ['rush', (wished) => ({ ...wished, rush_order: true })],
    ['one more piece', (wished) => ({ ...wished, quantity: (wished.quantity as number) + 1 })],
  ])('does not fall with %s', (_name, more) => {
    const fewer = wish.map((wished) => ({ ...wished, quantity: Math.min(wished.quantity, 99) }))
    fc.assert(
      fc.property(fewer, (wished) => {
        const [base, extended] = [wished, more(wished)].map((one) =>
          priceWish({ ...one, shape: wished.shape }, UNKNOWN),
        )
        expect(extended?.subtotalMinor).toBeGreaterThanOrEqual(base?.subtotalMinor as number)
      }),
      { numRuns: 300 },
    )
  })

  test('does not fall with a dearer material and is at most q times the price of one', () => {
    fc.assert(
      fc.property(wish, fc.integer({ min: 0, max: 500_000 }), (wished, extraMinor) => {
        const quote = priceWish(wished, UNKNOWN)
        const rates = { ...quote.rates, minorPerKg: quote.rates.minorPerKg + extraMinor }
        expect(withDelivery({ ...quote, rates }, UNKNOWN).subtotalMinor).toBeGreaterThanOrEqual(quote.subtotalMinor)
        const single = priceWish({ ...wished, quantity: 1 }, UNKNOWN)
        expect(quote.subtotalMinor).toBeLessThanOrEqual(wished.quantity * single.subtotalMinor)
      }),
      { numRuns: 300 },
    )
  })
})

function inShort({ job, lines, ...quote }: QuotePrice) {
  const named = Object.entries(lines).map(([name, minor]) => [name.replace('Minor', ''), minor] as const)
  const { piece } = job
  return {
    plates: job.plates.length,
    seconds: job.totalSeconds,
    supportSeconds: job.supportSeconds,
    modelMg: piece.modelMg,
    supportMg: piece.supportMg,
    brimMg: piece.brimMg,
    skirtMg: job.baseMg - job.quantity * (piece.modelMg + piece.brimMg),
    lines: Object.fromEntries(named.filter(([, minor]) => minor > 0)),
    subtotal: quote.subtotalMinor,
    delivery: quote.delivery.chargeMinor,
    tax: quote.taxMinor,
    total: quote.totalMinor,
  }
}
