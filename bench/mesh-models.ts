import type { IndexedMesh } from '../src/domain/mesh.js'

/** A bumpy ring 48 mm high of `around` × `across` quads: closed, one body, no two faces alike. */
export function bumpyRing(around: number, across: number): IndexedMesh {
  const positions = new Float64Array(3 * around * across)
  const triangles = new Uint32Array(6 * around * across)
  for (let i = 0; i < around; i++) {
    for (let j = 0; j < across; j++) {
      const corner = i * across + j
      positions.set(pointOnRing((2 * Math.PI * i) / around, (2 * Math.PI * j) / across), 3 * corner)
      const right = ((i + 1) % around) * across + j
      const up = i * across + ((j + 1) % across)
      const both = ((i + 1) % around) * across + ((j + 1) % across)
      triangles.set([corner, right, both, corner, both, up], 6 * corner)
    }
  }
  return { positions, triangles }
}

function pointOnRing(u: number, v: number): [number, number, number] {
  const pipe = 23.4 * (1 + 0.03 * Math.sin(9 * u) * Math.sin(7 * v))
  const reach = 60 + pipe * Math.cos(v)
  return [reach * Math.cos(u), reach * Math.sin(u), pipe * Math.sin(v)]
}

/** Corners of all faces one after another, as an STL holds them. */
export function looseCorners({ positions, triangles }: IndexedMesh): Float32Array {
  const corners = new Float32Array(3 * triangles.length)
  triangles.forEach((corner, k) => corners.set(positions.subarray(3 * corner, 3 * corner + 3), 3 * k))
  return corners
}

/** Binary STL of loose corners. */
export function stlOf(corners: Float32Array): Buffer {
  const faces = corners.length / 9
  const file = Buffer.alloc(84 + 50 * faces)
  file.writeUInt32LE(faces, 80)
  const bytes = Buffer.from(corners.buffer)
  for (let face = 0; face < faces; face++) bytes.copy(file, 84 + 50 * face + 12, 36 * face, 36 * face + 36)
  return file
}
