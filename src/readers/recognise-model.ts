import { finding, type Finding } from '../domain/model-findings.js'
import type { ModelKind } from '../domain/model-report.js'
import { detectKind, type FileKind } from './file-kind.js'
import { refuse } from './model-refusal.js'
import { readPart, type ModelSource } from './model-source.js'
import { readObj } from './obj.js'
import type { ReadModel } from './read-model.js'
import { readBinaryStl } from './stl-binary.js'
import { readTextStl } from './stl-text.js'
import { readPackage } from './three-mf.js'

const MAX_FILE_BYTES = 104_857_600

/** A file whose kind is known; `model` only where a reader exists for it. */
export interface RecognisedFile {
  readonly kind: Exclude<ModelKind, 'unknown'>
  readonly model: ReadModel | undefined
}

/** Finds out by content what a file is and reads it. Throws the refusal that explains an unusable file. */
export async function recogniseModel(source: ModelSource): Promise<RecognisedFile> {
  if (source.bytes === 0) throw refuse('file_empty')
  if (source.bytes > MAX_FILE_BYTES) throw refuse('file_too_large', { bytes: source.bytes })
  return readAs(detectKind(source), source)
}

/** A warning when the name says something else than the content. */
export function nameMismatch(filename: string, kind: RecognisedFile['kind']): Finding[] {
  const extension = /\.([a-z0-9]{1,8})$/i.exec(filename)?.[1]?.toLowerCase() ?? ''
  const expected = EXTENSIONS.get(extension)
  if (expected === undefined || expected.includes(kind)) return []
  return [finding('kind_mismatch', { extension, content: KIND_IN_WORDS[kind] })]
}

async function readAs(file: FileKind, source: ModelSource): Promise<RecognisedFile> {
  switch (file.kind) {
    case 'unknown':
      throw refuse('file_kind_unknown', { looksLike: file.looksLike })
    case 'stl_binary':
      return { kind: file.kind, model: readBinaryStl(source) }
    case 'stl_text':
      return { kind: file.kind, model: readTextStl(readPart(source, 0, source.bytes)) }
    case 'obj':
      return { kind: file.kind, model: readObj(readPart(source, 0, source.bytes)) }
    case 'zip':
      return readZip(readPart(source, 0, source.bytes))
    default:
      return { kind: file.kind, model: undefined }
  }
}

async function readZip(content: Buffer): Promise<RecognisedFile> {
  const found = await readPackage(content)
  return found.kind === 'amf' ? { kind: 'amf', model: undefined } : { kind: 'threemf', model: found.model }
}

const EXTENSIONS: ReadonlyMap<string, readonly ModelKind[]> = new Map<string, readonly ModelKind[]>([
  ['stl', ['stl_binary', 'stl_text']],
  ['obj', ['obj']],
  ['3mf', ['threemf']],
  ['step', ['step']],
  ['stp', ['step']],
  ['ply', ['ply']],
  ['amf', ['amf']],
])

const KIND_IN_WORDS: Readonly<Record<RecognisedFile['kind'], string>> = {
  stl_binary: 'binary STL',
  stl_text: 'text STL',
  obj: 'OBJ',
  threemf: '3MF',
  step: 'STEP',
  ply: 'PLY',
  amf: 'AMF',
}
