import { claimOpenFacts, inboxAges, matchFact, rejectUnmatched, type ClaimedFact } from '../src/db/inbox-sweep.js'
import type { Database } from '../src/db/sequelize.js'
import { crashPoint } from '../src/crash-point.js'
import { deliverFact, type FactSignals } from '../src/fact-delivery.js'
import type { Logger } from '../src/logger.js'
import { inboxAge, inboxPending, webhookRetries } from '../src/metrics.js'

const PAUSE_MS = 5000

export interface SweeperOptions {
  readonly database: Database
  readonly signals: FactSignals
  readonly logger: Logger
  readonly pauseMs?: number
}

/** Delivers again what was stored and not applied, so that an acknowledged fact is never lost. */
export class Sweeper {
  private readonly options: SweeperOptions
  private timer: NodeJS.Timeout | undefined
  private round: Promise<void> = Promise.resolve()
  private isStopped = false

  constructor(options: SweeperOptions) {
    this.options = options
  }

  start(): void {
    this.timer = setTimeout(() => {
      this.round = this.sweep()
        .catch((error: unknown) => this.options.logger.warn({ err: error }, 'the sweep failed; it goes on'))
        .then(() => (this.isStopped ? undefined : this.start()))
    }, this.options.pauseMs ?? PAUSE_MS)
  }

  /** Claims no more; resolves when the running round is over. */
  async stop(): Promise<void> {
    this.isStopped = true
    clearTimeout(this.timer)
    await this.round
  }

  /** One round: claims what is due, in a transaction of its own, then signals outside of it. */
  async sweep(): Promise<void> {
    for (const fact of await claimOpenFacts(this.options.database)) await this.deliver(fact)
    await this.reportAges()
  }

  private async deliver(fact: ClaimedFact): Promise<void> {
    const { database, signals, logger } = this.options
    crashPoint('claim.before-signal')
    try {
      const subject = fact.state === 'unmatched' ? await matchFact(database, fact) : fact.subject
      if (subject === undefined) return await this.giveUpWhenOld(fact)
      const result = await deliverFact({ database, signals }, { id: fact.id, subject, isRepeat: true })
      crashPoint('signal.before-mark')
      webhookRetries.inc({ provider: fact.provider, success: String(result === 'signalled') })
    } catch (error) {
      webhookRetries.inc({ provider: fact.provider, success: 'false' })
      logger.warn({ err: error, inbox: fact.id }, 'a fact could not be delivered; it will be tried again')
    }
  }

  private async giveUpWhenOld(fact: ClaimedFact): Promise<void> {
    if (await rejectUnmatched(this.options.database, fact.id)) {
      this.options.logger.error({ inbox: fact.id, provider: fact.provider }, 'a fact matched nothing for 24 hours')
    }
  }

  private async reportAges(): Promise<void> {
    inboxPending.reset()
    for (const { provider, pending, seconds } of await inboxAges(this.options.database)) {
      inboxPending.set({ provider }, pending)
      inboxAge.set({ provider }, seconds)
    }
  }
}
