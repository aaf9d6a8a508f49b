import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { pathToFileURL } from 'node:url'

import type { ZodType } from 'zod'

import type { ChildLine, ChildRequest } from './child-protocol.js'
import { residentBytes } from './process-memory.js'

/** What a child may use before it is killed. */
export interface ChildLimits {
  readonly wallMs: number
  /** resident memory of the child and everything below it */
  readonly memoryBytes: number
  readonly heapMiB: number
  /** length of its answer as JSON */
  readonly answerBytes: number
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
  const answer = await run.finish()
  const checked = work.schema.safeParse(answer)
  if (!checked.success) throw new ChildKilled('crash', 'its answer has the wrong shape')
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
  private pending = ''
  private complaint = ''

  constructor(work: ChildWork<unknown>) {
    this.work = work
    this.child = startChild(work)
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => this.hear(text))
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
      const code = await this.closed()
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
    const now = performance.now()
    if (now - this.startedAt > this.work.limits.wallMs) this.kill('time', `after ${String(this.work.limits.wallMs)} ms`)
    if (now - this.heardAt > HEARTBEAT_MS) this.report()
    const bytes = this.child.pid === undefined ? 0 : await residentBytes(this.child.pid)
    if (bytes > this.work.limits.memoryBytes) this.kill('memory', `at ${String(bytes)} bytes`)
  }

  private hear(text: string): void {
    const lines = (this.pending + text).split('\n')
    this.pending = lines.pop() ?? ''
    if (this.pending.length > this.work.limits.answerBytes) this.kill('crash', 'its answer is too long')
    for (const line of lines) this.take(line)
  }

  private take(line: string): void {
    const said = parseLine(line)
    if (said === undefined || line.length > this.work.limits.answerBytes) {
      this.kill('crash', 'it talks nonsense')
      return
    }
    if ('answer' in said) this.answer = said.answer
    else this.percent = said.progress
    this.report()
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

function parseLine(line: string): ChildLine | undefined {
  try {
    const said: unknown = JSON.parse(line)
    if (typeof said !== 'object' || said === null) return undefined
    if ('answer' in said) return { answer: said.answer }
    return 'progress' in said && typeof said.progress === 'number' ? { progress: said.progress } : undefined
  } catch {
    return undefined
  }
}
