import { setTimeout as pause } from 'node:timers/promises'

const firstPauseMs = 500
const longestPauseMs = 10_000
const steadyAfterMs = 60_000

/** A part of the stack that is started again, after a growing pause, whenever it ends by itself. */
export class KeptPart<L extends Life> {
  readonly name: string
  private readonly options: KeptPartOptions<L>
  private readonly stopping = new AbortController()
  private present: Promise<L> | undefined
  private failures = 0

  constructor(options: KeptPartOptions<L>) {
    this.name = options.name
    this.options = options
  }

  /** Starts one life and resolves when it is ready. `extra` goes to this life alone. */
  async start(extra: LifeSettings = {}): Promise<L> {
    const life = this.options.start({ extra, signal: this.stopping.signal })
    this.present = life
    const ready = await life
    void this.watch(life, ready)
    return ready
  }

  /** The life that runs, is being started or was the last. */
  async life(): Promise<L> {
    if (this.present === undefined) throw new Error(`${this.name} has not been started.`)
    return this.present
  }

  /** Ends this life in good order and starts the next one, with settings of its own. */
  async restart(extra: LifeSettings = {}): Promise<L> {
    const old = await this.present?.catch(() => undefined)
    this.present = undefined
    await old?.stop()
    return this.start(extra)
  }

  /** Ends this life, or its start, and starts no other; may be called again. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error('the stack is being stopped'))
    const life = await this.present?.catch(() => undefined)
    await life?.stop()
  }

  private async watch(life: Promise<L>, { exited }: L): Promise<void> {
    const bornAt = performance.now()
    const reason = await exited
    if (!this.isMissed(life)) return
    if (!this.options.restarts) {
      this.options.say(`${this.name} ended (${reason}).`)
      return
    }
    if (performance.now() - bornAt > steadyAfterMs) this.failures = 0
    await this.revive(life, reason)
  }

  private async revive(ended: Promise<L>, reason: string): Promise<void> {
    const waitMs = Math.min(firstPauseMs * 2 ** this.failures, longestPauseMs)
    this.failures += 1
    this.options.say(`${this.name} ended (${reason}) and starts again in ${waitMs / 1000} s.`)
    await pause(waitMs, undefined, { signal: this.stopping.signal }).catch(() => undefined)
    if (!this.isMissed(ended)) return
    try {
      await this.start()
      this.options.say(`${this.name} is back.`)
    } catch (error) {
      const next = this.present
      if (next === undefined || !this.isMissed(next)) return
      await this.revive(next, error instanceof Error ? error.message : String(error))
    }
  }

  /** Nobody has stopped this life or put another one in its place. */
  private isMissed(life: Promise<L>): boolean {
    return this.present === life && !this.stopping.signal.aborted
  }
}

/** Settings that one life gets and the next one does not, such as a place to crash at. */
export type LifeSettings = Readonly<Record<string, string>>

export interface Life {
  /** Settles when it has ended, with the reason as text. */
  readonly exited: Promise<string>
  stop(): Promise<void>
}

export interface KeptPartOptions<L extends Life> {
  readonly name: string
  readonly restarts: boolean
  readonly say: (line: string) => void
  /** Rejects when it could not be started or the signal has aborted. */
  start(birth: { readonly extra: LifeSettings; readonly signal: AbortSignal }): Promise<L>
}
