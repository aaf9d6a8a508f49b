import { measureSurface, type IndexedMesh, type Triple } from './mesh.js'
import { enclosingBodies } from './mesh-topology-nesting.js'
import { turnFaces } from './mesh-topology-winding.js'

/** A smaller body, as a share of all volume, is a speck: kept, never counted. */
const SPECK_SHARE = 1e-9

/** A closed mesh whose bodies face outwards and whose cavities face inwards. */
export interface SettledBodies {
  readonly mesh: IndexedMesh
  readonly bodies: number
  readonly voids: number
  readonly isTurned: boolean
  /** bodies minus cavities, in cubic units of the mesh */
  readonly volume: number
}

/** Finds the separate bodies of a closed mesh and turns them the right way round (quoting.md 6, steps 6 to 8). */
export function settleBodies(mesh: IndexedMesh, origin: Triple): SettledBodies {
  const bodies = connectedBodies(mesh, origin)
  const total = sumOf(bodies.volumes)
  // A part that was exported inside out as a whole keeps its cavities when it is turned as a whole.
  const sign = total < 0 ? -1 : 1
  const volumes = bodies.volumes.map((volume) => sign * volume)
  const speck = SPECK_SHARE * sumOf(volumes.map(Math.abs))
  const isInward = volumes.map((volume) => (volume <= -speck && volume < 0 ? 1 : 0))
  const enclosed = isInward.includes(1)
    ? enclosingBodies({ mesh, bodies, isAsked: (body) => isInward[body] === 1 })
    : new Set<number>()
  const isTurned = (body: number) => (isInward[body] === 1 && !enclosed.has(body)) !== sign < 0
  const turned = volumes.map((volume, body) => (isInward[body] === 1 && !enclosed.has(body) ? -volume : volume))
  const needsTurning = turned.some((_, body) => isTurned(body))
  return {
    mesh: needsTurning ? turnFaces(mesh, (face) => isTurned(bodyOfFace(mesh, bodies, face))) : mesh,
    isTurned: needsTurning,
    bodies: turned.filter((volume) => volume >= speck && volume > 0).length,
    voids: enclosed.size,
    volume: sumOf(turned),
  }
}

/** Parts of a mesh that hang together by edges, with what is needed to nest them. */
export interface BodyList {
  readonly bodyOfCorner: Uint32Array
  readonly volumes: Float64Array
  /** for each body min x, y, z and max x, y, z */
  readonly boxes: Float64Array
  readonly firstCorners: Uint32Array
}

function connectedBodies(mesh: IndexedMesh, origin: Triple): BodyList {
  const { bodyOfCorner, firstCorners } = labelCorners(mesh)
  const volumes = new Float64Array(firstCorners.length)
  const boxes = Float64Array.from({ length: 6 * firstCorners.length }, (_, k) => (k % 6 < 3 ? Infinity : -Infinity))
  if (firstCorners.length === 1) {
    volumes[0] = measureSurface(mesh, origin).signedVolume
    return { bodyOfCorner, firstCorners, volumes, boxes }
  }
  for (let face = 0; face < mesh.triangles.length / 3; face++) {
    const body = bodyOfCorner[mesh.triangles[3 * face] as number] as number
    const { signedVolume } = measureSurface(mesh, origin, { from: face, to: face + 1 })
    volumes[body] = (volumes[body] as number) + signedVolume
  }
  for (let corner = 0; corner < bodyOfCorner.length; corner++) {
    stretchBox(boxes, 6 * (bodyOfCorner[corner] as number), mesh.positions.subarray(3 * corner, 3 * corner + 3))
  }
  return { bodyOfCorner, firstCorners, volumes, boxes }
}

function labelCorners({ positions, triangles }: IndexedMesh) {
  const parents = Uint32Array.from({ length: positions.length / 3 }, (_, corner) => corner)
  for (let k = 0; k < triangles.length; k += 3) {
    const root = joinCorners(parents, triangles[k] as number, triangles[k + 1] as number)
    joinCorners(parents, root, triangles[k + 2] as number)
  }
  const firstCorners: number[] = []
  const bodyOfCorner = new Uint32Array(parents.length)
  for (let corner = 0; corner < parents.length; corner++) {
    // The root is the lowest corner of its body, so it has its label before the others ask.
    const root = rootOf(parents, corner)
    bodyOfCorner[corner] = root === corner ? firstCorners.push(corner) - 1 : (bodyOfCorner[root] as number)
  }
  return { bodyOfCorner, firstCorners: Uint32Array.from(firstCorners) }
}

function joinCorners(parents: Uint32Array, a: number, b: number): number {
  const rootA = rootOf(parents, a)
  const rootB = rootOf(parents, b)
  if (rootA < rootB) return (parents[rootB] = rootA)
  return (parents[rootA] = rootB)
}

function rootOf(parents: Uint32Array, corner: number): number {
  let parent = parents[corner] as number
  while (parent !== corner) {
    const grandparent = parents[parent] as number
    parents[corner] = grandparent
    corner = parent
    parent = grandparent
  }
  return corner
}

function stretchBox(boxes: Float64Array, at: number, point: Float64Array): void {
  for (let axis = 0; axis < 3; axis++) {
    const value = point[axis] as number
    if (value < (boxes[at + axis] as number)) boxes[at + axis] = value
    if (value > (boxes[at + axis + 3] as number)) boxes[at + axis + 3] = value
  }
}

function bodyOfFace(mesh: IndexedMesh, bodies: BodyList, face: number): number {
  return bodies.bodyOfCorner[mesh.triangles[3 * face] as number] as number
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)
