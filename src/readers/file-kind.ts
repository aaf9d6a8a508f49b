import type { ModelKind } from '../domain/model-report.js'
import { readPart, type ModelSource } from './model-source.js'
import { announcedFaces, STL_FACE_BYTES, STL_HEADER_BYTES } from './stl-binary.js'

/** What a file is, judged by its content alone; `zip` needs a look inside. */
export type FileKind =
  | { readonly kind: Exclude<ModelKind, 'threemf' | 'unknown'> | 'zip' }
  | { readonly kind: 'unknown'; readonly looksLike: string }

/**
 * Recognises a file (quoting.md 4). The exact length of a binary STL decides first, because its header may hold any
 * words; a wrong length counts as STL only when nothing else fits and the numbers look like coordinates.
 */
export function detectKind(source: ModelSource): FileKind {
  if (isExactBinaryStl(source)) return { kind: 'stl_binary' }
  const head = readPart(source, 0, HEAD_BYTES).toString('latin1')
  const signed = SIGNATURES.find(({ pattern }) => pattern.test(head.slice(0, 4_096)))
  if (signed !== undefined) return signed.is
  if (isTextStl(head)) return { kind: 'stl_text' }
  if (OBJ_POINT.test(head)) return { kind: 'obj' }
  if (looksLikeCoordinates(source)) return { kind: 'stl_binary' }
  return { kind: 'unknown', looksLike: describe(head) }
}

const HEAD_BYTES = 64 * 1024

const OBJ_POINT = /^[ \t]*v(?:[ \t]+[-+.\dni]\S*){3}/im

const unknown = (looksLike: string): FileKind => ({ kind: 'unknown', looksLike })

const SIGNATURES: readonly { readonly pattern: RegExp; readonly is: FileKind }[] = [
  { pattern: /^PK(?:\x03\x04|\x05\x06)/, is: { kind: 'zip' } },
  { pattern: /^\s*ISO-10303-21/, is: { kind: 'step' } },
  { pattern: /^ply\s/, is: { kind: 'ply' } },
  {
    pattern: /^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|script)/i,
    is: unknown('a web page; was the download link expired?'),
  },
  { pattern: /^(?:\xef\xbb\xbf)?\s*<\?xml[^]*?<amf[\s>]|^(?:\xef\xbb\xbf)?\s*<amf[\s>]/i, is: { kind: 'amf' } },
  { pattern: /^%PDF-/, is: unknown('a PDF document') },
  { pattern: /^(?:\x89PNG|\xff\xd8\xff|GIF8|RIFF[^]{4}WEBP|II\*\0|MM\0\*)/, is: unknown('an image') },
  { pattern: /^(?:\x1f\x8b|Rar!|7z\xbc\xaf)/, is: unknown('a compressed archive') },
]

function isExactBinaryStl(source: ModelSource): boolean {
  if (source.bytes < STL_HEADER_BYTES) return false
  return STL_HEADER_BYTES + STL_FACE_BYTES * announcedFaces(source) === source.bytes
}

function isTextStl(head: string): boolean {
  return /^\s*solid/i.test(head) && /facet|endsolid/i.test(head.slice(0, 4_096))
}

/** A cut-off or overlong binary STL: the first faces it holds must be finite numbers of a sensible size. */
function looksLikeCoordinates(source: ModelSource): boolean {
  if (source.bytes < STL_HEADER_BYTES || announcedFaces(source) === 0) return false
  const sample = readPart(source, STL_HEADER_BYTES, SAMPLE_FACES * STL_FACE_BYTES)
  let numbers = 0
  let sensible = 0
  for (let at = 0; at + STL_FACE_BYTES <= sample.length; at += STL_FACE_BYTES) {
    for (let k = at; k < at + 48; k += 4) {
      numbers++
      if (isSensible(sample.readFloatLE(k))) sensible++
    }
  }
  // Without a single whole face only the header is left to look at: it is zeros or plain words.
  if (numbers === 0) return /^[\0\x20-\x7e]*$/.test(readPart(source, 0, 80).toString('latin1'))
  return sensible >= 0.9 * numbers
}

const SAMPLE_FACES = 8

function isSensible(value: number): boolean {
  const size = Math.abs(value)
  return size === 0 || (size > 1e-20 && size < 1e7)
}

function describe(head: string): string {
  if (/^[GM]\d{1,4}(?:\s|$)/m.test(head)) return 'G-code for one certain printer'
  if (/^\s*<svg[\s>]/i.test(head)) return 'an image'
  if (/^\s*<\?xml/.test(head)) return 'an XML file without a model'
  return /[^\t\n\f\r\x20-\x7e\x80-\xff]/.test(head) ? 'a file of another kind' : 'a text file'
}
