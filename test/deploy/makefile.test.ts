import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { z } from 'zod'

import { projectFolder } from '../../src/development/project-folder.js'

const run = promisify(execFile)
const manifest = z.object({ scripts: z.record(z.string(), z.string()) })
const targets = [
  ...['install', 'start-dev', 'start-prod', 'db-upgrade', 'db-downgrade', 'db-revision', 'migrate-ci', 'seed'],
  ...['smoke', 'demo', 'token', 'test'],
]

test('make alone lists every target with what it does', async () => {
  const { stdout } = await run('make', ['--no-print-directory'], { cwd: projectFolder })
  for (const target of targets) expect(stdout).toMatch(new RegExp(`^ {2}make ${target} +\\S`, 'm'))
})

test.each(targets)('make %s runs a script that package.json has', async (target) => {
  const { scripts } = manifest.parse(JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')))
  const { stdout } = await run('make', ['--dry-run', '--always-make', target], { cwd: projectFolder })
  const wanted = [...stdout.matchAll(/npm (?:run (?:--silent )?([\w:-]+)|(test|ci))/g)].map(
    ([, script, word]) => script ?? word,
  )
  expect(wanted.length).toBeGreaterThan(0)
  expect(wanted.filter((script) => script !== 'ci' && scripts[script ?? ''] === undefined)).toEqual([])
})

test.each([
  [[], 'shopper'],
  [['AS=maker'], 'maker'],
])('make token %j asks for the person that was named, else for the shopper', async (args, person) => {
  const { stdout } = await run('make', ['--dry-run', 'token', ...args], { cwd: projectFolder })
  expect(stdout).toContain(`token -- "${person}"`)
})

test('a change of the lockfile installs anew, and nothing else does', async () => {
  const dryRun = async (changed: string): Promise<string> =>
    (await run('make', ['--dry-run', '--what-if', changed, 'test'], { cwd: projectFolder })).stdout
  expect(await dryRun('package-lock.json')).toContain('npm ci')
  const untouched = await run('make', ['--dry-run', '--old-file', 'node_modules/.package-lock.json', 'test'], {
    cwd: projectFolder,
  })
  expect(untouched.stdout).not.toContain('npm ci')
})
