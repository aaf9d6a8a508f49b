import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { installFile } from '../../src/development/installed-file.js'
import { findProgram, fromFile, type ProgramSource } from '../../src/development/program-finder.js'
import { cacheFolder } from '../../src/development/project-folder.js'

const run = promisify(execFile)
const sources = join(__dirname, 'compose-check')

/** The program that loads compose files with Docker's own library; built once with Go. */
export async function findComposeCheck(): Promise<string> {
  const cached = join(cacheFolder, 'bin', `compose-check-${sourceHash()}`)
  const found = await findProgram({
    name: 'The checker of docker-compose.yml',
    cure: 'Install Go 1.24 or newer (Debian: apt-get install golang-go), then it is built here.',
    check: () => Promise.resolve(),
    sources: [fromFile('cache', cached), builtByGo(cached)],
  })
  return found.path
}

function sourceHash(): string {
  const hash = createHash('sha256')
  for (const file of ['main.go', 'go.mod', 'go.sum']) hash.update(readFileSync(join(sources, file)))
  return hash.digest('hex').slice(0, 12)
}

function builtByGo(target: string): ProgramSource {
  const make = async (scratch: string): Promise<string> => {
    const built = join(scratch, 'compose-check')
    await run('go', ['build', '-mod=readonly', '-trimpath', '-o', built, '.'], { cwd: sources, timeout: 600_000 })
    return built
  }
  return { place: 'build from source', look: () => installFile(target, make) }
}
