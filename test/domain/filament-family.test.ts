import { statesMinimum } from '../../src/domain/part-params.js'
import { readPartValues } from '../../src/domain/read-part-values.js'
import { line, stated } from '../support/stated-values.js'

describe('a filament', () => {
  const spool = (material: string, color: string, mass: number) => ({ cls: 'filament', material, color, mass })

  test.each([
    ['PLA black 1.75 1 kg', { ...spool('pla', 'black', 1_000_000), diameter: 1_750 }],
    ['PETG transparent 2,85 mm 750g', { ...spool('petg', 'transparent', 750_000), diameter: 2_850 }],
    ['ABS 3mm white 1kg', { ...spool('abs', 'white', 1_000_000), diameter: 2_850 }],
    ['MATTE PETG 1kg', { cls: 'filament', material: 'petg', mass: 1_000_000, family: 'matte' }],
    ['PLA+ Traffic Black 1 kg', spool('pla+', 'black', 1_000_000)],
    ['PLA Plus navy blue 1000 g', spool('pla+', 'blue', 1_000_000)],
    ['Filament PET-G Rouge 0.5kg', spool('petg', 'red', 500_000)],
    ['TPU95A silk charcoal black 500g', { ...spool('tpu', 'black', 500_000), family: 'silk' }],
    ['ASA weiß 750 g', spool('asa', 'white', 750_000)],
    ['Carbon fibre PETG filament', { cls: 'filament', material: 'petg-cf' }],
    ['PC-ABS 1.75 mm 1 kg natural', spool('pc-abs', 'natural', 1_000_000)],
    ['Nylon PA12 filament white', { cls: 'filament', material: 'pa12', color: 'white' }],
    ['PLA silk rosé gold 1 kg', spool('pla', 'rose gold', 1_000_000)],
    ['PLA Spring Green 1 kg', spool('pla', 'green', 1_000_000)],
  ])('%s', (text, expected) => {
    expect(stated(line(text))).toMatchObject(expected)
  })

  test.each([
    ['ABS-GF Fusrock NexABS-GF25 (Coextrusion 25% fill) 1kg', { material: 'abs-gf', mass: 1_000_000 }],
    ['PET-GF FusRock FusForce PET-GF 500g', { material: 'pet-gf', mass: 500_000 }],
  ])('%s under the heading Filament', (text, expected) => {
    expect(stated({ ...line(text), section: 'Filament' })).toMatchObject({ cls: 'filament', ...expected })
  })

  test('has 1.75 mm where nothing is written, as an assumption', () => {
    expect(stated(line('MATTE PETG 1kg'))).toMatchObject({ diameter: [1_750] })
  })

  test('of two plastics or two colours is open', () => {
    expect(stated(line('PLA or PETG black 1 kg'))).toMatchObject({ material: ['pla', 'petg'] })
    expect(stated(line('PLA black/white 1 kg'))).not.toHaveProperty('color')
    expect(stated(line('PLA silk blue green 1 kg'))).not.toHaveProperty('color')
  })

  test('of several spools states the mass of none of them', () => {
    expect(stated(line('PLA filament black 2 x 1 kg'))).not.toHaveProperty('mass')
    expect(stated(line('PLA filament black, gross 1.3 kg'))).not.toHaveProperty('mass')
  })

  test('states its minimum with plastic, colour and mass', () => {
    expect(statesMinimum(readPartValues(line('PLA black 1.75 1 kg')))).toBe(true)
    expect(statesMinimum(readPartValues(line('MATTE PETG 1kg')))).toBe(false)
  })

  test.each([
    ['ABS-like resin grey 1 kg'],
    ['PLA pellets 1 kg'],
    ['PETG filament dryer box for 1 kg spools'],
    ['Filament runout sensor'],
    ['V6 nozzle for 1.75 mm filament'],
    ['Breakaway support for PLA 500 g'],
    ['Nylon screw M3x10'],
    ['PC 500 g'],
    ['ABS enclosure 100x60x25'],
    ['Crystal_SMD_ABS25'],
    ['Display 1.75 inch'],
    ['Popcorn Salt 200g'],
  ])('is not read out of "%s"', (text) => {
    const { cls, values } = readPartValues(line(text))
    expect(cls === 'filament' ? values : []).toEqual([])
  })
})
