import { fitsAnyMachine, fitsOnItsSide, type PartSize } from '../domain/machine-fit.js'
import type { IndexedMesh } from '../domain/mesh.js'
import { finding, type Finding } from '../domain/model-findings.js'
import { RATE_CARD } from '../domain/rate-card.js'
import { refuse } from './model-refusal.js'
import type { ModelGeometry } from './model-geometry.js'

const MAX_COORDINATE = 1_000_000
const MIN_SIDE_MM = 2
const MIN_VOLUME_MM3 = 1
/** Above this much of our own surface a person looks at the price. */
const MAX_FILLED_ALONE = 0.01

/** Refuses a mesh without faces or with corners that are nowhere (quoting.md 5, gate 3). */
export function checkCoordinates({ positions, triangles }: IndexedMesh): void {
  if (triangles.length === 0) throw refuse('no_triangles')
  let notFinite = 0
  let outOfRange = 0
  for (let k = 0; k < positions.length; k += 3) {
    const x = Math.abs(positions[k] as number)
    const y = Math.abs(positions[k + 1] as number)
    const z = Math.abs(positions[k + 2] as number)
    const farthest = Math.max(x, y, z)
    if (!Number.isFinite(farthest)) notFinite++
    else if (farthest > MAX_COORDINATE) outOfRange++
  }
  if (notFinite > 0) throw refuse('coordinates_not_finite', { count: notFinite })
  if (outOfRange > 0) throw refuse('coordinates_out_of_range', { count: outOfRange })
}

/** Gates 5 and 6: what was mended, and what could not be. */
export function topologyFindings(geometry: ModelGeometry): Finding[] {
  const { topology, counts } = geometry
  return [
    ...counted('degenerate_dropped', counts.degenerateDropped),
    ...(topology?.isWelded === true ? [finding('welded', { withinMm: weldDistance(geometry) })] : []),
    ...(topology?.isWindingFixed === true ? [finding('winding_fixed')] : []),
    ...holeFindings(geometry),
    ...(geometry.isWithoutThickness ? [finding('mesh_not_solid')] : []),
    ...counted('non_manifold_edges', counts.nonManifoldEdges),
    ...(topology !== undefined && topology.bodies > 1 ? [finding('several_bodies', { count: topology.bodies })] : []),
    ...counted('inner_voids', topology?.voids ?? 0),
  ]
}

/** Gate 7: is it of a size that we print? */
export function sizeFindings({ size, solid }: ModelGeometry): Finding[] {
  const largestMm = largestSide(size)
  if (largestMm < MIN_SIDE_MM || (solid !== undefined && solid.volumeMm3 < MIN_VOLUME_MM3)) {
    return [finding('part_too_small', { largestMm })]
  }
  if (fitsAnyMachine(size, RATE_CARD.machines)) return []
  const fitsTurned = fitsOnItsSide(size, RATE_CARD.machines)
  return [finding('part_too_big', { xMm: size.x, yMm: size.y, zMm: size.z, fitsTurned })]
}

/** True when so much of a closed surface is our guess that a person confirms the price. */
export function isGuessed({ topology }: ModelGeometry): boolean {
  return topology !== undefined && topology.filledFaces > 0 && topology.filledShare > MAX_FILLED_ALONE
}

export const largestSide = ({ x, y, z }: PartSize): number => Math.max(x, y, z)

function holeFindings(geometry: ModelGeometry): Finding[] {
  const { topology } = geometry
  if (topology === undefined || (topology.isClosed && topology.holes === 0)) return []
  const count = topology.holes
  const percent = Math.min(100 * topology.filledShare, MAX_PERCENT)
  if (!topology.isClosed) return [finding('mesh_open', { count, largestEdges: topology.largestHoleEdges, percent })]
  const filled = finding('holes_filled', { count, percent })
  return isGuessed(geometry) ? [filled, finding('needs_person', { reason: 'we closed holes in the model' })] : [filled]
}

/** Keeps the share a number that fits into a report, whatever the area was. */
const MAX_PERCENT = 1e6

function counted(code: 'degenerate_dropped' | 'non_manifold_edges' | 'inner_voids', count: number): Finding[] {
  return count > 0 ? [finding(code, { count })] : []
}

function weldDistance({ topology, mmPerUnit }: ModelGeometry): number {
  return Number(((topology?.snapDistance ?? 0) * mmPerUnit).toPrecision(1))
}
