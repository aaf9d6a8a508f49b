import type { LengthUnit, ModelUnit } from './length-unit.js'
import type { Overhang } from './mesh-signals.js'
import type { Finding } from './model-findings.js'
import type { QualityWord } from './print-presets.js'

export type { LengthUnit }

/** Changes whenever the same file could be read, mended or measured differently. */
export const ANALYSIS_VERSION = 'analysis-1'

export const MODEL_KINDS = ['stl_binary', 'stl_text', 'obj', 'threemf', 'step', 'ply', 'amf', 'unknown'] as const
/** By content; `unknown` is what no reader takes. */
export type ModelKind = (typeof MODEL_KINDS)[number]

/** Everything that was found out about one uploaded model: what is said, what is stored, what later prices need. */
export interface ModelReport {
  readonly analysisVersion: string
  readonly kind: ModelKind
  /** `failed` when nothing could be measured; a format that is only stored is `processed` */
  readonly status: 'processed' | 'failed'
  readonly isQuotable: boolean
  readonly findings: readonly Finding[]
  /** sentence of the first error */
  readonly errorMessage: string | null
  /** null when nothing could be measured, and for formats that are only stored */
  readonly measures: ModelMeasures | null
  /** null unless quotable */
  readonly printable: PrintableFacts | null
  /** names in the scratch directory */
  readonly files: ModelFiles
}

/** Sizes, surface and topology of a model in millimetres. */
export interface ModelMeasures {
  /** the unit the numbers of the file were read in */
  readonly unit: ModelUnit
  readonly sizeMm: { readonly x: number; readonly y: number; readonly z: number }
  readonly areaMm2: number
  /** null while the surface is open or flat */
  readonly volumeMm3: number | null
  /** faces in the file, instances counted */
  readonly triangles: number
  readonly bodies: number
  readonly voids: number
  /** after mending */
  readonly isClosed: boolean
  /** every edge has exactly two faces */
  readonly isWatertightStrict: boolean
  /** false when faces had to be turned, or could not be */
  readonly isOriented: boolean
  readonly fitsBed: boolean
  readonly hasOverhangs: boolean
  readonly hasThinWalls: boolean
  readonly minThicknessMm: number | null
  /** 1..10 */
  readonly complexityScore: number
  readonly counts: MeshCounts
  /** sha-256 of the normalised STL: the identity of the geometry; null unless closed */
  readonly normalisedSha256: string | null
}

/** What the topology check counted. */
export interface MeshCounts {
  readonly vertices: number
  readonly faces: number
  readonly edges: number
  readonly boundaryEdges: number
  readonly nonManifoldEdges: number
  readonly unbalancedEdges: number
  readonly degenerateDropped: number
  readonly holes: number
  readonly largestHoleEdges: number
  readonly filledPercent: number
}

/** What a price needs besides the layer features; stored with the analysis. */
export interface PrintableFacts {
  readonly size: { readonly x: number; readonly y: number; readonly z: number }
  readonly volumeMm3: number
  readonly overhang: Overhang
  /** 0..1, layers of the standard preset with walls under 0.8 mm */
  readonly thinShare: number
  /** more than 1 % of the surface is our guess: a person confirms the price */
  readonly needsPersonForHoles: boolean
  /** keys of the stored layer features */
  readonly featuresKeys: Readonly<Record<QualityWord, string>>
  /** presets that had to be estimated without layers */
  readonly coarsePresets: readonly QualityWord[]
  /** one piece, PLA, standard, 20 %, no supports */
  readonly reference: { readonly weightG: number; readonly seconds: number }
}

export interface ModelFiles {
  /** binary STL in mm, centred in x and y, lowest point at z = 0 */
  readonly normalised: string | null
  readonly picture: string | null
  /** deflated `encodeFeatures` bytes for each key */
  readonly features: readonly { readonly key: string; readonly file: string }[]
}

/** `analysis` as it is stored and sent. */
export interface AnalysisDocument {
  readonly analysis_id: string
  readonly method: 'layers' | 'coarse' | 'none'
  readonly unit: ModelUnit
  readonly volume_mm3?: number
  readonly surface_area_mm2: number
  readonly bounding_box: readonly [number, number, number]
  readonly dimensions: { readonly x: number; readonly y: number; readonly z: number }
  readonly triangles: number
  readonly bodies: number
  readonly closed: boolean
  readonly watertight_strict: boolean
  readonly oriented: boolean
  readonly fits_bed: boolean
  readonly overhangs_detected: boolean
  readonly thin_walls_detected: boolean
  readonly min_thickness_mm?: number
  readonly complexity_score: number
  readonly estimated_print_time_hours?: number
  readonly estimated_weight_g?: number
  readonly mesh_info: Readonly<Record<string, number>>
  readonly sha256: string
}

/** Turns a report into the wire's `analysis`; undefined when nothing was measured. `sha256` is that of the upload. */
export function analysisDocument(
  report: ModelReport,
  upload: { uploadId: string; sha256: string },
): AnalysisDocument | undefined {
  const { measures, printable } = report
  if (measures === null) return undefined
  const { x, y, z } = measures.sizeMm
  return {
    analysis_id: upload.uploadId,
    method: methodOf(printable),
    unit: measures.unit,
    ...(measures.volumeMm3 === null ? {} : { volume_mm3: measures.volumeMm3 }),
    surface_area_mm2: measures.areaMm2,
    bounding_box: [x, y, z],
    dimensions: { x, y, z },
    triangles: measures.triangles,
    bodies: measures.bodies,
    closed: measures.isClosed,
    watertight_strict: measures.isWatertightStrict,
    oriented: measures.isOriented,
    fits_bed: measures.fitsBed,
    overhangs_detected: measures.hasOverhangs,
    thin_walls_detected: measures.hasThinWalls,
    ...(measures.minThicknessMm === null ? {} : { min_thickness_mm: measures.minThicknessMm }),
    complexity_score: measures.complexityScore,
    ...referenceEstimate(printable),
    mesh_info: meshInfo(measures),
    sha256: upload.sha256,
  }
}

function methodOf(printable: PrintableFacts | null): AnalysisDocument['method'] {
  if (printable === null) return 'none'
  return printable.coarsePresets.includes('standard') ? 'coarse' : 'layers'
}

function referenceEstimate(printable: PrintableFacts | null) {
  if (printable === null) return {}
  const { weightG, seconds } = printable.reference
  return { estimated_print_time_hours: Math.round(seconds / 3.6) / 1000, estimated_weight_g: weightG }
}

function meshInfo({ counts, voids }: ModelMeasures): Record<string, number> {
  return {
    vertices: counts.vertices,
    faces: counts.faces,
    edges: counts.edges,
    boundary_edges: counts.boundaryEdges,
    non_manifold_edges: counts.nonManifoldEdges,
    unbalanced_edges: counts.unbalancedEdges,
    degenerate_dropped: counts.degenerateDropped,
    holes: counts.holes,
    largest_hole_edges: counts.largestHoleEdges,
    filled_percent: counts.filledPercent,
    voids,
  }
}
