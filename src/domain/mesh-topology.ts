import { boxOf, centreOf, measureSurface, sidesOf, type IndexedMesh, type Triple } from './mesh.js'
import { settleBodies } from './mesh-topology-bodies.js'
import { edgeTableOf, surveyEdges, type EdgeSurvey } from './mesh-topology-edges.js'
import { fillHoles, MAX_FILLED_SHARE, MAX_HOLE_EDGES, type FilledHoles } from './mesh-topology-holes.js'
import { weldNearCorners } from './mesh-topology-snap.js'
import { dropCollapsedFaces } from './mesh-topology-weld.js'
import { alignFaces, dropDuplicateFaces } from './mesh-topology-winding.js'

/** Size of the grid of the second weld, as a share of the box diagonal. */
const SNAP_SHARE = 1e-6
/** Less volume than this share of the box is a folded sheet, not a body. */
const MIN_SOLID_SHARE = 1e-6

/**
 * Judges whether a surface encloses a volume, mending what can be mended safely (quoting.md 6). Takes a mesh whose equal
 * corners are one already and whose coordinates are finite; units do not matter. The test is closed and balanced: every
 * edge used equally often in both directions. `degenerateDropped` is what the caller has dropped before.
 */
export function judgeTopology(mesh: IndexedMesh, degenerateDropped = 0): Topology {
  const origin = centreOf(boxOf(mesh))
  const exact = surveyed(mesh, { degenerateDropped })
  const welded = exact.edges.unbalanced === 0 ? exact : better(exact, snapCorners(exact, origin))
  const aligned = welded.edges.unbalanced === 0 ? welded : alignWinding(welded)
  const isWelded = welded !== exact
  const isAligned = aligned.edges.unbalanced === 0 && welded.edges.unbalanced !== 0
  if (aligned.edges.unbalanced === 0) return closedTopology(aligned, { origin, isWelded, isAligned })
  const filled = fillHoles(aligned.mesh, origin)
  const patched = surveyed(filled.mesh, aligned)
  const isSafe = filled.largestHoleEdges <= MAX_HOLE_EDGES && filled.filledShare <= MAX_FILLED_SHARE
  if (!isSafe || patched.edges.unbalanced > 0) return openTopology(aligned, { origin, isWelded, holes: filled })
  const closed = closedTopology(patched, { origin, isWelded, isAligned, holes: filled })
  return closed.volume > 0 ? closed : openTopology(aligned, { origin, isWelded, holes: filled })
}

/** A closed mesh that holds next to nothing compared with its box. */
export function isFoldedSheet({ mesh, volume }: Topology): boolean {
  const [x, y, z] = sidesOf(boxOf(mesh))
  return volume <= MIN_SOLID_SHARE * x * y * z
}

function snapCorners({ mesh, degenerateDropped }: Stage, origin: Triple): Stage {
  return surveyed(weldNearCorners(mesh, { cell: snapDistance(mesh), origin }), { degenerateDropped })
}

const snapDistance = (mesh: IndexedMesh): number => SNAP_SHARE * Math.hypot(...sidesOf(boxOf(mesh)))

/** Winding can only be the fault where no edge lacks a face; doubled faces leave odd edges behind. */
function alignWinding(stage: Stage): Stage {
  const aligned = stage.edges.odd === 0 ? surveyed(alignFaces(stage.mesh), stage) : stage
  if (aligned.edges.unbalanced === 0) return aligned
  const { mesh, dropped } = dropDuplicateFaces(aligned.mesh)
  const unique = surveyed(mesh, { degenerateDropped: stage.degenerateDropped + dropped })
  return unique.edges.unbalanced === 0 ? unique : stage
}

function surveyed(mesh: IndexedMesh, { degenerateDropped }: { degenerateDropped: number }): Stage {
  const { mesh: solid, dropped } = dropCollapsedFaces(mesh)
  const edges = surveyEdges(edgeTableOf(solid.triangles, solid.positions.length / 3))
  return { mesh: solid, edges, degenerateDropped: degenerateDropped + dropped }
}

const better = (first: Stage, second: Stage): Stage =>
  second.edges.unbalanced < first.edges.unbalanced ? second : first

function closedTopology(stage: Stage, history: History): Topology {
  const settled = settleBodies(stage.mesh, history.origin)
  return {
    ...outcome(stage, history),
    mesh: settled.mesh,
    isClosed: true,
    isWindingFixed: history.isAligned === true || settled.isTurned,
    filledFaces: history.holes?.filledFaces ?? 0,
    volume: settled.volume,
    bodies: settled.bodies,
    voids: settled.voids,
  }
}

function openTopology(stage: Stage, history: History): Topology {
  return {
    ...outcome(stage, history),
    mesh: stage.mesh,
    isClosed: false,
    isWindingFixed: false,
    filledFaces: 0,
    volume: 0,
    bodies: 0,
    voids: 0,
  }
}

function outcome({ mesh, edges, degenerateDropped }: Stage, { origin, isWelded, holes }: History) {
  return {
    edges,
    degenerateDropped,
    isWelded,
    snapDistance: snapDistance(mesh),
    area: measureSurface(mesh, origin).area,
    holes: holes?.holes ?? 0,
    largestHoleEdges: holes?.largestHoleEdges ?? 0,
    filledShare: holes?.filledShare ?? 0,
  }
}

/** The verdict on a surface; lengths in the unit of the mesh. */
export interface Topology {
  /** mended mesh; the faces that close holes are the last `filledFaces` ones */
  readonly mesh: IndexedMesh
  readonly edges: EdgeSurvey
  readonly isClosed: boolean
  readonly isWelded: boolean
  /** corners closer than this were joined when `isWelded` */
  readonly snapDistance: number
  readonly isWindingFixed: boolean
  /** faces without area or doubled that were left out */
  readonly degenerateDropped: number
  readonly holes: number
  readonly largestHoleEdges: number
  readonly filledShare: number
  readonly filledFaces: number
  readonly area: number
  /** 0 while the mesh is open */
  readonly volume: number
  readonly bodies: number
  readonly voids: number
}

interface Stage {
  readonly mesh: IndexedMesh
  readonly edges: EdgeSurvey
  readonly degenerateDropped: number
}

interface History {
  readonly origin: Triple
  readonly isWelded: boolean
  readonly isAligned?: boolean
  readonly holes?: FilledHoles
}
