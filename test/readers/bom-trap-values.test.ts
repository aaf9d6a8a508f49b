import type { BomLine } from '../../src/domain/bom-line.js'
import { contestedNumbers } from '../../src/domain/contested-numbers.js'
import { identifiersOf } from '../../src/domain/part-identity.js'
import { decodePartNumber } from '../../src/domain/part-number-schemes.js'
import { statesMinimum } from '../../src/domain/part-params.js'
import { partTextOf } from '../../src/domain/part-text.js'
import { readPartValues } from '../../src/domain/read-part-values.js'
import { readList } from '../support/bom-reading.js'
import { lineOf, lineWith, read, traps } from '../support/corpus-lists.js'
import { ALIASES } from '../support/manufacturer-aliases.js'
import { stated } from '../support/stated-values.js'

/** What the texts of a line are read as. */
function said(line: BomLine): Record<string, unknown> {
  return stated(partTextOf(line))
}

/** `kind key` of everything that a line is known by; alternates are marked. */
function numbersOf(line: BomLine): string[] {
  return identifiersOf(line, ALIASES).map(({ kind, key, isAlternate }) => `${kind} ${key}${isAlternate ? ' too' : ''}`)
}

const OHM = 1e6

traps('values and numbers', () => {
  test('37: 1 kΩ is a resistor on R, and a bead of 1 kΩ at 100 MHz on L', async () => {
    expect(said(await lineOf('gamma', 'R1'))).toMatchObject({ cls: 'resistor', resistance: 1_000 * OHM })
    const bead = await lineOf('gamma', 'L2')
    expect(bead.identity.partNumber?.mpn).toBe('BLM18KG102SN1D')
    expect(said(bead)).toEqual({ cls: 'ferrite', impedance: 1_000 * OHM, package: '0603' })
  })

  test('38: designators tell an inductor from a capacitor, and an array from a resistor', async () => {
    expect(said(await lineOf('xassette', 'L2'))).toMatchObject({ cls: 'inductor', inductance: 2_200_000 })
    expect(said(await lineOf('xassette', 'C28'))).toMatchObject({ cls: 'capacitor', capacitance: 1e9 })
    expect(said(await lineOf('xassette', 'RN1'))).toMatchObject({ cls: 'resistor', kind: 'array' })
    expect(said(await lineOf('xassette', 'R10'))).toEqual({ cls: 'resistor', resistance: 0, package: '0603' })
  })

  test('39: prefixes in the place of the point, classes of safety', async () => {
    expect(said(await lineOf('flypi', 'C2'))).toMatchObject({ cls: 'capacitor', capacitance: 680e9 })
    expect(said(await lineOf('otter', 'R5'))).toMatchObject({ cls: 'resistor', resistance: 2_370 * OHM })
    expect(said(await lineOf('flypi', 'R8'))).toMatchObject({ cls: 'resistor', resistance: 1_100 * OHM })
    expect(said(await lineOf('dcm220', 'R34'))).toMatchObject({ cls: 'resistor', resistance: 12_000, power: 2e6 })
    expect(said(await lineOf('psu', 'C7'))).toMatchObject({ capacitance: 2_200_000, safety_class: 'y2' })
    const film = { capacitance: 47_000_000, voltage: 400_000, safety_class: 'x2' }
    expect(said(await lineOf('psu', 'C10'))).toMatchObject(film)
  })

  test('40: the resistance of a coil is not its value', async () => {
    const coil = { cls: 'inductor', inductance: 33_000_000, dc_resistance: 100_000, current: 2_100_000 }
    expect(said(await lineOf('esp32', 'L4'))).toMatchObject(coil)
    expect(said(await lineOf('esp32', 'L4'))).not.toHaveProperty('resistance')
  })

  test('41: the reel in a number of Yageo is no digit of its value', async () => {
    const resistanceOf = (line: BomLine) =>
      decodePartNumber(line.identity.partNumber?.mpn ?? '')?.values.find(({ name }) => name === 'resistance')?.value
    expect(resistanceOf(await lineWith('cost', /^RC0603FR-101K2L$/))).toBe(1_200 * OHM)
    expect(resistanceOf(await lineOf('bitaxe', 'R24'))).toBe(5_600 * OHM)
  })

  test('42: a comma inside a number does not split it, in quotes or without', async () => {
    expect(numbersOf(await lineOf('gamma', 'D1'))).toEqual(
      expect.arrayContaining(['mpn PMEG4010BEA115', 'mpn_folded PMEG4010BEA']),
    )
    const unquoted = await lineWith('cost', '2N7002P,215')
    expect(unquoted.identity.partNumber?.mpn).toBe('2N7002P,215')
    expect(numbersOf(unquoted)).toEqual(expect.arrayContaining(['mpn 2N7002P215', 'mpn_folded 2N7002P']))
  })

  test.each([
    ['odrive', 'U6', 'LM5109BSD/NOPB', 'LM5109BSD'],
    ['gamma', 'U5', 'MAX5026EUT+T', 'MAX5026EUT'],
    ['dcm220', 'IC11', 'LT3763EFE#PBF', 'LT3763EFE'],
    ['dcm220', 'IC2', 'TPS54060DGQ .', 'TPS54060DGQ'],
  ] as const)('43: %s %s is known without its decoration, and %s is kept', async (name, designator, raw, key) => {
    const line = await lineOf(name, designator)
    expect(line.raw).toContain(raw)
    expect(numbersOf(line)).toContain(`mpn_folded ${key}`)
  })

  test('44: a short number of Adafruit counts beside its maker or with an address', async () => {
    expect(numbersOf(await lineWith('flypiClick', '1643'))).toContain('adafruit 1643')
    expect(numbersOf(await lineOf('ringlight', 'D2'))).toContain('adafruit 2375')
    expect(numbersOf(await lineWith('macropad', /^1570$/))).toContain('adafruit 1570')
  })

  test('46: an alternate of another value stands beside the part, and is marked', async () => {
    const line = await lineOf('flypiClick', 'R3')
    expect(line.identity.partNumber?.mpn).toBe('CF14JT270R')
    expect(numbersOf(line)).toEqual(expect.arrayContaining(['mpn CF14JT270R', 'mpn MFR25FBF52220R too']))
    expect(said(line)).toMatchObject({ resistance: 270 * OHM })
  })

  test.each([
    ['otter', 'C15', 'mouser 81GRM155R61E105KA2J', 'mpn GRM155R61E105KA2J'],
    ['psu', 'R15', 'mouser 603RC0805FR073K3L', 'mpn RC0805FR073K3L'],
    ['pinscape', 'Q16', 'mouser 6372N2222A', 'mpn 2N2222A'],
  ] as const)('47: %s %s is %s of a distributor, and without its prefix %s', async (name, designator, shop, mpn) => {
    expect(numbersOf(await lineOf(name, designator))).toEqual(expect.arrayContaining([shop, mpn]))
  })

  test('47: 485-1085 is a number of a distributor although it has no letter', async () => {
    expect(numbersOf(await lineWith('pinscape', '485-1085'))).toContain('mouser 4851085')
  })

  test('48: an optional part is an alternate', async () => {
    const { identity, alternates } = await lineOf('psu', 'TR1')
    expect(identity.partNumber?.mpn).toBe('IRM-10-5')
    expect(alternates.map(({ mpn }) => mpn)).toEqual(['IRM-20-5'])
  })

  test('49: a number that stands on two parts is contested on both', async () => {
    const { lines } = await read('hotplate')
    const contested = contestedNumbers(lines)
    const both = lines.filter(({ bomItemId }) => contested.has(bomItemId))
    expect(both.map(({ text }) => text.value)).toEqual(['MIC4426', 'TLV9002IDR'])
    expect([...contested.values()]).toEqual([['C398360'], ['C398360']])
  })

  test('50: one column holds codes of several shops, and none', async () => {
    expect(numbersOf(await lineOf('nebulizer', 'U1'))).toContain('lcsc C507376')
    expect(numbersOf(await lineWith('nebulizer', 'B07BTWK13N'))).toContain('asin B07BTWK13N')
    expect(numbersOf(await lineWith('nebulizer', 'PG164100-ND'))).toContain('digikey PG164100ND')
    const shops = numbersOf(await lineWith('nebulizer', 'Amazon/eBay/AliExpress'))
    expect(shops.filter((number) => !number.startsWith('alias'))).toEqual([])
  })

  test('51: an address and a sentence tell the part', async () => {
    const encoder = numbersOf(await lineWith('opentorque', 'AS5048A'))
    expect(encoder).toEqual(expect.arrayContaining(['digikey AS5048AAB10ND', 'mpn AS5048ATSEKAB']))
    const { identity } = await lineWith('opentorque', 'MSH5-30')
    expect(identity).toMatchObject({ partNumber: { mpn: 'MSH5-30' }, weakManufacturer: 'Misumi' })
  })
})

traps('mechanics and shop', () => {
  test('53: a screw in three columns', async () => {
    const line = await lineWith('aliexpress', '12mm long')
    expect(said(line)).toMatchObject({ cls: 'screw', diameter: 3_000, length: 12_000, head: 'socket' })
    expect(line).toMatchObject({ quantityMilli: 2_000, unit: 'each' })
  })

  test('54: a head of its own diameter is none of a standard', async () => {
    const read = said(await lineWith('stormwalker', 'head diameter 4.5mm'))
    expect(read).toMatchObject({ cls: 'screw', diameter: 3_000, length: 16_000, head_diameter: 4_500 })
    expect([read['head'], read['standard']]).toEqual([undefined, undefined])
  })

  test('55: a range of lengths is no length', async () => {
    const line = await lineWith('aliexpress', '6-20mm long')
    expect(said(line)).toMatchObject({ cls: 'screw', diameter: 3_000, head: 'socket' })
    expect(said(line)).not.toHaveProperty('length')
    expect(statesMinimum(readPartValues(partTextOf(line)))).toBe(false)
  })

  test('56: an insert by its letters', async () => {
    const insert = { cls: 'insert', diameter: 2_500, length: 4_000, outer_diameter: 3_500 }
    expect(said(await lineWith('ironless', /^M2\.5xL4xOD3\.5$/))).toEqual(insert)
  })

  test('57: bearings by number, by size, and one with a groove', async () => {
    const numberOf = async (...asked: Parameters<typeof lineWith>) => said(await lineWith(...asked))['bearing_number']
    expect(await numberOf('ironless', /^6710/)).toBe('6710')
    expect(await numberOf('ironless', /^6805/)).toBe('6805')
    expect(await numberOf('ironless', '5x14x5mm')).toBe('605')
    expect(said(await lineWith('stormwalker', 'U624ZZ'))).toMatchObject({ bearing_number: 'u624', flange: 'u-groove' })
  })

  test('58: a magnet is no bearing', async () => {
    const magnet = { cls: 'magnet', grade: 'n52', length: 12_000, width: 5_000, height: 3_000 }
    expect(said(await lineWith('ironless', /^N52/))).toEqual(magnet)
  })

  test('59: a bit of wire and salt state no value', async () => {
    for (const line of [await lineWith('nopscad', '6.5mm'), await lineWith('stormwalker', 'Popcorn Salt')]) {
      expect(readPartValues(partTextOf(line)).values).toEqual([])
    }
    expect(await lineWith('stormwalker', 'Popcorn Salt')).toMatchObject({ quantityMilli: 200_000, unit: 'g' })
  })

  test('60: what is printed is a job and not bought', async () => {
    expect(await lineWith('nebulizer', '3D Printed Enclosure Base')).toMatchObject({ exclusion: 'print_job' })
  })

  test('61: a remark about other variants is a note and asks for nothing', async () => {
    const line = await lineWith('stormwalker', 'Weaker variants would work.')
    expect(line.text.notes).toBe('Weaker variants would work.')
    expect(partTextOf(line).fields.map(({ text }) => text)).not.toContain('Weaker variants would work.')
    expect(line.alternates).toEqual([])
  })

  test('63: an assortment without a number has no known quantity', async () => {
    const { lines } = await readList(
      'Part,Quantity,Where\nM3x12 SHCS,4,shop\nM3 nut,4,shop\n"Fasteners, assorted",,shop\n',
    )
    const assortment = lines.find(({ name }) => name === 'Fasteners, assorted')
    expect(assortment).toMatchObject({ quantityMilli: null, flags: ['quantity_unknown'], exclusion: null })
    expect(assortment === undefined ? undefined : said(assortment)).toEqual({ cls: undefined })
  })
})
