import { formatPartValue } from '../../src/domain/part-format.js'
import type { PartText } from '../../src/domain/part-values.js'
import { readPartValues } from '../../src/domain/read-part-values.js'

/** Class and values in the words of reasons, in the order in which they are read: `resistor 4.7 kΩ 0603`. */
function reading(value: string, known: Partial<PartText> = {}): string {
  const { cls, values } = readPartValues({ fields: [{ field: 'value', text: value }], ...known })
  return [cls ?? 'unknown', ...values.map((one) => formatPartValue(one))].join(' ')
}

const on = (designatorPrefix: string) => ({ designatorPrefix })

describe('resistors', () => {
  test.each([
    ['4k7', 'resistor 4.7 kΩ'],
    ['4.7K', 'resistor 4.7 kΩ'],
    ['4,7 kΩ', 'resistor 4.7 kΩ'],
    ['4700R', 'resistor 4.7 kΩ'],
    ['4700 ohm', 'resistor 4.7 kΩ'],
    ['2k37', 'resistor 2.37 kΩ'],
    ['1k1', 'resistor 1.1 kΩ'],
    ['2M2', 'resistor 2.2 MΩ'],
    ['2.2MΩ', 'resistor 2.2 MΩ'],
    ['0R', 'resistor 0 Ω'],
    ['0R47', 'resistor 470 mΩ'],
    ['10 mΩ', 'resistor 10 mΩ'],
    ['10 mohm', 'resistor 10 mΩ'],
    ['10 MOHM', 'resistor 10 MΩ'],
    ['500uOhm', 'resistor 500 µΩ'],
    ['R012/2W', 'resistor 12 mΩ 2 W'],
    ['49.9R/1%/R0402', 'resistor 49.9 Ω 0402 1 %'],
    ['RES SMD 10K OHM 1% 1/10W 0603', 'resistor 10 kΩ 0603 1 % 100 mW'],
    ['10k 0603', 'resistor 10 kΩ 0603'],
    ['RES 22R 5% 1/4W', 'resistor 22 Ω 5 % 250 mW'],
    ['100mW 30kΩ 75V Thick Film Resistor ±1% ±100ppm/°C 0603', 'resistor 30 kΩ 0603 1 % 100 mW'],
    ['4x10k resistor array 4x0603', 'resistor 10 kΩ 4X0603 array'],
    ['Thermistor NTC 10k 0603', 'resistor 10 kΩ 0603 thermistor'],
    ['Potentiometer 10k', 'resistor 10 kΩ potentiometer'],
  ])('%s is a %s', (text, expected) => {
    expect(reading(text)).toBe(expected)
  })

  test.each([
    ['27', 'resistor 27 Ω'],
    ['0', 'resistor 0 Ω'],
    ['4.7', 'resistor 4.7 Ω'],
    ['8.3m', 'resistor 8.3 mΩ'],
    ['R12', 'resistor 120 mΩ'],
    ['1kΩ', 'resistor 1 kΩ'],
    ['10K R 0402', 'resistor 10 kΩ 0402'],
  ])('%s is %s once designators say R', (text, expected) => {
    expect(reading(text, on('R'))).toBe(expected)
  })

  test('0 on RN1 is an array, and its size is none of a single chip', () => {
    expect(reading('0', on('RN'))).toBe('resistor 0 Ω array')
    expect(reading('10k 0603', on('RN'))).toBe('resistor 10 kΩ array')
    expect(reading('10k 4x0603', on('RN'))).toBe('resistor 10 kΩ 4X0603 array')
  })

  test.each(['27', 'R12', '10k LM358', '3V3', '0402', '4,700', 'X7R', 'LM317', '10K pull-up module', ''])(
    '%p alone names no value',
    (text) => {
      expect(reading(text)).toBe('unknown')
    },
  )

  test('a lone R is never joined with a size', () => {
    expect(reading('R 0402')).toBe('unknown')
    expect(reading('0402 R')).toBe('unknown')
    expect(reading('DNP R 0402', on('R'))).toBe('unknown')
  })

  test('two different values in one text leave it open', () => {
    expect(reading('100 Ω or 120 Ω')).toBe('unknown')
    expect(reading('100R or 0.1k')).toBe('resistor 100 Ω')
  })
})

describe('capacitors', () => {
  test.each([
    ['0.01 µF', 'capacitor 10 nF'],
    ['0.01 μF', 'capacitor 10 nF'],
    ['10000pF', 'capacitor 10 nF'],
    ['10 nF', 'capacitor 10 nF'],
    ['0u01F', 'capacitor 10 nF'],
    ['100nF/100V/10%/X7R/C0603', 'capacitor 100 nF 0603 100 V 10 % X7R'],
    ['10pF, 25V', 'capacitor 10 pF 25 V'],
    ['CAP CER 2.2UF 16V X5R 0603', 'capacitor 2.2 µF 0603 16 V X5R'],
    ['CAP 1UF 25V', 'capacitor 1 µF 25 V'],
    ['1uF 25V X5R ±10% 0402 Multilayer Ceramic Capacitors MLCC - SMD/SMT ROHS', 'capacitor 1 µF 0402 25 V 10 % X5R'],
    ['Capacitor 1 pF ±0.25pF 50 V 0402 C0G/NP0', 'capacitor 1 pF 0402 50 V 25 % C0G'],
    ['18p 0402 capacitor', 'capacitor 18 pF 0402'],
    ['Supercap 1.5F 5.5V', 'capacitor 1.5 F 5.5 V'],
    ['47uF 6.3V ESR=0.1R', 'capacitor 47 µF 6.3 V'],
  ])('%s is a %s', (text, expected) => {
    expect(reading(text)).toBe(expected)
  })

  test.each([
    ['0u01', 'capacitor 10 nF'],
    ['10n', 'capacitor 10 nF'],
    ['680µ', 'capacitor 680 µF'],
    ['u1', 'capacitor 100 nF'],
    ['1u', 'capacitor 1 µF'],
    ['18p 0402', 'capacitor 18 pF 0402'],
    ['2n2/Y2', 'capacitor 2.2 nF Y2'],
    ['47n/400V (X2)', 'capacitor 47 nF 400 V X2'],
    ['22p NPO', 'capacitor 22 pF C0G'],
    ['22p COG', 'capacitor 22 pF C0G'],
    ['4u7/6.3V/20%/X5R', 'capacitor 4.7 µF 6.3 V 20 % X5R'],
  ])('%s is %s once designators say C', (text, expected) => {
    expect(reading(text, on('C'))).toBe(expected)
  })

  test('104 is 100 nF on a C alone, and only assumed', () => {
    expect(readPartValues({ fields: [{ field: 'value', text: '104' }], designatorPrefix: 'C' })).toEqual({
      cls: 'capacitor',
      values: [{ name: 'capacitance', value: 100e6, span: { field: 'value', start: 0, end: 3 }, isAssumed: true }],
    })
    expect(reading('104')).toBe('unknown')
    expect(reading('104', on('R'))).toBe('resistor 104 Ω')
  })

  test.each(['2.2u', '10n', '680µ', '18p 0402'])('%s without any context stays unknown', (text) => {
    expect(reading(text)).toBe('unknown')
  })
})

describe('inductors and ferrites', () => {
  test.each([
    ['33uH/2.1A/DCR=0.1R/20%', 'inductor 33 µH 2.1 A 20 % 100 mΩ DC'],
    ['10 µH', 'inductor 10 µH'],
    ['100NH 0402', 'inductor 100 nH 0402'],
    ['100@100MHz', 'ferrite 100 Ω at 100 MHz'],
    ['600R @ 100 MHz 0603', 'ferrite 600 Ω at 100 MHz 0603'],
    ['FB0805/600R/2A', 'ferrite 600 Ω at 100 MHz 0805 2 A'],
    ['1.3A 100mΩ 600Ω@100MHz ±25% 0603 Ferrite Beads ROHS', 'ferrite 600 Ω at 100 MHz 0603 1.3 A 25 %'],
  ])('%s is an %s', (text, expected) => {
    expect(reading(text)).toBe(expected)
  })

  test.each([
    ['2.2u', 'inductor 2.2 µH'],
    ['4R7', 'inductor 4.7 µH'],
    ['10n', 'inductor 10 nH'],
    ['1kΩ', 'ferrite 1 kΩ at 100 MHz'],
    ['600R', 'ferrite 600 Ω at 100 MHz'],
    ['33uH/2.1A/DCR=0.1R/20%', 'inductor 33 µH 2.1 A 20 % 100 mΩ DC'],
  ])('%s is %s once designators say L', (text, expected) => {
    expect(reading(text, on('L'))).toBe(expected)
  })
})

describe('what decides the class', () => {
  test('the same text is another part under another designator', () => {
    expect(reading('2.2u', on('L'))).toBe('inductor 2.2 µH')
    expect(reading('2.2u', on('C'))).toBe('capacitor 2.2 µF')
    expect(reading('1kΩ', on('R'))).toBe('resistor 1 kΩ')
    expect(reading('1kΩ', on('FB'))).toBe('ferrite 1 kΩ at 100 MHz')
  })

  test('the section above, the category and the package count when designators say nothing', () => {
    expect(reading('27', { section: 'Resistors, Thick Film' })).toBe('resistor 27 Ω')
    expect(reading('10n', { category: 'Capacitors' })).toBe('capacitor 10 nF')
    expect(reading('10n C0603')).toBe('capacitor 10 nF 0603')
    expect(reading('10n L0603')).toBe('inductor 10 nH 0603')
  })

  test('a category goes before designators, and none of them counts without a value that fits', () => {
    expect(reading('2.2u', { category: 'Inductors', ...on('C') })).toBe('inductor 2.2 µH')
    expect(reading('10k', { section: 'Capacitors' })).toBe('resistor 10 kΩ')
  })

  test('specifications name what they state', () => {
    const fields = [
      { field: 'specifications.resistance', text: '10k' },
      { field: 'specifications.package', text: '0805' },
      { field: 'name', text: 'Pull-up' },
    ]
    expect(readPartValues({ fields })).toMatchObject({
      cls: 'resistor',
      values: [
        { name: 'resistance', value: 10_000e6, span: { field: 'specifications.resistance', start: 0, end: 3 } },
        { name: 'package', value: '0805' },
      ],
    })
  })

  test('words alone name a class without values', () => {
    expect(readPartValues({ fields: [{ field: 'name', text: 'Assorted resistors' }] })).toEqual({
      cls: 'resistor',
      values: [],
    })
  })
})
