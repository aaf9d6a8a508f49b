import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import { installDebianPackage } from './debian-package.js'
import { findProgram, fromPath, fromVariable } from './program-finder.js'
import type { FoundProgram, ProgramSource } from './program-finder.js'

const run = promisify(execFile)

/**
 * Finds prusa-slicer; as root on Debian it is installed when the machine has none (about 100 MB, one minute). Everything
 * works without it: quotes stay instant then, and the tests that slice are left out.
 */
export async function findPrusaSlicer(): Promise<FoundProgram> {
  return findProgram({
    name: 'prusa-slicer',
    cure: 'It is optional; for firm prices install it (Debian: apt-get install prusa-slicer), or set SLICER_BINARY.',
    check: helpText,
    sources: [...fromVariable('SLICER_BINARY'), fromPath('prusa-slicer'), fromDebian],
  })
}

const fromDebian: ProgramSource = {
  place: 'Debian package prusa-slicer',
  async look() {
    await installDebianPackage('prusa-slicer')
    return '/usr/bin/prusa-slicer'
  },
}

/** It has no `--version`. */
async function helpText(path: string): Promise<string> {
  const { stdout } = await run(path, ['--help'], { timeout: 20_000 })
  if (!stdout.includes('PrusaSlicer-')) throw new Error(`${path} is another program`)
  return stdout
}
