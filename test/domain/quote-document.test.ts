import fc from 'fast-check'

import { daysUntilDelivered, printedMg, quoteAccuracy, quoteBreakdown } from '../../src/domain/quote-document.js'
import { withDelivery, withSlice } from '../../src/domain/quote-price.js'
import { box, table } from '../support/golden-shapes.js'
import { PICKUP, price, ship, UNKNOWN } from '../support/priced-jobs.js'

const fourCubes = price(
  box(20, 20, 20),
  { material: 'PETG', quality: 'high', infill_percentage: 40, quantity: 4, rush_order: true },
  ship('metro'),
)

describe('the breakdown of a quote', () => {
  test('shows the flat amounts and the nested groups of the same lines', () => {
    expect(quoteBreakdown(fourCubes)).toEqual({
      material_cost: 40.45,
      machine_cost: 314.15,
      labor_cost: 68,
      support_cost: 0,
      setup_fee: 60,
      rush_surcharge: 221.08,
      minimum_adjustment: 0,
      quantity_discount: 0,
      subtotal: 703.68,
      tax_rate: 0.18,
      tax_amount: 153.66,
      delivery_cost: 150,
      total: 1007.34,
      total_cost: 1007.34,
      material: {
        total_mass_g: 25.283,
        solid_volume_mm3: 18907.7,
        support_volume_mm3: 0,
        brim_volume_mm3: 0,
        waste_volume_mm3: 948,
        material_cost: 40.45,
        cost_per_g: 1.6,
      },
      time: {
        base_time_hours: 0.879,
        adjusted_time_per_piece: 0.873,
        total_time_hours: 3.491,
        plates: 1,
        adjustments: { layer_height: 1.333, infill: 1.3, complexity: 1, supports: 1, material: 1, speed: 1 },
      },
      labor: {
        setup_time_hours: 0.25,
        monitoring_time_hours: 0.083,
        post_processing_time_hours: 0.2,
        total_labor_time_hours: 0.533,
        setup_fee: 60,
        machine_cost: 314.15,
        labor_cost: 68,
        rush_multiplier: 1.5,
        quality_multiplier: 1,
      },
      delivery: { delivery_cost: 150, delivery_method: 'ship', estimated_days: 4 },
      pricing_details: {
        material_cost_per_g: 1.6,
        machine_rate_per_hour: 90,
        labor_rate_per_hour: 240,
        tax_rate: 0.18,
        rate_card_version: 1,
      },
    })
    expect(printedMg(fourCubes)).toBe(24_079)
  })

  test('adds up to the paisa in both forms, for instant and firm prices', () => {
    const wish = fc.record({
      quantity: fc.integer({ min: 1, max: 40 }),
      infill_percentage: fc.integer({ min: 0, max: 100 }),
      supports: fc.boolean(),
      rush_order: fc.boolean(),
    })
    const slice = fc.record({
      weightMg: fc.integer({ min: 100, max: 2_000_000 }),
      totalSeconds: fc.integer({ min: 60, max: 900_000 }),
      engine: fc.constant('slicer 1'),
    })
    fc.assert(
      fc.property(wish, slice, (wished, sliced) => {
        const instant = price(table(), wished, ship('india'))
        for (const quote of [instant, withSlice(instant, sliced)]) expectSums(quoteBreakdown(quote))
      }),
      { numRuns: 60 },
    )
  })

  test('states how far the numbers may be off', () => {
    expect(quoteAccuracy(fourCubes)).toEqual({
      weight_percent: 10,
      time_percent: 15,
      basis: 'estimator-1, 90 of 100 parts',
    })
    const coarse = { ...fourCubes, job: { ...fourCubes.job, method: 'coarse' as const } }
    expect(quoteAccuracy(coarse)).toMatchObject({ weight_percent: 15, time_percent: 35 })
    const firm = withSlice(fourCubes, { weightMg: 24_000, totalSeconds: 12_000, engine: 'slicer 1' })
    expect(quoteAccuracy(firm)).toEqual({ weight_percent: 3, time_percent: 10, basis: 'slicer 1' })
  })
})

describe('days until delivered', () => {
  test('are production and road; rush halves production to no less than a day', () => {
    expect(daysUntilDelivered(fourCubes)).toBe(1 + 4)
    expect(daysUntilDelivered(price(box(20, 20, 20), {}, PICKUP))).toBe(2)
    expect(daysUntilDelivered(price(box(10, 20, 30), { quantity: 100 }, UNKNOWN))).toBe(6 + 5)
    const rushed = price(box(10, 20, 30), { quantity: 100, rush_order: true }, UNKNOWN)
    expect(daysUntilDelivered(withDelivery(rushed, ship('local')))).toBe(3 + 2)
  })
})

function expectSums(shown: ReturnType<typeof quoteBreakdown>): void {
  const paise = (...amounts: number[]) => amounts.reduce((sum, amount) => sum + Math.round(amount * 100), 0)
  const extras = [shown.setup_fee, shown.rush_surcharge, shown.minimum_adjustment]
  const flat = [shown.material_cost, shown.machine_cost, shown.labor_cost, shown.support_cost]
  expect(paise(...flat, ...extras) - paise(shown.quantity_discount)).toBe(paise(shown.subtotal))
  const nested = [shown.material.material_cost, shown.labor.machine_cost, shown.labor.labor_cost]
  expect(paise(...nested, ...extras)).toBe(paise(shown.subtotal))
  expect(paise(shown.subtotal, shown.tax_amount, shown.delivery_cost)).toBe(paise(shown.total))
  expect(shown.labor.setup_fee).toBe(shown.setup_fee)
}
