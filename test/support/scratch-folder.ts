import { chmodSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { currentRunFolder } from './published-servers.js'

/** A new folder for the files of one test, which servers of other accounts can reach; it goes when the run ends. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(currentRunFolder(), 'scratch-'))
  chmodSync(folder, 0o755)
  return folder
}
