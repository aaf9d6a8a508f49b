import fc from 'fast-check'

import { formatPartValue } from '../../src/domain/part-format.js'
import type { NumberName, PartValue } from '../../src/domain/part-values.js'
import { readPartValues } from '../../src/domain/read-part-values.js'
import { agrees, listedParts, LISTS, type ListedPart } from '../support/listed-parts.js'

/** The preferred numbers of 1 % parts (IEC 60063), as three digits. */
const E96 = Array.from({ length: 96 }, (_value, step) => Math.round(100 * 10 ** (step / 96)))

interface Quantity {
  readonly name: NumberName
  readonly designatorPrefix: string
  readonly unit: string
  /** prefixes from small to large, each a thousand of the one before */
  readonly prefixes: readonly string[]
  /** smallest steps in one unit with the first prefix */
  readonly steps: number
}

const RESISTANCE: Quantity = {
  name: 'resistance',
  designatorPrefix: 'R',
  unit: 'Ω',
  prefixes: ['m', '', 'k', 'M'],
  steps: 1e3,
}
const CAPACITANCE: Quantity = {
  name: 'capacitance',
  designatorPrefix: 'C',
  unit: 'F',
  prefixes: ['p', 'n', 'u', 'm'],
  steps: 1e3,
}
const INDUCTANCE: Quantity = {
  name: 'inductance',
  designatorPrefix: 'L',
  unit: 'H',
  prefixes: ['n', 'u', 'm', ''],
  steps: 1e3,
}

/** `475` at the fourth decade of ohms is 4.75 in thousands: a number of at most three digits with its prefix. */
interface Written {
  readonly digits: string
  readonly prefix: string
  readonly smaller: { readonly prefix: string } | undefined
  readonly unit: string
}

/** How people write it; undefined where nobody would. */
const NOTATIONS: readonly ((written: Written) => string | undefined)[] = [
  ({ digits, prefix, unit }) => `${digits}${prefix}${unit}`,
  ({ digits, prefix, unit }) => `${digits} ${prefix}${unit}`,
  ({ digits, prefix, unit }) => `${digits.replace('.', ',')} ${prefix}${unit}`,
  ({ digits, prefix, unit }) => (prefix === '' ? `${digits}${shortUnit(unit)}` : `${digits}${prefix}`),
  ({ digits, prefix, unit }) => (prefix + unit === 'H' ? undefined : letterPoint(digits, prefix === '' ? 'R' : prefix)),
  ({ digits, prefix, unit }) => (unit === 'Ω' ? `${digits} ${prefix}ohm` : `${letterPoint(digits, prefix)}${unit}`),
  ({ digits, prefix, unit }) => (/m/i.test(prefix) ? undefined : `${digits}${prefix}${unit}`.toUpperCase()),
  ({ digits, smaller, unit }) => smaller && `${plain(Number(digits) * 1e3)}${smaller.prefix}${unit}`,
]

function shortUnit(unit: string): string {
  return unit === 'Ω' ? 'R' : unit
}

function letterPoint(digits: string, letter: string): string {
  if (letter === '') return digits
  const [whole = '', fraction = ''] = digits.split('.')
  return `${whole}${letter}${fraction}`
}

/** Up to three digits behind the point, without the noise of binary fractions. */
function plain(value: number): string {
  return String(Math.round(value * 1e3) / 1e3)
}

function readOn(quantity: Pick<Quantity, 'designatorPrefix' | 'name'>, text: string): PartValue['value'] | undefined {
  const { values } = readPartValues({ fields: [{ field: 'value', text }], ...quantity })
  return values.find(({ name }) => name === quantity.name)?.value
}

describe('every value of E96 over ten decades', () => {
  test.each([RESISTANCE, CAPACITANCE, INDUCTANCE])('comes back from eight notations: $name', (quantity) => {
    let texts = 0
    const wrong: string[] = []
    for (let decade = 0; decade < 10; decade++) {
      for (const number of E96) {
        const digits = plain((number / 100) * 10 ** (decade % 3))
        const thousands = Math.floor(decade / 3)
        const prefix = quantity.prefixes[thousands] ?? ''
        const smaller = thousands === 0 ? undefined : { prefix: quantity.prefixes[thousands - 1] ?? '' }
        const expected = Math.round((number / 100) * 10 ** decade * quantity.steps)
        for (const notation of NOTATIONS) {
          const text = notation({ digits, prefix, smaller, unit: quantity.unit })
          if (text === undefined) continue
          texts++
          if (readOn(quantity, text) !== expected) wrong.push(text)
        }
      }
    }
    console.log(`${texts - wrong.length} of ${texts} texts of ${quantity.name} come back exactly`)
    expect(wrong).toEqual([])
    expect(texts).toBeGreaterThan(6_500)
  })
})

describe('what a reason quotes', () => {
  const value = fc.tuple(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 0, max: 10 }))

  test.each([RESISTANCE, CAPACITANCE, INDUCTANCE])('is read again as the same $name', (quantity) => {
    fc.assert(
      fc.property(value, ([digits, exponent]) => {
        const exact = digits * 10 ** exponent
        expect(readOn(quantity, formatPartValue({ name: quantity.name, value: exact }))).toBe(exact)
      }),
      { numRuns: 1_000 },
    )
  })

  test.each([
    ['crystal', 'Y', 'frequency', 30e6, 9],
    ['fuse', 'F', 'current', 1_000, 5],
  ] as const)('is read again as the same value of a %s', (_cls, designatorPrefix, name, least, decades) => {
    const quantity = { name, designatorPrefix }
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999 }), fc.integer({ min: 0, max: decades - 5 }), (digits, exponent) => {
        const exact = least * digits * 10 ** exponent
        expect(readOn(quantity, formatPartValue({ name, value: exact }))).toBe(exact)
      }),
    )
  })
})

if (listedParts === undefined) console.log('MAKRX_DATA_DIR is not set: texts of real catalogues are not read.')
const whenData = listedParts === undefined ? describe.skip : describe

whenData('descriptions of real catalogues', () => {
  test.each(LISTS)('say what is listed beside them: %s', (list) => {
    const rows = (listedParts?.(list) ?? []).flatMap((row) => (isPassive(row) ? [{ ...row, read: reading(row) }] : []))
    const unread = rows.filter(({ read }) => read.values.every(({ name }) => !MAIN.includes(name)))
    const read = rows.filter((row) => !unread.includes(row))
    const wrong = read.filter((row) => !agrees(row.read, row.listed))
    console.log(`${list}: ${read.length - wrong.length} of ${read.length} texts agree, ${unread.length} say no value`)
    expect(wrong.map(({ mpn }) => mpn).filter((mpn) => !(mpn in KNOWN_WRONG))).toEqual([])
    expect(unread.map(({ mpn }) => mpn).filter((mpn) => !(mpn in KNOWN_UNREAD))).toEqual([])
    expect(rows.length).toBeGreaterThan(300)
  })
})

const MAIN: readonly string[] = ['resistance', 'capacitance', 'inductance']

function isPassive({ listed, text }: ListedPart): boolean {
  return text !== undefined && MAIN.some((name) => listed[name] !== undefined)
}

function reading({ text }: ListedPart) {
  return readPartValues(text ?? { fields: [] })
}

/** Rows that contradict themselves. */
const KNOWN_WRONG: Readonly<Record<string, string>> = { GRM188R71A225KE15D: 'described as X5R, listed as X7R' }

/** Rows whose description names no value that is held. */
const KNOWN_UNREAD: Readonly<Record<string, string>> = {
  SCCY68B407SSBLE: 'hundreds of farads are no exact femtofarads',
  'XAL1010-822MED': 'a power inductor without its henries',
  '749022011': 'a transformer',
  NTCS0402E3103FL1T: 'IRT10K',
  WSLP12068L300FEA: 'miliohm',
  'TC33X-2-103E': 'a bare potentiometer',
  '35WR10KLFTR': 'a bare potentiometer',
}
