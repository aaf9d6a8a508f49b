import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { BomLine } from '../../src/domain/bom-line.js'
import type { ReadingOptions } from '../../src/domain/bom-table.js'
import { readBom } from '../../src/readers/isolate.js'
import { readBomFile, type BomAnswer, type BomFileReading } from '../../src/readers/read-bom.js'
import { inScratch } from './measured.js'

/** Everything that a file gave. */
export interface WholeReading extends Omit<BomFileReading, 'lines'> {
  readonly lines: readonly BomLine[]
}

/** Folder of the shared data; undefined where there is none. */
export const dataFolder = process.env['MAKRX_DATA_DIR']

/** Names of the real parts lists. */
export function corpusNames(): string[] {
  return readdirSync(join(dataFolder ?? '', 'boms')).filter((name) => name !== 'MANIFEST.tsv')
}

export function corpusBytes(name: string): Buffer {
  return readFileSync(join(dataFolder ?? '', 'boms', name))
}

/** Reads bytes through a child of their own, as production does. */
export async function readInChild(content: Uint8Array): Promise<WholeReading> {
  return inScratch(async (scratchDirectory) => {
    const path = join(scratchDirectory, 'list')
    writeFileSync(path, content)
    const lines: BomLine[] = []
    const onLines = (part: readonly BomLine[]): Promise<void> => Promise.resolve(void lines.push(...part))
    return { ...(await readBom({ path, scratchDirectory, onLines })), lines }
  })
}

/** Reads bytes or a text as a file, in this process: what a child does with it. */
export async function readList(content: Uint8Array | string, options: ReadingOptions = {}): Promise<WholeReading> {
  const { answer, lines } = await ask(content, options)
  if ('refused' in answer) throw new Error(`it was refused: ${answer.refused.message}`)
  return { ...answer.read, lines }
}

/** What a refusal of this file says: its code, sentence, and the reason or limit that belongs to it. */
export async function refusalOf(content: Uint8Array | string, options: ReadingOptions = {}): Promise<Refused> {
  const { answer, lines } = await ask(content, options)
  if ('read' in answer) throw new Error(`it was read: ${String(lines.length)} lines`)
  const { code, message, extra } = answer.refused
  return { code, message, why: extra.members?.reason ?? extra.members?.limit ?? null }
}

async function ask(content: Uint8Array | string, options: ReadingOptions): Promise<Asked> {
  return inScratch(async (folder) => {
    const path = join(folder, 'list')
    writeFileSync(path, content)
    const lines: BomLine[] = []
    const task = { path, options, partLines: 500, outputLimit: 64 * 1024 ** 2 }
    const answer = await readBomFile(task, (part) => void lines.push(...part))
    return { answer, lines }
  })
}

interface Asked {
  readonly answer: BomAnswer
  readonly lines: readonly BomLine[]
}

export interface Refused {
  readonly code: string
  readonly message: string
  readonly why: unknown
}
