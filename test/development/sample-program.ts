import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { scratchFolder } from '../support/scratch-folder.js'

/** Writes a program that answers every call with one line, and returns its path. */
export function programThatSays(line: string, exitCode = 0): string {
  const path = join(scratchFolder(), 'temporal')
  writeFileSync(path, `#!/bin/sh\necho '${line}'\nexit ${exitCode}\n`, { mode: 0o755 })
  return path
}
