/** A triangle mesh with shared corners. Lengths in the unit its producer names; topology works on file units, the rest on mm. */
export interface IndexedMesh {
  /** x, y, z of each corner */
  readonly positions: Float64Array
  /** three corner numbers a triangle; counter-clockwise seen from outside once the mesh is oriented */
  readonly triangles: Uint32Array
}

/** Axis-aligned box; each triple is x, y, z in the mesh's unit. */
export interface Box {
  readonly min: Triple
  readonly max: Triple
}

/** x, y, z */
export type Triple = readonly [number, number, number]

/** Box of all corners, used or not; an empty mesh has an infinite, inverted one. */
export function boxOf({ positions }: IndexedMesh): Box {
  let [minX, minY, minZ] = [Infinity, Infinity, Infinity]
  let [maxX, maxY, maxZ] = [-Infinity, -Infinity, -Infinity]
  for (let k = 0; k < positions.length; k += 3) {
    const x = positions[k] as number
    const y = positions[k + 1] as number
    const z = positions[k + 2] as number
    minX = Math.min(minX, x)
    minY = Math.min(minY, y)
    minZ = Math.min(minZ, z)
    maxX = Math.max(maxX, x)
    maxY = Math.max(maxY, y)
    maxZ = Math.max(maxZ, z)
  }
  return { min: [minX, minY, minZ], max: [maxX, maxY, maxZ] }
}

/** Lengths of a box along x, y and z. */
export function sidesOf({ min, max }: Box): Triple {
  return [max[0] - min[0], max[1] - min[1], max[2] - min[2]]
}

/** Middle of a box. */
export function centreOf({ min, max }: Box): Triple {
  return [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2, (min[2] + max[2]) / 2]
}

/** Area of a range of triangles, and the volume they enclose seen from `origin`: negative when wound inwards. */
export function measureSurface(mesh: IndexedMesh, origin: Triple, range?: TriangleRange): Surface {
  const { positions, triangles } = mesh
  const [ox, oy, oz] = origin
  const end = 3 * (range?.to ?? triangles.length / 3)
  let area = 0
  let volume = 0
  for (let k = 3 * (range?.from ?? 0); k < end; k += 3) {
    const a = 3 * (triangles[k] as number)
    const b = 3 * (triangles[k + 1] as number)
    const c = 3 * (triangles[k + 2] as number)
    const ax = (positions[a] as number) - ox
    const ay = (positions[a + 1] as number) - oy
    const az = (positions[a + 2] as number) - oz
    const ux = (positions[b] as number) - ox - ax
    const uy = (positions[b + 1] as number) - oy - ay
    const uz = (positions[b + 2] as number) - oz - az
    const vx = (positions[c] as number) - ox - ax
    const vy = (positions[c + 1] as number) - oy - ay
    const vz = (positions[c + 2] as number) - oz - az
    const nx = uy * vz - uz * vy
    const ny = uz * vx - ux * vz
    const nz = ux * vy - uy * vx
    area += Math.sqrt(nx * nx + ny * ny + nz * nz)
    volume += ax * nx + ay * ny + az * nz
  }
  return { area: area / 2, signedVolume: volume / 6 }
}

/** The mesh moved by −origin and then scaled. */
export function placeMesh(mesh: IndexedMesh, placement: { origin: Triple; scale: number }): IndexedMesh {
  const { origin, scale } = placement
  const positions = new Float64Array(mesh.positions.length)
  for (let k = 0; k < positions.length; k += 3) {
    positions[k] = ((mesh.positions[k] as number) - origin[0]) * scale
    positions[k + 1] = ((mesh.positions[k + 1] as number) - origin[1]) * scale
    positions[k + 2] = ((mesh.positions[k + 2] as number) - origin[2]) * scale
  }
  return { positions, triangles: mesh.triangles }
}

/** Triangles `from` up to, but without, `to`. */
export interface TriangleRange {
  readonly from: number
  readonly to: number
}

export interface Surface {
  readonly area: number
  readonly signedVolume: number
}
