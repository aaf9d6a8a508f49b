const KEPT = 500

/** The last facts that this run was told about. It only saves work: applying once is the database's promise. */
export class SeenFacts {
  private readonly ids: Set<string>

  constructor(ids: readonly string[] = []) {
    this.ids = new Set(ids)
  }

  /** True when the id is new. */
  add(id: string): boolean {
    if (this.ids.has(id)) return false
    this.ids.add(id)
    const oldest = this.ids.values().next()
    if (this.ids.size > KEPT && !oldest.done) this.ids.delete(oldest.value)
    return true
  }

  /** Oldest first, to be carried into the next run. */
  list(): string[] {
    return [...this.ids]
  }
}
