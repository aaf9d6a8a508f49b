import fc from 'fast-check'

import { classesInWords, classVocabulary } from '../../src/domain/class-words.js'
import type { PartClass } from '../../src/domain/part-class.js'
import { partParams, statesMinimum } from '../../src/domain/part-params.js'
import { foldText, partTextOf, partTextOfProduct } from '../../src/domain/part-text.js'
import { partTokens } from '../../src/domain/part-tokens.js'
import type { PartValue } from '../../src/domain/part-values.js'
import { bomLine } from '../support/bom-lines.js'

const span = { field: 'value', start: 0, end: 1 }
const value = (name: PartValue['name'], of: number | string, isAssumed = false): PartValue => ({
  name,
  value: of,
  span,
  ...(isAssumed && { isAssumed }),
})

describe('what the grammar reads of a line', () => {
  test('named places come first, remarks never, and designators tell their letters when they agree', () => {
    const line = bomLine({
      name: 'C1',
      designators: ['C1', 'C2'],
      text: {
        value: '100n',
        package: '0402',
        description: 'MLCC',
        notes: 'or 47n',
        category: 'Caps',
        section: 'Power',
      },
    })
    expect(partTextOf(line)).toMatchObject({ designatorPrefix: 'C', category: 'Caps', section: 'Power' })
    expect(partTextOf(line).fields.map(({ field }) => field)).toEqual(['value', 'name', 'package', 'description'])
    expect(partTextOf(bomLine({ designators: ['C1', 'R2'] })).designatorPrefix).toBeUndefined()
    expect(partTextOf(bomLine({ designators: ['R_GATE', 'R2'] })).designatorPrefix).toBe('R')
  })

  test('specifications and attributes of a product are named fields; lists and objects are left out', () => {
    const text = partTextOfProduct({
      name: 'Capacitor',
      specifications: { 'Rated Voltage': '16 V', nested: { a: 1 }, list: ['x'], pins: 2 },
      attributes: { color: 'red' },
    })
    expect(text.fields).toEqual([
      { field: 'specifications.rated_voltage', text: '16 V' },
      { field: 'specifications.pins', text: '2' },
      { field: 'specifications.color', text: 'red' },
      { field: 'name', text: 'Capacitor' },
    ])
  })

  test('one sign for micro, ohm, blank and times, at the same places', () => {
    expect(foldText('4,7 µF × 10 Ω “a”')).toBe('4,7 uF x 10 Ω "a"')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), (text) => {
        expect(foldText(text)).toHaveLength(text.length)
      }),
    )
  })
})

describe('words that name a class', () => {
  const words: Record<string, PartClass> = { pin: 'pin', 'pin header': 'connector', screw: 'screw' }
  const vocabulary = classVocabulary([{ classes: [], words, designators: {}, read: () => undefined }])

  test.each<[string, PartClass[]]>([
    ['Pin header 2x20', ['connector']],
    ['Pin headers', ['connector']],
    ['Dowel pins', ['pin']],
    ['M3 SCREW, pin', ['screw', 'pin']],
    ['spin, screwdriver', []],
    ['', []],
  ])('%p names %p', (text, classes) => {
    expect(classesInWords(text, vocabulary)).toEqual(classes)
  })
})

describe('parameters of a product', () => {
  const values = [value('resistance', 4_700e6), value('package', '0603'), value('tolerance', 10_000)]

  test('stand where their class puts them', () => {
    expect(partParams({ cls: 'resistor', values })).toEqual({
      n1: 4_700e6,
      n2: null,
      n3: 10_000,
      n4: null,
      t1: '0603',
      t2: null,
      t3: null,
    })
    expect(partParams({ cls: undefined, values })).toBeUndefined()
  })

  test('two heads leave the head open', () => {
    const open = [value('diameter', 5_000), value('head', 'socket'), value('head', 'button')]
    expect(partParams({ cls: 'screw', values: open })).toMatchObject({ n1: 5_000, t1: null })
  })

  test('the minimum of a class must be stated, not assumed', () => {
    expect(statesMinimum({ cls: 'resistor', values })).toBe(true)
    expect(statesMinimum({ cls: 'resistor', values: values.slice(0, 1) })).toBe(false)
    expect(
      statesMinimum({ cls: 'capacitor', values: [value('capacitance', 1e8, true), value('package', '0603')] }),
    ).toBe(false)
    expect(statesMinimum({ cls: 'ic', values })).toBe(false)
  })
})

describe('words for the last stage', () => {
  test('letters apart from digits, decimals whole, accents gone, each once', () => {
    const fields = [
      { field: 'name', text: 'M3x8 Schraube für 4,7 kΩ' },
      { field: 'description', text: 'schraube M3' },
    ]
    expect(partTokens({ fields })).toEqual(['m', '3', 'x', '8', 'schraube', 'fur', '4.7', 'kω'])
  })

  test('are few and short whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 5_000 }), (text) => {
        const tokens = partTokens({ fields: [{ field: 'name', text }] })
        expect(tokens.length).toBeLessThanOrEqual(200)
        expect(new Set(tokens).size).toBe(tokens.length)
        expect(tokens.every((token) => token.length <= 40)).toBe(true)
      }),
    )
  })
})
