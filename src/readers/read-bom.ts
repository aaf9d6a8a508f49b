import { readFile } from 'node:fs/promises'

import type { BomFileDialect } from '../domain/bom-file.js'
import { readBomItems } from '../domain/bom-json.js'
import type { BomLine, BomReading, BomTableDialect, OtherRow } from '../domain/bom-line.js'
import { bomLimitExceeded } from '../domain/bom-limits.js'
import { readBomTables, type ReadingOptions } from '../domain/bom-table.js'
import { DomainError } from '../domain/errors.js'
import { readBomContent, type BomContent } from './bom-content.js'

/** What a reading child is asked. */
export interface BomTask {
  readonly path: string
  readonly options: ReadingOptions
  /** lines of one part */
  readonly partLines: number
  /** of all parts together, in characters of JSON */
  readonly outputLimit: number
}

/** How a file was understood, and what of it is no line. The lines were handed over before. */
export interface BomFileReading {
  readonly dialect: BomFileDialect & { readonly tables: readonly BomTableDialect[] }
  /** how many were handed over */
  readonly lines: number
  readonly otherRows: readonly OtherRow[]
  readonly warnings: readonly string[]
}

/** A refusal crosses the pipe as what it is made of. */
export type BomAnswer =
  { readonly read: BomFileReading } | { readonly refused: Pick<DomainError, 'code' | 'message' | 'extra'> }

/** Reads a parts list and hands its lines over; what is wrong with the file is an answer, not an error. */
export async function readBomFile(task: BomTask, handOver: (lines: readonly BomLine[]) => void): Promise<BomAnswer> {
  try {
    const content = await readBomContent(await readFile(task.path))
    const reading = understand(content, task.options)
    partsOf(reading.lines, task).forEach(handOver)
    const { lines, tables, otherRows } = reading
    const warnings = [...content.warnings, ...reading.warnings]
    return { read: { dialect: { ...content.dialect, tables }, lines: lines.length, otherRows, warnings } }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const { code, message, extra } = error
    return { refused: { code, message, extra } }
  }
}

function understand({ found }: BomContent, options: ReadingOptions): BomReading {
  return 'document' in found ? readBomItems(found.document) : readBomTables(found.sheets, options)
}

/** A short file can name many places (`C1-C2000` in every row): what is said of it is bounded as well. */
function partsOf(lines: readonly BomLine[], { partLines, outputLimit }: BomTask): BomLine[][] {
  const parts: BomLine[][] = []
  let [all, ofPart] = [0, 0]
  for (const line of lines) {
    const characters = JSON.stringify(line).length
    const part = parts.at(-1)
    all += characters
    ofPart += characters
    if (part !== undefined && part.length < partLines && ofPart <= PART_CHARACTERS) {
      part.push(line)
      continue
    }
    parts.push([line])
    ofPart = characters
  }
  if (all > outputLimit) throw bomLimitExceeded('text', all)
  return parts
}

/** Whoever reads a part can do nothing else meanwhile. */
const PART_CHARACTERS = 512 * 1024
