import { finding, type Finding } from '../../src/domain/model-findings.js'
import { printedMg, quoteAccuracy } from '../../src/domain/quote-document.js'
import { firmOffer, type OrderSlices } from '../../src/domain/quote-firm.js'
import type { QuotePrice } from '../../src/domain/quote-price.js'
import { box, table } from '../support/golden-shapes.js'
import { PICKUP, price, ship } from '../support/priced-jobs.js'

const engine = 'PrusaSlicer 2.5.0, profile 0123456789ab'
const facts = { needsPersonForHoles: false }
const codes = (findings: readonly Finding[]): string[] => findings.map(({ code }) => code)

/** As if the slicer had found exactly the estimate, times a factor. */
function slicesOf(price: QuotePrice, factor = 1): OrderSlices {
  const { plates, totalSeconds } = price.job
  const share = factor / plates.length
  const plate = { weightMg: Math.round(printedMg(price) * share), seconds: Math.round(totalSeconds * share) }
  return { engine, plates: plates.map(() => plate) }
}

describe('a firm offer', () => {
  test('bills weight and seconds of all plates together', () => {
    const instant = price(box(10, 20, 30), { quantity: 100 }, ship('india'))
    const plates = instant.job.plates.map((copies) => ({ weightMg: copies * 3_400, seconds: copies * 1_700 }))
    const { price: firm } = firmOffer({ instant, findings: [], slices: { engine, plates }, facts })
    expect(plates).toHaveLength(3)
    expect(firm).toMatchObject({ source: 'slicer', engine, job: { baseMg: 340_000, totalSeconds: 170_000 } })
    // 340 g and 5 % of waste at ₹1,400 a kilogram; 170,000 s at ₹90 an hour
    expect(firm.lines).toMatchObject({ materialMinor: 49_980, machineMinor: 425_000 })
  })

  test('has no lines of supports beside the removal, since the slice holds them', () => {
    const instant = price(table(), { supports: true }, PICKUP)
    const { price: firm } = firmOffer({ instant, findings: [], slices: slicesOf(instant), facts })
    expect(firm.lines).toMatchObject({ supportMaterialMinor: 0, supportMachineMinor: 0 })
    expect(firm.lines.supportLabourMinor).toBe(instant.lines.supportLabourMinor)
    expect(printedMg(firm)).toBe(printedMg(instant))
    expect(Math.abs(firm.totalMinor - instant.totalMinor)).toBeLessThanOrEqual(4)
  })

  test('keeps delivery, rush and minimum, and adds up to the paisa', () => {
    const instant = price(box(20, 20, 20), { quantity: 4, rush_order: true }, ship('metro'))
    const { price: firm } = firmOffer({ instant, findings: [], slices: slicesOf(instant, 0.9), facts })
    expect(firm.delivery).toEqual(instant.delivery)
    expect(firm.lines.rushMinor).toBeGreaterThan(0)
    const sum = Object.values(firm.lines).reduce((total, line) => total + line, 0)
    expect(sum).toBe(firm.subtotalMinor)
    expect(firm.subtotalMinor + firm.taxMinor + firm.delivery.chargeMinor).toBe(firm.totalMinor)
  })

  test('states the accuracy of a slice with program and profile', () => {
    const instant = price(box(20, 20, 20), {}, PICKUP)
    const { price: firm } = firmOffer({ instant, findings: [], slices: slicesOf(instant), facts })
    expect(quoteAccuracy(firm)).toEqual({ weight_percent: 3, time_percent: 10, basis: engine })
  })

  test('that is up to 20 % away is accepted without a person, and one beyond waits', () => {
    const instant = price(box(100, 60, 30), { quantity: 5 }, PICKUP)
    const near = firmOffer({ instant, findings: [], slices: slicesOf(instant, 1.15), facts })
    expect([near.personReasons, codes(near.findings)]).toEqual([[], []])
    for (const factor of [0.6, 1.5]) {
      const far = firmOffer({ instant, findings: [], slices: slicesOf(instant, factor), facts })
      expect([far.personReasons, codes(far.findings)]).toEqual([['firm_differs'], ['needs_person']])
      expect(far.findings[0]?.message).toContain('20 %')
    }
  })

  test('for an order that only the slice shows to be long waits for a person', () => {
    const instant = price(box(60, 60, 40), { quantity: 20 }, PICKUP)
    const slices = { engine, plates: instant.job.plates.map(() => ({ weightMg: 1_000, seconds: 440_000 })) }
    expect(instant.job.totalSeconds).toBeLessThan(432_000)
    expect(firmOffer({ instant, findings: [], slices, facts }).personReasons).toContain('long_order')
  })

  test('does not ask a person again for what the instant offer had asked already', () => {
    const instant = price(box(20, 20, 20), {}, PICKUP)
    const asked = [finding('needs_person', { reason: 'we closed holes in more than 1 % of the surface' })]
    const holes = { needsPersonForHoles: true }
    const firm = firmOffer({ instant, findings: asked, slices: slicesOf(instant), facts: holes })
    expect(firm).toMatchObject({ personReasons: [], findings: asked })
  })

  test('is no longer rough, and keeps all else that was said', () => {
    const instant = price(box(20, 20, 20), {}, PICKUP)
    const findings = [finding('overhangs', { areaMm2: 1_600 }), finding('estimate_coarse')]
    const firm = firmOffer({ instant, findings, slices: slicesOf(instant), facts })
    expect(codes(firm.findings)).toEqual(['overhangs'])
  })

  test('of its own offer is the same offer again', () => {
    const instant = price(box(20, 20, 20), {}, PICKUP)
    const slices = slicesOf(instant, 1.1)
    const { price: firm } = firmOffer({ instant, findings: [], slices, facts })
    expect(firmOffer({ instant: firm, findings: [], slices, facts }).price).toEqual(firm)
  })
})
