import { inflateSync } from 'node:zlib'

const SHADES = ' .:-=+*#%@'
const BYTES_PER_PIXEL = 4

/** Draws a transparent 8-bit RGBA PNG with characters, `columns` wide; a character is twice as high as wide. */
export function drawPicture(png: Buffer, columns: number): string {
  const { width, height, pixels } = decodePng(png)
  const cell = width / columns
  const lines: string[] = []
  for (let top = 0; top + 2 * cell <= height; top += 2 * cell) {
    let line = ''
    for (let left = 0; left + cell <= width; left += cell) {
      line += shadeOf(pixels, { left, top, cell, width })
    }
    lines.push(line.trimEnd())
  }
  return lines.join('\n').replace(/^\n+|\n+$/g, '')
}

interface Cell {
  readonly left: number
  readonly top: number
  readonly cell: number
  readonly width: number
}

function shadeOf(pixels: Buffer, { left, top, cell, width }: Cell): string {
  let light = 0
  let count = 0
  for (let y = Math.floor(top); y < top + 2 * cell; y += 1) {
    for (let x = Math.floor(left); x < left + cell; x += 1) {
      const at = (y * width + x) * BYTES_PER_PIXEL
      light += ((pixels[at] ?? 0) * (pixels[at + 3] ?? 0)) / 255
      count += 1
    }
  }
  const index = Math.round((light / count / 255) * (SHADES.length - 1))
  return SHADES[index] ?? ' '
}

interface Picture {
  readonly width: number
  readonly height: number
  readonly pixels: Buffer
}

/** Enough of PNG for our own pictures: 8-bit RGBA, not interlaced, every row as the difference to the one above. */
function decodePng(png: Buffer): Picture {
  const data: Buffer[] = []
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(png.subarray(at + 8, at + 8 + length))
    at += 12 + length
  }
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  return { width, height, pixels: addRowAbove(inflateSync(Buffer.concat(data)), width * BYTES_PER_PIXEL) }
}

function addRowAbove(raw: Buffer, rowBytes: number): Buffer {
  const rows = raw.length / (rowBytes + 1)
  const pixels = Buffer.alloc(rows * rowBytes)
  for (let row = 0; row < rows; row += 1) {
    for (let at = 0; at < rowBytes; at += 1) {
      const above = row === 0 ? 0 : (pixels[(row - 1) * rowBytes + at] ?? 0)
      pixels[row * rowBytes + at] = ((raw[row * (rowBytes + 1) + 1 + at] ?? 0) + above) & 0xff
    }
  }
  return pixels
}
