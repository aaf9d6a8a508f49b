import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const stopWithinMs = 10_000

/**
 * The shell becomes the server (exec keeps the process id) and leaves a watcher behind that holds the other end of
 * our pipe: when this process ends in any way, even by SIGKILL, the pipe closes and the watcher stops the server.
 * The watcher is a grandchild, so that the server never has to reap a child it does not know.
 */
const launch = `
signal=\${1#SIG}; shift; server=$$; exec 3<&0
( ( read -r _ <&3; kill -s "$signal" "$server" ) >/dev/null 2>&1 & )
exec "$@" 3<&- </dev/null
`

/** Starts a server as a child that cannot outlive this process, and returns once it is ready to be used. */
export async function startChildServer(command: ServerCommand): Promise<RunningServer> {
  const child = spawnServer(command)
  const exited = exitOf(child)
  const server: RunningServer = { pid: pidOf(child, command), exited, stop: () => stop(child, command, exited) }
  try {
    await waitUntilReady(command, exited)
  } catch (error) {
    await server.stop()
    throw error
  }
  return server
}

function spawnServer(command: ServerCommand): ChildProcess {
  mkdirSync(dirname(command.logFile), { recursive: true })
  const log = openSync(command.logFile, 'w', 0o600)
  try {
    return spawn('/bin/sh', ['-c', launch, 'launch', command.stopSignal, command.executable, ...command.args], {
      stdio: ['pipe', log, log],
      detached: true, // its own group: Ctrl-C reaches only us, and we stop the servers in order
      cwd: command.cwd ?? '/',
      env: { ...inheritedEnvironment(), ...command.env },
      ...command.user,
    })
  } finally {
    closeSync(log)
  }
}

/** Settings of other tools in our environment (PGPORT, TEMPORAL_ENV, ...) must not steer these servers. */
function inheritedEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(['PATH', 'HOME', 'TMPDIR'].map((name) => [name, process.env[name]]))
}

function pidOf(child: ChildProcess, command: ServerCommand): number {
  if (child.pid === undefined) throw new Error(`${command.name} could not be started: /bin/sh did not run.`)
  return child.pid
}

async function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code ?? 0}` : signal))
  })
}

async function waitUntilReady(command: ServerCommand, exited: Promise<string>): Promise<void> {
  const deadline = Date.now() + (command.readyWithinMs ?? 30_000)
  let ended: string | undefined
  void exited.then((reason) => (ended = reason))
  for (;;) {
    const isReady = await command.isReady().catch(() => false)
    // First: whoever answers on the port of a server that has ended is not ours.
    if (ended !== undefined) throw new Error(`${command.name} ended (${ended}) before it was ready. ${tail(command)}`)
    if (isReady) return
    command.signal?.throwIfAborted()
    if (Date.now() > deadline) throw new Error(`${command.name} was not ready in time. ${tail(command)}`)
    await pause(20)
  }
}

function tail({ logFile }: ServerCommand): string {
  const lines = readFileSync(logFile, 'utf8').trim().split('\n').slice(-5)
  return `The last lines of ${logFile}:\n${lines.join('\n')}`
}

async function stop(child: ChildProcess, command: ServerCommand, exited: Promise<string>): Promise<void> {
  if (child.pid === undefined || hasExited(child)) return
  child.kill(command.stopSignal)
  const late = new AbortController()
  const outcome = await Promise.race([exited, pause(stopWithinMs, undefined, { signal: late.signal })])
  late.abort()
  if (outcome !== undefined) return
  process.kill(-child.pid, 'SIGKILL')
  await exited
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

export interface ServerCommand {
  /** As people call it; begins every sentence about it. */
  readonly name: string
  readonly executable: string
  readonly args: readonly string[]
  readonly logFile: string
  /** SIGKILL for a server that has nothing to keep. */
  readonly stopSignal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'
  readonly env?: Readonly<Record<string, string>>
  /** `/` when absent. */
  readonly cwd?: string
  /** Gives up waiting for the server and stops it. */
  readonly signal?: AbortSignal
  readonly user?: { readonly uid: number; readonly gid: number }
  /** False or a rejection means: not yet. */
  readonly isReady: () => Promise<boolean>
  readonly readyWithinMs?: number
}

export interface RunningServer {
  readonly pid: number
  /** Settles when the process has ended, with its exit code or signal as text. */
  readonly exited: Promise<string>
  /** Ends the server in good order and by force after ten seconds; may be called again. */
  stop(): Promise<void>
}
