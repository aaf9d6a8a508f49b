import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

const accountName = 'postgres'

/**
 * The account that PostgreSQL runs under when we are root (it refuses to run as root), created when the machine has
 * none; undefined for anybody else, who runs it as themselves.
 */
export function postgresAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  if (idOf('-u') === undefined) createAccount()
  const uid = idOf('-u')
  const gid = idOf('-g')
  if (uid === undefined || gid === undefined) throw new Error(`Creating the system user ${accountName} had no effect.`)
  return { uid, gid }
}

/** Tells whether every account of the machine may walk to this path: all folders above it let others pass. */
export function isOpenToOthers(path: string): boolean {
  const parent = dirname(path)
  const isPassable = !existsSync(path) || (statSync(path).mode & 0o001) !== 0
  return isPassable && (parent === path || isOpenToOthers(parent))
}

function idOf(flag: '-u' | '-g'): number | undefined {
  try {
    return Number(execFileSync('id', [flag, accountName], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  } catch {
    return undefined
  }
}

function createAccount(): void {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', accountName])
  } catch (error) {
    throw new Error(
      `PostgreSQL does not run as root and the system user ${accountName} could not be created: add it or set DATABASE_URL.`,
      { cause: error },
    )
  }
}

export interface Account {
  readonly uid: number
  readonly gid: number
}
