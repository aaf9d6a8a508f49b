import { spawn, type ChildProcess } from 'node:child_process'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { once } from 'node:events'

import { projectFolder } from '../../src/development/project-folder.js'
import { scratchFolder } from '../support/scratch-folder.js'

const { PATH = '', HOME = '' } = process.env

/** Says when it is up, counts the signals it gets, and ends a little after the first. */
const sampleProcess = `
let signals = 0
const name = require('node:path').basename(__filename, '.js')
const stop = (signal) => {
  signals += 1
  if (signals === 1) setTimeout(() => { console.log(name + ' got ' + signals + ' signal'); process.exit(0) }, 200)
}
process.on('SIGTERM', stop).on('SIGINT', stop)
setInterval(() => undefined, 1000)
console.log(name + ' is up in ' + process.env.ENVIRONMENT + ' as ' + process.pid)
`

test('a stop reaches API and worker once each, and the script ends well after them', async () => {
  const { script, says, ended } = start()
  await Promise.all([says(/server is up in production/), says(/worker is up in production/)])
  script.kill('SIGTERM')
  expect(await ended()).toBe(0)
  await Promise.all([says(/server got 1 signal/), says(/worker got 1 signal/)])
})

test('when one process dies the other one is stopped, and the script ends badly', async () => {
  const { says, ended } = start()
  const [, api = ''] = await says(/server is up in production as (\d+)/)
  await says(/worker is up/)
  process.kill(Number(api), 'SIGKILL')
  expect(await ended()).toBe(137)
  await says(/worker got 1 signal/)
})

test('without built code it says what to do', async () => {
  const { says, ended } = start({ isBuilt: false })
  await says(/dist\/src\/server\.js is missing, run 'npm run build' first/)
  expect(await ended()).toBe(2)
})

function start({ isBuilt = true } = {}): Started {
  const script = spawn(scriptIn(scratchFolder(), isBuilt), { env: { PATH, HOME }, stdio: ['ignore', 'pipe', 'pipe'] })
  const exit = once(script, 'exit') as Promise<[number | null]>
  let output = ''
  const waiting = new Set<() => void>()
  const onData = (data: Buffer): void => {
    output += data.toString()
    waiting.forEach((look) => look())
  }
  script.stdout.on('data', onData)
  script.stderr.on('data', onData)
  const says = (words: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = words.exec(output)
        if (found !== null) resolve(found)
      }
      waiting.add(look)
      look()
    })
  return { script, says, ended: async () => (await exit)[0] }
}

function scriptIn(folder: string, isBuilt: boolean): string {
  const script = join(folder, 'scripts', 'start-prod.sh')
  mkdirSync(dirname(script))
  copyFileSync(join(projectFolder, 'scripts', 'start-prod.sh'), script)
  const files = { 'src/instrument.js': '', 'src/server.js': sampleProcess, 'temporal/worker.js': sampleProcess }
  for (const [name, text] of Object.entries(isBuilt ? files : {})) {
    mkdirSync(dirname(join(folder, 'dist', name)), { recursive: true })
    writeFileSync(join(folder, 'dist', name), text)
  }
  return script
}

interface Started {
  readonly script: ChildProcess
  /** Resolves once the output has it. */
  says(words: RegExp): Promise<RegExpExecArray>
  ended(): Promise<number | null>
}
