import type { IndexedMesh } from './mesh.js'

/**
 * Gives equal points one number, in order of first appearance. Points are equal when all three float32 coordinates are
 * (−0 counts as 0). Reads points in batches, so that a file never has to lie in memory as a whole.
 */
export class PointWelder {
  private table = new Uint32Array(1 << 12)
  private bits = new Uint32Array(3 << 11)
  private first = new Uint32Array(1 << 11)
  private pointsSeen = 0
  private vertices = 0

  get vertexCount(): number {
    return this.vertices
  }

  /** Writes the vertex number of each point (x, y, z after one another) to `target`, beginning at `at`. */
  add(points: Float32Array, target: Uint32Array, at: number): void {
    const bits = new Uint32Array(points.buffer, points.byteOffset, points.length)
    for (let k = 0; k < bits.length; k += 3) {
      const x = bits[k] as number
      const y = bits[k + 1] as number
      const z = bits[k + 2] as number
      target[at++] = this.vertexOf(positive(x), positive(y), positive(z))
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

  private vertexOf(x: number, y: number, z: number): number {
    const { table, bits } = this
    const mask = table.length - 1
    let slot = spread(x, y, z) & mask
    for (let entry = table[slot] as number; entry !== 0; entry = table[slot] as number) {
      const k = 3 * (entry - 1)
      if (bits[k] === x && bits[k + 1] === y && bits[k + 2] === z) return entry - 1
      slot = (slot + 1) & mask
    }
    table[slot] = this.vertices + 1
    return this.append(x, y, z)
  }

  private append(x: number, y: number, z: number): number {
    const vertex = this.vertices++
    this.bits.set([x, y, z], 3 * vertex)
    this.first[vertex] = this.pointsSeen
    if (this.vertices === this.first.length) this.grow()
    return vertex
  }

  /** Keeps the table at most half full. */
  private grow(): void {
    const capacity = 2 * this.first.length
    this.first = enlarged(this.first, capacity)
    this.bits = enlarged(this.bits, 3 * capacity)
    const table = new Uint32Array(2 * capacity)
    const mask = table.length - 1
    for (let vertex = 0; vertex < this.vertices; vertex++) {
      const k = 3 * vertex
      let slot = spread(this.bits[k] as number, this.bits[k + 1] as number, this.bits[k + 2] as number) & mask
      while (table[slot] !== 0) slot = (slot + 1) & mask
      table[slot] = vertex + 1
    }
    this.table = table
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
  for (const corner of triangles) {
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
