import { expireUploads, forgetOldRows, SWEPT_PREFIXES, unneededObjects } from '../src/db/clean-up.js'
import type { Database } from '../src/db/sequelize.js'
import type { Logger } from '../src/logger.js'
import type { ObjectStore } from '../src/ports.js'
import { removeUploadObjects } from '../src/upload-objects.js'

const HOUR_MS = 3_600_000
const FIRST_MS = 60_000
const PAGE_SIZE = 1000

export interface NightlyOptions {
  readonly database: Database
  readonly store: ObjectStore
  readonly logger: Logger
  /** objects that are listed at once */
  readonly pageSize?: number
}

/** Removes what nobody needs any more: soon after the start and then every hour, so that restarts lose nothing. */
export class NightlySweep {
  private readonly options: NightlyOptions
  private timer: NodeJS.Timeout | undefined
  private round: Promise<void> = Promise.resolve()
  private isStopped = false

  constructor(options: NightlyOptions) {
    this.options = options
  }

  start(pauseMs = FIRST_MS): void {
    this.timer = setTimeout(() => {
      this.round = this.sweep()
        .catch((error: unknown) => this.options.logger.warn({ err: error }, 'the clean-up failed; it goes on'))
        .then(() => (this.isStopped ? undefined : this.start(HOUR_MS)))
    }, pauseMs)
  }

  /** Begins no more; resolves when the running round has stopped. */
  async stop(): Promise<void> {
    this.isStopped = true
    clearTimeout(this.timer)
    await this.round
  }

  /** One round; each step can be repeated and cut off anywhere. */
  async sweep(now: Date = new Date()): Promise<void> {
    await forgetOldRows(this.options.database)
    const expired = await this.removeExpired()
    const olderThan = new Date(now.getTime() - 24 * HOUR_MS)
    let orphans = 0
    for (const prefix of SWEPT_PREFIXES) orphans += await this.removeUnneeded(prefix, olderThan)
    this.options.logger.info({ expired, orphans }, 'clean-up done')
  }

  private async removeExpired(): Promise<number> {
    const { database, store } = this.options
    let removed = 0
    while (!this.isStopped) {
      const ended = await expireUploads(database)
      if (ended.length === 0) break
      for (const upload of ended) await removeUploadObjects(store, upload)
      removed += ended.length
    }
    return removed
  }

  /** What a cut-off round left behind, what came for no row, and what failed uploads no longer need. */
  private async removeUnneeded(prefix: string, olderThan: Date): Promise<number> {
    const { database, store, pageSize: limit = PAGE_SIZE } = this.options
    let removed = 0
    let after = ''
    while (!this.isStopped) {
      const keys = await store.list({ prefix, olderThan, limit, after })
      const unneeded = await unneededObjects(database, keys)
      for (const key of unneeded) await store.remove(key)
      removed += unneeded.length
      if (keys.length < limit) break
      after = keys.at(-1) ?? ''
    }
    return removed
  }
}
