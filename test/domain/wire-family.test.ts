import { line, stated } from '../support/stated-values.js'

describe('a wire', () => {
  test.each([
    ['Silicone wire 16AWG, Black', { gauge: 16, color: 'black', material: 'silicone' }],
    ['Insulated wire 26AWG', { gauge: 26 }],
    ['Hook-up wire AWG 22 red 10 m PVC', { gauge: 22, color: 'red', length: 10_000_000, material: 'pvc' }],
    ['Wire AWG-28 blue, 30 cm', { gauge: 28, color: 'blue', length: 300_000 }],
    ['0.4mm Enameled Magnet Wire', { diameter: 400, material: 'enamel' }],
    ['Tinned copper wire 20 AWG', { gauge: 20 }],
  ])('%s', (text, expected) => {
    expect(stated(line(text))).toEqual({ cls: 'wire', ...expected })
  })

  test('of two colours has none', () => {
    expect(stated(line('Silicone wire 16AWG, Green+Yellow'))).toEqual({ cls: 'wire', gauge: 16, material: 'silicone' })
  })

  test('with a range of gauges or two of them has none', () => {
    expect(stated(line('Wire 20-30 AWG'))).not.toHaveProperty('gauge')
    expect(stated(line('Wire 22 AWG or 24 AWG')).gauge).toEqual([22, 24])
  })

  test.each([
    'Wire link 0.8mm x 6.5mm',
    'Flat ribbon cable 10pin 3m AWG-28',
    'Wire stripper 10-30 AWG',
    'Wire stripper 22 AWG',
    'MTA156 IDC housing, 2 pin, 22 AWG wire',
    'Jumper wires 24 AWG 40 pieces',
    'Wire nut 22 AWG',
    'Wago connector for wire 24 AWG',
    'Spring of 0.7 mm wire 22 AWG',
    'Silicone wire 4 strand 20 AWG',
    '22 AWG',
  ])('is not read out of "%s"', (text) => {
    expect(stated(line(text))).not.toHaveProperty('gauge')
  })

  test('is no wire where it only names another thing', () => {
    expect(stated(line('Wire sleeve 6 mm')).cls).toBeUndefined()
    expect(stated({ ...line('Braided 6 mm'), category: 'Wire sleeve' }).cls).toBeUndefined()
    expect(stated(line('Wire connectors')).cls).toBe('connector')
  })
})
