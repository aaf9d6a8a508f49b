import { DomainError } from '../../src/domain/errors.js'
import { measureFeatures } from '../../src/domain/mesh-layers.js'
import { finding, type Finding } from '../../src/domain/model-findings.js'
import { shownFindings } from '../../src/domain/model-refusals.js'
import { PRESETS } from '../../src/domain/print-presets.js'
import type { WishedSettings } from '../../src/domain/print-settings.js'
import { offerQuote, type OfferRequest } from '../../src/domain/quote-offer.js'
import { isFarFromInstant } from '../../src/domain/quote-person.js'
import { withSlice } from '../../src/domain/quote-price.js'
import { RATE_CARD } from '../../src/domain/rate-card.js'
import { box, table, type GoldenShape } from '../support/golden-shapes.js'
import { PICKUP, settingsOf } from '../support/priced-jobs.js'

const codes = (findings: readonly Finding[]): string[] => findings.map(({ code }) => code)

describe('an offer', () => {
  test('for a plain part says nothing and can be accepted at once', () => {
    expect(offerQuote(offer(box(20, 20, 20), {}))).toMatchObject({ findings: [], personReasons: [] })
  })

  test('keeps what was said of the model and says again what depends on the settings', () => {
    const modelFindings = [finding('inner_voids', { count: 2 }), finding('overhangs', { areaMm2: 1_600 })]
    const without = offerQuote({ ...offer(table(), {}), modelFindings })
    expect(codes(without.findings)).toEqual(['inner_voids', 'overhangs'])
    const supported = offerQuote({ ...offer(table(), { supports: true }), modelFindings })
    expect(codes(supported.findings)).toEqual(['inner_voids'])
  })

  test('warns of thin walls when more than a tenth of the layers have them', () => {
    const withThin = (thinShare: number) => {
      const request = offer(box(20, 20, 20), {})
      return offerQuote({ ...request, facts: { ...request.facts, thinShare } }).findings
    }
    expect(withThin(0.1)).toEqual([])
    expect(withThin(0.184)).toEqual([finding('thin_walls', { percent: 18.4 })])
    expect(withThin(0.184)[0]?.message).toContain('18 % of the layers')
  })

  test('names the large machine with its rate', () => {
    const { price, findings } = offerQuote(offer(box(300, 200, 10), {}))
    expect(price.machine).toBe('large')
    expect(findings).toEqual([finding('large_machine', { rupeesPerHour: 160 })])
  })

  test('for a part of more than a day waits for a person', () => {
    const { price, findings, personReasons } = offerQuote(offer(box(100, 100, 60), { infill_percentage: 100 }))
    expect(price.job.piece.seconds).toBeGreaterThan(86_400)
    expect(personReasons).toEqual(['long_print'])
    expect(codes(findings)).toEqual(['long_print', 'needs_person'])
    expect(findings[1]?.message).toContain('24 hours')
  })

  test('for more than 120 machine hours waits for a person, though each piece is quick', () => {
    const { personReasons } = offerQuote(offer(box(60, 60, 40), { quantity: 100 }))
    expect(personReasons).toEqual(['long_order'])
  })

  test('for holes we filled by guess waits for a person', () => {
    const request = offer(box(20, 20, 20), {})
    const { personReasons } = offerQuote({ ...request, facts: { ...request.facts, needsPersonForHoles: true } })
    expect(personReasons).toEqual(['holes_filled'])
  })

  test('by the coarse estimate says so, and waits for a person only above ₹5,000', () => {
    const cheap = offerQuote(coarse(offer(box(20, 20, 20), {})))
    expect([codes(cheap.findings), cheap.personReasons]).toEqual([['estimate_coarse'], []])
    const dear = offerQuote(coarse(offer(box(60, 60, 40), { quantity: 12 })))
    expect(dear.personReasons).toEqual(['coarse_estimate'])
  })
})

describe('no offer', () => {
  test('is made for resin: a person quotes it', () => {
    const refused = refusalOf(offer(box(20, 20, 20), { material: 'resin' }))
    expect(refused.code).toBe('manual_quote_required')
    expect(refused.extra.members).toEqual({ reason: 'RESIN is quoted by a person', findings: [] })
  })

  test.each<[string, GoldenShape, WishedSettings, string]>([
    ['a part no machine holds', box(1118, 695, 400), {}, 'part_too_big'],
    ['a size the machines for ABS do not have', box(300, 200, 10), { material: 'abs' }, 'material_machine_conflict'],
  ])('is made for %s', (...row) => {
    const [, shape, wished, code] = row
    const refused = refusalOf(offer(shape, wished))
    expect(refused.code).toBe('model_not_printable')
    expect(codes(refused.extra.members?.['findings'] as Finding[])).toEqual([code])
    expect(refused.message).toBe((refused.extra.members?.['findings'] as Finding[])[0]?.message)
  })

  test('is made for more layers than a print can have', () => {
    const tall = { ...offer(box(20, 20, 20), { quality: 'ultra' }) }
    const refused = refusalOf({ ...tall, facts: { ...tall.facts, size: { x: 20, y: 20, z: 1_240 } } })
    expect(codes(refused.extra.members?.['findings'] as Finding[])).toEqual(['part_too_big', 'too_many_layers'])
  })

  test('is made for a model that is not sound, whatever the settings', () => {
    const open = finding('mesh_open', { count: 1, largestEdges: 96, percent: 12 })
    expect(refusalOf({ ...offer(box(20, 20, 20), {}), modelFindings: [open] })).toMatchObject({
      code: 'model_not_printable',
      extra: { members: { findings: shownFindings([open]) } },
    })
  })

  test('says a finding once, even when the analysis has said it', () => {
    const shape = box(1118, 695, 400)
    const { findings } = refusalOf(offer(shape, {})).extra.members as { findings: Finding[] }
    const again = refusalOf({ ...offer(shape, {}), modelFindings: findings })
    expect(again.extra.members?.['findings']).toEqual(findings)
  })
})

describe('a firm price', () => {
  test('is far from the instant one when it differs by more than a fifth', () => {
    const { price } = offerQuote(offer(box(60, 60, 40), {}))
    const slice = (share: number) =>
      withSlice(price, {
        weightMg: price.job.baseMg,
        totalSeconds: Math.round(price.job.totalSeconds * share),
        engine: 's',
      })
    expect(isFarFromInstant(price, slice(1.1))).toBe(false)
    expect(isFarFromInstant(price, slice(1.6))).toBe(true)
    expect(isFarFromInstant(price, slice(0.4))).toBe(true)
  })
})

function offer(shape: GoldenShape, wished: WishedSettings): OfferRequest {
  const settings = settingsOf(wished)
  return {
    card: RATE_CARD,
    settings,
    facts: { size: shape.size, overhang: shape.overhang, thinShare: 0, needsPersonForHoles: false },
    features: measureFeatures(shape.mesh, PRESETS[settings.preset]),
    delivery: PICKUP,
    modelFindings: [],
  }
}

/** As if the model had too many triangles for layers. */
function coarse(request: OfferRequest): OfferRequest {
  const { x, y, z } = request.facts.size
  const skinMm3 = 2 * x * y + (x + y) * z * 1.7
  return { ...request, features: { method: 'coarse', layerCount: Math.round(z / 0.2), volumeMm3: x * y * z, skinMm3 } }
}

function refusalOf(request: OfferRequest): DomainError {
  try {
    offerQuote(request)
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
  throw new Error('an offer was made')
}
