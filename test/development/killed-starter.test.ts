import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isListening } from '../../src/development/free-port.js'
import { removePostgresHome } from '../../src/development/postgres-home.js'
import { projectFolder } from '../../src/development/project-folder.js'
import { scratchFolder } from '../support/scratch-folder.js'

const folder = scratchFolder()
const starters: ChildProcess[] = []

afterAll(async () => {
  for (const starter of starters) await kill(starter)
  removePostgresHome(join(folder, 'postgres'))
})

test('when the starter is killed, all servers end, and the next start takes over their data at once', async () => {
  const first = await start()
  await kill(first.starter)
  const second = await start()
  expect(second.ports).toHaveLength(4)
  await kill(second.starter)
  await untilAllAreClosed([...first.ports, ...second.ports])
})

async function start(): Promise<{ starter: ChildProcess; ports: number[] }> {
  const file = join(projectFolder, 'test', 'development', 'starter.ts')
  const starter = spawn(process.execPath, ['--import', 'tsx', file, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  starters.push(starter)
  const [line] = (await once(starter.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  return { starter, ports: JSON.parse(line.toString()) as number[] }
}

async function kill(starter: ChildProcess): Promise<void> {
  if (starter.exitCode !== null || starter.signalCode !== null) return
  starter.kill('SIGKILL')
  await once(starter, 'exit')
}

/** Ends with the time limit of the test when a server stays. */
async function untilAllAreClosed(ports: readonly number[]): Promise<void> {
  const open = await Promise.all(ports.map(isListening))
  if (!open.includes(true)) return
  await pause(50)
  await untilAllAreClosed(ports)
}
