import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/**
 * Has a program made in a scratch folder and moves it to its place in one step, so that a start that is cut short or
 * runs beside another one never leaves half a file. `make` returns the path of what it made.
 */
export async function installFile(target: string, make: (scratch: string) => Promise<string>): Promise<string> {
  await mkdir(dirname(target), { recursive: true })
  const scratch = await mkdtemp(join(dirname(target), 'partial-'))
  try {
    const made = await make(scratch)
    await chmod(made, 0o755)
    await rename(made, target)
    return target
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Rejects a file whose SHA-256 (hex) is not the expected one. */
export async function assertSha256(path: string, expected: string): Promise<void> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  const actual = hash.digest('hex')
  if (actual !== expected) throw new Error(`${path} has the SHA-256 ${actual} instead of ${expected}`)
}
