import fc from 'fast-check'

import { minorToWire, percentOf, roundRatio, wireToMinor } from '../../src/domain/money.js'

const amount = fc.integer({ min: 0, max: 10_000_000_000 })

describe('money', () => {
  test('halves round up, everything else to the nearest', () => {
    expect([roundRatio(1, 2), roundRatio(3, 2), roundRatio(149, 100), roundRatio(0, 7)]).toEqual([1, 2, 1, 0])
    expect(percentOf(19_900, 18)).toBe(3_582)
  })

  test('a ratio is rounded exactly, also where a float division is not', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 1, max: 100_000 }), (numerator, denominator) => {
        const [n, d] = [BigInt(numerator), BigInt(denominator)]
        expect(roundRatio(numerator, denominator)).toBe(Number((2n * n + d) / (2n * d)))
      }),
    )
  })

  test('an amount that cannot be exact is refused instead of rounded', () => {
    expect(() => roundRatio(Number.MAX_SAFE_INTEGER + 1, 2)).toThrow(RangeError)
    expect(() => roundRatio(1.5, 2)).toThrow(RangeError)
    expect(() => roundRatio(1, 0)).toThrow(RangeError)
    expect(() => minorToWire(0.5)).toThrow(RangeError)
  })

  test('an amount comes back from the wire as it was sent, with at most two decimals', () => {
    fc.assert(
      fc.property(amount, (minor) => {
        const wire = minorToWire(minor)
        expect(JSON.stringify(wire)).toMatch(/^\d+(\.\d{1,2})?$/)
        expect(wireToMinor(wire)).toBe(minor)
      }),
    )
  })

  test.each([0.001, 12.345, NaN, Infinity, 1e300])('%p is no amount', (value) => {
    expect(wireToMinor(value)).toBeUndefined()
  })
})
