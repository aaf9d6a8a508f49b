import type { IndexedMesh } from './mesh.js'

/**
 * Gives equal points one number, in order of first appearance. Points are equal when all three float32 coordinates are
 * (−0 counts as 0). Reads points in batches, so that a file never has to lie in memory as a whole.
 */
export class PointWelder {
  private capacity = 1 << 12
  /** vertex plus one by hash; at most half full */
  private table = new Uint32Array(2 * this.capacity)
  private bits = new Uint32Array(3 * this.capacity)
  private first = new Uint32Array(this.capacity)
  private pointsSeen = 0
  private vertices = 0

  /** Writes the vertex number of each point (x, y, z after one another) to `target`, beginning at `at`. */
  add(points: Float32Array, target: Uint32Array, at: number): void {
    const coordinates = new Uint32Array(points.buffer, points.byteOffset, points.length)
    this.makeRoomFor(points.length / 3)
    const { table, bits } = this
    const mask = table.length - 1
    for (let k = 0; k < coordinates.length; k += 3) {
      const x = positive(coordinates[k] as number)
      const y = positive(coordinates[k + 1] as number)
      const z = positive(coordinates[k + 2] as number)
      let slot = spread(x, y, z) & mask
      let entry = table[slot] as number
      while (entry !== 0 && !isAt(bits, 3 * entry - 3, { x, y, z })) {
        slot = (slot + 1) & mask
        entry = table[slot] as number
      }
      if (entry === 0) table[slot] = entry = this.append(x, y, z)
      target[at++] = entry - 1
      this.pointsSeen++
    }
  }

  /** Number of the point that each vertex was first seen as. */
  firstPoints(): Uint32Array {
    return this.first.subarray(0, this.vertices)
  }

  /** x, y, z of each vertex. */
  positions(): Float64Array {
    return new Float64Array(new Float32Array(this.bits.buffer, 0, 3 * this.vertices))
  }

  /** Answers the new vertex's number plus one. */
  private append(x: number, y: number, z: number): number {
    const { vertices } = this
    this.bits[3 * vertices] = x
    this.bits[3 * vertices + 1] = y
    this.bits[3 * vertices + 2] = z
    this.first[vertices] = this.pointsSeen
    return (this.vertices = vertices + 1)
  }

  /** Before a batch, so that no table changes while it is read. */
  private makeRoomFor(points: number): void {
    if (this.vertices + points <= this.capacity) return
    while (this.capacity < this.vertices + points) this.capacity *= 2
    this.first = enlarged(this.first, this.capacity)
    this.bits = enlarged(this.bits, 3 * this.capacity)
    this.table = new Uint32Array(2 * this.capacity)
    const mask = this.table.length - 1
    for (let vertex = 0; vertex < this.vertices; vertex++) {
      const k = 3 * vertex
      let slot = spread(this.bits[k] as number, this.bits[k + 1] as number, this.bits[k + 2] as number) & mask
      while (this.table[slot] !== 0) slot = (slot + 1) & mask
      this.table[slot] = vertex + 1
    }
  }
}

/** Weld pass 1 (quoting.md 6) on a mesh whose corners are numbered already. */
export function weldEqualCorners({ positions, triangles }: IndexedMesh): IndexedMesh {
  const welder = new PointWelder()
  const vertexOf = new Uint32Array(positions.length / 3)
  welder.add(new Float32Array(positions), vertexOf, 0)
  return renumber({ positions, triangles }, { vertexOf, firstPoints: welder.firstPoints() })
}

/** Leaves out faces that use one corner twice, and corners that no face uses. */
export function dropCollapsedFaces(mesh: IndexedMesh): { mesh: IndexedMesh; dropped: number } {
  const { positions, triangles } = mesh
  const collapsed = countCollapsed(triangles)
  const remaining = collapsed === 0 ? triangles : new Uint32Array(triangles.length - 3 * collapsed)
  for (let k = 0, kept = 0; collapsed > 0 && k < triangles.length; k += 3) {
    if (isCollapsed(triangles, k)) continue
    remaining.set(triangles.subarray(k, k + 3), kept)
    kept += 3
  }
  return { mesh: withoutUnusedCorners({ positions, triangles: remaining }), dropped: collapsed }
}

function countCollapsed(triangles: Uint32Array): number {
  let count = 0
  for (let k = 0; k < triangles.length; k += 3) {
    if (isCollapsed(triangles, k)) count++
  }
  return count
}

function isCollapsed(triangles: Uint32Array, k: number): boolean {
  const a = triangles[k]
  const b = triangles[k + 1]
  const c = triangles[k + 2]
  return a === b || b === c || c === a
}

function withoutUnusedCorners(mesh: IndexedMesh): IndexedMesh {
  const { positions, triangles } = mesh
  const numberOf = new Uint32Array(positions.length / 3)
  let used = 0
  for (let k = 0; k < triangles.length; k++) {
    const corner = triangles[k] as number
    if (numberOf[corner] === 0) numberOf[corner] = ++used
  }
  if (used === numberOf.length) return mesh
  const compact = new Float64Array(3 * used)
  numberOf.forEach((number, corner) => {
    if (number > 0) compact.set(positions.subarray(3 * corner, 3 * corner + 3), 3 * (number - 1))
  })
  return { positions: compact, triangles: triangles.map((corner) => (numberOf[corner] as number) - 1) }
}

/** Moves faces to new corner numbers; a corner lies where the first of its points lay. */
export function renumber({ positions, triangles }: IndexedMesh, weld: Weld): IndexedMesh {
  const { vertexOf, firstPoints } = weld
  const welded = new Float64Array(3 * firstPoints.length)
  for (let vertex = 0; vertex < firstPoints.length; vertex++) {
    const from = 3 * (firstPoints[vertex] as number)
    for (let axis = 0; axis < 3; axis++) welded[3 * vertex + axis] = positions[from + axis] as number
  }
  const renumbered = new Uint32Array(triangles.length)
  for (let k = 0; k < triangles.length; k++) renumbered[k] = vertexOf[triangles[k] as number] as number
  return { positions: welded, triangles: renumbered }
}

/** New corner numbers: for each old corner its new one, for each new corner one of its old ones. */
interface Weld {
  readonly vertexOf: Uint32Array
  readonly firstPoints: Uint32Array
}

function isAt(bits: Uint32Array, k: number, point: { x: number; y: number; z: number }): boolean {
  return bits[k] === point.x && bits[k + 1] === point.y && bits[k + 2] === point.z
}

const NEGATIVE_ZERO = 0x80000000

const positive = (bits: number): number => (bits === NEGATIVE_ZERO ? 0 : bits)

/** A well mixed 32-bit number of three integers, for tables whose length is a power of two. */
export function spread(x: number, y: number, z: number): number {
  let mixed = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca77) ^ Math.imul(z, 0xc2b2ae3d)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d)
  return (mixed ^ (mixed >>> 13)) >>> 0
}

function enlarged(array: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(length)
  larger.set(array)
  return larger
}
