import type { EstimateMaterial } from '../src/domain/mesh-estimate.js'
import { PRESETS, printPreset, type PrintPreset } from '../src/domain/print-presets.js'
import { findMaterial, RATE_CARD } from '../src/domain/rate-card.js'

/** What a run of the slicer was made with, in the estimator's words. */
export interface SlicerSetting {
  readonly preset: PrintPreset
  readonly material: EstimateMaterial
  readonly infill: number
  /** lines of skirt compared with those of the presets */
  readonly skirtShare: number
}

const PLA = materialOf('PLA')

/** Another printer with other speeds: checks that the estimator does not only know its own. */
const ENDER3 = printPreset({
  layerHeightMm: 0.2,
  topLayers: 5,
  bottomLayers: 4,
  wallCount: 3,
  lineWidthMm: 0.44,
  outerWallMmPerS: 25,
  innerWallMmPerS: 40,
  solidFillMmPerS: 40,
  sparseFillMmPerS: 50,
})

/** Settings of `slicer_truth.json` by name, in the order of the table. */
export const SLICER_SETTINGS: Readonly<Record<string, SlicerSetting>> = {
  'mk3s_0.2_20': { preset: PRESETS.standard, material: PLA, infill: 0.2, skirtShare: 1 },
  'mk3s_0.2_0': { preset: PRESETS.standard, material: PLA, infill: 0, skirtShare: 1 },
  'mk3s_0.2_50': { preset: PRESETS.standard, material: PLA, infill: 0.5, skirtShare: 1 },
  'mk3s_0.2_100rectilinear': { preset: PRESETS.standard, material: PLA, infill: 1, skirtShare: 1 },
  'mk3s_0.3draft_20': { preset: PRESETS.draft, material: PLA, infill: 0.2, skirtShare: 1 },
  'mk3s_0.1detail_20': { preset: PRESETS.ultra, material: PLA, infill: 0.2, skirtShare: 1 },
  'ender3_0.2_20': { preset: ENDER3, material: { ...PLA, minLayerTimeS: 20 }, infill: 0.2, skirtShare: 2 / 3 },
  'mk3s_petg_0.2_20': { preset: PRESETS.standard, material: materialOf('PETG'), infill: 0.2, skirtShare: 1 },
}

function materialOf(word: string): EstimateMaterial {
  const material = findMaterial(RATE_CARD, word)
  if (!material?.print) throw new Error(`${word} is not on the rate card`)
  return { ...material.print, densityGPerCm3: material.densityGPerCm3 }
}
