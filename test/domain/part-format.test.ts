import fc from 'fast-check'

import { formatPartValue } from '../../src/domain/part-format.js'
import type { NumberName, WordName } from '../../src/domain/part-values.js'

describe('values in the words of reasons', () => {
  test.each<[NumberName, number, string]>([
    ['resistance', 4_700e6, '4.7 kΩ'],
    ['resistance', 0, '0 Ω'],
    ['resistance', 12_000, '12 mΩ'],
    ['resistance', 2.2e12, '2.2 MΩ'],
    ['capacitance', 100e6, '100 nF'],
    ['capacitance', 4_700e9, '4700 µF'],
    ['capacitance', 1e15, '1 F'],
    ['capacitance', 500, '0.5 pF'],
    ['inductance', 33e6, '33 µH'],
    ['impedance', 600e6, '600 Ω at 100 MHz'],
    ['voltage', 16_000, '16 V'],
    ['voltage', 6_300, '6.3 V'],
    ['current', 2_100_000, '2.1 A'],
    ['power', 62_500, '62.5 mW'],
    ['frequency', 32_768_000, '32.768 kHz'],
    ['tolerance', 10_000, '1 %'],
    ['tolerance', 1_000, '0.1 %'],
    ['tolerance', 20, '20 ppm'],
    ['load_capacitance', 12_500, '12.5 pF load'],
    ['diameter', 1_750, '1.75 mm'],
    ['length', 12_000, '12 mm'],
    ['length', 1_000_000, '1000 mm'],
    ['thickness', 50, '50 µm'],
    ['mass', 1_000_000, '1 kg'],
    ['mass', 750_000, '750 g'],
    ['volume', 5_000, '5 ml'],
    ['rows', 1, '1 row'],
    ['positions', 4, '4 positions'],
    ['teeth', 20, '20 teeth'],
    ['gauge', 24, '24 AWG'],
    ['slot', 20, 'slot 20'],
  ])('%s %d is written %s', (name, value, written) => {
    expect(formatPartValue({ name, value })).toBe(written)
  })

  test.each<[WordName, string, string]>([
    ['package', 'sot-23', 'SOT-23'],
    ['dielectric', 'x7r', 'X7R'],
    ['head', 'socket', 'socket head'],
    ['drive', 'hex', 'hex drive'],
    ['standard', 'iso 4762', 'ISO 4762'],
    ['color', 'dark_green', 'dark green'],
    ['material', 'abs-gf', 'ABS-GF'],
    ['material', 'stainless steel', 'stainless steel'],
    ['grade', 'a2', 'A2'],
    ['family', 'jst xh', 'JST XH'],
    ['shield', '2rs', '2RS'],
    ['kind', 'nyloc', 'nyloc'],
  ])('%s %s is written %s', (name, value, written) => {
    expect(formatPartValue({ name, value })).toBe(written)
  })

  test('the diameter of a part with a thread is its thread', () => {
    expect(formatPartValue({ name: 'diameter', value: 2_500 }, 'screw')).toBe('M2.5')
    expect(formatPartValue({ name: 'diameter', value: 1_750 }, 'filament')).toBe('1.75 mm')
  })

  test('two different numbers are never written alike', () => {
    const integer = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
    const names = fc.constantFrom<NumberName>('resistance', 'capacitance', 'voltage', 'tolerance', 'length', 'mass')
    fc.assert(
      fc.property(names, integer, integer, (name, one, other) => {
        expect(formatPartValue({ name, value: one }) === formatPartValue({ name, value: other })).toBe(one === other)
      }),
    )
  })
})
