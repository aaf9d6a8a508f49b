import { findMaterial, RATE_CARD } from '../../src/domain/rate-card.js'

describe('rate card', () => {
  test.each([
    ['pla', 'PLA'],
    ['Pla+', 'PLA+'],
    ['pla plus', 'PLA+'],
    ['PLA-Plus', 'PLA+'],
    ['carbon fiber', 'CARBON_FIBER'],
    ['Carbon-Fiber', 'CARBON_FIBER'],
    ['wood_pla', 'WOOD_PLA'],
    ['pa-cf', 'PA_CF'],
    ['Resin', 'RESIN'],
  ])('the word %p means %s', (word, material) => {
    expect(findMaterial(RATE_CARD, word)?.word).toBe(material)
  })

  test.each(['', 'wood', 'PLA++', 'steel', '+', 'plus'])('the word %p means nothing', (word) => {
    expect(findMaterial(RATE_CARD, word)).toBeUndefined()
  })

  test('every material but resin has a machine that prints it', () => {
    const machines = RATE_CARD.machines.map(({ word }) => word)
    const byHand = RATE_CARD.materials.filter(({ print }) => print === null)
    expect(byHand.map(({ word }) => word)).toEqual(['RESIN'])
    for (const { print } of RATE_CARD.materials) {
      expect(print?.machines.filter((word) => !machines.includes(word)) ?? []).toEqual([])
      expect(print?.machines.length ?? 1).toBeGreaterThan(0)
    }
  })

  test('machines are listed from cheap to dear, which is how the cheapest is found', () => {
    const rates = RATE_CARD.machines.map(({ minorPerHour }) => minorPerHour)
    expect(rates).toEqual([...rates].sort((a, b) => a - b))
  })

  test('survives the table it is stored in', () => {
    expect(JSON.parse(JSON.stringify(RATE_CARD))).toEqual(RATE_CARD)
  })
})
