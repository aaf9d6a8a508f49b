import type { IndexedMesh, Triple } from './mesh.js'
import type { BodyList } from './mesh-topology-bodies.js'

/**
 * Which of the asked bodies lie inside another body: box in box, and the first corner inside by ray parity (three rays,
 * majority). Sweeps along x, so that far bodies never meet.
 */
export function enclosingBodies({ mesh, bodies, isAsked }: Question): Set<number> {
  const faces = facesByBody(mesh, bodies)
  const sweep = new Sweep(bodies)
  const enclosed = new Set<number>()
  for (const body of sweepOrder(bodies)) {
    if (isAsked(body)) {
      const point = cornerOf(mesh, bodies.firstCorners[body] as number)
      if (sweep.someAround(body, (other) => isInside(mesh, faces(other), point))) enclosed.add(body)
    }
    sweep.pass(body)
  }
  return enclosed
}

/** Left side first; of equal ones the wider first, so that an enclosing box comes before what it encloses. */
function sweepOrder({ boxes, volumes }: BodyList): Uint32Array {
  const low = (body: number) => boxes[6 * body] as number
  const high = (body: number) => boxes[6 * body + 3] as number
  return Uint32Array.from(volumes, (_, body) => body).sort((a, b) => low(a) - low(b) || high(b) - high(a))
}

/** The bodies that began before the one that is asked about; those that have ended are swept out now and then. */
class Sweep {
  private readonly boxes: Float64Array
  private readonly active: Uint32Array
  private count = 0
  private sweepAt = 64

  constructor({ boxes, volumes }: BodyList) {
    this.boxes = boxes
    this.active = new Uint32Array(volumes.length)
  }

  pass(body: number): void {
    if (this.count >= this.sweepAt) this.sweepOut(this.boxes[6 * body] as number)
    this.active[this.count++] = body
  }

  /** Asks about every body whose box holds that of `inner`, until one says yes. */
  someAround(inner: number, isIt: (other: number) => boolean): boolean {
    for (let k = 0; k < this.count; k++) {
      const other = this.active[k] as number
      if (isBoxInside(this.boxes, 6 * inner, 6 * other) && isIt(other)) return true
    }
    return false
  }

  private sweepOut(low: number): void {
    let kept = 0
    for (let k = 0; k < this.count; k++) {
      const body = this.active[k] as number
      if ((this.boxes[6 * body + 3] as number) >= low) this.active[kept++] = body
    }
    this.count = kept
    this.sweepAt = 2 * kept + 64
  }
}

/** Boxes by their place in the list; the farthest side is compared first, because it differs most often. */
function isBoxInside(boxes: Float64Array, inner: number, outer: number): boolean {
  for (let axis = 0; axis < 3; axis++) {
    if ((boxes[inner + axis + 3] as number) > (boxes[outer + axis + 3] as number)) return false
    if ((boxes[inner + axis] as number) < (boxes[outer + axis] as number)) return false
  }
  return true
}

/** Directions that no drawn edge is likely to share. */
const RAYS: readonly Triple[] = [
  [0.8147, 0.1279, 0.5655],
  [-0.3251, 0.9134, 0.2449],
  [0.2785, -0.5469, 0.7896],
]

function isInside(mesh: IndexedMesh, faces: Uint32Array, point: Triple): boolean {
  const votes = RAYS.filter((ray) => crossings(mesh, faces, { from: point, ray }) % 2 === 1)
  return votes.length >= 2
}

function crossings(mesh: IndexedMesh, faces: Uint32Array, line: Line): number {
  let count = 0
  for (const face of faces) {
    if (meets(mesh, face, line)) count++
  }
  return count
}

/** Does the ray pass through this face? (Möller and Trumbore's test.) */
function meets(mesh: IndexedMesh, face: number, { from, ray }: Line): boolean {
  const a = cornerOf(mesh, mesh.triangles[3 * face] as number)
  const edge1 = difference(cornerOf(mesh, mesh.triangles[3 * face + 1] as number), a)
  const edge2 = difference(cornerOf(mesh, mesh.triangles[3 * face + 2] as number), a)
  const across = cross(ray, edge2)
  const slope = dot(edge1, across)
  if (slope === 0) return false
  const away = difference(from, a)
  const u = dot(away, across) / slope
  if (u < 0 || u > 1) return false
  const upright = cross(away, edge1)
  const v = dot(ray, upright) / slope
  return v >= 0 && u + v <= 1 && dot(edge2, upright) / slope > 0
}

/** Face numbers of each body, sorted in once. */
function facesByBody({ triangles }: IndexedMesh, { bodyOfCorner, volumes }: BodyList): (body: number) => Uint32Array {
  const starts = new Uint32Array(volumes.length + 1)
  const bodyOf = (face: number) => bodyOfCorner[triangles[3 * face] as number] as number
  const faceCount = triangles.length / 3
  for (let face = 0; face < faceCount; face++) starts[bodyOf(face) + 1] = (starts[bodyOf(face) + 1] as number) + 1
  for (let body = 0; body < volumes.length; body++) {
    starts[body + 1] = (starts[body + 1] as number) + (starts[body] as number)
  }
  const free = starts.slice()
  const sorted = new Uint32Array(faceCount)
  for (let face = 0; face < faceCount; face++) {
    const body = bodyOf(face)
    sorted[free[body] as number] = face
    free[body] = (free[body] as number) + 1
  }
  return (body) => sorted.subarray(starts[body], starts[body + 1])
}

function cornerOf({ positions }: IndexedMesh, corner: number): Triple {
  return [positions[3 * corner] as number, positions[3 * corner + 1] as number, positions[3 * corner + 2] as number]
}

const difference = (a: Triple, b: Triple): Triple => [a[0] - b[0], a[1] - b[1], a[2] - b[2]]

const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

const cross = (a: Triple, b: Triple): Triple => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]

interface Line {
  readonly from: Triple
  readonly ray: Triple
}

interface Question {
  readonly mesh: IndexedMesh
  readonly bodies: BodyList
  readonly isAsked: (body: number) => boolean
}
