import type { EstimateMaterial } from './mesh-estimate.js'
import type { PartSize } from './machine-fit.js'
import type { Overhang } from './mesh-signals.js'
import type { PrintPreset } from './print-presets.js'

/** Plastic and time beside the piece itself; `mg` is whole, seconds are not rounded. */
export interface PrintExtra {
  readonly mm3: number
  readonly mg: number
  readonly seconds: number
}

export const NO_EXTRA: PrintExtra = { mm3: 0, mg: 0, seconds: 0 }

/** Supports of one piece: sparse columns down to the bed and a dense layer under the overhang. */
export function supportOf(overhang: Overhang, preset: PrintPreset, material: EstimateMaterial): PrintExtra {
  const mm3 = 0.16 * overhang.columnMm3 + 1 * overhang.areaMm2
  const layers = Math.max(0, Math.ceil(overhang.highestMm / preset.layerHeightMm - 1e-9))
  const mg = weigh(mm3, material)
  const seconds = 230 * (mg / 1000) * (0.2 / preset.layerHeightMm) * material.timeFactor + 3 * layers
  return { mm3, mg, seconds }
}

/** A 5 mm brim around one piece. */
export function brimOf(size: PartSize, preset: PrintPreset, material: EstimateMaterial): PrintExtra {
  const mm3 = (10 * (size.x + size.y) + 25 * Math.PI) * preset.layerHeightMm
  return { mm3, mg: weigh(mm3, material), seconds: mm3 / (preset.layerHeightMm * preset.lineWidthMm * 20) }
}

/** Weight of the skirt around a plate; its time is part of every plate's. `halfOutlineMm` = X + Y of the copies. */
export function skirtMg(halfOutlineMm: number, preset: PrintPreset, material: EstimateMaterial): number {
  return weigh(3 * (2 * halfOutlineMm + 13.8) * 0.45 * preset.layerHeightMm, material)
}

function weigh(mm3: number, material: EstimateMaterial): number {
  return Math.round(mm3 * material.densityGPerCm3)
}
