import { readdirSync } from 'node:fs'
import { join } from 'node:path'

import type { BomLine } from '../../src/domain/bom-line.js'
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
