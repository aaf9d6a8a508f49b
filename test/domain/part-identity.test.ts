import fc from 'fast-check'

import { manufacturerKey, makerName, splitMaker } from '../../src/domain/manufacturer.js'
import { foldedMpnKey, looksLikePartNumber, mpnKey } from '../../src/domain/mpn-key.js'
import { identifiersOf, identifiersOfProduct } from '../../src/domain/part-identity.js'
import { readShopLinks } from '../../src/domain/shop-link.js'
import { isGtin, readShopNumber } from '../../src/domain/shop-number.js'
import { bomLine } from '../support/bom-lines.js'
import { ALIASES } from '../support/manufacturer-aliases.js'

describe('keys of part numbers', () => {
  it.each([
    ['rc0603fr-07 10kl', 'RC0603FR0710KL'],
    ['PMEG4010BEA,115', 'PMEG4010BEA115'],
    ['TPS54060DGQ .', 'TPS54060DGQ'],
    ['61300611821', '61300611821'],
  ])('%s is %s', (text, key) => expect(mpnKey(text)).toBe(key))

  it.each(['', '1kΩ', '10', 'RESISTOR', '2375', '9.55E+12', '9E+11', 'x'.repeat(65) + '1'])('%s is none', (text) =>
    expect(mpnKey(text)).toBeUndefined(),
  )

  it('a short number counts beside a known maker', () => {
    expect(mpnKey('2375', 'adafruit')).toBe('2375')
    expect(mpnKey('SS34', 'mdd')).toBe('SS34')
  })

  it('case, blanks and punctuation never change a key', () => {
    const inserted = fc.stringMatching(/^[ \-/.,#+]{0,3}$/)
    const written = fc.array(fc.tuple(fc.stringMatching(/^[A-Za-z0-9]{1,4}$/), inserted), {
      minLength: 2,
      maxLength: 6,
    })
    fc.assert(
      fc.property(written, (pieces) => {
        const bare = pieces.map(([text]) => text).join('')
        expect(mpnKey(pieces.flat().join('').toLowerCase())).toBe(mpnKey(bare))
      }),
    )
  })
})

describe('packaging suffixes', () => {
  it.each([
    ['PMEG4010BEA,115', 'nexperia', 'PMEG4010BEA'],
    ['2N7002,215', 'nexperia', '2N7002'],
    ['LM5109BSD/NOPB', 'texas_instruments', 'LM5109BSD'],
    ['MAX5026EUT+T', 'maxim', 'MAX5026EUT'],
    ['MAX202ECWE+', 'maxim', 'MAX202ECWE'],
    ['LT3763EFE#PBF', 'analog_devices', 'LT3763EFE'],
    ['MMBT3904LT1G', 'onsemi', 'MMBT3904L'],
    ['SL210PL-TP', 'mcc', 'SL210PL'],
    ['RC0603FR-0710KL', 'yageo', 'RC0603FR10KL'],
    ['RC0603FR-101K2L', 'yageo', 'RC0603FR1K2L'],
  ])('%s of %s is packed %s', (text, maker, key) => expect(foldedMpnKey(text, maker)?.key).toBe(key))

  it('no suffix of another maker is taken off', () => {
    expect(foldedMpnKey('MMBT3904LT1G', 'nexperia')?.key).toBe('MMBT3904LT1G')
  })

  it('a suffix without a maker binds the key to the makers who use it', () => {
    expect(foldedMpnKey('LM5109BSD/NOPB')).toEqual({ key: 'LM5109BSD', makers: ['texas_instruments'] })
    expect(foldedMpnKey('LM5109BSD')).toEqual({ key: 'LM5109BSD', makers: [] })
  })

  it('both reels of one Yageo resistor meet, another value does not', () => {
    const folded = (text: string) => foldedMpnKey(text, 'yageo')?.key
    expect(folded('RC0603FR-0710KL')).toBe(folded('RC0603FR-1310KL'))
    expect(folded('RC0603FR-0710KL')).not.toBe(folded('RC0603FR-071KL'))
  })
})

describe('makers', () => {
  it.each([
    ['TI', 'texas_instruments'],
    ['德州仪器', 'texas_instruments'],
    ['Nexperia(安世)', 'nexperia'],
    ['Nexperia USA Inc.', 'nexperia'],
    ['UNI-ROYAL(厚声)', 'uni_royal'],
    ['UNI-ROYAL(Uniroyal Elec)', 'uni_royal'],
    ['Bourns Inc.', 'bourns'],
    ['Linear', 'analog_devices'],
    ['Würth Elektronik', 'wurth'],
    ['ON Semiconductor/fairchild', 'onsemi'],
    ['Murata Manufacturing Co., Ltd.', 'murata'],
    ['Murata Electronics North America', 'murata'],
    ['TE Connectivity AMP Connectors', 'te'],
    ['FTDI, Future Technology Devices International Ltd', 'ftdi'],
    ['Toshiba Semiconductor and Storage', 'toshiba'],
    ['MDD（Microdiode Electronics）', 'mdd'],
  ])('%s is %s', (name, key) => expect(manufacturerKey(name, ALIASES)).toBe(key))

  it.each(['Generic', 'Any', 'N/A', '-', '', 'ITO-220', 'LCSC', 'Semiconductor'])('%s is no maker', (name) =>
    expect(manufacturerKey(name, ALIASES)).toBeUndefined(),
  )

  it('the curated names stand as a name is looked up', () => {
    expect([...ALIASES.keys()].filter((name) => makerName(name) !== name)).toEqual([])
  })

  it('a maker in front of the number is taken apart', () => {
    expect(splitMaker('Samsung CL31A226KPHNNNE', ALIASES)).toEqual({ maker: 'samsung', rest: 'CL31A226KPHNNNE' })
    expect(splitMaker('Any CL31A226KPHNNNE', ALIASES)).toBeUndefined()
    expect(splitMaker('Texas Instruments', ALIASES)).toBeUndefined()
  })
})

describe('numbers of shops', () => {
  it.each([
    ['C1525', 'lcsc', 'lcsc', 'C1525'],
    ['LCSC C12345', null, 'lcsc', 'C12345'],
    ['C507376', 'JLCPCB P/N or Source', 'lcsc', 'C507376'],
    ['B07BTWK13N', 'JLCPCB P/N or Source', 'asin', 'B07BTWK13N'],
    ['490-1309-1-ND', 'DK', 'digikey', '49013091ND'],
    ['81-GRM155R61E105KA2J', 'mouser', 'mouser', '81GRM155R61E105KA2J'],
    ['511L298N', 'Mouser', 'mouser', '511L298N'],
    ['485-1085', 'Mouser', 'mouser', '4851085'],
    ['2779587', 'farnell', 'farnell', '2779587'],
    ['859-9390', 'RS', 'rs', '8599390'],
    ['11P7739', 'newark', 'newark', '11P7739'],
    ['91290A115', null, 'mcmaster', '91290A115'],
    ['2375', 'adafruit', 'adafruit', '2375'],
    ['4006381333931', null, 'gtin', '04006381333931'],
    ['SMAJ18CA-DIO', 'TME', 'tme', 'SMAJ18CADIO'],
  ])('%s beside %s is %s', (text, shop, kind, key) => expect(readShopNumber(text, shop)).toMatchObject({ kind, key }))

  it.each([
    ['Aliexpress', null],
    ['C16', null],
    ['1234567', null],
    ['4006381333932', null],
    ['', 'mouser'],
  ])('%s beside %s is none', (text, shop) => expect(readShopNumber(text, shop)).toBeUndefined())

  it('a check digit makes a GTIN, and no other last digit does', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{12}$/), (digits) => {
        expect(Array.from({ length: 10 }, (_, digit) => digits + String(digit)).filter(isGtin)).toHaveLength(1)
      }),
    )
  })

  it.each([
    [
      'https://www.digikey.com/product-detail/en/ams/AS5048A-TS_EK_AB/AS5048A-AB-1.0-ND/3188612',
      { kind: 'digikey', number: 'AS5048A-AB-1.0-ND', mpn: 'AS5048A-TS_EK_AB', manufacturer: 'ams' },
    ],
    ['https://www.lcsc.com/product-detail/Some-Kind_Maker-PART_C12345.html', { kind: 'lcsc', number: 'C12345' }],
    ['adafruit.com/product/2375', { kind: 'adafruit', number: '2375' }],
    ['https://www.amazon.de/Some-Name/dp/B07BTWK13N/ref=x', { kind: 'asin', number: 'B07BTWK13N' }],
    [
      'https://www.mouser.com/ProductDetail/Yageo/RC0603FR-0710KL?qs=1',
      { manufacturer: 'Yageo', mpn: 'RC0603FR-0710KL' },
    ],
  ])('%s tells its number', (address, link) => expect(readShopLinks(address)).toEqual([link]))

  it('other addresses tell nothing, two in one cell are both read', () => {
    expect(readShopLinks('https://novelkeys.xyz/product/2375 www.notadafruit.com/product/1')).toEqual([])
    const both = 'https://www.adafruit.com/product/1570 or https://www.amazon.com/dp/B07BTWK13N'
    expect(readShopLinks(both).map((link) => link.kind)).toEqual(['adafruit', 'asin'])
  })
})

describe('identifiers of a line', () => {
  const keysOf = (line: Parameters<typeof bomLine>[0]) =>
    identifiersOf(bomLine(line), ALIASES).map(({ kind, key, manufacturerKey: maker }) => [kind, key, maker].join(' '))

  it('a part number stands with its maker, plain and folded', () => {
    const found = keysOf({ identity: { partNumber: { mpn: 'PMEG4010BEA,115', manufacturer: 'Nexperia(安世)' } } })
    expect(found).toEqual(expect.arrayContaining(['mpn PMEG4010BEA115 nexperia', 'mpn_folded PMEG4010BEA nexperia']))
  })

  it('a number of Digi-Key in the column of part numbers is one of Digi-Key, and the number inside is tried', () => {
    const found = keysOf({ identity: { partNumber: { mpn: 'CF14JT270RCT-ND', manufacturer: 'Yageo' } } })
    expect(found).toEqual(expect.arrayContaining(['digikey CF14JT270RCTND ', 'mpn CF14JT270R ']))
    expect(found).not.toContain('mpn CF14JT270RCTND yageo')
  })

  it('short numbers of Adafruit count with the maker or an address alone', () => {
    expect(keysOf({ identity: { partNumber: { mpn: '2375', manufacturer: 'Adafruit' } } })).toContain('adafruit 2375 ')
    expect(keysOf({ identity: { links: ['https://www.adafruit.com/product/2375'] } })).toContain('adafruit 2375 ')
    const without = keysOf({ identity: { partNumber: { mpn: '2375', manufacturer: null } } })
    expect(without.filter((found) => /^(?:mpn|adafruit)/.test(found))).toEqual([])
  })

  it('a destroyed number names nothing', () => {
    expect(keysOf({ identity: { partNumber: { mpn: '9.55E+12', manufacturer: 'Yageo' } } })).toEqual(['alias part '])
  })

  it('alternates are marked', () => {
    const line = bomLine({ alternates: [{ mpn: 'IRM-20-5', manufacturer: null }] })
    const found = identifiersOf(line, ALIASES).filter(({ key }) => key === 'IRM205')
    expect(found.length).toBeGreaterThan(0)
    expect(found.every(({ isAlternate }) => isAlternate)).toBe(true)
  })

  it('a supplier is believed as a maker only where the table knows it as one', () => {
    const line = (weakManufacturer: string) => keysOf({ identity: { weakManufacturer, partNumber: number } })
    const number = { mpn: 'LM393DR2G', manufacturer: null }
    expect(line('onsemi')).toContain('mpn LM393DR2G onsemi')
    expect(line('LCSC')).toContain('mpn LM393DR2G ')
  })

  it('without a number the name is one by its looks; values and sizes are none', () => {
    expect(keysOf({ name: 'DRV8825PWP' })).toContain('mpn DRV8825PWP ')
    const plain = ['100nF/50V', '4.7kΩ', 'M3x12', '12x5x3mm', '0.1uF/50V/10%', '32.768kHz', '100@100MHz']
    expect(plain.filter((text) => looksLikePartNumber(text))).toEqual([])
  })
})

describe('identifiers of a product', () => {
  const product = {
    sku: 'mkx-r-0603-10k',
    manufacturer: 'Yageo',
    mpns: ['RC0603FR-0710KL'],
    gtin: '4006381333931',
    shopNumbers: [{ kind: 'lcsc' as const, text: 'C98220' }],
    caveParts: [],
    aliases: ['Arduino Nano'],
  }

  it('a product and a line that spells its number otherwise share a key', () => {
    const kinds = identifiersOfProduct(product, ALIASES).map(({ kind, key }) => `${kind} ${key}`)
    const lines = [
      { identity: { ownSku: 'MKX-R-0603-10K' } },
      { identity: { partNumber: { mpn: 'rc0603fr 0710kl', manufacturer: null } } },
      { identity: { partNumber: { mpn: 'RC0603FR-1310KL', manufacturer: 'YAGEO' } } },
      { identity: { gtin: '04006381333931' } },
      { identity: { shopNumbers: [{ text: 'LCSC C98220', shop: null }] } },
      { name: 'arduino-nano' },
    ]
    for (const line of lines) {
      const found = identifiersOf(bomLine(line), ALIASES).map(({ kind, key }) => `${kind} ${key}`)
      expect(found.filter((one) => kinds.includes(one))).not.toEqual([])
    }
  })
})
