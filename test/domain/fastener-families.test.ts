import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { statesMinimum } from '../../src/domain/part-params.js'
import { readPartValues } from '../../src/domain/read-part-values.js'
import { line, stated } from '../support/stated-values.js'

const folder = process.env.MAKRX_DATA_DIR
if (!folder) console.log('MAKRX_DATA_DIR is not set: the standards of fasteners are left out.')

describe('a screw', () => {
  test.each([
    ['M3x8', { diameter: 3_000, length: 8_000 }],
    ['M3 x 8mm', { diameter: 3_000, length: 8_000 }],
    ['m3 x 6mm screws', { diameter: 3_000, length: 6_000 }],
    ['SHCS_M3x12', { diameter: 3_000, length: 12_000, head: 'socket', drive: 'hex socket' }],
    ['Screw M2 cap x  6mm', { diameter: 2_000, length: 6_000, head: 'socket' }],
    ['M3x30 hex flat head screw', { diameter: 3_000, length: 30_000, head: 'countersunk', drive: 'hex socket' }],
    ['M2.5x12mm Countersunk', { diameter: 2_500, length: 12_000, head: 'countersunk' }],
    ['BHCS M8x90', { diameter: 8_000, length: 90_000, head: 'button' }],
    ['M3 button head cap screw 10 mm', { diameter: 3_000, length: 10_000, head: 'button' }],
    ['Hex socket head cap screw M4 x 0.7 x 20', { diameter: 4_000, length: 20_000, head: 'socket', pitch: 700 }],
    ['M3 x 0.5 mm Thread, 8 mm Long pan head screw', { diameter: 3_000, length: 8_000, head: 'pan', pitch: 500 }],
    ['M8x1 hex bolt 30mm', { diameter: 8_000, pitch: 1_000, length: 30_000, head: 'hex' }],
    ['M3x8 DIN 912', { diameter: 3_000, length: 8_000, head: 'socket', standard: 'iso 4762' }],
    ['M4x10 ISO 7046 zinc', { head: 'countersunk', drive: 'cross', finish: 'zinc', standard: 'iso 7046' }],
    ['Grub screw M3x4 DIN 916', { head: 'set', kind: 'cup point', standard: 'iso 4029' }],
    ['M4x25mm Shoulder Bolt', { diameter: 4_000, length: 25_000, head: 'shoulder' }],
    ['Screw M2.5 pan x  6.4mm', { diameter: 2_500, length: 6_400, head: 'pan' }],
    ['SHCS M1.6x12 TC4', { diameter: 1_600, head: 'socket', material: 'titanium', finish: 'titanium' }],
  ])('%s', (text, expected) => {
    expect(stated(line(text))).toMatchObject({ cls: 'screw', ...expected })
  })

  test('spread over three cells is one screw', () => {
    const text = line('M3', 'Head cap', '12mm long')
    expect(stated(text)).toMatchObject({ cls: 'screw', diameter: 3_000, length: 12_000, head: 'socket' })
    expect(statesMinimum(readPartValues(text))).toBe(true)
  })

  test('has a coarse pitch that it does not state', () => {
    expect(stated(line('M3x8 screw'))).toMatchObject({ pitch: [500] })
    expect(stated(line('M10x40 screw'))).toMatchObject({ pitch: [1_500] })
  })

  test('with two heads is open', () => {
    expect(stated(line('M5x10 SHCS or BHCS'))).toMatchObject({ head: ['socket', 'button'] })
    expect(stated(line('M2.5x4 hex cap screw'))).toMatchObject({ head: ['socket', 'hex'] })
  })

  test('with a range of lengths states none', () => {
    const read = stated(line('M3', 'Head cap', '6-20mm long'))
    expect(read).toMatchObject({ cls: 'screw', diameter: 3_000 })
    expect(read).not.toHaveProperty('length')
    expect(stated(line('Screw M3x6-20'))).not.toHaveProperty('length')
  })

  test('with a head of its own width names no standard head', () => {
    const read = stated(line('Small Head Screw M3x16, head diameter 4.5mm'))
    expect(read).toMatchObject({ diameter: 3_000, length: 16_000, head_diameter: 4_500 })
    expect(read).not.toHaveProperty('head')
    expect(stated(line('Ultra Low Head Socket Cap M4x14'))).toMatchObject({ head: 'low socket' })
  })

  test('that cuts its own thread is another part', () => {
    const read = stated(line('Self Tapping M2x10'))
    expect(read).toMatchObject({ cls: 'screw', head: 'self-tapping', length: 10_000 })
    expect(read).not.toHaveProperty('pitch')
    expect(stated(line('Self-tapping pan head screw M3x10'))).toMatchObject({ head: 'self-tapping pan' })
  })

  test.each([
    ['M3'],
    ['M12-23456812 plug'],
    ['40mm Screw Mount Round Large Rubber Feet M6 hole'],
    ['M3 Spade Terminal'],
    ['5MP 12mm focal distance lens (m12 thread)'],
    ['M25P16'],
    ['Wire link 0.8mm x 6.5mm'],
    ['Screw terminal 2pin 6A 2.54mm'],
    ['M3 tap, 50 mm long'],
    ['M3x8 screw kit'],
  ])('is not read out of "%s"', (text) => {
    const { cls, values } = readPartValues(line(text))
    expect(cls === 'screw' ? values : []).toEqual([])
  })
})

describe('a nut', () => {
  test.each([
    ['M3 Nut', { diameter: 3_000, kind: ['hex'] }],
    ['M5 Locknut', { diameter: 5_000, kind: 'nyloc' }],
    ['Nut M2.5 x 2.2mm nyloc', { diameter: 2_500, height: 2_200, kind: 'nyloc' }],
    ['2020 M3 Nut', { diameter: 3_000, kind: 't-nut', slot: 20 }],
    ['T-nut M5 for 3030 profile', { diameter: 5_000, kind: 't-nut', slot: 30 }],
    ['Hex nut M4 DIN 934', { diameter: 4_000, kind: 'hex', standard: 'iso 4032' }],
    ['Nyloc lock nut M3 ISO 10511', { diameter: 3_000, kind: 'nyloc', standard: 'iso 10511' }],
    ['Thin hex nut M4 ISO 4035', { diameter: 4_000, kind: 'thin' }],
    ['M5 DIN 6923', { diameter: 5_000, kind: 'flange' }],
    ['M3 square nut', { diameter: 3_000, kind: 'square' }],
    ['Self-Clinching Nut CLS-M6-00 (304 stainless steel)', { diameter: 6_000, kind: 'self-clinching', grade: 'a2' }],
  ])('%s', (text, expected) => {
    expect(stated(line(text))).toMatchObject({ cls: 'nut', ...expected })
  })

  test.each([['M3x5 brass insert nut'], ['Screw M3x8 with nut'], ['Lead screw nut Tr8x8'], ['Nut for outer panel']])(
    'is not read out of "%s"',
    (text) => {
      const { cls, values } = readPartValues(line(text))
      expect(cls === 'nut' && values.length > 0).toBe(false)
    },
  )
})

describe('a washer', () => {
  test.each([
    ['Washer  M3 x 7mm x 0.5mm', { diameter: 3_000, outer_diameter: 7_000, thickness: 500, kind: ['plain'] }],
    ['M3 Shim M3x16x1, stainless steel', { diameter: 3_000, outer_diameter: 16_000, thickness: 1_000, kind: 'shim' }],
    ['Large washer M4 x 12 mm x 1 mm ISO 7093', { diameter: 4_000, outer_diameter: 12_000, kind: 'large' }],
    ['Spring washer M5 DIN 127', { diameter: 5_000, kind: 'spring', standard: 'din 127' }],
    ['Washer 3.2x9x0.8 mm', { diameter: 3_000, outer_diameter: 9_000, thickness: 800 }],
    ['Washer for M3 screws', { diameter: 3_000 }],
    ['M6 DIN 125 A', { diameter: 6_000, kind: 'plain', standard: 'iso 7089' }],
  ])('%s', (text, expected) => {
    expect(stated(line(text))).toMatchObject({ cls: 'washer', ...expected })
  })
})

const describeWithData = folder ? describe : describe.skip

describeWithData('the fasteners of the standards', () => {
  const rows = () =>
    readFileSync(join(folder ?? '', 'catalog/bolts-derived-fasteners-bearings.tsv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split('\t'))
      .filter(([collection = '']) => /^(?:hex|hex_socket|nut|washer)$/.test(collection))

  test('are read with class, thread and length, whichever of their standards is named', () => {
    let texts = 0
    const wrong: string[] = []
    for (const [, name = '', standards = '', designation = '', size = '', length = ''] of rows()) {
      for (const standard of standards.split('|')) {
        texts++
        const text = designation.replace(/(?:DIN|ISO|ANSI)[ A-Z]*[\d.-]+(?: [AB]|M)?(?= )/, standard)
        if (!isRight(stated(line(text)), { name, size, length })) wrong.push(text)
      }
    }
    console.log(`${texts - wrong.length} of ${texts} texts of standard fasteners read right`)
    expect(wrong.length / texts).toBeLessThanOrEqual(0.01)
  })

  test('are the same part under the names of DIN and ISO', () => {
    const names = rows().flatMap(([, , standards = '', , size]) => (size === 'M5' || size === 'M6' ? [standards] : []))
    for (const standards of new Set(names)) {
      const found = standards.split('|').map((name) => stated(line(`M5 ${name}`)).standard)
      expect(new Set(found).size).toBe(1)
    }
  })
})

/** What each kind of the table must be read as; heads and kinds by hand from the titles of the standards. */
const EXPECTED: readonly (readonly [RegExp, Record<string, unknown>])[] = [
  [/^hexsocketheadcap/, { cls: 'screw', head: 'socket' }],
  [/^hexsocketcountersunk/, { cls: 'screw', head: 'countersunk' }],
  [/^hexsocketsetscrew/, { cls: 'screw', head: 'set' }],
  [/^hex(?:screw|bolt)/, { cls: 'screw', head: 'hex' }],
  [/^hexagonthinnut/, { cls: 'nut', kind: 'thin' }],
  [/^hexagonnut/, { cls: 'nut', kind: 'hex' }],
  [/^plainwasherforcheesehead/, { cls: 'washer', kind: 'small' }],
  [/^heavydutyplainwasher/, { cls: 'washer', kind: 'heavy' }],
  [/^plainwasher/, { cls: 'washer', kind: 'plain' }],
]

function isRight(read: Record<string, unknown>, row: { name: string; size: string; length: string }): boolean {
  const expected = EXPECTED.find(([pattern]) => pattern.test(row.name))?.[1] ?? {}
  const inches = /^([\d.]+) in$/.exec(row.size)?.[1]
  const diameter = Math.round(inches === undefined ? Number(row.size.slice(1)) * 1_000 : Number(inches) * 25_400)
  return (
    Object.entries(expected).every(([name, value]) => read[name] === value) &&
    read.diameter === diameter &&
    (row.length === '' || read.length === Number(row.length) * 1_000)
  )
}
