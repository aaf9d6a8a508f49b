import fc from 'fast-check'

import { decideLine, isDecided, type Candidate, type LineFacts } from '../../src/domain/match-decision.js'
import { EVIDENCE, makersDiffer, weighIdentifier, type Evidence } from '../../src/domain/match-evidence.js'
import type { LineIdentifier } from '../../src/domain/part-identity.js'

const LINE: LineFacts = { exclusion: null, flags: [], doubts: 0, objections: [] }

function candidate(productId: number, evidence: Evidence, more: Partial<Candidate> = {}): Candidate {
  return { productId, evidence, reasons: ['something agrees'], vetoes: [], downgrades: [], ...more }
}

const VETO = { vetoes: ['the line says 4.7 kΩ, the product is 2.2 kΩ'] }

describe('what is bought without asking', () => {
  it.each(Object.keys(EVIDENCE) as Evidence[])('%s decides alone exactly when its evidence may', (evidence) => {
    const decision = decideLine(LINE, [candidate(1, evidence)])
    expect(decision.disposition).toBe(EVIDENCE[evidence].mayAutoAdd ? 'auto' : 'suggested')
    expect(decision.productId).toBe(EVIDENCE[evidence].mayAutoAdd ? 1 : null)
  })

  it.each(['sku', 'mpn_with_maker', 'mpn_alone', 'cross', 'packaging', 'shop_memory'] as const)(
    'a contradicted value keeps %s from deciding, and the sentence says why',
    (evidence) => {
      const decision = decideLine(LINE, [candidate(1, evidence, VETO)])
      expect(decision).toMatchObject({ status: 'multiple_matches', disposition: 'suggested', productId: null })
      expect(decision.reasons).toContain(VETO.vetoes[0])
      expect(decision.matches[0]?.reasons).toContain(VETO.vetoes[0])
      expect(decision.confidence).toBeLessThanOrEqual(0.5)
    },
  )

  it('a number that names something else is told, though what fits the values comes first', () => {
    const decision = decideLine(LINE, [candidate(1, 'mpn_alone', VETO), candidate(2, 'parametric')])
    expect(decision.matches.map(({ productId }) => productId)).toEqual([2, 1])
    expect(decision.reasons).toEqual([
      expect.any(String),
      `a number of the line names another product: ${VETO.vetoes[0]}`,
    ])
  })

  it('what the same person confirmed for this line stands against a contradiction', () => {
    expect(decideLine(LINE, [candidate(1, 'own_memory', VETO)])).toMatchObject({ disposition: 'auto', productId: 1 })
  })

  it('another maker, or a product in the place of the one meant, is asked about', () => {
    const decision = decideLine(LINE, [candidate(1, 'mpn_alone', { downgrades: ['the maker is another'] })])
    expect(decision).toMatchObject({ disposition: 'suggested', reasons: ['the maker is another'] })
  })

  it('two numbers of one line that name two products are asked about', () => {
    const decision = decideLine(LINE, [candidate(1, 'mpn_with_maker'), candidate(2, 'cross')])
    expect(decision).toMatchObject({ status: 'multiple_matches', reasons: ['two products fit about equally well'] })
    expect(decision.matches.map(({ productId }) => productId)).toEqual([1, 2])
  })

  it('the runner-up 0.15 behind does not keep a product from being bought', () => {
    expect(decideLine(LINE, [candidate(1, 'mpn_alone'), candidate(2, 'alternate')]).disposition).toBe('auto')
    expect(decideLine(LINE, [candidate(1, 'packaging'), candidate(2, 'alternate')]).disposition).toBe('auto')
    expect(decideLine(LINE, [candidate(1, 'packaging'), candidate(2, 'packaging')]).disposition).toBe('suggested')
  })

  it.each(['quantity_unknown', 'quantity_assumed', 'quantity_absurd'] as const)('never with %s', (flag) => {
    const line = { ...LINE, flags: [flag] }
    expect(decideLine(line, [candidate(1, 'sku')])).toMatchObject({
      status: 'multiple_matches',
      disposition: 'quantity_unknown',
      productId: null,
    })
    expect(decideLine(line, [])).toMatchObject({ status: 'unmapped', disposition: 'quantity_unknown' })
    expect(isDecided(line, [candidate(1, 'sku')])).toBe(true)
  })

  it('never with shifted cells or a contested number', () => {
    const line = { ...LINE, objections: ['C398360 stands beside different parts in this list'] }
    expect(decideLine(line, [candidate(1, 'cross')])).toMatchObject({
      disposition: 'suggested',
      reasons: line.objections,
    })
  })

  it.each(['not_fitted', 'not_for_sale', 'print_job', 'not_needed'] as const)(
    'a line that is %s is left alone',
    (why) => {
      const decision = decideLine({ ...LINE, exclusion: why }, [candidate(1, 'sku')])
      expect(decision).toMatchObject({ status: 'excluded', disposition: why, matches: [], productId: null })
      expect(decision.reasons).toHaveLength(1)
    },
  )
})

describe('what is suggested', () => {
  it('one product of equal values is 0.90, several are 0.60 each, say so and keep the order of the shelf', () => {
    expect(decideLine(LINE, [candidate(1, 'parametric')])).toMatchObject({ confidence: 0.9, disposition: 'suggested' })
    const two = decideLine(LINE, [candidate(2, 'parametric'), candidate(1, 'parametric')])
    expect(two.matches.map(({ productId, confidence }) => [productId, confidence])).toEqual([
      [2, 0.6],
      [1, 0.6],
    ])
    expect(two.matches[0]?.reasons).toContain('one other product fits equally')
  })

  it.each(['parametric', 'text', 'known_name'] as const)('a contradicted %s match is no suggestion', (evidence) => {
    expect(decideLine(LINE, [candidate(1, evidence, { ...VETO, score: 0.5 })])).toMatchObject({ status: 'unmapped' })
  })

  it('below 0.30 nothing is named, text never reaches more than 0.55', () => {
    expect(decideLine(LINE, [candidate(1, 'text', { score: 0.29 })])).toMatchObject({
      disposition: 'none',
      matches: [],
    })
    expect(decideLine(LINE, [candidate(1, 'text', { score: 0.3 })])).toMatchObject({ confidence: 0.3 })
    expect(decideLine(LINE, [candidate(1, 'text', { score: 0.98 })])).toMatchObject({ confidence: 0.55 })
  })

  it('what is taken on trust costs 0.05 each', () => {
    const line: LineFacts = { ...LINE, flags: ['approximate'], doubts: 1 }
    expect(decideLine(line, [candidate(1, 'mpn_alone')]).confidence).toBe(0.87)
  })

  it('a product counts once, by its surest evidence, and three are shown', () => {
    const many = [1, 2, 3, 4].map((id) => candidate(id, 'text', { score: 0.4 }))
    const decision = decideLine(LINE, [...many, candidate(4, 'parametric')])
    expect(decision.matches.map(({ productId }) => productId)).toEqual([4, 1, 2])
    expect(decision.matches[0]?.stage).toBe('parametric')
  })

  it('whatever stands there: bought is one product, at most three are shown, and every open line says why', () => {
    const evidence = fc.constantFrom(...(Object.keys(EVIDENCE) as Evidence[]))
    const any = fc.record({
      productId: fc.integer({ min: 1, max: 4 }),
      evidence,
      score: fc.double({ min: 0, max: 1, noNaN: true }),
      vetoes: fc.subarray(['a contradiction']),
      downgrades: fc.subarray(['a downgrade']),
      reasons: fc.constant(['something agrees']),
    })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), (candidates) => {
        const decision = decideLine(LINE, candidates)
        const [best] = decision.matches
        expect(decision.matches.length).toBeLessThanOrEqual(3)
        expect(decision.reasons.length).toBeGreaterThan(0)
        expect(decision.productId).toBe(decision.disposition === 'auto' ? best?.productId : null)
        expect(decision.matches.every(({ confidence }) => confidence <= (best?.confidence ?? 0))).toBe(true)
      }),
    )
  })
})

describe('what a shared number proves', () => {
  const found: LineIdentifier = {
    kind: 'mpn',
    key: 'LM393DR2G',
    raw: 'LM393DR2G',
    manufacturerKey: null,
    isAlternate: false,
    onlyMakers: [],
  }
  const nobody = { lineMaker: null, productMaker: null }

  it('the maker beside the number makes it surer; a short number alone proposes', () => {
    expect(weighIdentifier(found, { lineMaker: 'onsemi', productMaker: 'onsemi' })).toBe('mpn_with_maker')
    expect(weighIdentifier(found, nobody)).toBe('mpn_alone')
    expect(weighIdentifier({ ...found, key: 'L298N' }, nobody)).toBe('short_mpn')
    expect(weighIdentifier({ ...found, key: 'L298N' }, { lineMaker: 'st', productMaker: 'st' })).toBe('mpn_with_maker')
  })

  it('an unknown maker contradicts nobody, another one does', () => {
    expect(makersDiffer({ lineMaker: 'onsemi', productMaker: null })).toBe(false)
    expect(makersDiffer({ lineMaker: null, productMaker: 'onsemi' })).toBe(false)
    expect(makersDiffer({ lineMaker: 'onsemi', productMaker: 'nexperia' })).toBe(true)
  })

  it('a suffix taken off without a maker leaves the products of its makers alone', () => {
    const folded: LineIdentifier = { ...found, kind: 'mpn_folded', onlyMakers: ['texas_instruments'] }
    expect(weighIdentifier(folded, { lineMaker: null, productMaker: 'onsemi' })).toBeUndefined()
    expect(weighIdentifier(folded, { lineMaker: null, productMaker: 'texas_instruments' })).toBe('packaging')
  })

  it('an alternate proposes whatever number it is', () => {
    expect(weighIdentifier({ ...found, isAlternate: true }, nobody)).toBe('alternate')
  })
})
