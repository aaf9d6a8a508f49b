import { join } from 'node:path'

import { givenValue, type Variables } from './development-environment.js'
import { startPostgres } from './embedded-postgres.js'
import { projectFolder } from './project-folder.js'
import { runningStack } from './stack-file.js'

/**
 * Works on the database that the settings name, else on the one of the running development stack, else on the embedded
 * one, which is started for the moment.
 */
export async function onDevelopmentDatabase<Result>(work: (databaseUrl: string) => Promise<Result>): Promise<Result> {
  const dataFolder = join(projectFolder, '.dev')
  const url = urlFrom(process.env) ?? urlFrom(runningStack(dataFolder) ?? {})
  if (url !== undefined) return work(url)
  const postgres = await startPostgres({ dataDirectory: join(dataFolder, 'postgres'), persistent: true })
  try {
    return await work(postgres.url)
  } finally {
    await postgres.stop()
  }
}

function urlFrom(variables: Variables): string | undefined {
  return givenValue(variables, 'MIGRATE_DATABASE_URL') ?? givenValue(variables, 'DATABASE_URL')
}
