import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { pathToFileURL } from 'node:url'

import type { ZodType } from 'zod'

import { linesOf, OutputTooLong } from './child-output.js'
import { parseChildLine, type ChildRequest } from './child-protocol.js'
import { residentBytes } from './process-memory.js'

/** What a child may use before it is killed. */
export interface ChildLimits {
  /** time that it may take for itself; while the caller is busy with a part the clock stands */
  readonly wallMs: number
  /** resident memory of the child and everything below it */
  readonly memoryBytes: number
  readonly heapMiB: number
  /** length of its answer, or of one part, as JSON */
  readonly answerBytes: number
  /** of everything it says; twice its answer when it is left out */
  readonly outputBytes?: number
}

/** One piece of work for a child of its own. */
export interface ChildWork<Answer> {
  /** a name that `child.ts` knows */
  readonly task: string
  readonly input: unknown
  /** the answer is believed only as far as this describes it */
  readonly schema: ZodType<Answer>
  /** working directory of the child */
  readonly scratchDirectory: string
  readonly limits: ChildLimits
  readonly signal?: AbortSignal
  readonly onProgress?: (percent: number) => void
  /** hears the parts of a task that has some, one after the other; what it throws ends the child and is thrown on */
  readonly onPart?: (part: unknown) => Promise<void>
}

/** The child did not answer: it was ended by a limit or by the caller, or it crashed. */
export class ChildKilled extends Error {
  override readonly name = 'ChildKilled'
  readonly reason: KillReason

  constructor(reason: KillReason, detail: string) {
    super(`child ended (${reason}): ${detail}`)
    this.reason = reason
  }
}

export type KillReason = 'time' | 'memory' | 'crash' | 'cancelled'

/**
 * Runs one task in a fresh process: no environment, own process group, own working directory. Looks at it every 100 ms
 * and kills the whole group when it passes a limit. Knows nothing of the task, so that every kind of foreign file goes
 * through here.
 */
export async function runInChild<Answer>(work: ChildWork<Answer>): Promise<Answer> {
  if (work.signal?.aborted === true) throw new ChildKilled('cancelled', 'before it started')
  const run = new ChildRun(work)
  return believe(work.schema, await run.finish())
}

/** What a child said, if it has the shape it should have; a child that says something else has crashed. */
export function believe<Said>(schema: ZodType<Said>, said: unknown): Said {
  const checked = schema.safeParse(said)
  if (!checked.success) throw new ChildKilled('crash', 'what it said has the wrong shape')
  return checked.data
}

const CHECK_MS = 100
const HEARTBEAT_MS = 1_000
/** The beginning of what it wrote to its error output; the reason comes before the stack. */
const MAX_COMPLAINT = 4_000

class ChildRun {
  private readonly work: ChildWork<unknown>
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>
  private readonly startedAt = performance.now()
  private killed: ChildKilled | undefined
  private answer: unknown
  private percent = 0
  private heardAt = 0
  /** since when the caller is busy with a part, and how long it was before */
  private busySince: number | undefined
  private busyMs = 0
  private complaint = ''

  constructor(work: ChildWork<unknown>) {
    this.work = work
    this.child = startChild(work)
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.complaint = (this.complaint + text).slice(0, MAX_COMPLAINT)
    })
    // A child that dies early closes the pipe under our request; its end is reported anyway.
    this.child.stdin.on('error', () => undefined)
    const request: ChildRequest = { task: work.task, input: work.input }
    this.child.stdin.write(`${JSON.stringify(request)}\n`)
  }

  async finish(): Promise<unknown> {
    const watch = setInterval(() => void this.check(), CHECK_MS)
    const cancel = () => this.kill('cancelled', 'by the caller')
    this.work.signal?.addEventListener('abort', cancel, { once: true })
    try {
      const listening = this.listen()
      // Whatever it comes to is looked at below, when the child is gone.
      listening.catch(() => undefined)
      const code = await this.closed()
      await listening
      if (this.killed !== undefined) throw this.killed
      if (code !== 0 || this.answer === undefined) throw this.crash(code)
      return this.answer
    } finally {
      clearInterval(watch)
      this.work.signal?.removeEventListener('abort', cancel)
    }
  }

  private closed(): Promise<number | null> {
    return new Promise((resolve, reject) => {
      this.child.once('error', (error) => reject(new ChildKilled('crash', error.message)))
      this.child.once('close', resolve)
    })
  }

  private async check(): Promise<void> {
    if (this.ownMs() > this.work.limits.wallMs) this.kill('time', `after ${String(this.work.limits.wallMs)} ms`)
    if (performance.now() - this.heardAt > HEARTBEAT_MS) this.report()
    const bytes = this.child.pid === undefined ? 0 : await residentBytes(this.child.pid)
    if (bytes > this.work.limits.memoryBytes) this.kill('memory', `at ${String(bytes)} bytes`)
  }

  /** Without the time in which it could only wait for the caller. */
  private ownMs(): number {
    const now = performance.now()
    return now - this.startedAt - this.busyMs - (now - (this.busySince ?? now))
  }

  private async listen(): Promise<void> {
    const { answerBytes, outputBytes = 2 * answerBytes } = this.work.limits
    try {
      for await (const line of linesOf(this.child.stdout, { lineBytes: answerBytes, totalBytes: outputBytes })) {
        await this.take(line)
        if (this.killed !== undefined) return
      }
    } catch (error) {
      this.kill('crash', 'nobody listens to it any more')
      if (!(error instanceof OutputTooLong)) throw error
    }
  }

  private async take(line: string): Promise<void> {
    const said = parseChildLine(line)
    if (said === undefined || this.answer !== undefined) this.kill('crash', 'it talks nonsense')
    else if ('part' in said) await this.handOver(said.part)
    else if ('answer' in said) this.answer = said.answer
    else this.percent = said.progress
    this.report()
  }

  private async handOver(part: unknown): Promise<void> {
    this.busySince = performance.now()
    await this.work.onPart?.(part)
    this.busyMs += performance.now() - this.busySince
    this.busySince = undefined
  }

  private report(): void {
    this.heardAt = performance.now()
    this.work.onProgress?.(this.percent)
  }

  private kill(reason: KillReason, detail: string): void {
    this.killed ??= new ChildKilled(reason, detail)
    if (this.child.pid === undefined || this.child.exitCode !== null) return
    try {
      process.kill(-this.child.pid, 'SIGKILL')
    } catch {
      // The group is gone already.
    }
  }

  private crash(code: number | null): ChildKilled {
    const isHeapFull = this.complaint.includes('heap out of memory')
    return new ChildKilled(isHeapFull ? 'memory' : 'crash', `exit ${String(code)}: ${this.complaint}`)
  }
}

/** From source the child is TypeScript as well and needs the loader; compiled it is plain JavaScript. */
function startChild({
  scratchDirectory,
  limits,
}: ChildWork<unknown>): ChildProcessByStdio<Writable, Readable, Readable> {
  const isSource = __filename.endsWith('.ts')
  const loader = isSource ? ['--import', pathToFileURL(require.resolve('tsx')).href] : []
  const entry = join(__dirname, isSource ? 'child.ts' : 'child.js')
  return spawn(process.execPath, [`--max-old-space-size=${String(limits.heapMiB)}`, ...loader, entry], {
    cwd: scratchDirectory,
    detached: true,
    env: { PATH: process.execPath.replace(/\/[^/]*$/, ''), LANG: 'C.UTF-8' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
}
