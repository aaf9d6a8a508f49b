import { lineKeyText } from '../../src/domain/line-key.js'
import { identifiersOf } from '../../src/domain/part-identity.js'
import type { PartValues } from '../../src/domain/part-values.js'
import { bomLine } from '../support/bom-lines.js'
import { ALIASES } from '../support/manufacturer-aliases.js'

const NO_VALUES: PartValues = { cls: undefined, values: [] }
const SPAN = { field: 'value', start: 0, end: 1 }
const RESISTOR: PartValues = {
  cls: 'resistor',
  values: [
    { name: 'resistance', value: 10_000_000_000, span: SPAN },
    { name: 'package', value: '0603', span: SPAN },
    { name: 'tolerance', value: 10_000, span: SPAN, isAssumed: true },
  ],
}

function keyOf(line: Parameters<typeof bomLine>[0], values = NO_VALUES, tokens: readonly string[] = []): string {
  const made = bomLine(line)
  return lineKeyText(made, { identifiers: identifiersOf(made, ALIASES), values, tokens })
}

describe('what a choice is remembered under', () => {
  const number = { mpn: 'RC0603FR-0710KL', manufacturer: 'Yageo' }

  it('the article number goes before the part number, that before the shop, that before the values', () => {
    const shopNumbers = [{ text: 'C98220', shop: 'lcsc' }]
    const identity = { ownSku: 'mkx-1', partNumber: number, shopNumbers }
    expect(keyOf({ identity }, RESISTOR)).toBe('sku MKX-1')
    expect(keyOf({ identity: { ...identity, ownSku: null } }, RESISTOR)).toBe('mpn yageo RC0603FR0710KL')
    expect(keyOf({ identity: { shopNumbers } }, RESISTOR)).toBe('lcsc C98220')
    expect(keyOf({}, RESISTOR)).toBe('values 1 package=0603 resistance=10000000000')
    expect(keyOf({}, NO_VALUES, ['fan', '40', 'fan'])).toBe('words 40 fan')
  })

  it('the same number of another maker is another key, another writing of it is not', () => {
    const of = (mpn: string, manufacturer: string) => keyOf({ identity: { partNumber: { mpn, manufacturer } } })
    expect(of('2N7002', 'Nexperia')).not.toBe(of('2N7002', 'onsemi'))
    expect(of('2n-7002', 'ON Semiconductor')).toBe(of('2N7002', 'onsemi'))
  })

  it('alternates name nothing', () => {
    expect(keyOf({ alternates: [number] }, RESISTOR)).toBe(keyOf({}, RESISTOR))
  })
})
