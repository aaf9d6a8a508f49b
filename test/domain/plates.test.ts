import fc from 'fast-check'

import { planPlates, plateLayout } from '../../src/domain/plates.js'

const usable = { x: 240, y: 200, z: 200 }
const linear = (copies: number) => 100 * copies

describe('plates', () => {
  test('copies stand 8 mm apart, in the better of the two orientations', () => {
    const size = { x: 10, y: 20, z: 30 }
    expect(planPlates({ size, usable, quantity: 91, secondsFor: linear }).capacity).toBe(91)
    expect(planPlates({ size: { x: 20, y: 10, z: 30 }, usable, quantity: 1, secondsFor: linear }).capacity).toBe(91)
  })

  test('a part that only fits turned is turned', () => {
    const plan = planPlates({ size: { x: 180, y: 230, z: 5 }, usable, quantity: 2, secondsFor: linear })
    expect(plan).toEqual({ capacity: 1, copies: [1, 1], halfOutlinesMm: [410, 410] })
  })

  test('the layout of a plate is that of the plan', () => {
    expect(plateLayout({ x: 10, y: 20, z: 30 }, usable)).toEqual({ columns: 13, isTurned: false })
    expect(plateLayout({ x: 180, y: 230, z: 5 }, usable)).toEqual({ columns: 1, isTurned: true })
  })

  test('a plate ends before 20 hours, unless one piece alone takes longer', () => {
    const size = { x: 20, y: 20, z: 20 }
    const hourly = (copies: number) => 3_600 * copies
    expect(planPlates({ size, usable, quantity: 50, secondsFor: hourly }).capacity).toBe(20)
    const endless = planPlates({ size, usable, quantity: 3, secondsFor: (copies) => 100_000 * copies })
    expect(endless.copies).toEqual([1, 1, 1])
  })

  test('the skirt runs around the rows that are used', () => {
    const plan = planPlates({ size: { x: 20, y: 20, z: 20 }, usable, quantity: 12, secondsFor: linear })
    // Eight columns: eight pieces in the first row, four in the second.
    expect(plan.halfOutlinesMm).toEqual([8 * 28 - 8 + (2 * 28 - 8)])
  })

  test('no copy is lost, plates differ by at most one and none is over its capacity', () => {
    const side = fc.integer({ min: 2, max: 200 })
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 100 }), (x, y, quantity) => {
        const plan = planPlates({ size: { x, y, z: 10 }, usable, quantity, secondsFor: (copies) => 30 + 997 * copies })
        expect(plan.copies.reduce((sum, copies) => sum + copies, 0)).toBe(quantity)
        expect(Math.max(...plan.copies)).toBeLessThanOrEqual(plan.capacity)
        expect(Math.max(...plan.copies) - Math.min(...plan.copies)).toBeLessThanOrEqual(1)
        expect([...plan.copies].sort((a, b) => b - a)).toEqual([...plan.copies])
      }),
    )
  })
})
