import { seed } from '../../migrations/seed.js'
import type { ProductDraft } from '../../src/db/catalog.js'
import { matchBomLines } from '../../src/db/reads/bom-matching.js'
import { SAMPLE_DATA } from '../../src/development/sample-data.js'
import type { LineDecision } from '../../src/domain/bom-line-decision.js'
import { contestedNumbers, matchableLines } from '../../src/domain/contested-numbers.js'
import { lineOf, lineWith, read, traps } from '../support/corpus-lists.js'
import { draft, openMatchingShop, saveShelf, type MatchingShop } from '../support/matching.js'

const NOT_BOUGHT = { productId: null }

traps('lines of real lists against the demonstration shelf', () => {
  let shop: MatchingShop
  const match = (line: Parameters<MatchingShop['match']>[0]): Promise<LineDecision> => shop.match(line)
  beforeAll(async () => {
    shop = await openMatchingShop((_database, url) => seed(url, SAMPLE_DATA))
  })
  afterAll(() => shop.close())

  test('53: a screw in three columns is found by its values', async () => {
    const line = await lineWith('aliexpress', '12mm long')
    const decision = await match(line)
    expect(decision).toMatchObject({ ...NOT_BOUGHT, stage: 'parametric' })
    expect(shop.skusOf(decision)).toEqual(['MKX-SHCS-M3X12', 'MKX-SHCSA2-M3X12'])
  })

  test('54: no screw of a standard stands in for one whose head is narrower', async () => {
    const decision = await match(await lineWith('stormwalker', 'head diameter 4.5mm'))
    expect(decision).toMatchObject(NOT_BOUGHT)
    expect(decision.stage).not.toBe('parametric')
  })

  test('55: a range of lengths asks which', async () => {
    const decision = await match(await lineWith('aliexpress', '6-20mm long'))
    expect(decision).toMatchObject({ ...NOT_BOUGHT, stage: 'text' })
  })

  test('56: an insert by its letters finds the one of its size', async () => {
    const decision = await match(await lineWith('ironless', /^M2\.5xL4xOD3\.5$/))
    expect(shop.skusOf(decision)).toEqual(['MKX-INS-M25-4X35'])
  })

  test('57: bearings find their number, and one with a groove never the plain one', async () => {
    expect(shop.skusOf(await match(await lineWith('ironless', '5x14x5mm')))).toEqual([
      'MKX-BRG-605ZZ',
      'MKX-BRG-6052RS',
    ])
    expect(shop.skusOf(await match(await lineWith('ironless', /^6805/)))).toEqual(['MKX-BRG-6805ZZ', 'MKX-BRG-68052RS'])
    expect(shop.skusOf(await match(await lineWith('stormwalker', 'U624ZZ')))).toEqual(['MKX-BRG-U624ZZ'])
  })

  test('58 and 59: a magnet, a bit of wire and salt find nothing', async () => {
    for (const line of [
      await lineWith('ironless', /^N52/),
      await lineWith('nopscad', '6.5mm'),
      await lineWith('stormwalker', 'Popcorn Salt'),
    ]) {
      expect([line.name, (await match(line)).matches]).toEqual([line.name, []])
    }
  })

  test('60: what is printed is left alone', async () => {
    const decision = await match(await lineWith('nebulizer', '3D Printed Enclosure Base'))
    expect(decision).toMatchObject({ status: 'excluded', disposition: 'print_job', matches: [] })
  })

  test('61: a power supply by its number, a driver and no other one', async () => {
    expect(await match(await lineWith('stormwalker', 'LRS-350-24'))).toMatchObject({
      disposition: 'auto',
      productId: shop.ids.get('MKX-PSU-LRS350-24'),
    })
    expect(shop.skusOf(await match(await lineWith('stormwalker', 'TMC2240')))).toEqual(['MKX-MOD-TMC2240'])
  })
})

describe('lines against a small shelf', () => {
  let shop: MatchingShop
  beforeAll(async () => {
    shop = await openMatchingShop((database) => saveShelf(database, SHELF))
  })
  afterAll(() => shop.close())

  test('44: a short number alone names nothing', async () => {
    const numbered = (manufacturer: string | null) =>
      shop.match({ name: 'LED ring', identity: { partNumber: { mpn: '1643', manufacturer } } })
    expect(await numbered('Adafruit')).toMatchObject({ disposition: 'auto', productId: shop.ids.get('RING') })
    expect(await numbered(null)).toMatchObject(NOT_BOUGHT)
    const linked = await shop.match({ name: 'LEDs', identity: { links: ['https://www.adafruit.com/product/2375'] } })
    expect(linked).toMatchObject({ disposition: 'auto', productId: shop.ids.get('NEOPIXEL') })
  })

  test('46: an alternate of another value is vetoed, the part itself is bought', async () => {
    const alternates = [{ mpn: 'MFR-25FBF52-220R', manufacturer: 'Yageo' }]
    const line = { name: 'Resistor 270 ohm 250mW through-hole', designators: ['R2', 'R3'], alternates }
    const partNumber = { mpn: 'CF14JT270R', manufacturer: 'Stackpole Electronics' }
    expect(await shop.match({ ...line, identity: { partNumber } })).toMatchObject({
      disposition: 'auto',
      productId: shop.ids.get('R-270'),
    })
    const alone = await shop.match(line)
    expect(alone).toMatchObject(NOT_BOUGHT)
    const alternate = alone.matches.find(({ productId }) => productId === shop.ids.get('R-220'))
    expect(alternate?.reasons).toContain('the line says 270 Ω, the product is 220 Ω')
    expect(shop.skusOf(alone)[0]).toBe('R-270')
  })

  test('63: an assortment finds nothing and has no quantity', async () => {
    const line = { name: 'Fasteners, assorted', quantityMilli: null, flags: ['quantity_unknown' as const] }
    expect(await shop.match(line)).toMatchObject({ disposition: 'quantity_unknown', matches: [], productId: null })
  })
})

traps('lines of real lists against a small shelf', () => {
  let shop: MatchingShop
  beforeAll(async () => {
    shop = await openMatchingShop((database) => saveShelf(database, SHELF))
  })
  afterAll(() => shop.close())

  test('45: cells that stand in the wrong columns keep an exact number from deciding', async () => {
    const decision = await shop.match(await lineOf('flypiClick', 'U1'))
    expect(decision).toMatchObject({ ...NOT_BOUGHT, stage: 'mpn' })
    expect(decision.reasons).toContain('cells of this row seem to stand in the wrong columns')
    expect(shop.skusOf(decision)).toEqual(['LM2596'])
  })

  test('49: a number on two parts buys neither', async () => {
    const { lines } = await read('hotplate')
    const contested = contestedNumbers(lines)
    const asked = matchableLines(lines)
    const decisions = await matchBomLines(shop.database, { userId: 'maker-1', lines: asked })
    const both = decisions.filter(({ bomItemId }) => contested.has(bomItemId))
    expect(both).toHaveLength(2)
    for (const decision of both) {
      expect(decision).toMatchObject(NOT_BOUGHT)
      expect(decision.reasons).toContain('C398360 stands beside different parts in this list')
    }
  })
})

const SHELF: readonly ProductDraft[] = [
  draft('RING', 'LED ring with 12 LEDs', { mpn: '1643', maker: 'Adafruit' }),
  draft('NEOPIXEL', 'Cool white LEDs', { mpn: '2375', maker: 'Adafruit' }),
  draft('R-270', 'Resistor 270 Ω 5 % 250 mW axial', { mpn: 'CF14JT270R', maker: 'Stackpole' }),
  draft('R-220', 'Resistor 220 Ω 1 % 250 mW axial', { mpn: 'MFR-25FBF52-220R', maker: 'Yageo' }),
  draft('LM2596', 'Step-down regulator 5 V', { mpn: 'LM2596T-5.0/NOPB', maker: 'Texas Instruments' }),
  draft('MIC4426', 'Dual MOSFET driver SOIC-8', {
    mpn: 'MIC4426YM',
    maker: 'Microchip',
    numbers: {
      manufacturer: 'Microchip',
      mpns: ['MIC4426YM'],
      gtin: null,
      shopNumbers: [{ kind: 'lcsc', text: 'C398360' }],
      caveParts: [],
      aliases: [],
    },
  }),
]
