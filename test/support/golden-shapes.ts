import type { Overhang } from '../../src/domain/mesh-signals.js'
import type { IndexedMesh } from '../../src/domain/mesh.js'

/** A shape of known measures: its mesh stands on z = 0, centred in x and y, mm. */
export interface GoldenShape {
  readonly mesh: IndexedMesh
  readonly size: { readonly x: number; readonly y: number; readonly z: number }
  readonly overhang: Overhang
  readonly volumeMm3: number
}

const NO_OVERHANG: Overhang = { areaMm2: 0, columnMm3: 0, highestMm: 0 }

/** An axis-aligned box of twelve triangles. */
export function box(x: number, y: number, z: number): GoldenShape {
  return { mesh: cuboid({ x, y, from: 0, to: z }), size: { x, y, z }, overhang: NO_OVERHANG, volumeMm3: x * y * z }
}

/** 30 × 30 × 10 with a hole of 10 × 10 right through. */
export function frame(): GoldenShape {
  const square = (half: number, z: number) => [-half, -half, z, half, -half, z, half, half, z, -half, half, z]
  const positions = Float64Array.from([...square(15, 0), ...square(15, 10), ...square(5, 0), ...square(5, 10)])
  const triangles = [0, 1, 2, 3].flatMap((i) => {
    const j = (i + 1) % 4
    const [outer, outerTop, inner, innerTop] = [i, 4 + i, 8 + i, 12 + i]
    const [outer2, outerTop2, inner2, innerTop2] = [j, 4 + j, 8 + j, 12 + j]
    return [
      ...quad([outer, outer2, outerTop2, outerTop]),
      ...quad([inner2, inner, innerTop, innerTop2]),
      ...quad([outerTop, outerTop2, innerTop2, innerTop]),
      ...quad([outer2, outer, inner, inner2]),
    ]
  })
  const mesh = { positions, triangles: Uint32Array.from(triangles) }
  return { mesh, size: { x: 30, y: 30, z: 10 }, overhang: NO_OVERHANG, volumeMm3: 8_000 }
}

/** A slab of 40 × 40 × 4 on a foot of 10 × 10 × 20: two boxes that touch. */
export function table(): GoldenShape {
  const mesh = joined(cuboid({ x: 10, y: 10, from: 0, to: 20 }), cuboid({ x: 40, y: 40, from: 20, to: 24 }))
  const overhang = { areaMm2: 1_600, columnMm3: 32_000, highestMm: 20 }
  return { mesh, size: { x: 40, y: 40, z: 24 }, overhang, volumeMm3: 8_400 }
}

/** A turned part: one ring of `sides` corners for each radius, rings `stepMm` apart. */
export function lathe(radii: readonly number[], stepMm: number, sides = 24): IndexedMesh {
  const rings = radii.flatMap((radius, ring) =>
    Array.from({ length: sides }, (_, k) => {
      const angle = (2 * Math.PI * k) / sides
      return [radius * Math.cos(angle), radius * Math.sin(angle), ring * stepMm]
    }),
  )
  const last = radii.length - 1
  const positions = Float64Array.from([...rings.flat(), 0, 0, 0, 0, 0, last * stepMm])
  const [bottom, top] = [rings.length, rings.length + 1]
  const triangles = Array.from({ length: sides }, (_, k) => {
    const next = (k + 1) % sides
    const walls = radii.slice(1).flatMap((_radius, ring) => {
      const [low, high] = [ring * sides, (ring + 1) * sides]
      return quad([low + k, low + next, high + next, high + k])
    })
    return [...walls, bottom, next, k, top, last * sides + k, last * sides + next]
  })
  return { positions, triangles: Uint32Array.from(triangles.flat()) }
}

function cuboid({ x, y, from, to }: { x: number; y: number; from: number; to: number }): IndexedMesh {
  const rectangle = (z: number) => [-x / 2, -y / 2, z, x / 2, -y / 2, z, x / 2, y / 2, z, -x / 2, y / 2, z]
  const sides = [0, 1, 2, 3].flatMap((i) => quad([i, (i + 1) % 4, 4 + ((i + 1) % 4), 4 + i]))
  return {
    positions: Float64Array.from([...rectangle(from), ...rectangle(to)]),
    triangles: Uint32Array.from([...sides, ...quad([3, 2, 1, 0]), ...quad([4, 5, 6, 7])]),
  }
}

/** Two triangles for four corners seen counter-clockwise from outside. */
function quad([a, b, c, d]: readonly [number, number, number, number]): number[] {
  return [a, b, c, a, c, d]
}

function joined(a: IndexedMesh, b: IndexedMesh): IndexedMesh {
  const corners = a.positions.length / 3
  return {
    positions: Float64Array.from([...a.positions, ...b.positions]),
    triangles: Uint32Array.from([...a.triangles, ...b.triangles.map((corner) => corner + corners)]),
  }
}
