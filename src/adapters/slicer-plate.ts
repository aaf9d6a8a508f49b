import { open, type FileHandle } from 'node:fs/promises'

import { Invariant, WorkFailed } from '../domain/errors.js'
import { PLATE_GAP_MM } from '../domain/plates.js'
import type { SliceJob } from '../ports.js'

const HEADER_BYTES = 84
const FACE_BYTES = 50
const BATCH_FACES = 20_000
/** As the first number of the first normal, -0: the slicer takes a file for text that begins without any byte above 127. */
const MARK_OF_BINARY = Buffer.from([0, 0, 0, 0x80])
/** Room in the slicer's memory and time; beyond it a plate has no firm price. */
const MOST_FACES = 2_097_152

/**
 * Writes the copies of a plate into one binary STL, laid out in rows as plates are priced, and answers the height in mm.
 * Too many triangles together are `WorkFailed`.
 */
export async function writePlate(job: PlateJob, path: string): Promise<number> {
  const model = await open(job.modelPath)
  const plate = await open(path, 'w')
  try {
    const faces = await countFaces(model)
    if (faces * job.copies > MOST_FACES) throw new WorkFailed('The plate has too many triangles for the slicer.')
    const box = await measureBox(model, faces, job)
    await plate.write(headerOf(faces * job.copies))
    for (let copy = 0; copy < job.copies; copy++)
      await writeCopy(model, plate, { faces, job, ...offsetOf(copy, box, job) })
    await plate.write(MARK_OF_BINARY, 0, MARK_OF_BINARY.length, HEADER_BYTES)
    return box.heightMm
  } finally {
    await Promise.all([model.close(), plate.close()])
  }
}

export type PlateJob = Pick<SliceJob, 'modelPath' | 'copies' | 'columns' | 'isTurned'>

async function countFaces(model: FileHandle): Promise<number> {
  const { size } = await model.stat()
  const header = Buffer.alloc(HEADER_BYTES)
  await model.read(header, 0, HEADER_BYTES, 0)
  const faces = header.readUInt32LE(HEADER_BYTES - 4)
  if (size !== HEADER_BYTES + faces * FACE_BYTES) throw new Invariant('the model for the slicer is no normalised STL')
  return faces
}

function headerOf(faces: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUInt32LE(faces, HEADER_BYTES - 4)
  return header
}

interface PlateBox {
  readonly widthMm: number
  readonly depthMm: number
  readonly heightMm: number
}

async function measureBox(model: FileHandle, faces: number, { isTurned }: PlateJob): Promise<PlateBox> {
  const min = [Infinity, Infinity, Infinity]
  const max = [-Infinity, -Infinity, -Infinity]
  for await (const batch of batches(model, faces)) {
    for (const at of corners(batch)) {
      for (let axis = 0; axis < 3; axis++) {
        const value = batch.readFloatLE(at + 4 * axis)
        min[axis] = Math.min(min[axis] as number, value)
        max[axis] = Math.max(max[axis] as number, value)
      }
    }
  }
  const [x = 0, y = 0, heightMm = 0] = max.map((value, axis) => value - (min[axis] as number))
  return isTurned ? { widthMm: y, depthMm: x, heightMm } : { widthMm: x, depthMm: y, heightMm }
}

function offsetOf(copy: number, box: PlateBox, { columns }: PlateJob): { xMm: number; yMm: number } {
  const column = copy % columns
  const row = Math.floor(copy / columns)
  return { xMm: column * (box.widthMm + PLATE_GAP_MM), yMm: row * (box.depthMm + PLATE_GAP_MM) }
}

interface PlacedCopy {
  readonly faces: number
  readonly job: PlateJob
  readonly xMm: number
  readonly yMm: number
}

async function writeCopy(model: FileHandle, plate: FileHandle, { faces, job, xMm, yMm }: PlacedCopy): Promise<void> {
  for await (const batch of batches(model, faces)) {
    for (const at of corners(batch)) {
      const x = batch.readFloatLE(at)
      const y = batch.readFloatLE(at + 4)
      batch.writeFloatLE((job.isTurned ? -y : x) + xMm, at)
      batch.writeFloatLE((job.isTurned ? x : y) + yMm, at + 4)
    }
    await plate.write(batch)
  }
}

/** The faces in pieces; each is only good until the next is asked for. */
async function* batches(model: FileHandle, faces: number): AsyncGenerator<Buffer> {
  const buffer = Buffer.alloc(BATCH_FACES * FACE_BYTES)
  for (let first = 0; first < faces; first += BATCH_FACES) {
    const bytes = Math.min(BATCH_FACES, faces - first) * FACE_BYTES
    await model.read(buffer, 0, bytes, HEADER_BYTES + first * FACE_BYTES)
    yield buffer.subarray(0, bytes)
  }
}

/** Where the corners of a batch begin; the normal before them is left to the slicer. */
function* corners(batch: Buffer): Generator<number> {
  for (let face = 0; face < batch.length; face += FACE_BYTES) {
    for (let corner = 0; corner < 3; corner++) yield face + 12 + 12 * corner
  }
}
