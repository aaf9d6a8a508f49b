const KEPT = 500

/** The last facts that this run has applied. It only saves work: applying once is the database's promise. */
export class SeenFacts {
  private readonly ids: Set<string>

  constructor(ids: readonly string[] = []) {
    this.ids = new Set(ids)
  }

  has(id: string): boolean {
    return this.ids.has(id)
  }

  /** Keeps the newest 500. */
  add(id: string): void {
    this.ids.add(id)
    const oldest = this.ids.values().next()
    if (this.ids.size > KEPT && !oldest.done) this.ids.delete(oldest.value)
  }

  /** Oldest first, to be carried into the next run. */
  list(): string[] {
    return [...this.ids]
  }
}
