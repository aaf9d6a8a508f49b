import { migrateDown, migrateUp } from '../../migrations/migrate.js'
import { describeSeed, seed } from '../../migrations/seed.js'
import { onDevelopmentDatabase } from './development-database.js'
import { SAMPLE_DATA } from './sample-data.js'

const commands: Readonly<Record<string, (databaseUrl: string) => Promise<string>>> = {
  upgrade: async (url) => describeMigrations('done', await migrateUp(url)),
  downgrade: async (url) => describeMigrations('undone', await migrateDown(url)),
  seed: async (url) => describeSeed(await seed(url, SAMPLE_DATA, console.log)),
}

/** Runs one command on the database of `onDevelopmentDatabase`. */
async function main(word = ''): Promise<void> {
  const command = commands[word]
  if (command === undefined) throw new Error(`Choose one of ${Object.keys(commands).join(', ')}.`)
  console.log(await onDevelopmentDatabase(command))
}

function describeMigrations(word: string, names: readonly string[]): string {
  return names.length === 0 ? 'nothing to do' : `${word}: ${names.join(', ')}`
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
