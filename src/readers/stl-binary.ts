import { finding } from '../domain/model-findings.js'
import { refuse } from './model-refusal.js'
import { readPart, type ModelSource } from './model-source.js'
import type { ReadModel } from './read-model.js'
import { StlFaces } from './stl-faces.js'

export const STL_HEADER_BYTES = 84
export const STL_FACE_BYTES = 50

/**
 * Reads a binary STL in pieces of about 1 MiB. The count in the header is a claim: it is compared with the length of the
 * file before anything is made of it. Normals and attribute bytes are ignored.
 */
export function readBinaryStl(source: ModelSource): ReadModel {
  const announced = announcedFaces(source)
  const present = Math.floor((source.bytes - STL_HEADER_BYTES) / STL_FACE_BYTES)
  if (announced > present) throw refuse('stl_truncated', { announced, present })
  const extra = source.bytes - STL_HEADER_BYTES - announced * STL_FACE_BYTES
  const faces = new StlFaces()
  for (let face = 0; face < announced; face += PIECE_FACES) {
    const count = Math.min(PIECE_FACES, announced - face)
    addFaces(faces, readPart(source, STL_HEADER_BYTES + face * STL_FACE_BYTES, count * STL_FACE_BYTES))
  }
  return faces.finish(extra > 0 ? [finding('stl_trailing_bytes', { count: extra })] : [])
}

/** Faces that the header claims; the file must have a header. */
export function announcedFaces(source: ModelSource): number {
  return readPart(source, STL_HEADER_BYTES - 4, 4).readUInt32LE(0)
}

const PIECE_FACES = 20_971
const NORMAL_BYTES = 12
const CORNERS_BYTES = 36

function addFaces(faces: StlFaces, piece: Buffer): void {
  const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength)
  for (let at = NORMAL_BYTES; at < piece.byteLength; at += STL_FACE_BYTES) {
    for (let k = at; k < at + CORNERS_BYTES; k += 4) faces.push(view.getFloat32(k, true))
  }
}
