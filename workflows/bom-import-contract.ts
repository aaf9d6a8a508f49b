import { defineUpdate } from '@temporalio/workflow'

import type { BomImportOptions, BomSource } from '../src/domain/bom-import.js'
import type { BomImportStatus } from '../src/domain/bom-import-status.js'
import type { Timing } from '../src/domain/timing.js'
import type { ResumeInput } from './common-contract.js'

export const applyManualMapping = defineUpdate<MappingAnswer, [ApplyManualMapping]>('applyManualMapping')
export const cancelImport = defineUpdate<ImportAnswer>('cancelImport')

export interface NewImportInput {
  readonly resume?: false
  readonly id: string
  readonly userId: string
  readonly source: BomSource
  readonly projectId?: string
  /** shown to people; a file's or project's own name where none is given */
  readonly bomName?: string
  readonly options: BomImportOptions
  readonly timing: Timing
}

export type BomImportInput = NewImportInput | (ResumeInput & { readonly timing: Timing })

export interface ApplyManualMapping {
  /** draws the line between two calls: unique per request */
  readonly key: string
  /** 1 to 500 */
  readonly mappings: readonly ManualMapping[]
  readonly addToCart: boolean
  readonly remember: boolean
}

export interface ManualMapping {
  readonly bomItemId: string
  readonly productId: number
  /** packs; absent: what the line needs */
  readonly quantity?: number
}

export interface ImportAnswer {
  readonly status: BomImportStatus
}

/** Ids and codes only: names and prices come from PostgreSQL. */
export interface MappingAnswer extends ImportAnswer {
  readonly openLines: number
  readonly cartId: number | null
  readonly results: readonly MappingResult[]
}

export interface MappingResult {
  readonly bomItemId: string
  readonly productId: number
  /** what went into the cart, or would have */
  readonly quantity: number | null
  /** a code when this row failed */
  readonly error: string | null
}
