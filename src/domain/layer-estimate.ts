import type { LayerFeatures } from './layer-features.js'
import type { EstimateMaterial, EstimateRequest, PieceEstimate } from './piece-estimate.js'
import type { PresetGeometry } from './print-presets.js'

/** Estimator M2 (quoting.md 8.3, 8.4): walls, solid and sparse fill of every layer, and what they cost in time. */
export function layerEstimate(request: EstimateRequest<LayerFeatures>): PieceEstimate {
  const layers = printLayers(request)
  const volumeMm3 = layers.plasticMm2 * request.preset.layerHeightMm
  return {
    method: 'layers',
    volumeMm3,
    modelMg: Math.round(volumeMm3 * request.material.densityGPerCm3),
    plateSeconds: (copies) => plateSeconds(layers, request.material, copies),
  }
}

/** Dense sparse fill slows down further: 1 up to 20 %, rising to the edge of solid. */
export function denseInfillFactor(infill: number): number {
  return infill > 0.2 && infill < SOLID_INFILL ? 1 + 1.5 * (infill - 0.2) : 1
}

/** From here on a nominal infill is printed solid. */
export const SOLID_INFILL = 0.95

/** Fitted parameters of estimator-1 (quoting.md 9). A change is a new estimator version. */
const FIT = {
  wallCover: 1.086164405060075,
  wallSaturation: 7.8185590640312075,
  solidReach: 1.6830126969602996,
  solidShrink: 0.5620084923204118,
  sparsePlastic: 1.096357537703417,
  wallTime: 1.287798403195349,
  solidTime: 1.2980765998867816,
  sparseTime: 2.061274325220447,
  loopSeconds: 1.2075531662871792,
  plateSeconds: 29.84623065273648,
  fillSecondsPerMm: 0.2763400986803193,
  minLayerTime: 1.2874399349871886,
} as const

const SLOWEST_COOLING_MM_PER_S = 15
const FIRST_LAYER_MM_PER_S = 20
const EMPTY_SECTION_MM2 = 1e-6

/** One copy, layer by layer, before the rules that need to know how many are printed together. */
interface PrintedLayers {
  readonly plasticMm2: number
  /** r_i: at the preset's speeds */
  readonly seconds: Float64Array
  readonly lineMm: Float64Array
  readonly loopSeconds: Float64Array
}

function printLayers(request: EstimateRequest<LayerFeatures>): PrintedLayers {
  const { features, infill } = request
  const demand = solidDemand(features, request.preset)
  const seconds = new Float64Array(demand.length)
  const lineMm = new Float64Array(demand.length)
  const loopSeconds = Float64Array.from(features.loops, (loops) => FIT.loopSeconds * loops)
  const sparseShare = infill < SOLID_INFILL ? Math.min(1, FIT.sparsePlastic * infill) : 1
  let plasticMm2 = 0
  for (let i = 0; i < demand.length; i++) {
    const areas = divideSection(request, i, demand[i] as number)
    const lines = drawLines(request, areas)
    plasticMm2 += areas.wall + areas.solid + sparseShare * areas.sparse
    seconds[i] = lines.seconds + (loopSeconds[i] as number)
    lineMm[i] = lines.lengthMm
  }
  return { plasticMm2, seconds, lineMm, loopSeconds }
}

/** Solid fill asked for by flat faces: those above within the top layers, those below within the bottom layers. */
function solidDemand(features: LayerFeatures, geometry: PresetGeometry): Float64Array {
  const { up, down } = features
  const count = up.length
  const demand = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    let sum = 0
    // An upward face closes the layer below it; the last slot counts twice, as it did when the parameters were fitted.
    for (let j = i; j < Math.min(i + geometry.topLayers, count); j++) sum += up[Math.min(j + 1, count - 1)] as number
    for (let j = i; j > Math.max(i - geometry.bottomLayers, -1); j--) sum += down[j] as number
    demand[i] = sum
  }
  return demand
}

interface SectionAreas {
  readonly wall: number
  readonly solid: number
  readonly sparse: number
}

function divideSection(request: EstimateRequest<LayerFeatures>, layer: number, demand: number): SectionAreas {
  const area = request.features.area[layer] as number
  if (area <= EMPTY_SECTION_MM2) return { wall: 0, solid: 0, sparse: 0 }
  const outline = request.features.perimeter[layer] as number
  const wanted = (FIT.wallCover * outline * request.preset.wallThicknessMm) / area
  const wall = area * saturate(wanted, FIT.wallSaturation)
  const inner = Math.max(0, area - wall)
  const solid = Math.min(inner, FIT.solidReach * demand * (inner / area) ** FIT.solidShrink)
  return { wall, solid, sparse: inner - solid }
}

/** Follows x while small and never exceeds 1; p is how sharp the bend is. */
export function saturate(x: number, p: number): number {
  return x / (1 + x ** p) ** (1 / p)
}

function drawLines(request: EstimateRequest, areas: SectionAreas): { seconds: number; lengthMm: number } {
  const { preset, infill } = request
  const density = infill < SOLID_INFILL ? infill : 1
  const wallMm = areas.wall / preset.lineSpacingMm
  const outerMm = wallMm / preset.wallCount
  const innerMm = wallMm - outerMm
  const solidMm = areas.solid / preset.lineSpacingMm
  const sparseMm = (areas.sparse * density) / preset.lineWidthMm
  const filledMm2 = areas.solid + (density > 0 ? areas.sparse : 0)
  const seconds =
    FIT.wallTime * (outerMm / preset.outerWallMmPerS + innerMm / preset.innerWallMmPerS) +
    (FIT.solidTime * solidMm) / preset.solidFillMmPerS +
    (FIT.sparseTime * denseInfillFactor(density) * sparseMm) / preset.sparseFillMmPerS +
    FIT.fillSecondsPerMm * Math.sqrt(filledMm2)
  return { seconds, lengthMm: wallMm + solidMm + sparseMm }
}

/** T(k): short layers are slowed down so that they can cool, the less the more copies share the plate. */
function plateSeconds(layers: PrintedLayers, material: EstimateMaterial, copies: number): number {
  const coolingS = FIT.minLayerTime * material.minLayerTimeS
  let total = FIT.plateSeconds
  for (let i = 0; i < layers.seconds.length; i++) {
    const travelS = layers.loopSeconds[i] as number
    const lineMm = layers.lineMm[i] as number
    const slowest = copies * (lineMm / SLOWEST_COOLING_MM_PER_S + travelS)
    const atSpeed = copies * material.timeFactor * (layers.seconds[i] as number)
    const printed = Math.max(atSpeed, Math.min(coolingS, slowest))
    total += i > 0 ? printed : Math.max(printed, copies * (lineMm / FIRST_LAYER_MM_PER_S + travelS))
  }
  return total
}
