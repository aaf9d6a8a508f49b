import fc from 'fast-check'

import type { ChipCapacitor, ChipResistor, DecodedPart } from '../../src/domain/part-number-codes.js'
import { decodePartNumber } from '../../src/domain/part-number-schemes.js'
import { encodeSamsungCapacitor } from '../../src/domain/samsung-part-number.js'
import { encodeUniRoyalResistor } from '../../src/domain/uni-royal-part-number.js'
import { encodeYageoCapacitor, encodeYageoResistor } from '../../src/domain/yageo-part-number.js'
import { agrees, listedParts, LISTS } from '../support/listed-parts.js'

const OHM = 1e6
const PICOFARAD = 1e3

/** Name → value, so that a test may name only what it is about. */
function valuesOf(part: DecodedPart | undefined): Record<string, number | string> {
  return Object.fromEntries((part?.values ?? []).map(({ name, value }) => [name, value]))
}

describe('numbers of published schemes', () => {
  test.each([
    ['RC0603FR-101K2L', 1_200, '0603', 10_000],
    ['RC0402FR-135K6L', 5_600, '0402', 10_000],
    ['RC0603FR-0710KL', 10_000, '0603', 10_000],
    ['RC1206JR-074R7L', 4.7, '1206', 50_000],
    ['AC0805FR-071ML', 1_000_000, '0805', 10_000],
    ['RT0603BRD0710KL', 10_000, '0603', 1_000],
    ['RT0402DRE07100RL', 100, '0402', 5_000],
    ['0603WAF1002T5E', 10_000, '0603', 10_000],
    ['0402WGF100JTCE', 10, '0402', 10_000],
    ['0805W8F330KT5E', 3.3, '0805', 10_000],
    ['1206W4F200LT5E', 0.2, '1206', 10_000],
    ['0603WAJ0103T5E', 10_000, '0603', 50_000],
    ['CRCW060310K0FKEA', 10_000, '0603', 10_000],
    ['CRCW04024R99FKED', 4.99, '0402', 10_000],
  ])('%s is a resistor of %d Ω in %s', (mpn, ohms, size, tolerance) => {
    const part = decodePartNumber(mpn)
    expect(part?.cls).toBe('resistor')
    expect(valuesOf(part)).toMatchObject({ resistance: ohms * OHM, package: size, tolerance })
  })

  test.each([
    ['CL31A226KPHNNNE', 'Samsung', 22e9, '1206', 10_000, 'x5r', 100_000],
    ['CL05B104KO5NNNC', 'Samsung', 100e6, '0402', 16_000, 'x7r', 100_000],
    ['CL21C100DBANNNC', 'Samsung', 10_000, '0805', 50_000, 'c0g', 5_000],
    ['CC0603KRX7R9BB104', 'Yageo', 100e6, '0603', 50_000, 'x7r', 100_000],
    ['CC0402CRNPO9BN1R0', 'Yageo', 1_000, '0402', 50_000, 'c0g', 250_000],
    ['GRM155R71E472KA01D', 'Murata', 4.7e6, '0402', 25_000, 'x7r', 100_000],
    ['GRM219R7YA105KA12D', 'Murata', 1e9, '0805', 35_000, 'x7r', 100_000],
  ])('%s of %s is a capacitor of %d fF', (mpn, maker, capacitance, size, voltage, dielectric, tolerance) => {
    const part = decodePartNumber(mpn)
    expect(part).toMatchObject({ maker, cls: 'capacitor' })
    expect(valuesOf(part)).toEqual({ capacitance, package: size, voltage, dielectric, tolerance })
  })

  test('a jumper is 0 Ω and states no tolerance', () => {
    for (const mpn of ['RC0603JR-070RL', '0402WGF0000TCE', 'CRCW08050000Z0EA']) {
      const values = valuesOf(decodePartNumber(mpn))
      expect([mpn, values.resistance, values.tolerance]).toEqual([mpn, 0, undefined])
    }
  })

  test('case, blanks and lost hyphens do not matter', () => {
    const part = decodePartNumber('RC0603FR-0710KL')
    expect(decodePartNumber('rc0603fr0710kl')).toEqual(part)
    expect(decodePartNumber(' RC0603FR-07 10KL ')).toEqual(part)
  })

  test.each(['LM358', 'RC4558', 'CL05', '1N4148W', 'GRM', '0603', 'ACS712', 'CC1101RGPR', '', 'RC0603FR-07', 'CRCW'])(
    '%p follows none of the schemes',
    (mpn) => {
      expect(decodePartNumber(mpn)).toBeUndefined()
    },
  )

  test('any text gives an answer', () => {
    fc.assert(fc.property(fc.string(), (text) => void decodePartNumber(text)))
  })
})

describe('written numbers', () => {
  const size = fc.constantFrom('0402', '0603', '0805', '1206')
  const tolerance = fc.constantFrom(1_000, 5_000, 10_000, 50_000)
  const threeDigits = fc.integer({ min: 100, max: 999 })
  const chip = fc
    .tuple(threeDigits, fc.integer({ min: -3, max: 4 }), size, tolerance)
    .map(([digits, exponent, code, ppm]): ChipResistor => {
      return { package: code, microOhms: digits * 10 ** (exponent + 6), tolerance: ppm }
    })

  test.each([
    ['UNI-ROYAL', encodeUniRoyalResistor],
    ['Yageo', encodeYageoResistor],
  ])('%s: a resistor comes back from its number', (maker, encode) => {
    fc.assert(
      fc.property(chip, (part) => {
        const decoded = decodePartNumber(encode(part))
        expect(decoded?.maker).toBe(maker)
        const { package: code, microOhms, tolerance: ppm } = part
        expect(valuesOf(decoded)).toMatchObject({ resistance: microOhms, package: code, tolerance: ppm })
      }),
    )
  })

  const ceramic = fc
    .tuple(fc.integer({ min: 10, max: 99 }), fc.integer({ min: 0, max: 6 }), size)
    .chain(([digits, exponent, code]) =>
      fc.record<ChipCapacitor>({
        package: fc.constant(code),
        femtofarads: fc.constant(digits * 10 ** exponent * PICOFARAD),
        dielectric: fc.constantFrom('c0g', 'x7r', 'x5r'),
        millivolts: fc.constantFrom(6_300, 10_000, 16_000, 25_000, 50_000, 100_000),
        tolerance: fc.constantFrom(10_000, 50_000, 100_000, 200_000),
      }),
    )

  test.each([
    ['Samsung', encodeSamsungCapacitor],
    ['Yageo', encodeYageoCapacitor],
  ])('%s: a capacitor comes back from its number', (maker, encode) => {
    fc.assert(
      fc.property(ceramic, (part) => {
        const decoded = decodePartNumber(encode(part))
        expect(decoded?.maker).toBe(maker)
        const { femtofarads: capacitance, millivolts: voltage, package: code } = part
        expect(valuesOf(decoded)).toEqual({
          ...{ capacitance, voltage, package: code },
          ...{ dielectric: part.dielectric, tolerance: part.tolerance },
        })
      }),
    )
  })

  test('a value that the scheme cannot hold is refused', () => {
    const part = { package: '0603', microOhms: 1_234 * OHM, tolerance: 10_000 }
    expect(() => encodeUniRoyalResistor(part)).toThrow(RangeError)
    const odd = { package: '0603', femtofarads: 123 * PICOFARAD, dielectric: 'c0g', millivolts: 50_000 }
    expect(() => encodeSamsungCapacitor({ ...odd, tolerance: 50_000 })).toThrow(RangeError)
    expect(() => encodeYageoCapacitor({ ...odd, femtofarads: 120_000, millivolts: 7, tolerance: 50_000 })).toThrow(
      RangeError,
    )
  })
})

if (listedParts === undefined) console.log('MAKRX_DATA_DIR is not set: decoders are not compared with listed values.')
const whenData = listedParts === undefined ? describe.skip : describe

whenData('numbers of real catalogues', () => {
  const decodedRows = () =>
    LISTS.flatMap((list) => listedParts?.(list) ?? []).flatMap((row) => {
      const part = decodePartNumber(row.mpn)
      return part === undefined ? [] : [{ ...row, part }]
    })

  test('all decoded numbers agree with what is listed beside them, wrong rows of the tables apart', () => {
    const counted = decodedRows().filter(({ mpn }) => !(mpn in KNOWN_WRONG))
    const wrong = counted.filter(({ part, listed }) => !agrees(part, listed))
    console.log(`${counted.length - wrong.length} of ${counted.length} numbers agree:`, perScheme(counted, wrong))
    expect(wrong.map(({ mpn }) => mpn)).toEqual([])
    expect(counted.length).toBeGreaterThan(1_900)
  })

  test('exactly the rows known as wrong disagree, fewer than 5 of 1,000', () => {
    const counted = decodedRows()
    const wrong = counted.filter(({ part, listed }) => !agrees(part, listed))
    expect(wrong.length / counted.length).toBeLessThan(0.005)
    expect(new Set(wrong.map(({ mpn }) => mpn))).toEqual(new Set(Object.keys(KNOWN_WRONG)))
  })
})

/** Rows that contradict the number itself, by the maker's rule. */
const KNOWN_WRONG: Readonly<Record<string, string>> = {
  CC0603JRNPO9BN390: 'listed as 33 pF',
  CC0603KRX7R9BB102: 'an X7R part listed as C0G',
  GRM21BR61C106KE15K: 'a 16 V part listed as 6.3 V',
  GRM188R61E475KE11D: 'a 25 V part listed as 6.3 V',
  GRM1555C1H102JA01D: 'a C0G part listed as X7R',
  'RC0603JR-072KL': 'a 5 % part listed as 1 %',
  'RC1206FR-072K2L': 'listed as 4.7 kΩ',
  CRCW1206100KFKEA: 'listed as 0805',
  CRCW0805100KFKEA: 'listed as 1206',
}

function perScheme(counted: readonly { part: DecodedPart }[], wrong: readonly { part: DecodedPart }[]): string {
  const kind = ({ part }: { part: DecodedPart }): string => `${part.maker} ${part.cls}`
  const count = (list: typeof counted, name: string): number => list.filter((row) => kind(row) === name).length
  const kinds = [...new Set(counted.map(kind))]
  return kinds
    .map((name) => `${name} ${count(counted, name) - count(wrong, name)} of ${count(counted, name)}`)
    .join(', ')
}
