import fc from 'fast-check'

import { parseNumber } from '../../src/readers/ascii-number.js'

const parse = (text: string): number => {
  const padded = Buffer.from(`<<${text}>>`)
  return parseNumber(padded, 2, padded.length - 2)
}

test.each([
  '0',
  '-0',
  '1.',
  '.5',
  '+2.5',
  '007',
  '1e5',
  '1E+05',
  '-1.5e-3',
  '6.02214076e23',
  '0.1',
  '123456789012345678901234567890',
  '1e-400',
  '4.9e-324',
])('%s is read as the language reads it', (text) => {
  expect(parse(text)).toBe(Number(text))
})

test.each([
  '',
  '+',
  '.',
  'e5',
  '1e',
  '1e+',
  '1.2.3',
  '1 2',
  'nan',
  'Infinity',
  '0x10',
  '1_000',
  '1,5',
  '--1',
  '+-1',
  '1e5.5',
  '٣',
])('%s is not a number', (text) => {
  expect(parse(text)).toBeNaN()
})

test('every number a program can write is read back exactly', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(parse(String(value))).toBe(Number(String(value)))
      expect(parse(value.toExponential())).toBe(Number(value.toExponential()))
    }),
    { numRuns: 2_000 },
  )
})

test('any text is a number or NaN, as the pattern says', () => {
  const pattern = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...'0 1 2 3 4 5 6 7 8 9 . + - e E'.split(' '), ' '), { maxLength: 12 }),
      (characters) => {
        const text = characters.join('')
        expect(Number.isNaN(parse(text))).toBe(!pattern.test(text))
      },
    ),
    { numRuns: 5_000 },
  )
})
