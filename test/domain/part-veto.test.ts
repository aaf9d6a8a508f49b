import fc from 'fast-check'

import type { PartClass } from '../../src/domain/part-class.js'
import type { PartValue, PartValues } from '../../src/domain/part-values.js'
import { agreements, contradictions } from '../../src/domain/part-veto.js'

type Given = Readonly<Partial<Record<PartValue['name'], number | string | readonly (number | string)[]>>>

const SPAN = { field: 'name', start: 0, end: 1 }

function part(cls: PartClass | undefined, given: Given): PartValues {
  const values = Object.entries(given).flatMap(([name, value]) =>
    [value].flat().map((each) => ({ name, value: each, span: SPAN }) as PartValue),
  )
  return { cls, values }
}

function assumed(cls: PartClass, given: Given): PartValues {
  return { cls, values: part(cls, given).values.map((value) => ({ ...value, isAssumed: true as const })) }
}

interface Case {
  readonly cls: PartClass
  readonly line: Given
  readonly product: Given
  readonly says: readonly string[]
}

const k = (kiloohms: number): number => kiloohms * 1e9
const nF = (nanofarads: number): number => nanofarads * 1e6
const V = (volts: number): number => volts * 1e3
const mm = (millimetres: number): number => millimetres * 1e3

const CASES: readonly Case[] = [
  {
    cls: 'resistor',
    line: { resistance: k(4.7) },
    product: { resistance: k(2.2) },
    says: ['the line says 4.7 kΩ, the product is 2.2 kΩ'],
  },
  { cls: 'resistor', line: { resistance: k(4.7) }, product: { resistance: k(4.75) }, says: [] },
  {
    cls: 'capacitor',
    line: { capacitance: nF(100), voltage: V(50), dielectric: 'x7r' },
    product: { capacitance: nF(100), voltage: V(16), dielectric: 'y5v' },
    says: ['the line needs 50 V, the product has 16 V', 'the line says X7R, the product is Y5V'],
  },
  {
    cls: 'capacitor',
    line: { voltage: V(16), dielectric: 'x5r', tolerance: 200_000 },
    product: { voltage: V(50), dielectric: 'c0g', tolerance: 50_000 },
    says: [],
  },
  {
    cls: 'resistor',
    line: { tolerance: 10_000 },
    product: { tolerance: 50_000 },
    says: ['the line needs 1 %, the product has 5 %'],
  },
  {
    cls: 'resistor',
    line: { package: '0402' },
    product: { package: '0603' },
    says: ['the line says 0402, the product is 0603'],
  },
  { cls: 'transistor', line: { package: 'sot-23' }, product: { package: 'sot-23-3' }, says: [] },
  {
    cls: 'transistor',
    line: { polarity: 'npn' },
    product: { polarity: 'pnp' },
    says: ['the line says NPN, the product is PNP'],
  },
  { cls: 'ic', line: { part_name: 'lm358' }, product: { part_name: 'lm358dr' }, says: [] },
  {
    cls: 'ic',
    line: { part_name: 'lm358' },
    product: { part_name: 'lm393' },
    says: ['the line says LM358, the product is LM393'],
  },
  {
    cls: 'led',
    line: { color: 'red' },
    product: { color: 'green' },
    says: ['the line says red, the product is green'],
  },
  {
    cls: 'screw',
    line: { diameter: mm(3), length: mm(12), head: 'socket' },
    product: { diameter: mm(3), length: mm(16), head: 'button' },
    says: ['the line says 12 mm, the product is 16 mm', 'the line says socket head, the product is button head'],
  },
  {
    cls: 'screw',
    line: { diameter: mm(3) },
    product: { diameter: mm(4) },
    says: ['the line says M3, the product is M4'],
  },
  {
    cls: 'bearing',
    line: { shield: '2rs' },
    product: { shield: 'zz' },
    says: ['the line says 2RS, the product is ZZ'],
  },
  {
    cls: 'connector',
    line: { positions: 4, pitch: mm(2.54), gender: 'male' },
    product: { positions: 6, pitch: mm(2.5), gender: 'male' },
    says: ['the line says 4 positions, the product is 6 positions'],
  },
  {
    cls: 'filament',
    line: { material: 'petg', diameter: mm(1.75) },
    product: { material: 'pla', diameter: mm(2.85) },
    says: ['the line says PETG, the product is PLA', 'the line says 1.75 mm, the product is 2.85 mm'],
  },
  {
    cls: 'power_supply',
    line: { voltage: V(24) },
    product: { voltage: V(36) },
    says: ['the line says 24 V, the product is 36 V'],
  },
  {
    cls: 'fuse',
    line: { current: 2_000_000 },
    product: { current: 4_000_000 },
    says: ['the line says 2 A, the product is 4 A'],
  },
  { cls: 'wire', line: { length: mm(500) }, product: { length: mm(1000) }, says: [] },
]

describe('contradictions', () => {
  test.each(CASES)('$cls $line against $product', ({ cls, line, product, says }) => {
    expect(contradictions(part(cls, line), part(cls, product))).toEqual(says)
  })

  test('what one side does not state, or only assumes, contradicts nothing', () => {
    const line = part('resistor', { resistance: k(10) })
    expect(contradictions(line, part('resistor', { package: '0603' }))).toEqual([])
    expect(contradictions(line, assumed('resistor', { resistance: k(22) }))).toEqual([])
    expect(contradictions(assumed('resistor', { resistance: k(22) }), line)).toEqual([])
  })

  test('one of two readings that fits is enough', () => {
    const open = part('insert', { length: [mm(4), mm(5)], diameter: mm(3) })
    expect(contradictions(open, part('insert', { length: mm(5) }))).toEqual([])
    expect(contradictions(open, part('insert', { length: mm(6) }))).toHaveLength(1)
  })

  test('another kind of part is one, whatever number stands beside it', () => {
    const capacitor = part('capacitor', { capacitance: nF(100), package: '0402' })
    expect(contradictions(capacitor, part('resistor', { resistance: k(10), package: '0402' }))).toEqual([
      'the line asks for a capacitor of 100 nF, the product is a resistor',
    ])
    expect(contradictions(capacitor, part('ic', { part_name: 'ne555' }))).toEqual([])
  })

  test('a part never contradicts itself', () => {
    const values = fc.record(
      {
        resistance: fc.nat(),
        voltage: fc.nat(),
        tolerance: fc.nat(),
        package: fc.constantFrom('0402', '0603', 'sot-23'),
        dielectric: fc.constantFrom('c0g', 'x7r', 'unheard of'),
        safety_class: fc.constantFrom('x1', 'y2'),
      },
      { requiredKeys: [] },
    )
    const cls = fc.constantFrom<PartClass>('resistor', 'capacitor', 'fuse', 'screw', 'module')
    fc.assert(
      fc.property(cls, values, (kind, given) => contradictions(part(kind, given), part(kind, given)).length === 0),
    )
  })
})

describe('agreements', () => {
  test('are told in the order of the line, as people write them', () => {
    const line = part('capacitor', { capacitance: nF(100), voltage: V(16), package: '0402' })
    const product = part('capacitor', { package: '0402', capacitance: nF(100), voltage: V(16), dielectric: 'x7r' })
    expect(agreements(line, product)).toEqual(['100 nF', '16 V', '0402'])
  })

  test('what is only assumed or merely good enough is none', () => {
    const line = part('capacitor', { voltage: V(16) })
    expect(agreements(line, part('capacitor', { voltage: V(50) }))).toEqual([])
    expect(agreements(line, assumed('capacitor', { voltage: V(16) }))).toEqual([])
    expect(agreements(line, part('resistor', { voltage: V(16) }))).toEqual([])
  })
})
