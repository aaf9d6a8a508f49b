import fc from 'fast-check'

import { writtenNumbers } from '../../src/domain/written-numbers.js'

function numbersIn(text: string, field = 'value'): string[] {
  return writtenNumbers({ fields: [{ field, text }] }).map(({ decimal, prefix, unit }) => `${decimal}${prefix}${unit}`)
}

function rolesIn(text: string): string[] {
  return writtenNumbers({ fields: [{ field: 'value', text }] }).map(({ role }) => role)
}

describe('numbers of electronics', () => {
  test.each([
    ['4k7', '4.7k'],
    ['0R47', '0.47ohm'],
    ['R47', '.47ohm'],
    ['u1', '.1u'],
    ['0u01', '0.01u'],
    ['2n2F', '2.2nf'],
    ['3V3', '3.3v'],
    ['4.7 kΩ', '4.7kohm'],
    ['4,7kOhm', '4.7kohm'],
    ['1/4W', '0.25w'],
    ['1/10 watt', '0.1w'],
    ['± 5 %', '5%'],
    ['100ppm', '100ppm'],
    ['16 VDC', '16v'],
    ['2.1A', '2.1a'],
    ['8 MHz', '8Mhz'],
    ['4x10k', '10k'],
    ['0.5', '0.5'],
  ])('%s is read as %s', (text, expected) => {
    expect(numbersIn(text)).toEqual([expected])
  })

  test.each([
    'X7R',
    'RC0603FR',
    'M3',
    'P2',
    'C12',
    '0402',
    '1,000',
    '10 000',
    '12mm',
    '2N2222',
    '1N4148',
    '10.0.0',
    'ESP32',
  ])('%s is no number', (text) => {
    expect(numbersIn(text)).toEqual([])
  })

  test('every number of a text is read once, in order, with its place', () => {
    const text = '33uH/2.1A/DCR=0.1R/20%'
    expect(numbersIn(text)).toEqual(['33uh', '2.1a', '0.1ohm', '20%'])
    const places = writtenNumbers({ fields: [{ field: 'value', text }] }).map(({ span }) =>
      text.slice(span.start, span.end),
    )
    expect(places).toEqual(['33uH', '2.1A', '0.1R', '20%'])
  })

  test('what stands around a number tells what it is', () => {
    expect(rolesIn('33uH/2.1A/DCR=0.1R/20%')).toEqual(['value', 'value', 'dc_resistance', 'value'])
    expect(rolesIn('10uH 2A DCR 0.1R')).toEqual(['value', 'value', 'dc_resistance'])
    expect(rolesIn('600R @ 100MHz ±25%')).toEqual(['at_condition', 'condition', 'deviation'])
    expect(rolesIn('47uF 6.3V ESR=0.1R')).toEqual(['value', 'value', 'other'])
    expect(rolesIn('10k 100ppm/°C')).toEqual(['value', 'other'])
  })

  test('part numbers are left to those who can decode them', () => {
    expect(numbersIn('10k 4k7', 'mpn')).toEqual([])
  })

  test('spans lie within the text, in order, without overlap', () => {
    const piece = fc.constantFrom('4k7', '10', ' ', '/', ',', '.', 'R', 'µ', 'Ω', '1/4W', 'u', '%', '@', 'x', 'V', '5')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('')
        let end = 0
        for (const { span } of writtenNumbers({ fields: [{ field: 'value', text }] })) {
          expect(span.start).toBeGreaterThanOrEqual(end)
          expect(span.end).toBeGreaterThan(span.start)
          end = span.end
        }
        expect(end).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})
