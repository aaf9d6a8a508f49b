import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const LONGEST_MS = 300_000

/** Installs a package of Debian without what it only recommends. Rejects when we are not root or there is no apt. */
export async function installDebianPackage(name: string): Promise<void> {
  if (process.getuid?.() !== 0) throw new Error('only root can install packages')
  const install = async (): Promise<void> => aptGet(['install', '--yes', '--no-install-recommends', name])
  await install().catch(async () => {
    await aptGet(['update'])
    await install()
  })
}

async function aptGet(args: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const wait = ['-o', 'DPkg::Lock::Timeout=120']
  await run('apt-get', ['--quiet', '--quiet', ...wait, ...args], { env, timeout: LONGEST_MS })
}
