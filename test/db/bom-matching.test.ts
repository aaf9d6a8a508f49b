import { saveProducts, type ProductDraft } from '../../src/db/catalog.js'
import { matchBomLines } from '../../src/db/reads/bom-matching.js'
import { execute } from '../../src/db/sequelize.js'
import { rememberMatches } from '../../src/db/workflow-owned/match-memory.js'
import { bomLine } from '../support/bom-lines.js'
import { draft, openMatchingShop, saveShelf, type GivenLine as Line, type MatchingShop } from '../support/matching.js'

let shop: MatchingShop
const match: MatchingShop['match'] = (line, more) => shop.match(line, more)
const skusOf: MatchingShop['skusOf'] = (decision) => shop.skusOf(decision)

beforeAll(async () => {
  shop = await openMatchingShop((database) => saveShelf(database, SHELF))
  await execute(shop.database, 'UPDATE store_products SET replaced_by = $1 WHERE sku = $2', [
    shop.ids.get('U-LM5109'),
    'U-LM5109A',
  ])
})
afterAll(() => shop.close())
afterEach(() => execute(shop.database, 'DELETE FROM bom_match_memory'))

function numbered(mpn: string, manufacturer: string | null = null): Line {
  return { name: mpn, identity: { partNumber: { mpn, manufacturer } } }
}

const auto = (sku: string) => ({ disposition: 'auto', status: 'mapped', productId: shop.ids.get(sku) })

describe('numbers', () => {
  it('an own article number, a GTIN, a product of the Cave and an own product id decide', async () => {
    const lines: Line[] = [
      { identity: { ownSku: 'r-10k-yageo' } },
      { identity: { gtin: '4006381333931' } },
      { identity: { cavePart: 'CAVE-1' } },
      { identity: { productId: shop.ids.get('R-10K-YAGEO') ?? 0 } },
    ]
    for (const line of lines) {
      expect(await match(line)).toMatchObject({ ...auto('R-10K-YAGEO'), stage: 'sku', confidence: 0.99 })
    }
  })

  it('a part number with its maker decides, also where another maker has the same number', async () => {
    expect(await match(numbered('2N7002', 'Nexperia(安世)'))).toMatchObject({ ...auto('Q-NEXPERIA'), confidence: 0.99 })
    expect(await match(numbered('2n7002', 'onsemi'))).toMatchObject(auto('Q-ONSEMI'))
  })

  it('a part number alone decides when one product has it, and asks when two have it', async () => {
    expect(await match(numbered('LM5109BSD/NOPB'))).toMatchObject({
      ...auto('U-LM5109'),
      stage: 'mpn',
      confidence: 0.97,
    })
    const open = await match(numbered('2N7002'))
    expect(open).toMatchObject({ status: 'multiple_matches', productId: null })
    expect(skusOf(open).sort()).toEqual(['Q-NEXPERIA', 'Q-ONSEMI'])
  })

  it('another maker on the line than the product has is asked about', async () => {
    expect(await match(numbered('LM5109BSD/NOPB', 'Vishay'))).toMatchObject({
      disposition: 'suggested',
      reasons: ['the line names another maker'],
    })
  })

  it('a number of a distributor decides, a contested one never', async () => {
    const line: Line = { identity: { shopNumbers: [{ text: 'C98220', shop: 'lcsc' }] } }
    expect(await match(line)).toMatchObject({ ...auto('R-10K-YAGEO'), stage: 'cross' })
    const contested = await match(line, { contestedNumbers: ['C98220'] })
    expect(contested).toMatchObject({ disposition: 'suggested', productId: null })
    expect(contested.reasons).toContain('C98220 stands beside different parts in this list')
  })

  it('another reel of the same part decides, an alternate proposes', async () => {
    expect(await match(numbered('LM5109BSD', 'TI'))).toMatchObject({ ...auto('U-LM5109'), stage: 'packaging' })
    expect(await match(numbered('RC0603FR-1310KL', 'Yageo'))).toMatchObject(auto('R-10K-YAGEO'))
    const line: Line = { name: 'driver', alternates: [{ mpn: 'LM5109BSD/NOPB', manufacturer: null }] }
    expect(await match(line)).toMatchObject({ disposition: 'suggested', stage: 'packaging' })
  })

  it('a product that is no longer sold proposes the one that replaces it, or nothing', async () => {
    expect(await match(numbered('LM5109ASD', 'TI'))).toMatchObject({ disposition: 'suggested' })
    expect(skusOf(await match(numbered('LM5109ASD', 'TI')))).toEqual(['U-LM5109'])
    expect((await match(numbered('LM5107SD/NOPB', 'TI'))).matches).toEqual([])
  })

  it('names with % and _ match nothing extra', async () => {
    for (const name of ['%', '_', '100%', '%kΩ%', '__________']) {
      expect([name, (await match({ name, identity: { ownSku: name } })).matches]).toEqual([name, []])
    }
    const plain = await match({ name: 'R 10K' })
    expect((await match({ name: 'R_10K%', identity: { ownSku: 'R_10K%' } })).matches).toEqual(plain.matches)
  })
})

describe('contradictions', () => {
  it('a value that contradicts the part number vetoes it and says both', async () => {
    const decision = await match({
      ...numbered('RC0603FR-0710KL', 'Yageo'),
      designators: ['R1'],
      text: { value: '4.7k', package: '0603' },
    })
    expect(decision).toMatchObject({ disposition: 'suggested', productId: null })
    expect(decision.matches.flatMap(({ reasons }) => reasons).join(' ')).toMatch(/4\.7 kΩ.*10 kΩ/)
  })

  it('another package vetoes', async () => {
    const line = {
      ...numbered('RC0603FR-0710KL', 'Yageo'),
      designators: ['R1'],
      text: { value: '10k', package: '0402' },
    }
    expect(await match(line)).toMatchObject({ disposition: 'suggested' })
  })

  it('agreement is told in the reasons', async () => {
    const line = {
      ...numbered('RC0603FR-0710KL', 'Yageo'),
      designators: ['R1'],
      text: { value: '10k', package: '0603' },
    }
    const decision = await match(line)
    expect(decision).toMatchObject(auto('R-10K-YAGEO'))
    expect(decision.reasons.join(' ')).toMatch(/10 kΩ.*0603.* agree/)
  })

  it('a product is judged by what it says now, not by what it said before', async () => {
    const line: Line = { name: '33k 0603', designators: ['R1'], identity: { ownSku: 'R-CHANGED' } }
    const save = (name: string) => saveProducts(shop.database, [draft('R-CHANGED', name)], new Map())
    await save('Resistor 33 kΩ 1 % 0603')
    expect(await match(line)).toMatchObject({ disposition: 'auto' })
    await save('Resistor 39 kΩ 1 % 0603')
    const decision = await match(line)
    expect(decision).toMatchObject({ disposition: 'suggested', productId: null })
    expect(decision.reasons).toContain('the line says 33 kΩ, the product is 39 kΩ')
  })

  it('metres are no pieces', async () => {
    const line: Line = { unit: 'mm', identity: { ownSku: 'R-10K-YAGEO' } }
    expect(await match(line)).toMatchObject({ disposition: 'suggested' })
  })
})

describe('values and words', () => {
  it('equal values propose all products that have them, none is bought', async () => {
    const decision = await match({ name: '10k', designators: ['R1'], text: { value: '10k', package: '0603' } })
    expect(decision).toMatchObject({ disposition: 'suggested', stage: 'parametric', confidence: 0.6 })
    expect(skusOf(decision).sort()).toEqual(['R-10K-UNI', 'R-10K-YAGEO'])
  })

  it('a rating may be higher and a tolerance tighter than asked, never the other way', async () => {
    const of = (value: string) => match({ name: value, designators: ['C1'], text: { value, package: '0603' } })
    expect(skusOf(await of('100nF/16V/X7R'))).toEqual(['C-100N'])
    expect(skusOf(await of('100nF/100V/X7R'))).toEqual([])
  })

  it('a part that is not in the shop but follows its maker’s scheme finds parts of equal values', async () => {
    const decision = await match({
      ...numbered('RC0603FR-7W10KL', 'Yageo'),
      designators: ['R1'],
      text: { package: '0603', value: '10k' },
    })
    expect(decision).toMatchObject({ disposition: 'suggested', stage: 'parametric' })
  })

  it('a value without its case proposes every case, less surely, and nothing of another value', async () => {
    const of = (value: string) => match({ name: value, designators: ['R1'], text: { value } })
    const decision = await of('10k')
    expect(decision).toMatchObject({ disposition: 'suggested', stage: 'parametric', productId: null })
    expect(decision.confidence).toBeLessThan(0.5)
    expect(skusOf(decision).sort()).toEqual(['R-10K-UNI', 'R-10K-YAGEO'])
    expect(decision.matches[0]?.reasons).toContain('the case is not stated on the line')
    expect(skusOf(await of('11k'))).toEqual([])
  })

  it('rare words propose, contradicted numbers do not', async () => {
    const decision = await match({ name: 'quiet cooling fan with tacho' })
    expect(decision).toMatchObject({ disposition: 'suggested', stage: 'text' })
    expect(decision.confidence).toBeLessThanOrEqual(0.55)
    expect(skusOf(decision)[0]).toBe('FAN')
  })

  it.each(['Popcorn salt 200g', 'Wire link 0.8mm x 6.5mm', 'Fasteners, assorted', ''])(
    '%s finds nothing',
    async (name) => {
      expect(await match({ name })).toMatchObject({ status: 'unmapped', matches: [] })
    },
  )

  it('an unknown quantity stays open even for a certain product', async () => {
    const line: Line = { flags: ['quantity_unknown'], quantityMilli: null, identity: { ownSku: 'FAN' } }
    expect(await match(line)).toMatchObject({
      status: 'multiple_matches',
      disposition: 'quantity_unknown',
      productId: null,
    })
  })
})

describe('mechanical parts', () => {
  it.each([
    ['M3x12 socket head', 'M3X12', 0.9],
    ['DIN 912 M3 x 16', 'M3X16', 0.9],
    ['M3 nyloc nut', 'NYLOC-M3', 0.9],
    ['M3 Hex Nut', 'NUT-M3', 0.9],
    ['608ZZ', 'BRG-608ZZ', 0.9],
    ['Ball bearing 8x22x7 mm 2RS', 'BRG-6082RS', 0.9],
  ])('%s has the values of %s, which is proposed and not bought', async (name, sku, confidence) => {
    const decision = await match({ name })
    expect(decision).toMatchObject({ disposition: 'suggested', stage: 'parametric', confidence, productId: null })
    expect(skusOf(decision)).toEqual([sku])
  })

  it('a screw in three cells is found as in one', async () => {
    const decision = await match({ name: 'Screws', text: { value: 'M3', package: 'Head cap', length: '12mm' } })
    expect(skusOf(decision)).toEqual(['M3X12'])
  })

  it('a head of another diameter is no screw of the standard', async () => {
    const decision = await match({ name: 'Small head screw M3x16, head diameter 4.5mm' })
    expect(decision.productId).toBeNull()
    expect(decision.stage).not.toBe('parametric')
  })

  it('a nut that does not say its kind is taken for a hexagon one, a little less surely', async () => {
    const decision = await match({ name: 'M3 nut' })
    expect(decision).toMatchObject({ stage: 'parametric', confidence: 0.85, productId: null })
    expect(skusOf(decision)).toEqual(['NUT-M3'])
  })

  it('a range of lengths, two heads, no seals: similar words at most', async () => {
    for (const name of ['M3 Head cap screw, 6-20mm long', 'M3x12 SHCS or BHCS', '608 bearing']) {
      const decision = await match({ name })
      expect([name, decision.disposition, decision.stage, decision.productId]).toEqual([
        name,
        'suggested',
        'text',
        null,
      ])
    }
  })

  it('another length, head, kind of nut or seal than asked for is not proposed', async () => {
    expect(skusOf(await match({ name: 'M3x12 socket head' }))).not.toContain('M3X16')
    expect(skusOf(await match({ name: 'M3x12 button head screw' }))).toEqual([])
    expect(skusOf(await match({ name: 'M3 square nut' }))).toEqual([])
    expect(skusOf(await match({ name: '608-2RS bearing' }))).toEqual(['BRG-6082RS'])
  })

  it('a profile is proposed by its words, in its own length alone', async () => {
    const decision = await match({ name: '3060 extrusion (3mm thickness) 225mm' })
    expect(decision).toMatchObject({ disposition: 'suggested', stage: 'text' })
    expect(skusOf(decision)).toEqual(['EXT-3060-225'])
    expect(skusOf(await match({ name: '3060 extrusion 140mm' }))).toEqual([])
    expect(skusOf(await match({ name: '2020 extrusion 225mm' }))).toEqual([])
  })

  it('a wrong length vetoes an own article number as well', async () => {
    const decision = await match({ name: '3060 extrusion 140mm', identity: { ownSku: 'EXT-3060-225' } })
    expect(decision).toMatchObject({ disposition: 'suggested', productId: null })
    expect(decision.reasons).toContain('the line says 140 mm, the product is 225 mm')
  })
})

describe('memory', () => {
  const line: Line = { name: 'the usual little thing' }
  const remember = async (userId: string, sku: string, asked: Line = line): Promise<void> => {
    const { lineKey } = await match(asked, { userId })
    await rememberMatches(shop.database, userId, [{ lineKey, productId: shop.ids.get(sku) ?? 0 }])
  }

  it('what a person chose is chosen again for that person alone', async () => {
    await remember('maker-1', 'FAN')
    expect(await match(line)).toMatchObject({ ...auto('FAN'), stage: 'memory', confidence: 0.97 })
    expect((await match(line, { userId: 'maker-2' })).productId).toBeNull()
  })

  it('a later choice takes the place of the earlier one', async () => {
    await remember('maker-1', 'FAN')
    await remember('maker-1', 'M3X12')
    expect(await match(line)).toMatchObject(auto('M3X12'))
  })

  it('three people who agree decide for others, two or a dissent do not', async () => {
    for (const person of ['a', 'b']) await remember(person, 'FAN')
    expect((await match(line, { userId: 'z' })).productId).toBeNull()
    await remember('c', 'FAN')
    expect(await match(line, { userId: 'z' })).toMatchObject(auto('FAN'))
    await remember('d', 'M3X12')
    expect((await match(line, { userId: 'z' })).productId).toBeNull()
  })

  it('stands against a contradiction only where the same person confirmed it', async () => {
    const contradicted: Line = { name: '4.7k', designators: ['R1'], text: { value: '4.7k', package: '0603' } }
    for (const person of ['a', 'b', 'c']) await remember(person, 'R-10K-YAGEO', contradicted)
    expect(await match(contradicted, { userId: 'a' })).toMatchObject(auto('R-10K-YAGEO'))
    expect((await match(contradicted, { userId: 'z' })).productId).toBeNull()
  })

  it('never overrules a number that names another product', async () => {
    await remember('maker-1', 'FAN', numbered('LM5109BSD/NOPB', 'TI'))
    expect(await match(numbered('LM5109BSD/NOPB', 'TI'))).toMatchObject(auto('U-LM5109'))
  })

  it('a product that is no longer sold is not remembered', async () => {
    await remember('maker-1', 'U-LM5109A')
    expect(await match(line)).toMatchObject({ status: 'unmapped' })
  })

  it('lines that mean the same in other words share their key', async () => {
    await remember('maker-1', 'R-10K-UNI', { name: '10k 0603', designators: ['R1'] })
    const other: Line = {
      name: 'Resistor',
      designators: ['R7'],
      text: { value: '10 kΩ', package: 'R_0603_1608Metric' },
    }
    expect(await match(other)).toMatchObject(auto('R-10K-UNI'))
  })
})

describe('batches', () => {
  it('answers in the order of the lines, excluded ones too, with a fixed number of statements', async () => {
    const lines = [
      bomLine({ bomItemId: 'a', exclusion: 'not_fitted', identity: { ownSku: 'FAN' } }),
      bomLine({ bomItemId: 'b', identity: { ownSku: 'FAN' } }),
      bomLine({ bomItemId: 'c', name: 'nothing like it' }),
    ]
    const ask = (count: number) => ({
      userId: 'maker-1',
      lines: Array.from({ length: count }, () => lines)
        .flat()
        .map((line) => ({ line, contestedNumbers: [] })),
    })
    const decisions = await matchBomLines(shop.database, ask(1))
    expect(decisions.map(({ bomItemId, disposition }) => `${bomItemId} ${disposition}`)).toEqual([
      'a not_fitted',
      'b auto',
      'c none',
    ])
    expect(await statementsOf(() => matchBomLines(shop.database, ask(100)))).toBe(
      await statementsOf(() => matchBomLines(shop.database, ask(1))),
    )
  })

  it('none for no lines', async () => {
    expect(await matchBomLines(shop.database, { userId: 'maker-1', lines: [] })).toEqual([])
  })
})

/** How many statements a piece of work sends. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  let count = 0
  const name = 'count statements'
  shop.database.addHook('beforeQuery', name, () => void (count += 1))
  await work()
  shop.database.removeHook('beforeQuery', name)
  return count
}

const SHELF: readonly ProductDraft[] = [
  draft('R-10K-YAGEO', 'Resistor 10 kΩ 1 % 0603', {
    numbers: {
      manufacturer: 'Yageo',
      mpns: ['RC0603FR-0710KL'],
      gtin: '4006381333931',
      shopNumbers: [{ kind: 'lcsc', text: 'C98220' }],
      caveParts: ['CAVE-1'],
      aliases: [],
    },
  }),
  draft('R-10K-UNI', 'Resistor 10 kΩ 1 % 0603', { mpn: '0603WAF1002T5E', maker: 'UNI-ROYAL' }),
  draft('R-2K2', 'Resistor 2.2 kΩ 1 % 0603', { mpn: 'RC0603FR-072K2L', maker: 'Yageo' }),
  draft('C-100N', 'Capacitor 100 nF 50 V X7R 0603', { mpn: 'CC0603KRX7R9BB104', maker: 'Yageo' }),
  draft('Q-NEXPERIA', 'MOSFET N-channel 60 V SOT-23', { mpn: '2N7002', maker: 'Nexperia' }),
  draft('Q-ONSEMI', 'MOSFET N-channel 60 V SOT-23', { mpn: '2N7002', maker: 'onsemi' }),
  draft('U-LM5109', 'Half-bridge gate driver WSON-8', { mpn: 'LM5109BSD/NOPB', maker: 'Texas Instruments' }),
  draft('U-LM5109A', 'Half-bridge gate driver WSON-8, old', {
    mpn: 'LM5109ASD',
    maker: 'Texas Instruments',
    status: 'archived',
  }),
  draft('U-LM5107', 'Half-bridge gate driver WSON-8, older', {
    mpn: 'LM5107SD/NOPB',
    maker: 'Texas Instruments',
    status: 'archived',
  }),
  draft('M3X12', 'Socket head cap screw M3x12 ISO 4762'),
  draft('M3X16', 'Socket head cap screw M3x16 ISO 4762'),
  draft('NUT-M3', 'Hex nut M3 ISO 4032'),
  draft('NYLOC-M3', 'Nyloc lock nut M3 DIN 985'),
  draft('BRG-608ZZ', 'Ball bearing 608ZZ 8x22x7 mm'),
  draft('BRG-6082RS', 'Ball bearing 608-2RS 8x22x7 mm'),
  draft('EXT-3060-225', 'Aluminium extrusion 3060 225 mm'),
  draft('EXT-3060-300', 'Aluminium extrusion 3060 300 mm'),
  draft('FAN', 'Quiet cooling fan 40 mm with tacho'),
]
