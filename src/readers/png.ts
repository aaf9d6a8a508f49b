import { crc32, deflateSync } from 'node:zlib'

/** Encodes RGBA pixels, row by row, as PNG. Equal pixels give equal bytes. */
export function encodePng(pixels: Uint8Array, width: number): Buffer {
  const height = pixels.length / (4 * width)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([BITS_PER_CHANNEL, COLOUR_WITH_ALPHA], 8)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(filterRows(pixels, 4 * width), { level: 6 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const BITS_PER_CHANNEL = 8
const COLOUR_WITH_ALPHA = 6
const FILTER_UP = 2

/** Stores each row as its difference from the one above; plain areas become zeros. */
function filterRows(pixels: Uint8Array, rowBytes: number): Uint8Array {
  const filtered = new Uint8Array(pixels.length + pixels.length / rowBytes)
  filtered[0] = FILTER_UP
  filtered.set(pixels.subarray(0, rowBytes), 1)
  for (let from = rowBytes, to = rowBytes + 1; from < pixels.length; from += rowBytes, to += rowBytes + 1) {
    filtered[to] = FILTER_UP
    for (let k = 0; k < rowBytes; k++) {
      filtered[to + 1 + k] = (pixels[from + k] as number) - (pixels[from + k - rowBytes] as number)
    }
  }
  return filtered
}

function chunk(type: string, content: Buffer): Buffer {
  const framed = Buffer.alloc(content.length + 12)
  framed.writeUInt32BE(content.length, 0)
  framed.write(type, 4, 'latin1')
  framed.set(content, 8)
  framed.writeUInt32BE(crc32(framed.subarray(4, content.length + 8)), content.length + 8)
  return framed
}
