import { createHash } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'

import type { IndexedMesh } from '../domain/mesh.js'
import { STL_FACE_BYTES, STL_HEADER_BYTES } from './stl-binary.js'

const BATCH_FACES = 20_971
const NORMAL_BYTES = 12

/**
 * Writes a mesh as binary STL with an empty header and empty normals and answers the sha-256 of the file: the identity
 * of the geometry, and the only form in which a shopper's model reaches the slicer.
 */
export function writeNormalisedStl(mesh: IndexedMesh, path: string): string {
  const hash = createHash('sha256')
  const file = openSync(path, 'w')
  try {
    for (const piece of stlPieces(mesh)) {
      hash.update(piece)
      writeSync(file, piece)
    }
  } finally {
    closeSync(file)
  }
  return hash.digest('hex')
}

/** The bytes in pieces; each is only good until the next is asked for. */
function* stlPieces({ positions, triangles }: IndexedMesh): Generator<Buffer> {
  const faces = triangles.length / 3
  const header = Buffer.alloc(STL_HEADER_BYTES)
  header.writeUInt32LE(faces, STL_HEADER_BYTES - 4)
  yield header
  const batch = Buffer.alloc(BATCH_FACES * STL_FACE_BYTES)
  const view = new DataView(batch.buffer, batch.byteOffset)
  for (let first = 0; first < faces; first += BATCH_FACES) {
    const count = Math.min(BATCH_FACES, faces - first)
    for (let face = 0; face < count; face++) {
      const at = face * STL_FACE_BYTES + NORMAL_BYTES
      for (let corner = 0; corner < 3; corner++) {
        const k = 3 * (triangles[3 * (first + face) + corner] as number)
        view.setFloat32(at + 12 * corner, positions[k] as number, true)
        view.setFloat32(at + 12 * corner + 4, positions[k + 1] as number, true)
        view.setFloat32(at + 12 * corner + 8, positions[k + 2] as number, true)
      }
    }
    yield batch.subarray(0, count * STL_FACE_BYTES)
  }
}
