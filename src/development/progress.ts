/** Says what becomes ready and how long it took, one line each. */
export class Progress {
  private readonly say: (line: string) => void
  private readonly startedAt = performance.now()

  constructor(say: (line: string) => void) {
    this.say = say
  }

  /** Does one step of a start; the line comes when it is done. */
  async step<T>(name: string, work: () => Promise<T>, describe: (result: T) => string = () => 'ready'): Promise<T> {
    const before = performance.now()
    const result = await work()
    this.say(`  ${name.padEnd(12)} ${describe(result)} (${secondsSince(before)})`)
    return result
  }

  note(line: string): void {
    this.say(`  ${line}`)
  }

  /** Since the first line, such as `12.3 s`. */
  elapsed(): string {
    return secondsSince(this.startedAt)
  }
}

function secondsSince(moment: number): string {
  return `${((performance.now() - moment) / 1000).toFixed(1)} s`
}
