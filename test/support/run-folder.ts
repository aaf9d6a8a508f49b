import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isRunning } from '../../src/development/earlier-server.js'
import { removePostgresHome } from '../../src/development/postgres-home.js'
import { runFolder, runsFolder } from './published-servers.js'

/** Makes the folder of this run, and removes what runs left behind that were killed. */
export function createRunFolder(): string {
  const folder = runFolder(process.pid)
  mkdirSync(folder, { recursive: true })
  readdirSync(runsFolder)
    .filter((name) => name !== String(process.pid) && !isRunning(Number(name), 'jest'))
    .forEach((name) => removeRunFolder(join(runsFolder, name)))
  return folder
}

export function removeRunFolder(folder: string): void {
  removePostgresHome(join(folder, 'postgres'))
  rmSync(folder, { recursive: true, force: true })
}
