import { coarseEstimate } from './coarse-estimate.js'
import { layerEstimate } from './layer-estimate.js'
import type { EstimateRequest, PieceEstimate } from './piece-estimate.js'

export type { EstimateMaterial, PieceEstimate } from './piece-estimate.js'

export const ESTIMATOR = 'estimator-1'

/** Plastic and time of one piece without skirt, brim and supports: from layers (M2), or coarsely (M1) without them. */
export function estimatePiece(request: EstimateRequest): PieceEstimate {
  const { features } = request
  return features.method === 'layers'
    ? layerEstimate({ ...request, features })
    : coarseEstimate({ ...request, features })
}
