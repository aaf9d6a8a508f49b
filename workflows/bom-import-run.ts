import { isCancellation, upsertSearchAttributes } from '@temporalio/workflow'

import type { LoadedImport } from '../src/domain/bom-import.js'
import type { Timing } from '../src/domain/timing.js'
import { Abandoned } from './abandoned.js'
import type { BomImportInput } from './bom-import-contract.js'
import { Fifo } from './fifo.js'
import type { KnownFailure } from './insisting.js'
import type { AttentionSubject } from './open-attention.js'
import { Parking } from './parking.js'
import { DUE_AT, OPEN_LINES, STORE_STATUS } from './search-attributes.js'
import { named } from './steps.js'
import { stoppable } from './stoppable.js'

type Stage =
  'starting' | 'reading' | 'matching' | 'filling the cart' | 'counting' | 'waiting for choices' | 'closing' | 'over'

/** What one run of `bomImport` knows; all but a wish to stop can be loaded from the row again. */
export class ImportRun {
  readonly id: string
  readonly timing: Timing
  readonly fifo = new Fifo()
  readonly parking = new Parking(() => this.story())
  row: LoadedImport | undefined
  /** what is done now, in words for people */
  stage: Stage = 'starting'
  isCancelRequested = false
  /** why nothing more came of it: for the caller that waits for the first answer */
  refused: unknown

  constructor(input: BomImportInput) {
    this.id = input.id
    this.timing = input.timing
  }

  get subject(): AttentionSubject {
    return { kind: 'bom_import', id: this.id }
  }

  /** Every line is judged and people may choose, or nothing more is done for the import. */
  get isAnswered(): boolean {
    return this.stage === 'waiting for choices' || this.isClosed || this.isOver
  }

  get isOver(): boolean {
    return this.stage === 'over'
  }

  get isClosed(): boolean {
    return this.row?.isClosed === true
  }

  get openLines(): number {
    return this.row?.openLines ?? 0
  }

  /** When the run closes the import by itself; epoch milliseconds. */
  get dueMs(): number {
    return (this.row?.settledAtMs ?? Date.now()) + this.timing.mappingMs
  }

  go(stage: Stage): void {
    this.stage = stage
    this.parking.describe()
  }

  /** Takes over what was just loaded or written. */
  enter(row: LoadedImport): void {
    this.row = row
    this.parking.describe()
  }

  /** Takes over a row whose state operators search by: one upsert. */
  show(row: LoadedImport): void {
    this.enter(row)
    upsertSearchAttributes([
      { key: STORE_STATUS, value: row.status },
      { key: OPEN_LINES, value: row.isClosed ? null : row.openLines },
      { key: DUE_AT, value: row.isClosed ? null : new Date(this.dueMs) },
    ])
  }

  /** A step about this import that must happen; see `Parking.insist`. */
  insist<O>(
    summary: string,
    activity: (input: { importId: string }) => Promise<O>,
    answers: readonly KnownFailure[] = [],
  ): Promise<Awaited<O>> {
    const step = (): Promise<Awaited<O>> => named(summary, activity, { importId: this.id })
    return this.parking.insist(this.subject, step, answers)
  }

  requestCancel(): void {
    this.isCancelRequested = true
    this.parking.describe()
  }

  /** Work that a wish to stop ends; an effect that is on its way then finds the import closed. */
  async unlessCancelled(work: () => Promise<void>): Promise<void> {
    try {
      await stoppable(() => this.isCancelRequested, work)
    } catch (error) {
      if (!isCancellation(error)) throw error
      throw new Abandoned('import_closed', 'The import was stopped.')
    }
  }

  private story(): string {
    const lines = this.row?.isRead ? ` ${this.openLines} lines are open.` : ''
    const wish = this.isCancelRequested && !this.isClosed ? ' It was asked to stop.' : ''
    return `Import **${this.row?.status ?? 'pending'}**: ${this.stage}.${lines}${wish}`
  }
}
