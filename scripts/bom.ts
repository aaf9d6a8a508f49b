import { access } from 'node:fs/promises'
import { parseArgs } from 'node:util'

import { bomCommand } from '../src/commands/bom.js'
import { onDevelopmentDatabase } from '../src/development/development-database.js'

/**
 * `npm run bom -- FILE`: how this parts list would be read and matched, for whoever helps shoppers; `--json` prints one
 * object a line. Exit codes: 0 read, 1 refused, 2 called wrongly, 3 anything else.
 */
async function main(): Promise<number> {
  const asked = await askedFor(process.argv.slice(2))
  if (asked === undefined) {
    console.error('Usage: npm run bom -- FILE [--json], with a file that can be read')
    return 2
  }
  const { file, isJson } = asked
  return onDevelopmentDatabase((databaseUrl) => bomCommand(file, { databaseUrl, isJson }))
}

/** Undefined unless one file is named that is there, and nothing that there is not. */
async function askedFor(words: string[]): Promise<{ file: string; isJson: boolean } | undefined> {
  try {
    const options = { json: { type: 'boolean', default: false } } as const
    const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true })
    const [file, ...others] = positionals
    if (file === undefined || others.length > 0) return undefined
    await access(file)
    return { file, isJson: values.json }
  } catch {
    return undefined
  }
}

main()
  .then((code) => (process.exitCode = code))
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 3
  })
