import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { knownMigrations } from '../migrations/migrate.js'

const folder = join(__dirname, '..', 'migrations')

const template = `import type { Migration } from './migrate.js'

export const migration: Migration = {
  up: [],
  down: [],
}
`

/** The name of the next migration: a number of four digits and the subject in small letters, `0012-order-notes`. */
export function nextMigrationName(known: readonly string[], subject: string): string {
  const words = subject.toLowerCase().match(/[a-z]+/g)
  if (words === null) throw new Error('Say what the migration does: make db-revision m="order notes"')
  const newest = Number(known.at(-1)?.slice(0, 4) ?? 0)
  return `${String(newest + 1).padStart(4, '0')}-${words.join('-')}`
}

function main(subject = ''): void {
  const file = join(folder, `${nextMigrationName(knownMigrations(), subject)}.ts`)
  writeFileSync(file, template, { flag: 'wx' })
  console.log(`Wrote ${file}: fill in both directions, then try them with make migrate-ci.`)
}

if (require.main === module) {
  try {
    main(process.argv[2])
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
