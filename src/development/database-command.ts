import { join } from 'node:path'

import { migrateDown, migrateUp } from '../../migrations/migrate.js'
import { describeSeed, seed } from '../../migrations/seed.js'
import { givenValue, type Variables } from './development-environment.js'
import { startPostgres } from './embedded-postgres.js'
import { projectFolder } from './project-folder.js'
import { SAMPLE_DATA } from './sample-data.js'
import { runningStack } from './stack-file.js'

const commands: Readonly<Record<string, (databaseUrl: string) => Promise<string>>> = {
  upgrade: async (url) => describeMigrations('done', await migrateUp(url)),
  downgrade: async (url) => describeMigrations('undone', await migrateDown(url)),
  seed: async (url) => describeSeed(await seed(url, SAMPLE_DATA, console.log)),
}

/**
 * Runs one command on the database that the settings name, else on the one of the running development stack, else on
 * the embedded one, which is started for the moment.
 */
async function main(word = ''): Promise<void> {
  const command = commands[word]
  if (command === undefined) throw new Error(`Choose one of ${Object.keys(commands).join(', ')}.`)
  const dataFolder = join(projectFolder, '.dev')
  const url = urlFrom(process.env) ?? urlFrom(runningStack(dataFolder) ?? {})
  if (url !== undefined) {
    console.log(await command(url))
    return
  }
  const postgres = await startPostgres({ dataDirectory: join(dataFolder, 'postgres'), persistent: true })
  try {
    console.log(await command(postgres.url))
  } finally {
    await postgres.stop()
  }
}

function urlFrom(variables: Variables): string | undefined {
  return givenValue(variables, 'MIGRATE_DATABASE_URL') ?? givenValue(variables, 'DATABASE_URL')
}

function describeMigrations(word: string, names: readonly string[]): string {
  return names.length === 0 ? 'nothing to do' : `${word}: ${names.join(', ')}`
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
