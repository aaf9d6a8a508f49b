import { minorToWire } from './money.js'
import { PRESETS, type QualityWord } from './print-presets.js'
import type { RateCard, RateCardMaterial } from './rate-card.js'

/** The materials of a rate card as shoppers see them (contract.md 3.8). Amounts in rupees; null where a person quotes. */
export function materialList(card: RateCard) {
  return card.materials.map((material) => ({
    name: material.word,
    display_name: material.displayName,
    description: material.description,
    properties: {
      density_g_cm3: material.densityGPerCm3,
      cost_per_kg: material.print && minorToWire(material.print.minorPerKg),
      print_temperature: material.print?.nozzleC ?? null,
      bed_temperature: material.print?.bedC ?? null,
      supports_required: false,
      difficulty_multiplier: material.print?.timeFactor ?? null,
    },
    density_g_cm3: material.densityGPerCm3,
    price_per_cm3: pricePerCm3(material),
    colors_available: [...(material.colors ?? card.colors)],
    recommended_layer_heights: layerHeights(),
    supports_required: false,
    post_processing: [],
    instant_quote: material.print !== null,
  }))
}

/** The qualities by word. `speed_multiplier` compares print times of a 20 mm cube; quality costs nothing but time. */
export function qualityList() {
  return { draft: quality('draft'), standard: quality('standard'), high: quality('high'), ultra: quality('ultra') }
}

const SPEED: Readonly<Record<QualityWord, number>> = { draft: 1.49, standard: 1, high: 0.76, ultra: 0.51 }

const DESCRIPTION: Readonly<Record<QualityWord, string>> = {
  draft: 'Fast, visible layers: for fit checks and large parts.',
  standard: 'Right for most parts.',
  high: 'Finer layers: for curved surfaces.',
  ultra: 'The finest layers: for small details.',
}

function quality(word: QualityWord) {
  return {
    layer_height: PRESETS[word].layerHeightMm,
    speed_multiplier: SPEED[word],
    quality_multiplier: 1,
    description: DESCRIPTION[word],
  }
}

function layerHeights(): number[] {
  return Object.values(PRESETS)
    .map(({ layerHeightMm }) => layerHeightMm)
    .sort((a, b) => a - b)
}

function pricePerCm3({ print, densityGPerCm3 }: RateCardMaterial): number | null {
  return print && minorToWire(Math.round((print.minorPerKg * densityGPerCm3) / 1_000))
}
