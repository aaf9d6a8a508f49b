import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { BomLine } from '../../src/domain/bom-line.js'
import { DomainError } from '../../src/domain/errors.js'
import { readBom, type BomFileReading, type ReadBomRequest } from '../../src/readers/isolate.js'
import { inScratch } from './measured.js'

/** Everything that a file gave. */
export interface WholeReading extends Omit<BomFileReading, 'lines'> {
  readonly lines: readonly BomLine[]
}

type Wish = Partial<Pick<ReadBomRequest, 'overrule' | 'rolesByFingerprint' | 'limits'>>

/** Folder of the shared data; undefined where there is none. */
export const dataFolder = process.env['MAKRX_DATA_DIR']

/** Reads a parts list of the shared data through its child. */
export function readCorpusFile(name: string, wish: Wish = {}): Promise<WholeReading> {
  return readPath(join(dataFolder ?? '', 'boms', name), wish)
}

export function corpusFiles(): string[] {
  return readdirSync(join(dataFolder ?? '', 'boms')).filter((name) => name !== 'MANIFEST.tsv')
}

/** Reads bytes or a text as a file, through its child. */
export async function readFileOf(content: Uint8Array | string, wish: Wish = {}): Promise<WholeReading> {
  return inScratch((folder) => {
    const path = join(folder, 'list')
    writeFileSync(path, content)
    return readPath(path, wish)
  })
}

/** What a refusal of this file says: its code, and the member that belongs to it. */
export async function refusalOf(content: Uint8Array | string, wish: Wish = {}): Promise<Refused> {
  const error: unknown = await readFileOf(content, wish).then(
    ({ lines }) => new Error(`it was read: ${lines.length} lines`),
    (reason: unknown) => reason,
  )
  if (!(error instanceof DomainError)) throw error
  const { reason, limit, found } = error.extra.members ?? {}
  return { code: error.code, message: error.message, why: reason ?? limit ?? null, found: found ?? null }
}

export interface Refused {
  readonly code: string
  readonly message: string
  /** the reason or the limit */
  readonly why: unknown
  readonly found: unknown
}

function readPath(path: string, wish: Wish): Promise<WholeReading> {
  return inScratch(async (scratchDirectory) => {
    const lines: BomLine[] = []
    const onLines = (part: readonly BomLine[]): Promise<void> => {
      lines.push(...part)
      return Promise.resolve()
    }
    const reading = await readBom({ path, scratchDirectory, onLines, ...wish })
    return { ...reading, lines }
  })
}
