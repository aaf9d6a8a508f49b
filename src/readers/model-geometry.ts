import { MM_PER_UNIT, type LengthUnit, type ModelUnit } from '../domain/length-unit.js'
import type { PartSize } from '../domain/machine-fit.js'
import { boxOf, centreOf, measureSurface, placeMesh, sidesOf, type IndexedMesh, type Triple } from '../domain/mesh.js'
import { isFoldedSheet, judgeTopology, type Topology } from '../domain/mesh-topology.js'
import { dropCollapsedFaces } from '../domain/mesh-topology-weld.js'
import type { MeshCounts } from '../domain/model-report.js'
import { checkCoordinates } from './model-gates.js'
import type { ReadModel } from './read-model.js'

/** The shape of a model in millimetres and the verdict on its surface. */
export interface ModelGeometry {
  readonly unit: ModelUnit
  /** a stated unit is final, another one is the shopper's word */
  readonly isUnitStated: boolean
  readonly mmPerUnit: number
  readonly size: PartSize
  /** in mm, centred in x and y, lowest point at z = 0 */
  readonly placed: IndexedMesh
  /** undefined for flat models, whose topology is not judged */
  readonly topology: Topology | undefined
  /** flat, or folded so that it holds nothing */
  readonly isWithoutThickness: boolean
  readonly areaMm2: number
  /** undefined unless the surface encloses a volume */
  readonly solid: Solid | undefined
  readonly counts: MeshCounts
  /** faces as read, instances counted */
  readonly triangles: number
}

/** A closed surface with something inside. */
export interface Solid {
  readonly topology: Topology
  readonly volumeMm3: number
}

/** Checks coordinates, sizes and topology of a model as it was read; `unit` counts only where the file states none. */
export function judgeGeometry(model: ReadModel, unit: LengthUnit): ModelGeometry {
  const { mesh, dropped } = dropCollapsedFaces(model.mesh)
  checkCoordinates(mesh)
  const stated = model.unit ?? unit
  const known = {
    unit: stated,
    isUnitStated: model.unit !== undefined,
    mmPerUnit: MM_PER_UNIT[stated],
    triangles: model.triangles,
  }
  const isFlatModel = isFlat(sizeOf(mesh, known.mmPerUnit))
  return isFlatModel
    ? { ...known, ...flatShape(mesh, known.mmPerUnit, dropped) }
    : { ...known, ...judgedShape(judgeTopology(mesh, dropped), known.mmPerUnit) }
}

/** The mesh in millimetres, centred in x and y, standing on z = 0. */
export function placeOnBed(mesh: IndexedMesh, mmPerUnit: number): IndexedMesh {
  const box = boxOf(mesh)
  const [x, y] = centreOf(box)
  const origin: Triple = [x, y, box.min[2]]
  return placeMesh(mesh, { origin, scale: mmPerUnit })
}

/** Lengths of the box in millimetres. */
export function sizeOf(mesh: IndexedMesh, mmPerUnit: number): PartSize {
  const [x, y, z] = sidesOf(boxOf(mesh))
  return { x: x * mmPerUnit, y: y * mmPerUnit, z: z * mmPerUnit }
}

function flatShape(mesh: IndexedMesh, mmPerUnit: number, dropped: number) {
  return {
    size: sizeOf(mesh, mmPerUnit),
    placed: placeOnBed(mesh, mmPerUnit),
    topology: undefined,
    solid: undefined,
    isWithoutThickness: true,
    areaMm2: measureSurface(mesh, centreOf(boxOf(mesh))).area * mmPerUnit ** 2,
    counts: uncounted(mesh, dropped),
  }
}

function judgedShape(topology: Topology, mmPerUnit: number) {
  const solid = solidOf(topology, mmPerUnit)
  return {
    size: sizeOf(topology.mesh, mmPerUnit),
    placed: placeOnBed(topology.mesh, mmPerUnit),
    topology,
    solid,
    isWithoutThickness: topology.isClosed && solid === undefined,
    areaMm2: topology.area * mmPerUnit ** 2,
    counts: countsOf(topology),
  }
}

const FLAT_MM = Math.fround(0.01)

/** Compared as float32, because that is what an STL holds. */
function isFlat({ x, y, z }: PartSize): boolean {
  return Math.fround(Math.min(x, y, z)) < FLAT_MM
}

function solidOf(topology: Topology, mmPerUnit: number): Solid | undefined {
  if (!topology.isClosed || isFoldedSheet(topology)) return undefined
  return { topology, volumeMm3: topology.volume * mmPerUnit ** 3 }
}

function countsOf(topology: Topology): MeshCounts {
  const { mesh, edges, isClosed } = topology
  return {
    ...uncounted(mesh, topology.degenerateDropped),
    edges: edges.edges,
    boundaryEdges: edges.boundary,
    nonManifoldEdges: edges.nonManifold,
    unbalancedEdges: edges.unbalanced,
    holes: topology.holes,
    largestHoleEdges: topology.largestHoleEdges,
    filledPercent: isClosed ? 100 * topology.filledShare : 0,
  }
}

function uncounted({ positions, triangles }: IndexedMesh, degenerateDropped: number): MeshCounts {
  return {
    vertices: positions.length / 3,
    faces: triangles.length / 3,
    edges: 0,
    boundaryEdges: 0,
    nonManifoldEdges: 0,
    unbalancedEdges: 0,
    degenerateDropped,
    holes: 0,
    largestHoleEdges: 0,
    filledPercent: 0,
  }
}
