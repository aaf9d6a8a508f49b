import type { IndexedMesh } from './mesh.js'
import { edgeTableOf, NOBODY, nextHalfEdge, pairTwins } from './mesh-topology-edges.js'
import { spread } from './mesh-topology-weld.js'

/**
 * Turns faces until neighbours agree (quoting.md 6, step 4): floods over edges with exactly two faces and turns each
 * face like the first one of its patch. Which way a whole body faces is settled later.
 */
export function alignFaces(mesh: IndexedMesh): IndexedMesh {
  const isTurned = floodPatches(mesh)
  return turnFaces(mesh, (face) => isTurned[face] === TURNED)
}

/** Without faces that repeat another face of equal orientation. */
export function dropDuplicateFaces(mesh: IndexedMesh): { mesh: IndexedMesh; dropped: number } {
  const { triangles } = mesh
  const seen = new FaceSet(triangles)
  const kept = new Uint32Array(triangles.length)
  let length = 0
  for (let face = 0; face < triangles.length / 3; face++) {
    if (!seen.add(face)) continue
    kept.set(triangles.subarray(3 * face, 3 * face + 3), length)
    length += 3
  }
  const dropped = (triangles.length - length) / 3
  return { mesh: dropped === 0 ? mesh : { ...mesh, triangles: kept.slice(0, length) }, dropped }
}

/** The mesh with some faces wound the other way round. */
export function turnFaces(mesh: IndexedMesh, isTurned: (face: number) => boolean): IndexedMesh {
  const triangles = mesh.triangles.slice()
  for (let face = 0; face < triangles.length / 3; face++) {
    if (!isTurned(face)) continue
    const b = triangles[3 * face + 1] as number
    triangles[3 * face + 1] = triangles[3 * face + 2] as number
    triangles[3 * face + 2] = b
  }
  return { ...mesh, triangles }
}

const UNSEEN = 0
const KEPT = 1
const TURNED = 2

/** For each face whether it keeps its winding or is turned. */
function floodPatches({ positions, triangles }: IndexedMesh): Uint8Array {
  const faces = triangles.length / 3
  const flood = {
    triangles,
    twins: pairTwins(edgeTableOf(triangles, positions.length / 3)),
    winding: new Uint8Array(faces),
    waiting: new Uint32Array(faces),
  }
  for (let start = 0; start < faces; start++) {
    if (flood.winding[start] === UNSEEN) spreadFrom(start, flood)
  }
  return flood.winding
}

function spreadFrom(start: number, flood: Flood): void {
  const { twins, winding, waiting } = flood
  winding[start] = KEPT
  waiting[0] = start
  for (let count = 1; count > 0;) {
    const face = waiting[--count] as number
    for (let h = 3 * face; h < 3 * face + 3; h++) {
      const twin = twins[h] as number
      if (twin === NOBODY || winding[Math.floor(twin / 3)] !== UNSEEN) continue
      const neighbour = Math.floor(twin / 3)
      winding[neighbour] = windingBeyond(flood, h, twin)
      waiting[count++] = neighbour
    }
  }
}

/** Neighbours that run along their edge in the same direction disagree. */
function windingBeyond({ triangles, winding }: Flood, h: number, twin: number): number {
  const own = winding[Math.floor(h / 3)] as number
  return triangles[h] === triangles[twin] ? KEPT + TURNED - own : own
}

/** Faces already met, equal when they have the same corners in the same turning order. */
class FaceSet {
  private readonly table: Uint32Array
  private readonly triangles: Uint32Array

  constructor(triangles: Uint32Array) {
    this.triangles = triangles
    this.table = new Uint32Array(2 ** Math.ceil(Math.log2((2 * triangles.length) / 3 + 2)))
  }

  add(face: number): boolean {
    const h = this.lowestCorner(face)
    const [a, b, c] = this.cornersFrom(h)
    const mask = this.table.length - 1
    let slot = spread(a, b, c) & mask
    for (let entry = this.table[slot] as number; entry !== 0; entry = this.table[slot] as number) {
      const other = this.cornersFrom(entry - 1)
      if (other[0] === a && other[1] === b && other[2] === c) return false
      slot = (slot + 1) & mask
    }
    this.table[slot] = h + 1
    return true
  }

  private lowestCorner(face: number): number {
    const [a, b, c] = this.cornersFrom(3 * face)
    if (a < b && a < c) return 3 * face
    return b < c ? 3 * face + 1 : 3 * face + 2
  }

  private cornersFrom(h: number): [number, number, number] {
    const second = nextHalfEdge(h)
    return [
      this.triangles[h] as number,
      this.triangles[second] as number,
      this.triangles[nextHalfEdge(second)] as number,
    ]
  }
}

interface Flood {
  readonly triangles: Uint32Array
  readonly twins: Uint32Array
  readonly winding: Uint8Array
  /** faces whose neighbours are still to be looked at */
  readonly waiting: Uint32Array
}
