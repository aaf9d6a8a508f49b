import { crashPoint } from '../src/crash-point.js'
import { claimForgottenAnalyses } from '../src/db/forgotten-analyses.js'
import {
  CLAIM_SIZE,
  claimOpenFacts,
  inboxAges,
  matchFacts,
  rejectUnmatched,
  returnFacts,
  type ClaimedFact,
} from '../src/db/inbox-sweep.js'
import { countAttention } from '../src/db/reads/attention.js'
import type { Database } from '../src/db/sequelize.js'
import { DomainError } from '../src/domain/errors.js'
import { deliverFact, type FactSignals } from '../src/fact-delivery.js'
import type { Logger } from '../src/logger.js'
import { attentionOpen, inboxAge, inboxPending, webhookRetries } from '../src/metrics.js'

const PAUSE_MS = 5000

export interface SweeperOptions {
  readonly database: Database
  /** the gateway: tells runs, and starts those that were lost */
  readonly signals: FactSignals & { resume(name: 'modelAnalysis', uploadId: string): Promise<void> }
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
    const { database, logger } = this.options
    await matchFacts(database)
    for (const { id, provider } of await rejectUnmatched(database)) {
      logger.error({ inbox: id, provider }, 'a fact matched nothing for 24 hours')
    }
    if (await this.deliverFacts()) await this.startForgottenAnalyses()
    await this.reportAges()
  }

  /** False when Temporal is away: then the rest of the round would only wait for it. */
  private async deliverFacts(): Promise<boolean> {
    const { database } = this.options
    for (;;) {
      const facts = await claimOpenFacts(database)
      const left = await this.deliverUntilStopped(facts)
      if (left.length > 0) {
        await returnFacts(
          database,
          left.map(({ id }) => id),
        )
        return false
      }
      if (facts.length < CLAIM_SIZE) return true
    }
  }

  /** A run applies every open fact of its order, so the newest one tells it of all. Answers the facts not delivered. */
  private async deliverUntilStopped(facts: readonly ClaimedFact[]): Promise<readonly ClaimedFact[]> {
    const told = new Set<string>()
    for (const [place, fact] of facts.entries()) {
      if (told.has(fact.subject)) continue
      if (this.isStopped || !(await this.deliver(fact))) return facts.slice(place)
      told.add(fact.subject)
    }
    return []
  }

  private async deliver({ id, provider, subject }: ClaimedFact): Promise<boolean> {
    const { database, signals, logger } = this.options
    crashPoint('claim.before-signal')
    try {
      const result = await deliverFact({ database, signals }, { id, subject, isRepeat: true })
      webhookRetries.inc({ provider, success: String(result === 'signalled') })
      return true
    } catch (error) {
      webhookRetries.inc({ provider, success: 'false' })
      logger.warn({ err: error, inbox: id }, 'a fact could not be delivered; it will be tried again')
      return !isTemporalAway(error)
    }
  }

  private async startForgottenAnalyses(): Promise<void> {
    const { database, signals, logger } = this.options
    for (const uploadId of await claimForgottenAnalyses(database)) {
      try {
        await signals.resume('modelAnalysis', uploadId)
      } catch (error) {
        logger.warn({ err: error, uploadId }, 'an analysis could not be started again')
        if (isTemporalAway(error)) return
      }
    }
  }

  private async reportAges(): Promise<void> {
    const ages = await inboxAges(this.options.database)
    attentionOpen.reset()
    for (const { reason, count } of await countAttention(this.options.database)) attentionOpen.set({ reason }, count)
    inboxPending.reset()
    inboxAge.reset()
    for (const { provider, pending, seconds } of ages) {
      inboxPending.set({ provider }, pending)
      inboxAge.set({ provider }, seconds)
    }
  }
}

function isTemporalAway(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'workflow_unavailable'
}
