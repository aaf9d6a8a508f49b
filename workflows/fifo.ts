/** One thing at a time, in order of arrival: handlers and the story share a run's state through it. */
export class Fifo {
  private tail: Promise<unknown> = Promise.resolve()

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.tail.then(work)
    this.tail = result.catch(() => undefined)
    return result
  }
}
