import { printParameters, readPrintSettings, type WishedSettings } from '../../src/domain/print-settings.js'
import { RATE_CARD } from '../../src/domain/rate-card.js'

const read = (wished: WishedSettings) => readPrintSettings(wished, RATE_CARD, 'body.print_settings')

describe('print settings', () => {
  test('nothing wished for is PLA, standard, 20 %, one piece', () => {
    expect(read({}).settings).toEqual({
      material: 'PLA',
      quality: 'standard',
      preset: 'standard',
      infillPercent: 20,
      hasSupports: false,
      hasBrim: false,
      quantity: 1,
      isRush: false,
      color: null,
    })
  })

  test.each([
    ['DRAFT', 'draft'],
    ['Fine', 'high'],
    ['high', 'high'],
    [' ultra ', 'ultra'],
  ])('the quality %p is %s', (word, quality) => {
    expect(read({ quality: word }).settings).toMatchObject({ quality, preset: quality })
  })

  test.each([
    [0.1, 'ultra'],
    [0.125, 'ultra'],
    [0.126, 'high'],
    [0.17, 'high'],
    [0.175, 'high'],
    [0.2, 'standard'],
    [0.25, 'standard'],
    [0.251, 'draft'],
    [0.4, 'draft'],
  ])('a layer height of %f prints the row %s, whatever the quality', (layer_height, preset) => {
    expect(read({ quality: 'standard', layer_height }).settings).toMatchObject({ quality: 'standard', preset })
  })

  test('what is used is what is echoed', () => {
    const { settings } = read({
      material: 'petg',
      quality: 'fine',
      layer_height: 0.22,
      quantity: 3,
      color: 'red',
      brim: true,
    })
    expect(settings && printParameters(settings)).toEqual({
      material: 'PETG',
      quality: 'high',
      quantity: 3,
      infill_percentage: 20,
      layer_height: 0.2,
      supports: false,
      brim: true,
      rush_order: false,
      color: 'red',
    })
  })

  test('everything that is wrong is said at once, with its place', () => {
    const { settings, problems } = read({
      material: 'steel',
      quality: 'best',
      quantity: 101,
      infill_percentage: 12.5,
      layer_height: 0.05,
    })
    expect(settings).toBeUndefined()
    expect(problems?.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'body.print_settings.material unknown_material',
      'body.print_settings.quality unknown_quality',
      'body.print_settings.quantity too_big',
      'body.print_settings.infill_percentage type',
      'body.print_settings.layer_height too_small',
    ])
  })

  test('an unknown material is answered with the known ones', () => {
    expect(read({ material: 'wax' }).problems?.[0]?.message).toContain('PLA, PLA+, PETG')
  })

  test.each([
    [{ quantity: 0 }, 'too_small'],
    [{ quantity: 1.5 }, 'type'],
    [{ infill_percentage: -1 }, 'too_small'],
    [{ infill_percentage: NaN }, 'type'],
    [{ layer_height: 0.41 }, 'too_big'],
  ])('%p is out of bounds', (wished, code) => {
    expect(read(wished).problems?.map((problem) => problem.code)).toEqual([code])
  })
})
