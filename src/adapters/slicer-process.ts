import { spawn, type ChildProcess } from 'node:child_process'

import { UpstreamUnavailable, WorkFailed } from '../domain/errors.js'
import { sandboxed, sandboxEnvironment, type SandboxPowers } from './slicer-sandbox.js'

export interface SandboxedWork {
  readonly powers: SandboxPowers
  readonly scratch: string
  readonly command: readonly string[]
  readonly wallMs: number
}

/**
 * Runs a command in its sandbox until it ends well. Its whole process group is killed when the time is up or `signal`
 * aborts, which rejects with the signal's reason. Killed is `UpstreamUnavailable`, since another try may do better; an
 * exit code is `WorkFailed`, since it would be the same again.
 */
export async function runSandboxed(work: SandboxedWork, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const child = start(work)
  const kill = (): void => killGroup(child)
  const timer = setTimeout(kill, work.wallMs)
  signal.addEventListener('abort', kill)
  try {
    const end = await endOf(child)
    signal.throwIfAborted()
    judge(end)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', kill)
    kill()
  }
}

function start({ powers, scratch, command }: SandboxedWork): ChildProcess {
  const [program = '', ...args] = sandboxed(powers, scratch, command)
  return spawn(program, args, {
    cwd: scratch,
    env: sandboxEnvironment(scratch),
    detached: true, // its own group, so that all of it can be killed
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}

/** The group may be gone already. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    return
  }
}

interface ProcessEnd {
  readonly code: number | null
  readonly signal: string | null
  /** the end of what it said */
  readonly words: string
}

async function endOf(child: ChildProcess): Promise<ProcessEnd> {
  let words = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-MOST_WORDS)))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, words: words.trim() }))
  })
}

const MOST_WORDS = 300

function judge({ code, signal, words }: ProcessEnd): void {
  if (signal !== null) throw new UpstreamUnavailable(`The slicer was ended by ${signal}.`)
  if (code !== 0) throw new WorkFailed(`The slicer ended with code ${String(code)}: ${words}`)
}
