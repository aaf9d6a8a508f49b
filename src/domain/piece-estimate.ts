import type { MeshFeatures } from './layer-features.js'
import type { PrintPreset } from './print-presets.js'

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
