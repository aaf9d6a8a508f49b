import { lowerBound, upperBound } from '../../bench/eval-bom/bound.js'

/** bom.md 18: how many lines have to be seen with so many errors before 99 % is proved. */
it.each([
  [0, 299],
  [1, 473],
  [2, 628],
  [3, 773],
])('%d errors among %d lines are just enough for 99 %%', (errors, lines) => {
  expect(lowerBound(lines - errors, lines)).toBeGreaterThanOrEqual(0.99)
  expect(lowerBound(lines - 1 - errors, lines - 1)).toBeLessThan(0.99)
})

it('the upper bound is the lower one of what did not happen', () => {
  expect(upperBound(0, 299)).toBeLessThanOrEqual(0.01)
  expect(upperBound(5, 10)).toBeCloseTo(0.7776, 4) // tables of exact binomial limits
})

it('nothing seen proves nothing', () => {
  expect(lowerBound(0, 50)).toBe(0)
  expect(upperBound(50, 50)).toBe(1)
})
