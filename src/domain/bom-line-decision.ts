import type { BomLineStatus } from './bom-import-status.js'
import type { LineExclusion } from './bom-line.js'

/** What the matcher says about one line; stored with it. */
export interface LineDecision {
  readonly bomItemId: string
  /** hex; what a confirmed choice is remembered under */
  readonly lineKey: string
  /** number of a part class, where the line proves one */
  readonly cls: number | null
  readonly status: BomLineStatus
  readonly disposition: LineDisposition
  readonly stage: MatchStage | null
  /** 0 to 1 */
  readonly confidence: number | null
  /** sentences */
  readonly reasons: readonly string[]
  readonly warnings: readonly string[]
  /** at most 3, best first */
  readonly matches: readonly LineMatch[]
  /** the decided product: of `mapped` lines alone, until their stock is judged */
  readonly productId: number | null
}

/** A product that fits a line. Its name and price are read when it is shown. */
export interface LineMatch {
  readonly productId: number
  readonly confidence: number
  readonly matchType: MatchType
  readonly stage: MatchStage
  /** at most 5 sentences */
  readonly reasons: readonly string[]
}

export const MATCH_TYPES = ['exact', 'partial', 'fuzzy', 'manual'] as const
export type MatchType = (typeof MATCH_TYPES)[number]

export const MATCH_STAGES = ['memory', 'sku', 'mpn', 'cross', 'packaging', 'parametric', 'text'] as const
export type MatchStage = (typeof MATCH_STAGES)[number]

type LineDisposition = 'auto' | 'confirmed' | 'suggested' | 'none' | 'quantity_unknown' | LineExclusion
