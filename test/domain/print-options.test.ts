import { estimatePiece } from '../../src/domain/mesh-estimate.js'
import { measureLayers } from '../../src/domain/mesh-layers.js'
import { materialList, qualityList } from '../../src/domain/print-options.js'
import { PRESETS, QUALITY_WORDS, type QualityWord } from '../../src/domain/print-presets.js'
import { RATE_CARD } from '../../src/domain/rate-card.js'
import { box } from '../support/golden-shapes.js'

describe('what a shopper can choose from', () => {
  test('materials come with their price, temperatures and colours', () => {
    expect(materialList(RATE_CARD).find(({ name }) => name === 'PLA')).toMatchObject({
      display_name: 'PLA',
      properties: { density_g_cm3: 1.24, cost_per_kg: 1400, print_temperature: 210, bed_temperature: 60 },
      price_per_cm3: 1.74,
      colors_available: ['black', 'white', 'grey', 'red', 'blue'],
      recommended_layer_heights: [0.1, 0.15, 0.2, 0.3],
      instant_quote: true,
    })
    expect(materialList(RATE_CARD).find(({ name }) => name === 'WOOD_PLA')?.colors_available).toEqual(['natural'])
  })

  test('resin is listed without a price, because a person quotes it', () => {
    expect(materialList(RATE_CARD).find(({ name }) => name === 'RESIN')).toMatchObject({
      properties: { cost_per_kg: null, difficulty_multiplier: null },
      price_per_cm3: null,
      instant_quote: false,
    })
  })

  test.each([...QUALITY_WORDS])('the speed of %s is that of a 20 mm cube', (word) => {
    const { speed_multiplier, layer_height } = qualityList()[word]
    expect(speed_multiplier).toBeCloseTo(cubeSeconds('standard') / cubeSeconds(word), 2)
    expect(layer_height).toBe(PRESETS[word].layerHeightMm)
  })
})

function cubeSeconds(word: QualityWord): number {
  const preset = PRESETS[word]
  const material = { densityGPerCm3: 1.24, minLayerTimeS: 15, timeFactor: 1 }
  return estimatePiece({
    features: measureLayers(box(20, 20, 20).mesh, preset),
    preset,
    material,
    infill: 0.2,
  }).plateSeconds(1)
}
