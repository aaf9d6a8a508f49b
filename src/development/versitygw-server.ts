import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { startChildServer } from './child-server.js'
import { startOnPort } from './free-port.js'
import { installFile } from './installed-file.js'
import { findProgram, fromFile, fromPath, fromVariable, versionText } from './program-finder.js'
import type { FoundProgram, ProgramSource } from './program-finder.js'
import { cacheFolder } from './project-folder.js'

const run = promisify(execFile)
const pinnedModule = 'github.com/versity/versitygw/cmd/versitygw@v1.8.0'
const region = 'us-east-1'

/** Finds versitygw, an S3 server over a folder, or builds the pinned version with Go into the cache. */
export async function findVersitygw(): Promise<FoundProgram> {
  const cached = join(cacheFolder, 'bin', 'versitygw')
  return findProgram({
    name: 'versitygw',
    cure: `Install Go (then it is built here) or set VERSITYGW to the program, or S3_ENDPOINT to an object store.`,
    check: versionText,
    sources: [...fromVariable('VERSITYGW'), fromPath('versitygw'), fromFile('cache', cached), builtByGo(cached)],
  })
}

/**
 * Starts the S3 server on 127.0.0.1 over the given folder, with keys of its own and one bucket. The folder must be on
 * a file system with extended attributes. Rejects with one sentence when the port is taken.
 */
export async function startVersitygw(options: VersitygwOptions): Promise<Versitygw> {
  return startOnPort({ name: 'versitygw', port: options.port }, (port) => startOn(port, options))
}

async function startOn(port: number, options: VersitygwOptions): Promise<Versitygw> {
  const dataDirectory = resolve(options.dataDirectory)
  mkdirSync(join(dataDirectory, options.bucket), { recursive: true })
  const keys = { accessKey: randomBytes(10).toString('hex'), secretKey: randomBytes(24).toString('base64url') }
  const endpoint = `http://127.0.0.1:${port}`
  const server = await startChildServer({
    name: 'versitygw',
    executable: options.program,
    args: ['--port', `127.0.0.1:${port}`, '--region', region, '--quiet', 'posix', dataDirectory],
    env: { ROOT_ACCESS_KEY: keys.accessKey, ROOT_SECRET_KEY: keys.secretKey },
    logFile: options.logFile,
    stopSignal: 'SIGTERM',
    isReady: () => answers(endpoint),
  })
  return {
    address: { endpoint, ...keys, bucket: options.bucket, region },
    exited: server.exited,
    stop: () => server.stop(),
  }
}

function builtByGo(target: string): ProgramSource {
  const make = async (scratch: string): Promise<string> => {
    console.log('Building versitygw from source; this happens once and takes about a minute.')
    await run('go', ['install', pinnedModule], { env: { ...process.env, GOBIN: scratch }, timeout: 900_000 })
    return join(scratch, 'versitygw')
  }
  return { place: 'build from source', look: () => installFile(target, make) }
}

/** Any answer will do: without a signature it is a refusal. */
async function answers(endpoint: string): Promise<boolean> {
  const response = await fetch(endpoint, { signal: AbortSignal.timeout(1_000) })
  await response.body?.cancel()
  return true
}

export interface VersitygwOptions {
  /** Path of versitygw: `findVersitygw()`. */
  readonly program: string
  readonly dataDirectory: string
  /** Three letters or more. */
  readonly bucket: string
  readonly logFile: string
  /** A free one when absent. */
  readonly port?: number
}

export interface Versitygw {
  readonly address: {
    readonly endpoint: string
    readonly accessKey: string
    readonly secretKey: string
    readonly bucket: string
    readonly region: string
  }
  readonly exited: Promise<string>
  stop(): Promise<void>
}
