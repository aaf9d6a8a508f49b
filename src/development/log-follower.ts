import { closeSync, openSync, readSync, statSync } from 'node:fs'

const lookEveryMs = 300
const chunkBytes = 262_144

/**
 * Hands over each line that is added to a file, which need not exist yet and may begin anew. `close` hands over what is
 * left and forgets the file.
 */
export function followLog(file: string, onLine: (line: string) => void): { close(): void } {
  let offset = 0
  const readOn = (): void => {
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
    if (size < offset) offset = 0
    while (offset < size) {
      const { lines, bytes } = completeLines(file, offset)
      if (bytes === 0) return
      offset += bytes
      lines.forEach(onLine)
    }
  }
  const timer = setInterval(readOn, lookEveryMs).unref()
  const close = (): void => {
    clearInterval(timer)
    readOn()
  }
  return { close }
}

/** A line of more than a chunk is handed over in pieces; one that is not finished yet waits. */
function completeLines(file: string, offset: number): { lines: string[]; bytes: number } {
  const buffer = Buffer.alloc(chunkBytes)
  const descriptor = openSync(file, 'r')
  try {
    const read = readSync(descriptor, buffer, 0, chunkBytes, offset)
    const end = buffer.subarray(0, read).lastIndexOf('\n') + 1
    const bytes = end === 0 && read === chunkBytes ? read : end
    const text = buffer.toString('utf8', 0, bytes)
    return { lines: text.split('\n').filter((line) => line.trim() !== ''), bytes }
  } finally {
    closeSync(descriptor)
  }
}
