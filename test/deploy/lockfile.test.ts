import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { z } from 'zod'

import { projectFolder } from '../../src/development/project-folder.js'

const text = readFileSync(join(projectFolder, 'package-lock.json'), 'utf8')
const { packages } = z
  .object({
    packages: z.record(z.string(), z.looseObject({ version: z.string().optional(), integrity: z.string().optional() })),
  })
  .parse(JSON.parse(text))
const installed = Object.entries(packages).filter(([path]) => path !== '')

test('the lockfile holds no address, so that it works with any mirror', () => {
  expect(text).not.toMatch(/"resolved":/)
})

test('every package in it has the hash of its content', () => {
  expect(installed.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual([])
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
