import type { IndexedMesh, Triple } from '../../src/domain/mesh.js'

/** A box of twelve triangles, its lowest corner at `at`. */
export function cuboid([x, y, z]: Triple, at: Triple = [0, 0, 0]): IndexedMesh {
  const square = (height: number) => [0, 0, height, x, 0, height, x, y, height, 0, y, height]
  const walls = [0, 1, 2, 3].flatMap((i) => quad(i, (i + 1) % 4, { above: 4 }))
  const positions = Float64Array.from([...square(0), ...square(z)])
  const triangles = Uint32Array.from([...walls, 2, 1, 0, 3, 2, 0, 4, 5, 6, 4, 6, 7])
  return moved({ positions, triangles }, at)
}

/** A pipe that stands on z = 0: closed, with a hole right through. */
export function tube(shape: { outer: number; inner: number; height: number; sides: number }): IndexedMesh {
  const { outer, inner, height, sides } = shape
  const ring = (radius: number, z: number) => circle(sides).flatMap(([c, s]) => [radius * c, radius * s, z])
  const positions = Float64Array.from([
    ...ring(outer, 0),
    ...ring(outer, height),
    ...ring(inner, 0),
    ...ring(inner, height),
  ])
  const triangles = circle(sides).flatMap((_, i) => {
    const j = (i + 1) % sides
    const [out, top, hole, rim] = [0, sides, 2 * sides, 3 * sides]
    return [
      ...strip([out + i, out + j, top + j, top + i]),
      ...strip([hole + j, hole + i, rim + i, rim + j]),
      ...strip([top + i, top + j, rim + j, rim + i]),
      ...strip([out + j, out + i, hole + i, hole + j]),
    ]
  })
  return { positions, triangles: Uint32Array.from(triangles) }
}

/** A cup without lid: an open surface whose rim has `sides` edges. */
export function openCup(shape: { radius: number; height: number; sides: number }): IndexedMesh {
  const { radius, height, sides } = shape
  const ring = (z: number) => circle(sides).flatMap(([c, s]) => [radius * c, radius * s, z])
  const triangles = circle(sides).flatMap((_, i) => {
    const j = (i + 1) % sides
    return [...strip([i, j, sides + j, sides + i]), j, i, 2 * sides]
  })
  return {
    positions: Float64Array.from([...ring(0), ...ring(height), 0, 0, 0]),
    triangles: Uint32Array.from(triangles),
  }
}

/** A ring that lies flat; `around` × `across` quads. */
export function torus(shape: { ring: number; pipe: number; around: number; across: number }): IndexedMesh {
  const { ring, pipe, around, across } = shape
  const positions = circle(around).flatMap(([c, s]) =>
    circle(across).flatMap(([cc, ss]) => [(ring + pipe * cc) * c, (ring + pipe * cc) * s, pipe * ss]),
  )
  const at = (i: number, j: number) => (i % around) * across + (j % across)
  const triangles = circle(around).flatMap((_, i) =>
    circle(across).flatMap((__, j) => strip([at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1)])),
  )
  return { positions: Float64Array.from(positions), triangles: Uint32Array.from(triangles) }
}

/** A ball around the origin with `rings` belts of `2 · rings` quads, triangles at the poles. */
export function sphere(radius: number, rings = 12): IndexedMesh {
  const sides = 2 * rings
  const positions = [0, 0, -radius, 0, 0, radius]
  for (let belt = 1; belt < rings; belt++) {
    const latitude = Math.PI * (belt / rings - 0.5)
    for (const [c, s] of circle(sides)) {
      positions.push(radius * Math.cos(latitude) * c, radius * Math.cos(latitude) * s, radius * Math.sin(latitude))
    }
  }
  const at = (belt: number, i: number) => 2 + (belt - 1) * sides + (i % sides)
  const triangles = circle(sides).flatMap((_, i) => {
    const belts = Array.from({ length: rings - 2 }, (__, k) => k + 1)
    const walls = belts.flatMap((k) => strip([at(k, i), at(k, i + 1), at(k + 1, i + 1), at(k + 1, i)]))
    return [...walls, 0, at(1, i + 1), at(1, i), 1, at(rings - 1, i), at(rings - 1, i + 1)]
  })
  return { positions: Float64Array.from(positions), triangles: Uint32Array.from(triangles) }
}

/** Several meshes as one; corners are not shared between them. */
export function joined(...meshes: readonly IndexedMesh[]): IndexedMesh {
  let corners = 0
  const triangles = meshes.flatMap((mesh) => {
    const shifted = Array.from(mesh.triangles, (corner) => corner + corners)
    corners += mesh.positions.length / 3
    return shifted
  })
  const positions = meshes.flatMap((mesh) => Array.from(mesh.positions))
  return { positions: Float64Array.from(positions), triangles: Uint32Array.from(triangles) }
}

export function moved(mesh: IndexedMesh, by: Triple): IndexedMesh {
  return { ...mesh, positions: mesh.positions.map((value, k) => value + (by[k % 3] as number)) }
}

export function scaled(mesh: IndexedMesh, factor: number): IndexedMesh {
  return { ...mesh, positions: mesh.positions.map((value) => value * factor) }
}

/** Every face, or every chosen one, wound the other way round. */
export function insideOut(mesh: IndexedMesh, isChosen: (face: number) => boolean = () => true): IndexedMesh {
  return withFaces(mesh, (face, [a, b, c]) => [isChosen(face) ? [a, c, b] : [a, b, c]])
}

/** Without the faces that are not kept. */
export function withoutFaces(mesh: IndexedMesh, isDropped: (face: number) => boolean): IndexedMesh {
  return withFaces(mesh, (face, corners) => (isDropped(face) ? [] : [corners]))
}

/** The same surface from other triangles: each face gives those that `cut` makes of it. */
export function withFaces(
  mesh: IndexedMesh,
  cut: (face: number, corners: [number, number, number]) => readonly (readonly number[])[],
): IndexedMesh {
  const triangles: number[] = []
  for (let face = 0; face < mesh.triangles.length / 3; face++) {
    const [a = 0, b = 0, c = 0] = mesh.triangles.subarray(3 * face, 3 * face + 3)
    triangles.push(...cut(face, [a, b, c]).flat())
  }
  return { positions: mesh.positions, triangles: Uint32Array.from(triangles) }
}

/** No corner is shared: what an STL holds. */
export function unwelded({ positions, triangles }: IndexedMesh): IndexedMesh {
  const loose = Array.from(triangles, (corner) => Array.from(positions.subarray(3 * corner, 3 * corner + 3))).flat()
  return { positions: Float64Array.from(loose), triangles: Uint32Array.from(triangles.keys()) }
}

function circle(sides: number): [number, number][] {
  return Array.from({ length: sides }, (_, k) => {
    const angle = (2 * Math.PI * k) / sides
    return [Math.cos(angle), Math.sin(angle)]
  })
}

function quad(i: number, j: number, { above }: { above: number }): number[] {
  return strip([i, j, above + j, above + i])
}

function strip([a, b, c, d]: readonly [number, number, number, number]): number[] {
  return [a, b, c, a, c, d]
}
