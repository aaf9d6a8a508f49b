import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** Bytes of an uploaded file by position. Nothing here trusts the length that a header claims. */
export interface ModelSource {
  readonly bytes: number
  /** Fills `target` from `position` on; answers how many bytes there were. */
  read(target: Uint8Array, position: number): number
  close(): void
}

/** Opens a file for reading. */
export function openFile(path: string): ModelSource {
  const file = openSync(path, 'r')
  return {
    bytes: fstatSync(file).size,
    read: (target, position) => readFully(file, target, position),
    close: () => closeSync(file),
  }
}

/** The same for bytes that are in memory already. */
export function bytesAsSource(content: Uint8Array): ModelSource {
  return {
    bytes: content.length,
    read: (target, position) => {
      const part = content.subarray(position, position + target.length)
      target.set(part)
      return part.length
    },
    close: () => undefined,
  }
}

/** A stretch of the file; shorter when the file ends before it. */
export function readPart(source: ModelSource, from: number, length: number): Buffer {
  const part = Buffer.alloc(Math.max(0, Math.min(length, source.bytes - from)))
  return part.subarray(0, source.read(part, from))
}

function readFully(file: number, target: Uint8Array, position: number): number {
  let filled = 0
  while (filled < target.length) {
    const got = readSync(file, target, filled, target.length - filled, position + filled)
    if (got === 0) break
    filled += got
  }
  return filled
}
