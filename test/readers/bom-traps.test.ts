import type { ColumnRole } from '../../src/domain/bom-line.js'
import { lineOf, lineWith, read, traps, type CorpusName as Name } from '../support/corpus-lists.js'

async function rolesOf(name: Name, table = 0): Promise<Record<string, ColumnRole>> {
  return (await read(name)).dialect.tables[table]?.columnRoles ?? {}
}

async function kindsOf(name: Name, table = 0): Promise<Record<string, number>> {
  return (await read(name)).dialect.tables[table]?.rowsByKind ?? {}
}

traps('encoding and shape', () => {
  test('1: UTF-16 with commas', async () => {
    expect((await read('hatchbot')).dialect).toMatchObject({ encoding: 'utf-16le', delimiter: ',' })
  })

  test('2: a mark of UTF-8, semicolons, makers in two scripts', async () => {
    expect((await read('gamma')).dialect).toMatchObject({ encoding: 'utf-8', delimiter: ';' })
    expect((await lineWith('gamma', '安世')).identity.partNumber?.manufacturer).toContain('Nexperia')
  })

  test('3: windows-1252', async () => {
    expect((await read('odrive')).dialect.encoding).toBe('windows-1252')
    expect((await lineWith('odrive', /2\.2.F/)).text.value).toContain('2.2µF')
  })

  test('4: more cells than heads are warned about once', async () => {
    const { warnings } = await read('esp32')
    expect(warnings.filter((warning) => /cells/.test(warning))).toHaveLength(1)
  })

  test('5: 79 columns, misspelt heads, a footer of pairs, alternates', async () => {
    expect(await kindsOf('ulx3s')).toMatchObject({ part: 52, footer: 10 })
    expect((await read('ulx3s')).lines.some(({ alternates }) => alternates.length > 0)).toBe(true)
  })

  test('6: a price as a heading, and a part number column full of prices', async () => {
    const roles = await rolesOf('cost')
    const mpn = Object.entries(roles).filter(([, role]) => role === 'mpn')
    expect(mpn.map(([column]) => column)).toEqual(['0'])
    const { dialect } = await read('cost')
    const priced = dialect.tables[0]?.headings.findIndex((heading) => heading === 'Mfr Part Number')
    expect(roles[String(priced)]).toBe('price')
  })

  test('7: no header, single quotes, inch marks', async () => {
    const { dialect, lines } = await read('nopscad')
    expect(dialect).toMatchObject({ quote: "'", tables: [{ isHeaderGuessed: true }] })
    expect(lines.some(({ name }) => name.includes('0.4"'))).toBe(true)
  })

  test('8: bilingual heads over two lines, a total in Chinese', async () => {
    expect(Object.values(await rolesOf('opencam'))).toEqual(expect.arrayContaining(['quantity', 'unit']))
    const { otherRows } = await read('opencam')
    expect(otherRows.filter(({ kind }) => kind === 'total').some(({ text }) => text.includes('合计'))).toBe(true)
  })

  test('9 and 10: 65,536 declared rows; unnamed first columns are the description', async () => {
    expect(await kindsOf('aliexpress')).toMatchObject({ part: 74 })
    const { text } = await lineWith('aliexpress', 'Head cap')
    expect(text.description).toMatch(/M\d.*Head cap/s)
  })

  test('11: a small table beside the list is reported', async () => {
    expect((await read('ironless')).warnings.join(' ')).toContain('A second table to the right')
    expect(await kindsOf('ironless')).toMatchObject({ part: 18 })
  })

  test('12: three sheets, sections as context', async () => {
    const { lines } = await read('stormwalker')
    expect(lines.some(({ text }) => text.section === 'Screws (Body)')).toBe(true)
  })

  test('13: an old workbook with notes at its end', async () => {
    expect((await read('limesdr')).dialect.kind).toBe('xls')
    expect((await read('limesdr')).otherRows.filter(({ kind }) => kind === 'note')).toHaveLength(4)
  })

  test('14: a head with a blank, a Greek mu', async () => {
    expect(Object.values(await rolesOf('otter'))).toContain('distributor_sku')
    expect((await lineWith('otter', /1[µμ]/)).text.value ?? '').toMatch(/1µ/)
  })

  test('16: notes, framed sections, and a cost estimate that is none', async () => {
    const kinds = await kindsOf('nebulizer')
    expect(kinds).toMatchObject({ part: 43 })
    expect((await read('nebulizer')).otherRows.filter(({ kind }) => kind === 'section').length).toBeGreaterThan(0)
    expect(kinds.note).toBeGreaterThanOrEqual(14)
  })

  test('17: four pairs of makers and numbers under the same heads', async () => {
    const { lines } = await read('openflexure')
    expect((await read('openflexure')).dialect.delimiter).toBe('\t')
    expect(lines.some(({ alternates }) => alternates.length >= 1)).toBe(true)
  })

  test('18: "Unit price as of …" is a price', async () => {
    const { dialect } = await read('macropad')
    const column = dialect.tables[0]?.headings.findIndex((heading) => /Unit price as of/i.test(heading))
    expect((await rolesOf('macropad'))[String(column)]).toBe('price')
  })
})

traps('quantities', () => {
  test('19: ten for one designator is a need of ten, with a warning', async () => {
    expect(await lineOf('tinyogx', 'R1')).toMatchObject({ quantityMilli: 10_000, exclusion: null })
    expect((await lineOf('tinyogx', 'R1')).flags).toContain('quantity_differs')
  })

  test('20: the cell is kept and the difference told', async () => {
    const differing = (await read('xassette')).lines.filter(({ flags }) => flags.includes('quantity_differs'))
    expect(differing).toHaveLength(7)
    expect(differing.map(({ quantityMilli }) => quantityMilli)).toEqual(expect.arrayContaining([27_000, 11_000]))
  })

  test('21: three designators with quantity two', async () => {
    const line = await lineOf('flypi', 'D1')
    expect(line).toMatchObject({ designators: ['D1', 'D2', 'D3'], quantityMilli: 2000 })
    expect(line.flags).toContain('quantity_differs')
  })

  test('22: grams, millilitres, metres, millimetres', async () => {
    const units = (await read('stormwalker')).lines.map(({ quantityMilli, unit }) => `${String(quantityMilli)} ${unit}`)
    expect(units).toEqual(expect.arrayContaining(['200000 g', '5000 ml', '15000000 mm', '230000 mm']))
  })

  test('23: a set, plates, nothing', async () => {
    const { lines } = await read('solarbox')
    expect(lines.some(({ flags, quantityMilli }) => flags.includes('set') && quantityMilli === 1000)).toBe(true)
    expect(await lineWith('solarbox', '4 plates')).toMatchObject({ quantityMilli: 4000, unit: 'each' })
    expect(lines.filter(({ flags }) => flags.includes('quantity_unknown'))).toHaveLength(4)
  })

  test('24: a thousandth of a roll', async () => {
    const { lines } = await read('aliexpress')
    expect(lines.find(({ quantityMilli }) => quantityMilli === 1)?.flags).toContain('fraction')
  })

  test('26: Pins beside Quantity is no quantity', async () => {
    const { dialect } = await read('xassette')
    const pins = dialect.tables[0]?.headings.findIndex((heading) => heading === 'Pins')
    expect((await rolesOf('xassette'))[String(pins)]).not.toBe('quantity')
  })
})

traps('designators and fitting', () => {
  test('27: ranges', async () => {
    expect((await lineOf('ringlight', 'C2')).designators).toHaveLength(4)
    expect((await lineOf('ringlight', 'D2')).designators).toHaveLength(16)
  })

  test('28: semicolons at the end, between, and a repeat', async () => {
    expect((await lineOf('flypiClick', 'U5')).designators).toEqual(['U5'])
    expect((await lineOf('flypiClick', 'R8')).designators).toEqual(['R7', 'R8', 'R9'])
    expect((await lineOf('flypiClick', 'Q2')).designators).toEqual(['Q1', 'Q2', 'Q3', 'Q4'])
  })

  test('29: twenty-four between blanks', async () => {
    expect((await read('bitaxe')).lines.some(({ designators }) => designators.length === 24)).toBe(true)
  })

  test('30: a comma at the end of every cell adds none', async () => {
    expect((await read('xassette')).lines.every(({ designators }) => designators.every((one) => one !== ''))).toBe(true)
  })

  test('31: REF** four times, not for sale', async () => {
    expect(await lineWith('flypi', 'REF**')).toMatchObject({ quantityMilli: 4000, exclusion: 'not_for_sale' })
  })

  test('32: two, a word, none', async () => {
    expect((await lineOf('nebulizer', 'L2')).designators).toEqual(['L2', 'L3'])
    expect((await lineOf('nebulizer', 'R_GATE')).designators).toEqual(['R_GATE'])
  })

  test('33: NA and NS are not fitted, and their value is still known', async () => {
    const left = (await read('esp32')).lines.filter(({ exclusion }) => exclusion === 'not_fitted')
    expect(left).toHaveLength(8)
    expect(left.some(({ text }) => (text.value ?? '').includes('10uF'))).toBe(true)
  })

  test('34: a list of places that are not fitted reduces the need', async () => {
    const { lines } = await read('limesdr')
    expect(await lineWith('limesdr', 'NF(LED3 LED4 LED5 LED6)')).toMatchObject({ exclusion: 'not_fitted' })
    expect(await lineWith('limesdr', 'NF(C142)')).toMatchObject({ exclusion: null, quantityMilli: 5000 })
    expect(lines.length).toBeGreaterThan(100)
  })

  test('35: rows of quantity 0 with equal designators are alternates', async () => {
    expect((await read('ringlight')).lines).toHaveLength(11)
    expect((await read('pinscape')).lines).toHaveLength(60)
    expect((await read('pinscape')).lines.filter(({ alternates }) => alternates.length > 0).length).toBeGreaterThan(0)
  })

  test('36: what names no place leaves the quantity alone', async () => {
    expect(await lineWith('macropad', 'SW(Row):(Col)')).toMatchObject({ designators: [], quantityMilli: 12_000 })
    expect(await lineWith('macropad', /^N\/A$/)).toMatchObject({ designators: [], quantityMilli: 1000 })
  })
})

traps('numbers', () => {
  test('42 and 43: one part number a cell, its raw text kept', async () => {
    const { lines } = await read('gamma')
    const numbers = lines.map(({ identity }) => identity.partNumber?.mpn ?? '')
    expect(numbers.filter((mpn) => mpn.includes(',')).every((mpn) => /^[A-Z0-9]+,\d{3}$/.test(mpn))).toBe(true)
  })

  test('45: a package in the place of the maker shifts the cells', async () => {
    expect((await lineOf('flypiClick', 'U1')).flags).toContain('cells_shifted')
  })

  test('52: a code of a shop beside designators of the same look', async () => {
    const codes = async (designator: string) =>
      (await lineOf('otter', designator)).identity.shopNumbers
        .filter(({ shop }) => shop === 'lcsc')
        .map(({ text }) => text)
    expect([await codes('C16'), await codes('C3')]).toEqual([['C1549'], ['C1525']])
  })
})
