/** The part of a preset that decides what a layer looks like; together with the mesh it names the stored features. */
export interface PresetGeometry {
  readonly layerHeightMm: number
  readonly topLayers: number
  readonly bottomLayers: number
  /** all walls of one outline side by side */
  readonly wallThicknessMm: number
}

/** Geometry and speeds of one row of the preset table. Speeds in mm/s. */
export interface PrintPreset extends PresetGeometry {
  readonly wallCount: number
  readonly lineWidthMm: number
  /** centre distance of neighbouring lines: they overlap because their sides are round */
  readonly lineSpacingMm: number
  readonly outerWallMmPerS: number
  readonly innerWallMmPerS: number
  readonly solidFillMmPerS: number
  readonly sparseFillMmPerS: number
}

export const QUALITY_WORDS = ['draft', 'standard', 'high', 'ultra'] as const
export type QualityWord = (typeof QUALITY_WORDS)[number]

/** Presets of estimator-1; a change needs a new estimator version. */
export const PRESETS: Readonly<Record<QualityWord, PrintPreset>> = {
  draft: printPreset({
    layerHeightMm: 0.3,
    topLayers: 4,
    bottomLayers: 3,
    wallCount: 2,
    lineWidthMm: 0.5,
    outerWallMmPerS: 35,
    innerWallMmPerS: 50,
    solidFillMmPerS: 80,
    sparseFillMmPerS: 85,
  }),
  standard: printPreset({
    layerHeightMm: 0.2,
    topLayers: 6,
    bottomLayers: 4,
    wallCount: 2,
    lineWidthMm: 0.45,
    outerWallMmPerS: 25,
    innerWallMmPerS: 45,
    solidFillMmPerS: 80,
    sparseFillMmPerS: 80,
  }),
  high: printPreset({
    layerHeightMm: 0.15,
    topLayers: 8,
    bottomLayers: 5,
    wallCount: 2,
    lineWidthMm: 0.45,
    outerWallMmPerS: 25,
    innerWallMmPerS: 45,
    solidFillMmPerS: 80,
    sparseFillMmPerS: 80,
  }),
  ultra: printPreset({
    layerHeightMm: 0.1,
    topLayers: 9,
    bottomLayers: 7,
    wallCount: 3,
    lineWidthMm: 0.45,
    outerWallMmPerS: 25,
    innerWallMmPerS: 45,
    solidFillMmPerS: 80,
    sparseFillMmPerS: 80,
  }),
}

/** Completes a row of the table with line spacing and wall thickness (quoting.md 8). */
export function printPreset(row: Omit<PrintPreset, 'lineSpacingMm' | 'wallThicknessMm'>): PrintPreset {
  const lineSpacingMm = row.lineWidthMm - row.layerHeightMm * (1 - Math.PI / 4)
  return { ...row, lineSpacingMm, wallThicknessMm: row.lineWidthMm + (row.wallCount - 1) * lineSpacingMm }
}

/** Names stored features of a mesh: equal keys mean equal features. */
export function presetGeometryKey(geometry: PresetGeometry): string {
  const { layerHeightMm, topLayers, bottomLayers, wallThicknessMm } = geometry
  return [layerHeightMm, topLayers, bottomLayers, wallThicknessMm].join(':')
}

/** Layers of a part of this height, at least one. */
export function layerCount(heightMm: number, layerHeightMm: number): number {
  return Math.max(1, Math.floor(heightMm / layerHeightMm + 0.5))
}
