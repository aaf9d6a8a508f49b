/** Every move of an import; whether it is closed is another question: `completed_at` says so, whatever the status. */
export const BOM_IMPORT_STATUSES = ['pending', 'processing', 'completed', 'partial', 'failed'] as const
export type BomImportStatus = (typeof BOM_IMPORT_STATUSES)[number]

const MOVES: Readonly<Record<BomImportStatus, readonly BomImportStatus[]>> = {
  pending: ['processing', 'failed'],
  processing: ['completed', 'partial', 'failed'],
  partial: ['completed'],
  completed: [],
  failed: [],
}

export function canMoveImport(from: BomImportStatus, to: BomImportStatus): boolean {
  return MOVES[from].includes(to)
}

/** What became of one line. */
export const BOM_LINE_STATUSES = ['mapped', 'out_of_stock', 'multiple_matches', 'unmapped', 'excluded'] as const
export type BomLineStatus = (typeof BOM_LINE_STATUSES)[number]

/** A person must choose. A line that is only out of stock keeps no import open. */
export function isUnresolved(status: BomLineStatus): boolean {
  return status === 'multiple_matches' || status === 'unmapped'
}

/** The numbers of an import's document; lines of every status together are its total. */
export interface BomImportCounters {
  readonly total: number
  readonly mapped: number
  readonly unmapped: number
  readonly excluded: number
  /** lines that are in the cart now */
  readonly imported: number
  /** lines whose add failed */
  readonly failed: number
}

/** Where an import stands once all its lines are judged. */
export function settledStatus(counters: Pick<BomImportCounters, 'unmapped'>): 'completed' | 'partial' {
  return counters.unmapped === 0 ? 'completed' : 'partial'
}

/** Where an import stands once nothing more is done for it: what a person can use stays what it is. */
export function endedStatus(status: BomImportStatus): BomImportStatus {
  return canMoveImport(status, 'failed') ? 'failed' : status
}
