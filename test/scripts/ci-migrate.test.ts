import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { knownMigrations } from '../../migrations/migrate.js'
import { projectFolder } from '../../src/development/project-folder.js'
import { cloneDatabase } from '../support/database.js'

const run = promisify(execFile)
const script = join(projectFolder, 'scripts', 'ci_migrate.sh')
const { PATH = '', HOME = '' } = process.env

test('migrations run, the newest is taken back, and it runs again', async () => {
  const database = await cloneDatabase()
  const newest = knownMigrations().at(-1) ?? ''
  const { stdout } = await run(script, [], { env: { PATH, HOME, DATABASE_URL: database.url } })
  expect(stdout).toMatch(new RegExp(`down\\nundone: ${newest}\\n[^]*up\\ndone: ${newest}`))
  await database.drop()
}, 60_000)

test('without a database the script says what it needs', async () => {
  await expect(run(script, [], { env: { PATH, HOME } })).rejects.toMatchObject({
    stderr: expect.stringContaining('set DATABASE_URL') as string,
  })
})
