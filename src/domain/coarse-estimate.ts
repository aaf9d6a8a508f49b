import type { CoarseFeatures } from './layer-features.js'
import { saturate, SOLID_INFILL } from './layer-estimate.js'
import type { EstimateRequest, PieceEstimate } from './piece-estimate.js'

/** Estimator M1 (quoting.md 12): a shell of known thickness and an even core. */
export function coarseEstimate(request: EstimateRequest<CoarseFeatures>): PieceEstimate {
  const { features, preset, material } = request
  const { volumeMm3 } = features
  const infill = request.infill < SOLID_INFILL ? request.infill : 1
  const shellMm3 = volumeMm3 > 0 ? volumeMm3 * saturate((1.285073 * features.skinMm3) / volumeMm3, 2.688979) : 0
  const coreMm3 = volumeMm3 - shellMm3
  const plasticMm3 = shellMm3 + coreMm3 * Math.min(1, 1.025286 * infill)
  const lineSeconds = (0.477701 * shellMm3 + 0.155781 * coreMm3 * infill) * (0.2 / preset.layerHeightMm)
  const pieceSeconds = 5.0451 * features.layerCount + lineSeconds * material.timeFactor
  return {
    method: 'coarse',
    volumeMm3: plasticMm3,
    modelMg: Math.round(plasticMm3 * material.densityGPerCm3),
    plateSeconds: (copies) => PLATE_SECONDS + copies * pieceSeconds,
  }
}

const PLATE_SECONDS = 33.119
