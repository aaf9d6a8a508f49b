import { join } from 'node:path'

import {
  complexityScore,
  hasOverhangs,
  hasThinWalls,
  measureOverhang,
  measureWalls,
  type Overhang,
  type Walls,
} from '../domain/mesh-signals.js'
import { measureFeatures } from '../domain/mesh-layers.js'
import type { MeshFeatures } from '../domain/layer-features.js'
import type { IndexedMesh } from '../domain/mesh.js'
import { fitsAnyMachine } from '../domain/machine-fit.js'
import { isQuotable, type Finding } from '../domain/model-findings.js'
import type { ModelFiles, ModelMeasures, PrintableFacts } from '../domain/model-report.js'
import { PRESETS, type QualityWord } from '../domain/print-presets.js'
import { RATE_CARD } from '../domain/rate-card.js'
import { measureAllPresets, writeFeatures, type PresetFeatures } from './model-features.js'
import { isGuessed, sizeFindings, topologyFindings } from './model-gates.js'
import type { ModelGeometry, Solid } from './model-geometry.js'
import { unitFindings } from './model-units.js'
import { writeNormalisedStl } from './normalised-stl.js'
import { referencePrice, type ReferencePrice } from './reference-price.js'

/** What a report says about a model that has a surface. */
export interface MeasuredModel {
  readonly findings: readonly Finding[]
  readonly measures: ModelMeasures
  readonly printable: PrintableFacts | null
  readonly files: Omit<ModelFiles, 'picture'>
}

/** A surface that encloses nothing: its size can be judged, its weight not. */
export function measureSurfaceOnly(geometry: ModelGeometry): MeasuredModel {
  return {
    findings: [...unitFindings(geometry, undefined), ...topologyFindings(geometry), ...sizeFindings(geometry)],
    measures: surfaceMeasures(geometry),
    printable: null,
    files: { normalised: null, features: [] },
  }
}

/**
 * A closed model: writes the normalised mesh, cuts the layers of the standard preset, and where nothing stands in the way
 * of a price, those of the others too.
 */
export function measureSolid(geometry: ModelGeometry, solid: Solid, scratchDirectory: string): MeasuredModel {
  const { placed, size } = geometry
  const sha256 = writeNormalisedStl(placed, join(scratchDirectory, NORMALISED_FILE))
  const standard = measureFeatures(placed, PRESETS.standard)
  const signals = signalsOf(placed, standard)
  const judged = [...topologyFindings(geometry), ...sizeFindings(geometry)]
  const price = isQuotable(judged)
    ? referencePrice({ size, overhang: signals.overhang, features: standard })
    : undefined
  const presets = price === undefined ? [] : measureAllPresets(placed, { sha256, standard })
  return {
    findings: [...unitFindings(geometry, price?.rupees), ...judged],
    measures: solidMeasures(geometry, solid, { ...signals, sha256 }),
    printable: price === undefined ? null : printableFacts(geometry, { ...solid, price, presets, signals }),
    files: { normalised: NORMALISED_FILE, features: writeFeatures(presets, scratchDirectory) },
  }
}

const NORMALISED_FILE = 'normalised.stl'

function signalsOf(placed: IndexedMesh, standard: MeshFeatures): PrintSignals {
  const walls = standard.method === 'layers' ? measureWalls(standard) : { thinShare: 0, thinnestMm: undefined }
  return { walls, overhang: measureOverhang(placed) }
}

function surfaceMeasures(geometry: ModelGeometry): ModelMeasures {
  return {
    unit: geometry.unit,
    sizeMm: geometry.size,
    areaMm2: geometry.areaMm2,
    volumeMm3: null,
    triangles: geometry.triangles,
    bodies: 0,
    voids: 0,
    isClosed: false,
    isWatertightStrict: false,
    isOriented: false,
    fitsBed: fitsAnyMachine(geometry.size, RATE_CARD.machines),
    hasOverhangs: false,
    hasThinWalls: false,
    minThicknessMm: null,
    complexityScore: MAX_COMPLEXITY,
    counts: geometry.counts,
    normalisedSha256: null,
  }
}

/** Filigree and what cannot be judged. */
const MAX_COMPLEXITY = 10

function solidMeasures(
  geometry: ModelGeometry,
  solid: Solid,
  signals: PrintSignals & { sha256: string },
): ModelMeasures {
  const { topology, volumeMm3 } = solid
  return {
    ...surfaceMeasures(geometry),
    volumeMm3,
    bodies: topology.bodies,
    voids: topology.voids,
    isClosed: true,
    isWatertightStrict: geometry.counts.nonManifoldEdges === 0,
    isOriented: !topology.isWindingFixed,
    hasOverhangs: hasOverhangs(signals.overhang),
    hasThinWalls: hasThinWalls(signals.walls),
    minThicknessMm: signals.walls.thinnestMm ?? null,
    complexityScore: complexityScore({ area: geometry.areaMm2, signedVolume: volumeMm3 }),
    normalisedSha256: signals.sha256,
  }
}

function printableFacts(geometry: ModelGeometry, found: PricedPart): PrintableFacts {
  const { price, presets, signals } = found
  return {
    size: geometry.size,
    volumeMm3: found.volumeMm3,
    overhang: signals.overhang,
    thinShare: signals.walls.thinShare,
    needsPersonForHoles: isGuessed(geometry),
    featuresKeys: Object.fromEntries(presets.map(({ quality, key }) => [quality, key])) as Record<QualityWord, string>,
    coarsePresets: presets.filter(({ features }) => features.method === 'coarse').map(({ quality }) => quality),
    reference: { weightG: price.weightG, seconds: price.seconds },
  }
}

interface PricedPart extends Solid {
  readonly price: ReferencePrice
  readonly presets: readonly PresetFeatures[]
  readonly signals: PrintSignals
}

interface PrintSignals {
  readonly walls: Walls
  readonly overhang: Overhang
}
