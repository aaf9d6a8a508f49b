import { forgetOldRows, expireUploads, unknownObjects } from '../src/db/clean-up.js'
import type { Database } from '../src/db/sequelize.js'
import type { Logger } from '../src/logger.js'
import type { ObjectStore } from '../src/ports.js'

const HOUR_MS = 3_600_000

export interface NightlyOptions {
  readonly database: Database
  readonly store: ObjectStore
  readonly logger: Logger
}

/** Removes what nobody needs any more: run every hour, so that a restart loses nothing. */
export class NightlySweep {
  private readonly options: NightlyOptions
  private timer: NodeJS.Timeout | undefined

  constructor(options: NightlyOptions) {
    this.options = options
  }

  start(): void {
    this.timer = setInterval(() => {
      this.sweep().catch((error: unknown) => this.options.logger.warn({ err: error }, 'the clean-up failed'))
    }, HOUR_MS)
  }

  stop(): void {
    clearInterval(this.timer)
  }

  /** One round; each step can be repeated and cut off anywhere. */
  async sweep(now: Date = new Date()): Promise<void> {
    const { database, store, logger } = this.options
    const keys = await expireUploads(database)
    for (const key of keys) await store.remove(key)
    const old = await store.list({ prefix: 'uploads/', olderThan: new Date(now.getTime() - 24 * HOUR_MS), limit: 1000 })
    const orphans = await unknownObjects(database, old)
    for (const key of orphans) await store.remove(key)
    await forgetOldRows(database)
    logger.info({ expired: keys.length, orphans: orphans.length }, 'clean-up done')
  }
}
