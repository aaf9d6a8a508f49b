import { coarseEstimate } from './coarse-estimate.js'
import { layerEstimate } from './layer-estimate.js'
import type { MeshFeatures } from './layer-features.js'
import type { PrintPreset } from './print-presets.js'

export const ESTIMATOR = 'estimator-1'

/** Plastic and time of one piece without skirt, brim and supports: from layers (M2), or coarsely (M1) without them. */
export function estimatePiece(request: EstimateRequest): PieceEstimate {
  const { features } = request
  return features.method === 'layers'
    ? layerEstimate({ ...request, features })
    : coarseEstimate({ ...request, features })
}

/** What the estimator must know of a material. */
export interface EstimateMaterial {
  readonly densityGPerCm3: number
  /** the printer slows down until a layer takes this long */
  readonly minLayerTimeS: number
  /** time factor of materials that flow slowly */
  readonly timeFactor: number
}

export interface EstimateRequest<Features extends MeshFeatures = MeshFeatures> {
  readonly features: Features
  /** the preset whose geometry the features were measured with */
  readonly preset: PrintPreset
  readonly material: EstimateMaterial
  /** 0..1; from 0.95 on it is solid */
  readonly infill: number
}

export interface PieceEstimate {
  readonly method: MeshFeatures['method']
  readonly volumeMm3: number
  readonly modelMg: number
  /** T(k): seconds for k copies on one plate, not rounded */
  plateSeconds(copies: number): number
}
