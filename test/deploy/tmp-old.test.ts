import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { z } from 'zod'

import { projectFolder } from '../../src/development/project-folder.js'

const text = readFileSync('/tmp/oldlock.json', 'utf8')
const { packages } = z
  .object({
    packages: z.record(
      z.string(),
      z.looseObject({
        version: z.string().optional(),
        integrity: z.string().optional(),
        optionalDependencies: z.record(z.string(), z.string()).default({}),
      }),
    ),
  })
  .parse(JSON.parse(text))
const installed = Object.entries(packages).filter(([path]) => path !== '')

test('the lockfile holds no address, so that it works with any mirror', () => {
  expect(text).not.toMatch(/"resolved":/)
})

test('every package in it has the hash of its content', () => {
  expect(installed.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual([])
})

test('npm ci accepts it: every optional package, of each platform, has its place', () => {
  const absent = installed.flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies).filter((name) => !placesFrom(path).some((place) => place + name in packages)),
  )
  expect(absent).toEqual([])
})

test('there is one copy of every Temporal package, and all have one version', () => {
  const copies = installed.filter(([path]) => path.includes('node_modules/@temporalio/'))
  const nested = copies.map(([path]) => path).filter((path) => path.lastIndexOf('node_modules/') > 0)
  expect(nested).toEqual([])
  expect(copies.length).toBeGreaterThan(5)
  expect(new Set(copies.map(([, { version }]) => version)).size).toBe(1)
})

test('replaying histories works: the one protobufjs at the top is version 8', () => {
  expect(packages['node_modules/protobufjs']?.version).toMatch(/^8\./)
})

/** Where Node looks for a package that the one at this path asks for, from the nearest place to the top. */
function placesFrom(path: string): string[] {
  const steps = path.split('/node_modules/')
  const above = steps.map((_, index) => `${steps.slice(0, steps.length - index).join('/node_modules/')}/node_modules/`)
  return [...above, 'node_modules/']
}
