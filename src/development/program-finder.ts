import { execFile } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * Takes the first source whose program passes the check. A source that was set on purpose decides: when it fails,
 * that is the error. When all fail, the error has one line per place.
 */
export async function findProgram(search: ProgramSearch): Promise<FoundProgram> {
  const started = performance.now()
  const failures: string[] = []
  for (const source of search.sources) {
    try {
      const path = await source.look()
      await search.check(path)
      return { path, place: source.place, seconds: (performance.now() - started) / 1000 }
    } catch (error) {
      const failure = `${source.place}: ${sentenceOf(error)}`
      if (source.isDecisive === true) throw new Error(`${search.name}, ${failure}`, { cause: error })
      failures.push(`  ${failure}`)
    }
  }
  throw new Error(`${search.name} was not found. ${search.cure}\n${failures.join('\n')}`)
}

/** A path in the environment; no source at all when the variable is not set. */
export function fromVariable(name: string): ProgramSource[] {
  const path = process.env[name]
  if (path === undefined || path === '') return []
  return [{ place: name, isDecisive: true, look: () => later(() => executable(resolve(path))) }]
}

export function fromPath(program: string): ProgramSource {
  return { place: 'PATH', look: () => later(() => onPath(program)) }
}

export function fromFile(place: string, path: string): ProgramSource {
  return { place, look: () => later(() => executable(path)) }
}

/** What the program prints for `--version`. */
export async function versionText(path: string): Promise<string> {
  return (await run(path, ['--version'], { timeout: 20_000 })).stdout
}

async function later<T>(work: () => T): Promise<T> {
  return Promise.resolve().then(work)
}

function onPath(program: string): string {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(isAbsolute)
  const found = folders.map((folder) => join(folder, program)).find(isExecutable)
  if (found === undefined) throw new Error(`no ${program} there`)
  return found
}

function executable(path: string): string {
  if (!isExecutable(path)) throw new Error(`${path} is not a program that can be run`)
  return path
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const reason = error.cause instanceof Error ? ` (${error.cause.message})` : ''
  return `${error.message}${reason}`.split('\n').slice(0, 2).join(' ').slice(0, 300)
}

export interface ProgramSource {
  /** Where it looks, as the printed line names it. */
  readonly place: string
  readonly isDecisive?: boolean
  /** The path of the program; rejects when there is none and none could be made. */
  look(): Promise<string>
}

export interface ProgramSearch {
  readonly name: string
  readonly sources: readonly ProgramSource[]
  /** What to do when there is none, as one sentence. */
  readonly cure: string
  /** Rejects a program that is too old or does not run. */
  check(path: string): Promise<unknown>
}

export interface FoundProgram {
  readonly path: string
  readonly place: string
  readonly seconds: number
}
