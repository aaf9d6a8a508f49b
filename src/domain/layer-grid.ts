import type { IndexedMesh } from './mesh.js'
import { layerCount } from './print-presets.js'

/** The cutting planes, half a layer above each layer's floor, and how often the mesh meets them. */
export interface LayerGrid {
  readonly heightMm: number
  readonly count: number
  /** for each corner the lowest plane above it */
  readonly planeAbove: Int32Array
  readonly crossings: number
  readonly crossingTriangles: number
}

/** Lays the planes of a mesh that stands on z = 0. */
export function layerGrid(mesh: IndexedMesh, heightMm: number): LayerGrid {
  const { positions } = mesh
  let topMm = 0
  for (let k = 2; k < positions.length; k += 3) topMm = Math.max(topMm, positions[k] as number)
  const count = layerCount(topMm, heightMm)
  const planeAbove = new Int32Array(positions.length / 3)
  for (let v = 0; v < planeAbove.length; v++) {
    planeAbove[v] = Math.min(count, lowestPlaneAbove(positions[3 * v + 2] as number, heightMm))
  }
  return { heightMm, count, planeAbove, ...countCrossings(mesh.triangles, planeAbove) }
}

/** Plane i lies at (i + ½) layers; a plane through the corner itself is not above it. */
function lowestPlaneAbove(z: number, heightMm: number): number {
  const plane = Math.floor(z / heightMm + 0.5)
  // The quotient is rounded; what counts is on which side of the plane's own z the corner lies.
  if ((plane + 0.5) * heightMm <= z) return plane + 1
  return plane > 0 && (plane - 0.5) * heightMm > z ? plane - 1 : plane
}

function countCrossings(triangles: Uint32Array, planeAbove: Int32Array) {
  let crossings = 0
  let crossingTriangles = 0
  for (let k = 0; k < triangles.length; k += 3) {
    const a = planeAbove[triangles[k] as number] as number
    const b = planeAbove[triangles[k + 1] as number] as number
    const c = planeAbove[triangles[k + 2] as number] as number
    const planes = Math.max(a, b, c) - Math.min(a, b, c)
    crossings += planes
    if (planes > 0) crossingTriangles++
  }
  return { crossings, crossingTriangles }
}
