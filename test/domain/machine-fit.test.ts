import { fitMachine, fitsAnyMachine, fitsOnItsSide } from '../../src/domain/machine-fit.js'
import { findMaterial, RATE_CARD, type MaterialPrint } from '../../src/domain/rate-card.js'

const { machines } = RATE_CARD

describe('the machine for a part', () => {
  test.each([
    ['PLA', [20, 20, 20], 'standard'],
    ['PLA', [240, 200, 200], 'standard'],
    ['PLA', [200, 240, 200], 'standard'],
    ['PLA', [240, 200, 200.1], 'large'],
    ['PLA', [214, 214, 6], 'large'],
    ['PLA', [340, 340, 330], 'large'],
    ['ABS', [20, 20, 20], 'enclosed'],
    ['ABS', [214, 214, 6], 'enclosed'],
    ['TPU', [240, 200, 200], 'standard'],
  ] as const)('%s of %p is printed on the %s one', (material, [x, y, z], word) => {
    expect(fitMachine({ x, y, z }, print(material), machines)).toMatchObject({ fit: 'fits', machine: { word } })
  })

  test('a size that only machines for other materials have is a conflict, not too big', () => {
    expect(fitMachine({ x: 300, y: 100, z: 100 }, print('ABS'), machines)).toEqual({ fit: 'material_conflict' })
    expect(fitMachine({ x: 230, y: 230, z: 50 }, print('TPU'), machines)).toEqual({ fit: 'material_conflict' })
  })

  test('what no machine holds is too big, and may still fit lying down', () => {
    const pole = { x: 20, y: 20, z: 335 }
    expect(fitMachine(pole, print('PLA'), machines)).toEqual({ fit: 'too_big' })
    expect([fitsAnyMachine(pole, machines), fitsOnItsSide(pole, machines)]).toEqual([false, true])
    expect(fitsOnItsSide({ x: 1118, y: 695, z: 400 }, machines)).toBe(false)
  })
})

function print(word: string): MaterialPrint {
  const material = findMaterial(RATE_CARD, word)
  if (!material?.print) throw new Error(`${word} is not printed`)
  return material.print
}
