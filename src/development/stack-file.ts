import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { z } from 'zod'

import { isRunning } from './earlier-server.js'

const content = z.object({ pid: z.number(), environment: z.record(z.string(), z.string()) })

/** Leaves the environment of the running stack where commands in another terminal find it; for its owner alone. */
export function publishStack(dataFolder: string, environment: Readonly<Record<string, string>>): void {
  const text = JSON.stringify({ pid: process.pid, environment }, null, 2)
  writeFileSync(fileIn(dataFolder), `${text}\n`, { mode: 0o600 })
}

export function forgetStack(dataFolder: string): void {
  rmSync(fileIn(dataFolder), { force: true })
}

/** The environment of the stack that runs in this folder now; undefined when none does. */
export function runningStack(dataFolder: string): Readonly<Record<string, string>> | undefined {
  const file = fileIn(dataFolder)
  if (!existsSync(file)) return undefined
  const { pid, environment } = content.parse(JSON.parse(readFileSync(file, 'utf8')))
  return isRunning(pid, 'node') ? environment : undefined
}

function fileIn(dataFolder: string): string {
  return join(dataFolder, 'stack.json')
}
