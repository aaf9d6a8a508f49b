import { createHash } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'

import type { IndexedMesh } from '../domain/mesh.js'
import { STL_FACE_BYTES, STL_HEADER_BYTES } from './stl-binary.js'

const BATCH_FACES = 20_971

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
      const at = face * STL_FACE_BYTES + 12
      for (let k = 0; k < 9; k++) {
        const corner = triangles[3 * (first + face) + Math.floor(k / 3)] as number
        view.setFloat32(at + 4 * k, positions[3 * corner + (k % 3)] as number, true)
      }
    }
    yield batch.subarray(0, count * STL_FACE_BYTES)
  }
}
