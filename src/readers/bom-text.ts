import { decode } from 'iconv-lite'

import type { BomEncoding } from '../domain/bom-file.js'
import { bomUnreadable } from '../domain/bom-limits.js'

/** A file as text, without its byte order mark. */
export interface DecodedText {
  readonly text: string
  readonly encoding: BomEncoding
}

/**
 * Decodes by the rules of bom.md 3: a byte order mark decides, then the pattern of zero bytes, then strict UTF-8, else
 * windows-1252. Refuses (`encoding`) what has more than 5 % control characters afterwards, and what is blank (`empty`).
 */
export function decodeBomText(bytes: Buffer): DecodedText {
  const decoded = decodeBytes(bytes)
  if (decoded.text.trim() === '') throw bomUnreadable('empty')
  if (controlCharacters(decoded.text) > MAX_CONTROL_SHARE * decoded.text.length) throw bomUnreadable('encoding')
  return decoded
}

const MAX_CONTROL_SHARE = 0.05
const PATTERN_BYTES = 4_096
const ZERO_SHARE = 0.3

function decodeBytes(bytes: Buffer): DecodedText {
  const wide = markOf(bytes) ?? zeroPattern(bytes.subarray(0, PATTERN_BYTES))
  if (wide !== undefined) return { text: strictly(wide, bytes) ?? refuseEncoding(), encoding: wide }
  const text = strictly('utf-8', bytes)
  if (text !== undefined) return { text, encoding: 'utf-8' }
  // TextDecoder of Node 20 takes windows-1252 for Latin-1 and makes control characters of its quotes and dashes.
  return { text: decode(bytes, 'windows-1252'), encoding: 'windows-1252' }
}

function markOf(bytes: Buffer): BomEncoding | undefined {
  const mark = bytes.toString('latin1', 0, 3)
  if (mark === '\xef\xbb\xbf') return 'utf-8'
  if (mark.startsWith('\xff\xfe')) return 'utf-16le'
  return mark.startsWith('\xfe\xff') ? 'utf-16be' : undefined
}

/** Text in Latin letters has a zero in every second byte of UTF-16: the odd ones in little endian. */
function zeroPattern(bytes: Buffer): BomEncoding | undefined {
  const zeros: [even: number, odd: number] = [0, 0]
  bytes.forEach((byte, offset) => {
    if (byte === 0) zeros[offset % 2 === 0 ? 0 : 1]++
  })
  const enough = (ZERO_SHARE * bytes.length) / 2
  if (bytes.length < 4) return undefined
  if (zeros[1] >= enough) return 'utf-16le'
  return zeros[0] >= enough ? 'utf-16be' : undefined
}

function strictly(encoding: BomEncoding, bytes: Buffer): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function refuseEncoding(): never {
  throw bomUnreadable('encoding')
}

/** Anything below a blank but tab and line ends, the upper control block, and what could not be decoded. */
function controlCharacters(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x20) count += code === 0x09 || code === 0x0a || code === 0x0d ? 0 : 1
    else if ((code >= 0x7f && code <= 0x9f) || code === 0xfffd) count++
  }
  return count
}
