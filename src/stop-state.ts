/** How far a stop has come. `draining`: not ready any more; `closed`: new requests are refused. */
export class StopState {
  phase: 'serving' | 'draining' | 'closed' = 'serving'
  private readonly controller = new AbortController()

  /** Aborts when the stop begins: event streams end then, and their clients find another process. */
  get signal(): AbortSignal {
    return this.controller.signal
  }

  drain(): void {
    if (this.phase === 'serving') this.phase = 'draining'
    this.controller.abort()
  }

  close(): void {
    this.phase = 'closed'
    this.controller.abort()
  }
}
