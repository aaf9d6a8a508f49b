import { SeenFacts } from './seen-facts.js'

/**
 * What a run was told about the inbox. A signal is a wake-up: applying takes every open row, and a fact counts as seen
 * only when an apply that began after it was heard is over, so a fact whose apply was given up can wake the run again.
 */
export class Facts {
  private readonly seen: SeenFacts
  private readonly pending = new Set<string>()
  private isDue = false
  private running = 0
  private ended = 0

  /** What an earlier run had applied, and what it had heard and not applied. */
  constructor(carried: { readonly seen?: readonly string[]; readonly heard?: readonly string[] } = {}) {
    this.seen = new SeenFacts(carried.seen)
    for (const id of carried.heard ?? []) this.hear({ inbox_id: id })
  }

  /** There is something to apply. */
  get areDue(): boolean {
    return this.isDue
  }

  /** Takes a signal's payload; one without an id, or with a known one, changes nothing. */
  hear(signal: unknown): void {
    const id = (signal as { inbox_id?: unknown } | null | undefined)?.inbox_id
    if (typeof id !== 'string' || this.pending.has(id) || this.seen.has(id)) return
    this.pending.add(id)
    this.isDue = true
  }

  /** Something else than a signal may have stored facts: a poll, a loss of the run. */
  wake(): void {
    this.isDue = true
  }

  /** From now on: did an apply run meanwhile, or does one still? It may not have known what happened beside it. */
  watch(): () => boolean {
    const { ended } = this
    return () => this.running > 0 || this.ended > ended
  }

  /** Applies all that is open; what was heard before is seen once that worked. */
  async apply<T>(work: () => Promise<T>): Promise<T> {
    this.isDue = false
    this.running += 1
    const heard = [...this.pending]
    try {
      const result = await work()
      for (const id of heard) this.seen.add(id)
      return result
    } finally {
      this.running -= 1
      this.ended += 1
      for (const id of heard) this.pending.delete(id)
    }
  }

  /** The ids that were heard and not applied yet. */
  heard(): string[] {
    return [...this.pending]
  }

  /** The ids that were applied, oldest first. */
  list(): string[] {
    return this.seen.list()
  }
}
