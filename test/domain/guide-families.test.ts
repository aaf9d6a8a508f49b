import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { statesMinimum } from '../../src/domain/part-params.js'
import { readPartValues } from '../../src/domain/read-part-values.js'
import { line, stated } from '../support/stated-values.js'

const folder = process.env.MAKRX_DATA_DIR
if (!folder) console.log('MAKRX_DATA_DIR is not set: the bearings of the standards are left out.')

describe('an insert', () => {
  test.each([
    ['M3xL4xOD4.2 Brass Insert', { diameter: 3_000, length: 4_000, outer_diameter: 4_200, material: 'brass' }],
    ['M2.5xL4xOD3.5', { diameter: 2_500, length: 4_000, outer_diameter: 3_500 }],
    ['Heatfit insert M2 x 4mm', { diameter: 2_000, length: 4_000, kind: 'heat-set' }],
    ['Pemnet IUB-M3-1 threaded insert', { diameter: 3_000 }],
    ['M3 x D4.6 x L5 heat set nut', { diameter: 3_000, length: 5_000, outer_diameter: 4_600 }],
  ])('%s', (text, expected) => {
    expect(stated(line(text))).toMatchObject({ cls: 'insert', ...expected })
  })

  test('with two sizes in an unknown order keeps both readings', () => {
    const sizes = { length: [5_000, 4_000], outer_diameter: [5_000, 4_000] }
    expect(stated(line('M3x5x4 ("Voron Style")'))).toMatchObject({ cls: 'insert', diameter: 3_000, ...sizes })
    expect(stated(line('M3 Threaded Heat Insert M3x5x4'))).toMatchObject({ cls: 'insert', ...sizes })
  })
})

describe('a standoff or pin', () => {
  test.each([
    [
      'Brass standoff M3 x 10 mm male-female',
      { cls: 'standoff', diameter: 3_000, length: 10_000, gender: 'male-female' },
    ],
    ['M2.5x12+6 hex standoff', { cls: 'standoff', diameter: 2_500, length: 12_000, gender: 'male-female' }],
    ['Nylon hex spacer M3 20mm female to female', { cls: 'standoff', length: 20_000, gender: 'female-female' }],
    ['5x12mm Pin', { cls: 'pin', diameter: 5_000, length: 12_000 }],
    ['Stainless Steel Pin 3mm*14mm', { cls: 'pin', diameter: 3_000, length: 14_000, material: 'stainless' }],
    ['M5x30 (h7) steel dowel pin', { cls: 'pin', diameter: 5_000, length: 30_000, kind: 'dowel' }],
    ['Dowel pin 2 x 8 mm ISO 8734', { cls: 'pin', diameter: 2_000, length: 8_000, standard: 'iso 8734' }],
  ])('%s', (text, expected) => {
    expect(stated(line(text))).toMatchObject(expected)
  })

  test.each([
    ['Barrel connector 3A 2,1mm int pin'],
    ['Pin header 20 x 2'],
    ['Flat ribbon cable 10pin 3m'],
    ['2x5 pin'],
  ])('is not read out of "%s"', (text) => expect(['pin', 'standoff']).not.toContain(readPartValues(line(text)).cls))
})

describe('a bearing', () => {
  const size = (inner: number, outer: number, width: number) => ({
    cls: 'bearing',
    inner_diameter: inner * 1_000,
    outer_diameter: outer * 1_000,
    width: width * 1_000,
  })

  test.each([
    ['625ZZ', { ...size(5, 16, 5), bearing_number: '625', shield: 'zz', flange: 'plain' }],
    ['Bearing 625ZZ ABEC7/P4', { ...size(5, 16, 5), shield: 'zz' }],
    ['6710 Bearing', { ...size(50, 62, 6), bearing_number: '6710' }],
    ['6805 Bearing', { ...size(25, 37, 7), bearing_number: '6805' }],
    ['61805-2Z', { ...size(25, 37, 7), shield: 'zz' }],
    ['Miniature Bearing MR63ZZ ABEC7/P4', { ...size(3, 6, 2.5), bearing_number: 'mr63', shield: 'zz' }],
    ['5x14x5mm Bearing', { ...size(5, 14, 5), bearing_number: '605' }],
    ['Flanged ball bearing F623ZZ 3x10x4 mm', { ...size(3, 10, 4), bearing_number: 'f623', flange: 'flanged' }],
    ['MF105ZZ', { ...size(5, 10, 4), flange: 'flanged' }],
    ['608-2RS C3', { ...size(8, 22, 7), shield: '2rs' }],
    ['Radial Ball Bearing DIN 625-1 607', { ...size(7, 19, 6), bearing_number: '607' }],
  ])('%s', (text, expected) => {
    expect(stated(line(text))).toMatchObject(expected)
  })

  test('with a groove is another part than the plain one of its number', () => {
    const read = stated(line('U Groove Bearing U624ZZ 1.5mm wide*0.5mm deep groove'))
    expect(read).toMatchObject({ cls: 'bearing', bearing_number: 'u624', flange: 'u-groove' })
    expect(read).not.toHaveProperty('inner_diameter')
    expect(stated(line('624ZZ bearing'))).toMatchObject({ bearing_number: '624', flange: 'plain' })
  })

  test('that is wider with shields has no width until they are stated', () => {
    expect(stated(line('Bearing MR63'))).not.toHaveProperty('width')
    expect(stated(line('Bearing MR63 open'))).toMatchObject({ width: 2_000 })
  })

  test('states its minimum only with its shields', () => {
    expect(statesMinimum(readPartValues(line('6805 Bearing')))).toBe(false)
    expect(statesMinimum(readPartValues(line('6805ZZ')))).toBe(true)
  })

  test('whose number and size contradict each other is open', () => {
    expect(stated(line('Bearing 608ZZ 8x24x7 mm'))).toMatchObject({ outer_diameter: [22_000, 24_000] })
  })

  test.each([
    ['N52 12x5x3mm'],
    ['Fan 5V 40X40X20'],
    ['Heatsink 30x40x5mm'],
    ['6002'],
    ['Generic 3950 100K Surface Mounted 0805 Size'],
    ['Idler pulley on 608ZZ'],
  ])('is not read out of "%s"', (text) => expect(readPartValues(line(text)).cls).not.toBe('bearing'))
})

describe('a linear guide', () => {
  test.each([
    ['Linear bearing LM8UU 8x15x24 mm', { family: 'lm8uu', kind: 'bearing', diameter: 8_000 }],
    ['LM10LUU', { family: 'lm10luu', kind: 'bearing', diameter: 10_000 }],
    ['Linear carriage MGN12H', { family: 'mgn12h', kind: 'carriage', width: 12_000 }],
    ['MGN12H 400mm', { family: 'mgn12h', kind: 'rail with carriage', width: 12_000, length: 400_000 }],
    ['Linear rail MGN9 300 mm', { family: 'mgn9', kind: 'rail', width: 9_000, length: 300_000 }],
    ['MGW9 240mm (Z1 preload), 2 carriages', { family: 'mgw9', kind: 'rail with carriage', length: 240_000 }],
    ['Smooth rod 8 mm x 500 mm', { kind: 'smooth rod', diameter: 8_000, length: 500_000 }],
  ])('%s', (text, expected) => {
    expect(stated(line(text))).toMatchObject({ cls: 'linear', ...expected })
  })
})

const describeWithData = folder ? describe : describe.skip

describeWithData('the bearings of the standards', () => {
  test('are read with number and size, and others with their number alone', () => {
    const rows = readFileSync(join(folder ?? '', 'catalog/bolts-derived-fasteners-bearings.tsv'), 'utf8')
      .trim()
      .split('\n')
      .map((row) => row.split('\t'))
      .filter(([collection, , , , number = '']) => collection === 'bearings' && /\d/.test(number))
    const wrong = rows.filter((row) => !isRight(row)).map(([, , , designation]) => designation)
    console.log(`${rows.length - wrong.length} of ${rows.length} bearings read right`)
    expect(wrong.length / rows.length).toBeLessThanOrEqual(0.01)
  })
})

/** Ball bearings and needle cages state their size by their number; the others must not be given one. */
function isRight([, kind = '', , designation = '', number = '', , dims = '']: readonly string[]): boolean {
  const read = stated({ ...line(designation), category: 'bearings' })
  const { d1, d2, B, Fw, Ew, Bc } = JSON.parse(dims) as Record<string, number>
  const [inner, outer, width] = kind === 'needleroller' ? [Fw, Ew, Bc] : [d1, d2, B]
  if (read.cls !== 'bearing' || !number.toLowerCase().startsWith(String(read.bearing_number))) return false
  if (kind !== 'needleroller' && kind !== 'singlerowradialbearing') return !('inner_diameter' in read)
  return [
    [read.inner_diameter, inner],
    [read.outer_diameter, outer],
    [read.width, width],
  ].every(([value, millimetres]) => value === Number(millimetres) * 1_000)
}
