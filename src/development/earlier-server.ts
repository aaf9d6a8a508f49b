import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

const leavingMs = 5_000

/**
 * Waits until the server that an earlier start left behind has let go of its data. A server whose starter was
 * killed is already on its way out; one that stays belongs to somebody else, and that is an error.
 */
export async function awaitEarlierServer(earlier: EarlierServer): Promise<void> {
  const deadline = Date.now() + leavingMs
  while (isRunning(earlier.pid, earlier.commandWord)) {
    if (Date.now() > deadline) {
      throw new Error(
        `${earlier.name} still uses ${earlier.data} (process ${earlier.pid}): stop the other start of this project first.`,
      )
    }
    await pause(50)
  }
}

/** Reads the process id on the first line of a lock file; undefined when there is no such file or no number in it. */
export function pidFrom(lockFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(lockFile, 'utf8'), 10)
    return pid > 0 ? pid : undefined
  } catch {
    return undefined
  }
}

/** Tells whether the process lives and its command line has the word: ids are used again, most of all in containers. */
export function isRunning(pid: number, commandWord: string): boolean {
  return commandLine(pid).includes(commandWord)
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return process.platform === 'linux' ? '' : commandLineFromPs(pid)
  }
}

function commandLineFromPs(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

export interface EarlierServer {
  readonly name: string
  readonly pid: number
  /** A word that the command line of this kind of server has. */
  readonly commandWord: string
  /** The file or folder that it keeps, for the sentence. */
  readonly data: string
}
