import type { RunningServer } from './child-server.js'
import type { KeptPart, LifeSettings } from './kept-part.js'

/** A process of the stack, for whoever wants to hurt it. */
export function stackProcess(part: KeptPart<RunningServer>): StackProcess {
  return {
    name: part.name,
    pid: async () => (await part.life()).pid,
    kill: async (signal = 'SIGKILL') => {
      const { pid, exited } = await part.life()
      process.kill(pid, signal)
      return exited
    },
    restart: async (extra) => {
      await part.restart(extra)
    },
    exited: async () => (await part.life()).exited,
  }
}

export interface StackProcess {
  readonly name: string
  pid(): Promise<number>
  /** Sends the signal (SIGKILL when absent) and resolves with the reason once the process has ended. */
  kill(signal?: NodeJS.Signals): Promise<string>
  /** Ends this life in good order, begins the next with settings of its own (CRASH_AT) and resolves when it is ready. */
  restart(extra?: LifeSettings): Promise<void>
  /** Resolves with the reason once the life that runs now has ended by itself. */
  exited(): Promise<string>
}
