import { measureSurface, type IndexedMesh } from './mesh.js'
import { edgeTableOf, NOBODY, nextHalfEdge, pairOpposites, pairTwins } from './mesh-topology-edges.js'
import { spread } from './mesh-topology-weld.js'

/**
 * Turns faces until neighbours agree (quoting.md 6, step 4): floods over edges with exactly two faces and turns each
 * face like the first one of its patch. Patches that still disagree where more than two faces meet are turned to
 * positive volume. Which way a whole body faces is settled later.
 */
export function alignFaces(mesh: IndexedMesh): IndexedMesh {
  const patches = floodPatches(mesh)
  const aligned = turnFaces(mesh, (face) => patches.isTurned[face] === 1)
  const disputed = disputedPatches(aligned, patches)
  if (disputed.size === 0) return aligned
  const volumes = patchVolumes(aligned, patches.patchOf)
  const isInward = (patch: number) => disputed.has(patch) && (volumes.get(patch) ?? 0) < 0
  return turnFaces(aligned, (face) => isInward(patches.patchOf[face] as number))
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

function floodPatches({ positions, triangles }: IndexedMesh): Patches {
  const twins = pairTwins(edgeTableOf(triangles, positions.length / 3))
  const faces = triangles.length / 3
  const patches: Patches = { patchOf: new Uint32Array(faces).fill(NOBODY), isTurned: new Uint8Array(faces) }
  const waiting = new Uint32Array(faces)
  for (let start = 0; start < faces; start++) {
    if (patches.patchOf[start] !== NOBODY) continue
    patches.patchOf[start] = start
    waiting[0] = start
    for (let count = 1; count > 0; ) {
      const face = waiting[--count] as number
      for (let h = 3 * face; h < 3 * face + 3; h++) {
        if (reachNeighbour({ triangles, twins, patches }, h)) waiting[count++] = Math.floor((twins[h] as number) / 3)
      }
    }
  }
  return patches
}

/** True when the face beyond this half-edge was new; it is then turned like its neighbour. */
function reachNeighbour(surface: FloodedSurface, h: number): boolean {
  const { triangles, twins, patches } = surface
  const twin = twins[h] as number
  if (twin === NOBODY) return false
  const face = Math.floor(h / 3)
  const neighbour = Math.floor(twin / 3)
  if (patches.patchOf[neighbour] !== NOBODY) return false
  const runSameWay = triangles[h] === triangles[twin] ? 1 : 0
  patches.patchOf[neighbour] = patches.patchOf[face] as number
  patches.isTurned[neighbour] = (patches.isTurned[face] as number) ^ runSameWay
  return true
}

function disputedPatches({ positions, triangles }: IndexedMesh, { patchOf }: Patches): Set<number> {
  const disputed = new Set<number>()
  pairOpposites(edgeTableOf(triangles, positions.length / 3)).forEach((partner, h) => {
    if (partner === NOBODY) disputed.add(patchOf[Math.floor(h / 3)] as number)
  })
  return disputed
}

function patchVolumes(mesh: IndexedMesh, patchOf: Uint32Array): Map<number, number> {
  const volumes = new Map<number, number>()
  patchOf.forEach((patch, face) => {
    const { signedVolume } = measureSurface(mesh, [0, 0, 0], { from: face, to: face + 1 })
    volumes.set(patch, (volumes.get(patch) ?? 0) + signedVolume)
  })
  return volumes
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
    return [this.triangles[h] as number, this.triangles[second] as number, this.triangles[nextHalfEdge(second)] as number]
  }
}

interface Patches {
  /** first face of the patch each face belongs to */
  readonly patchOf: Uint32Array
  readonly isTurned: Uint8Array
}

interface FloodedSurface {
  readonly triangles: Uint32Array
  readonly twins: Uint32Array
  readonly patches: Patches
}
