import type { AttentionReason } from './attention.js'
import type { BomFileDialect } from './bom-file.js'
import type { BomImportStatus } from './bom-import-status.js'
import type { BomTableDialect, TableOverrule } from './bom-line.js'
import type { RefusalCode } from './errors.js'

export type BomSource = 'makrcave' | 'inline' | 'file'

/** What the shopper wished; kept with the import, so that every later step reads it from there. */
export interface BomImportOptions {
  readonly addToCart: boolean
  /** id of the list for buying the same again; absent: none is wished */
  readonly quickReorderId?: string
  readonly quickReorderName?: string
  /** how often the thing is built: 1 to 1,000 */
  readonly builds: number
  /** 0 to 100 */
  readonly sparesPercent: number
  /** of a file: text for people, and a name where none was given */
  readonly fileName?: string
  readonly table?: TableOverrule
}

/** How a file was understood; kept with the import and shown. */
export interface BomDialect extends BomFileDialect {
  readonly tables: readonly BomTableDialect[]
}

/** Why an import, or a step of it, came to nothing. */
export interface ImportProblem {
  readonly error: string
  readonly code: RefusalCode
  /** RFC 3339 */
  readonly timestamp: string
}

/** Changes whenever a decision of the matcher may come out differently; kept with every import. */
export const MATCHER_VERSION = '2026-11'

/** What a workflow needs to know of an import's row: states, counts, times. Nothing that the file says. */
export interface LoadedImport {
  readonly status: BomImportStatus
  readonly source: BomSource
  readonly wantsCart: boolean
  /** all lines are stored, and the rules over the whole import are applied */
  readonly isRead: boolean
  /** nothing can be asked of it any more */
  readonly isClosed: boolean
  readonly openLines: number
  /** since when people are asked about open lines; epoch milliseconds, null before that */
  readonly settledAtMs: number | null
  /** what the row waits for a person with, when a lost run is loaded again */
  readonly attention: AttentionReason | null
}

/** Where an object with the file or the inline JSON of an import lies. */
export function bomObjectKey(importId: string): string {
  return `boms/${importId}`
}
