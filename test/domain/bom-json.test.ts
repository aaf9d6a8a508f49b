import fc from 'fast-check'

import { readBomItems } from '../../src/domain/bom-json.js'
import type { BomLine } from '../../src/domain/bom-line.js'
import { DomainError } from '../../src/domain/errors.js'

const linesOf = (document: unknown) => readBomItems(document).lines

function lineOf(item: object): BomLine {
  const [line] = linesOf([item])
  if (!line) throw new Error('no line')
  return line
}

function refusalOf(document: unknown): DomainError {
  try {
    readBomItems(document)
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
  throw new Error('the list was read')
}

const item = { id: 'a', name: '100nF 0402', quantity: 3 }

describe('a parts list as JSON', () => {
  test.each([
    ['an array', [item]],
    ['items', { items: [item], total: 1 }],
    ['bom_items', { bom_items: [item] }],
    ['a bom with items', { bom: { items: [item] } }],
    ['a bom that is the list', { bom: [item] }],
    ['data around a bom', { success: true, data: { bom: { bom_items: [item] } } }],
  ])('is found in %s', (_name, document) => {
    expect(linesOf(document).map(({ bomItemId, name }) => [bomItemId, name])).toEqual([['a', '100nF 0402']])
  })

  test.each([
    ['no list in it', { status: 'ok' }, 'no_table'],
    ['nothing but a text', 'R1', 'no_table'],
    ['null', null, 'no_table'],
    ['wrappers without end', { data: { data: { data: { data: { data: { data: [item] } } } } } }, 'no_table'],
    ['an empty list', { items: [] }, 'empty'],
  ])('with %s is not readable', (_name, document, reason) => {
    const { code, extra } = refusalOf(document)
    expect([code, extra.members]).toEqual(['bom_unreadable', { reason }])
  })
})

describe('every dialect gives the same line', () => {
  const facts = ({ name, quantityMilli, unit, identity, text, estimatedCost }: BomLine) => ({
    name,
    quantityMilli,
    unit,
    partNumber: identity.partNumber?.mpn,
    text,
    estimatedCost,
  })
  const wanted = lineOf({
    id: 1,
    name: 'Ceramic capacitor',
    part_number: 'CL05B104KO5NNNC',
    quantity: 24,
    unit: 'pcs',
    estimated_cost: 0.5,
    category: 'Capacitors',
    specifications: { Capacitance: '100nF', Package: '0402' },
    notes: 'near the MCU',
  })

  test('project BOM', () => {
    const line = lineOf({
      id: 1,
      item_name: 'Ceramic capacitor',
      part_code: 'CL05B104KO5NNNC',
      quantity: 24,
      unit_cost: 0.5,
      category: 'Capacitors',
      specifications: { capacitance: '100nF', package: '0402' },
      usage_notes: 'near the MCU',
    })
    expect(facts(line)).toEqual(facts(wanted))
    expect(line.identity.cavePart).toBe('CL05B104KO5NNNC')
  })

  test('enhanced BOM item', () => {
    const line = lineOf({
      id: 'bom_1a2b',
      item_name: 'Ceramic capacitor',
      part_code: 'CAV-0815',
      manufacturer_part_number: 'CL05B104KO5NNNC',
      quantity: 24.0,
      unit_of_measure: 'pcs',
      unit_cost: '0.50',
      currency: 'inr',
      category: 'Capacitors',
      specifications: { capacitance: '100nF', package: '0402' },
      usage_notes: 'near the MCU',
    })
    expect(facts(line)).toEqual(facts(wanted))
    expect([line.bomItemId, line.identity.cavePart]).toEqual(['bom_1a2b', 'CAV-0815'])
  })

  test('export item', () => {
    const line = lineOf({
      id: '0b9c',
      part_name: 'Ceramic capacitor',
      part_code: 'CL05B104KO5NNNC',
      quantity_needed: '24',
      unit_cost: 0.5,
      supplier: 'Samsung',
      notes: 'near the MCU',
      category: 'Capacitors',
      specifications: { capacitance: '100nF', package: '0402' },
    })
    expect(facts(line)).toEqual(facts(wanted))
    expect(line.identity).toMatchObject({ manufacturer: null, weakManufacturer: 'Samsung' })
  })

  test('and they may mix in one list, each item by the fields it has', () => {
    const lines = linesOf([
      { name: 'A', quantity: 1 },
      { item_name: 'B', quantity: 2 },
      { part_name: 'C', quantity_needed: 3 },
    ])
    expect(lines.map(({ name, quantityMilli }) => [name, quantityMilli])).toEqual([
      ['A', 1000],
      ['B', 2000],
      ['C', 3000],
    ])
  })
})

describe('what names a product of the shop', () => {
  test('is its own article number, also as code of what came from the store', () => {
    expect(lineOf({ ...item, makrx_product_code: 'MKX-1' }).identity.ownSku).toBe('MKX-1')
    const fromStore = lineOf({ ...item, part_code: 'MKX-2', source: 'store' }).identity
    expect([fromStore.ownSku, fromStore.partNumber, fromStore.cavePart]).toEqual(['MKX-2', null, null])
  })

  test('is a product id, believed only of an item of this store and only as a whole number', () => {
    const idOf = (fields: object) => lineOf({ ...item, ...fields }).identity.productId
    expect(idOf({ item_id: 812, item_type: 'makrx_store' })).toBe(812)
    expect(idOf({ item_id: '812', item_type: 'makrx_store' })).toBe(812)
    expect(idOf({ item_id: 812, item_type: 'inventory' })).toBeNull()
    expect(idOf({ item_id: 812 })).toBeNull()
    for (const odd of [0, -1, 1.5, 2 ** 31, 'abc', '1e3', true]) {
      expect(idOf({ item_id: odd, item_type: 'makrx_store' })).toBeNull()
    }
  })

  test('a supplier counts as maker only where no maker is named, and weakly', () => {
    const makers = ({ identity }: BomLine) => [identity.manufacturer, identity.weakManufacturer]
    expect(makers(lineOf({ ...item, preferred_supplier: 'Yageo' }))).toEqual([null, 'Yageo'])
    expect(makers(lineOf({ ...item, manufacturer: 'Murata', primary_supplier: 'Mouser' }))).toEqual(['Murata', null])
  })

  test('a number that a spreadsheet destroyed is none, and the line says so', () => {
    const line = lineOf({ ...item, part_number: '9.55E+12' })
    expect([line.identity.partNumber, line.flags]).toEqual([null, ['destroyed_number']])
    expect(line.warnings).toEqual(['The spreadsheet turned this part number into 9.55E+12.'])
  })

  test('alternatives are numbers beside the line, whatever they look like', () => {
    const alternatives = [{ item_id: 3, item_name: 'Other', part_code: 'X-1' }, 'LM358', { item_name: 'no number' }, 7]
    expect(lineOf({ ...item, alternatives }).alternates.map(({ mpn }) => mpn)).toEqual(['X-1', 'LM358'])
  })
})

describe('how much is needed', () => {
  const need = (fields: object) => {
    const { quantityMilli, unit, flags, exclusion } = lineOf({ name: 'Part', ...fields })
    return [quantityMilli, unit, flags, exclusion]
  }

  test.each([
    ['a number', { quantity: 4 }, [4000, 'each', [], null]],
    ['a numeric text', { quantity: ' 4.0 ' }, [4000, 'each', [], null]],
    ['a decimal of pieces', { quantity: 2.5 }, [2500, 'each', ['fraction'], null]],
    ['grams', { quantity: 250, unit: 'g' }, [250_000, 'g', [], null]],
    ['metres', { quantity: 1.5, unit_of_measure: 'm' }, [1_500_000, 'mm', [], null]],
    ['nothing', {}, [1000, 'each', ['quantity_assumed'], null]],
    ['null', { quantity: null }, [1000, 'each', ['quantity_assumed'], null]],
    ['zero', { quantity: 0 }, [0, 'each', [], 'not_needed']],
    ['less than zero', { quantity: -3 }, [null, 'each', ['quantity_absurd'], null]],
    ['more than anybody buys', { quantity: 1e9 }, [null, 'each', ['quantity_absurd'], null]],
    ['words', { quantity: 'as needed' }, [null, 'each', ['quantity_unknown'], null]],
  ])('is read from %s', (_name, fields, expected) => {
    expect(need(fields)).toEqual(expected)
  })

  test('an assumed quantity is said in a sentence', () => {
    expect(lineOf({ name: 'Part' }).warnings).toEqual(['No quantity is given; one is assumed until you say more.'])
  })
})

describe('what is never bought', () => {
  test('is told apart as in tables', () => {
    const exclusion = (fields: object) => lineOf({ quantity: 1, ...fields }).exclusion
    expect(exclusion({ name: '3D Printed Enclosure Base' })).toBe('print_job')
    expect(exclusion({ name: 'Bracket', category: 'Printed parts' })).toBe('print_job')
    expect(exclusion({ name: 'Fiducial' })).toBe('not_for_sale')
    expect(exclusion({ name: 'Fiducial', makrx_product_code: 'MKX-1' })).toBeNull()
  })
})

describe('ids of lines', () => {
  test('are those of the items, as text, or their place in the list', () => {
    const ids = linesOf([{ id: 7, name: 'a' }, { name: 'b' }, { id: ' x ', name: 'c' }, { id: '', name: 'd' }])
    expect(ids.map(({ bomItemId }) => bomItemId)).toEqual(['7', 'row-2', ' x ', 'row-4'])
  })

  test.each([
    ['twice the same', [{ ...item }, { ...item }], 'items[1].id', 'unique'],
    [
      'number and text that read the same',
      [
        { ...item, id: 7 },
        { ...item, id: '7' },
      ],
      'items[1].id',
      'unique',
    ],
    ['the place of another', [{ ...item, id: 'row-2' }, { name: 'b' }], 'items[1].id', 'unique'],
    ['65 characters', [{ ...item, id: 'x'.repeat(65) }], 'items[0].id', 'too_long'],
  ])('are refused with %s', (_name, items, path, code) => {
    const refusal = refusalOf(items)
    expect([refusal.code, refusal.extra.errors?.map((error) => [error.path, error.code])]).toEqual([
      'validation_error',
      [[path, code]],
    ])
  })
})

describe('an item that is wrong is named', () => {
  const nested = (levels: number): unknown => (levels === 0 ? 'deep' : { inner: nested(levels - 1) })

  test.each<[string, unknown, string, string]>([
    ['no object', 'R1', 'items[1]', 'type'],
    ['a list', [1], 'items[1]', 'type'],
    ['a quantity that is a list', { ...item, quantity: [1] }, 'items[1].quantity', 'type'],
    ['a quantity that is true', { ...item, quantity: true }, 'items[1].quantity', 'type'],
    ['a name that is an object', { id: 2, name: {} }, 'items[1].name', 'type'],
    ['no name and no number', { id: 2, quantity: 1 }, 'items[1].name', 'required'],
    ['specifications that are a text', { ...item, specifications: 'x' }, 'items[1].specifications', 'type'],
    ['201 specifications', { ...item, specifications: manyKeys(201) }, 'items[1].specifications', 'too_long'],
    ['alternatives that are an object', { ...item, alternatives: {} }, 'items[1].alternatives', 'type'],
    ['a cost that is a word', { ...item, unit_cost: 'cheap' }, 'items[1].unit_cost', 'type'],
    ['nine levels', { ...item, specifications: { a: nested(7) } }, 'items[1]', 'range'],
  ])('%s', (_name, wrong, path, code) => {
    const { code: refusal, extra, message } = refusalOf([{ id: 'first', name: 'First' }, wrong])
    expect([refusal, extra.errors?.map((error) => [error.path, error.code])]).toEqual([
      'validation_error',
      [[path, code]],
    ])
    expect(message).toMatch(/^Item 2\b/)
  })

  test('eight levels are enough', () => {
    expect(linesOf([{ ...item, specifications: { a: nested(6) } }])).toHaveLength(1)
  })

  test('5,000 items are read, one more is too many', () => {
    const many = Array.from({ length: 5_001 }, () => ({ name: 'Part' }))
    expect(linesOf(many.slice(1))).toHaveLength(5_000)
    const { code, extra } = refusalOf(many)
    expect([code, extra.members]).toEqual(['bom_limit_exceeded', { limit: 'lines', allowed: 5_000, found: 5_001 }])
  })
})

describe('foreign texts', () => {
  test('that are too long are cut, and the line says so', () => {
    const line = lineOf({ ...item, notes: 'x'.repeat(3_000) })
    expect([line.text.notes?.length, line.flags]).toEqual([2_000, ['cell_cut']])
    expect(JSON.stringify(line.raw).length).toBeLessThan(2_200)
  })

  test('stay text, without what no database keeps', () => {
    const name = '<script>alert(1)</script>\0 100%_\ud800'
    expect(lineOf({ ...item, name }).name).toBe('<script>alert(1)</script> 100%_')
    expect(lineOf({ ...item, ...(JSON.parse('{"__proto__": {"quantity": 9}}') as object) }).quantityMilli).toBe(3000)
  })

  test('any JSON at all is read or refused, never a crash', () => {
    const value = fc.jsonValue({ maxDepth: 6 })
    const fields = fc.constantFrom('id', 'name', 'part_code', 'quantity', 'unit', 'specifications', 'alternatives')
    const items = fc.array(fc.oneof(value, fc.dictionary(fields, value)))
    fc.assert(
      fc.property(
        fc.oneof(
          value,
          items,
          items.map((list) => ({ bom: { items: list } })),
        ),
        (document) => {
          try {
            for (const line of readBomItems(document).lines) expect(line.name.length).toBeLessThanOrEqual(2_000)
          } catch (error) {
            if (!(error instanceof DomainError)) throw error
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('assemblies of NopSCADlib', () => {
  const assemblies = [
    {
      name: 'leg_assembly',
      count: 4,
      assemblies: {},
      vitamins: { 'screw(M3_cap_screw, 8): Screw M3 cap x  8mm': { count: 2 }, ': Rubber foot': 1 },
      printed: { 'leg.stl': { count: 1, colour: 'grey' } },
      routed: {},
    },
    {
      name: 'main_assembly',
      count: 1,
      assemblies: { leg_assembly: 4 },
      vitamins: { 'screw(M3_cap_screw, 8): Screw M3 cap x  8mm': { count: 3 } },
      printed: {},
      routed: { 'plate.dxf': { count: 1 } },
    },
  ]

  test('give a line for every part, with counts of all assemblies together', () => {
    const facts = linesOf(assemblies).map(({ name, quantityMilli, exclusion }) => [name, quantityMilli, exclusion])
    expect(facts).toEqual([
      ['Screw M3 cap x  8mm', 11_000, null],
      ['Rubber foot', 4_000, null],
      ['leg.stl', 4_000, 'print_job'],
      ['plate.dxf', 1_000, 'not_for_sale'],
    ])
  })

  test('with a count that is no number leave the quantity open', () => {
    const [line] = linesOf([{ name: 'x', count: 'many', vitamins: { 'a: Bolt': { count: 2 } } }])
    expect([line?.quantityMilli, line?.flags]).toEqual([null, ['quantity_unknown']])
  })
})

function manyKeys(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'x']))
}
