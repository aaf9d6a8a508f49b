import { execFile } from 'node:child_process'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What this machine lets us take away from a child beside its limits; `npm run doctor` shows it. */
export interface SandboxPowers {
  /** another account than ours; only root can give that */
  readonly hasOwnUser: boolean
  readonly hasNoNetwork: boolean
  /** everything outside its scratch directory */
  readonly hasReadOnlyRoot: boolean
}

/** Tries what the machine allows. Rejects where there is no `prlimit`: without limits nothing is run. */
export async function probeSandbox(): Promise<SandboxPowers> {
  return inScratch(async (scratch) => {
    await canRun(['prlimit', ...LIMITS, 'true'], scratch)
    const wanted = { hasOwnUser: process.getuid?.() === 0, hasNoNetwork: true, hasReadOnlyRoot: true }
    const weaker = [wanted, { ...wanted, hasReadOnlyRoot: false }, { ...NO_POWERS, hasOwnUser: wanted.hasOwnUser }]
    for (const powers of weaker) {
      await lendTo(powers, scratch)
      if (await succeeds(sandboxed(powers, scratch, ['touch', 'probe']), scratch)) return powers
    }
    return NO_POWERS
  })
}

/**
 * The command inside its sandbox: as nobody, without network, on a read-only root where the machine allows it, and
 * always under the limits of time, memory, file size and processes.
 */
export function sandboxed(powers: SandboxPowers, scratch: string, command: readonly string[]): string[] {
  const { hasOwnUser, hasNoNetwork, hasReadOnlyRoot } = powers
  // Processes are counted per account: under an account shared with others the limit would hit the innocent.
  const isCountedAlone = hasOwnUser || hasNoNetwork
  return [
    ...['nice', '-n', '10'],
    ...(hasOwnUser ? AS_NOBODY : []),
    ...(hasNoNetwork ? ['unshare', '--user', '--map-root-user', '--net'] : []),
    ...(hasReadOnlyRoot ? ['--mount', '--', 'sh', '-c', READ_ONLY_ROOT, 'sandbox', scratch] : []),
    // Behind the new namespace, where the limit of processes counts only what runs in it.
    ...['prlimit', ...LIMITS, ...(isCountedAlone ? ['--nproc=32'] : [])],
    ...command,
  ]
}

/** Nothing of ours but where programs are, and a home that is thrown away. */
export function sandboxEnvironment(scratch: string): Record<string, string> {
  return { PATH: PROGRAM_FOLDERS.join(':'), LANG: 'C.UTF-8', HOME: scratch }
}

export const PROGRAM_FOLDERS = ['/usr/local/bin', '/usr/bin', '/bin'] as const

/** Lends a fresh directory for one piece of work and removes it afterwards. */
export async function inScratch<T>(work: (scratch: string) => Promise<T>): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'makrx-slice-'))
  try {
    return await work(scratch)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Makes the directory writable for the account that the sandbox runs as. */
export async function lendTo(powers: SandboxPowers, scratch: string): Promise<void> {
  if (powers.hasOwnUser) await chown(scratch, NOBODY, NOBODY)
}

const NOBODY = 65_534
const NO_POWERS: SandboxPowers = { hasOwnUser: false, hasNoNetwork: false, hasReadOnlyRoot: false }
const AS_NOBODY = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--no-new-privs']
/** Seconds of processor time, bytes of memory, bytes of a file; no core dumps. */
const LIMITS = ['--cpu=120', `--as=${2 * 1024 ** 3}`, `--fsize=${256 * 1024 ** 2}`, '--core=0']
/** The scratch directory becomes a mount of its own, which stays writable, and the directory to work in. */
const READ_ONLY_ROOT = 'mount --bind "$1" "$1" && mount -o remount,bind,ro / && cd / && cd "$1" && shift && exec "$@"'

async function canRun(command: readonly string[], scratch: string): Promise<void> {
  const [program = '', ...args] = command
  await run(program, args, { cwd: scratch, env: sandboxEnvironment(scratch), timeout: 10_000 })
}

async function succeeds(command: readonly string[], scratch: string): Promise<boolean> {
  return canRun(command, scratch).then(
    () => true,
    () => false,
  )
}
