import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

import { z } from 'zod'

import { startDevelopmentStack, type DevelopmentStack } from '../../src/development/development-stack.js'
import { developmentToken } from '../../src/development/development-token.js'
import { isListening } from '../../src/development/free-port.js'
import { scratchFolder } from '../support/scratch-folder.js'
import { describeWithTemporal } from '../support/servers.js'

const startMs = 180_000
const health = z.object({ status: z.string(), checks: z.record(z.string(), z.string()) })

describeWithTemporal('the development stack', () => {
  const folder = scratchFolder()
  const said: string[] = []
  let stack: DevelopmentStack

  beforeAll(async () => {
    stack = await startDevelopmentStack({ folder, isThrowAway: true, say: (line) => said.push(line) })
  }, startMs)

  afterAll(async () => {
    await stack.stop()
  }, startMs)

  test('everything is healthy once the start has ended', async () => {
    const { status, checks } = health.parse(await answerOf(`${stack.addresses.api}/health/detailed`))
    expect({ status, checks }).toMatchObject({ status: 'healthy', checks: { database: 'healthy', workers: 'healthy' } })
  })

  test('a line for each part says that it is ready and how long it took', () => {
    const parts = ['PostgreSQL', 'migrations', 'sample data', 'Temporal', 'peers', 'worker', 'api']
    const lines = said.filter((line) => / \(\d+\.\d s\)$/.test(line))
    expect(lines.map((line) => parts.find((part) => line.startsWith(`  ${part} `)))).toEqual(parts)
  })

  test('a token of a demo person opens the API', async () => {
    const token = await developmentToken({
      keycloakUrl: stack.environment.KEYCLOAK_URL ?? '',
      realm: 'makrx',
      username: 'shopper',
    })
    const me = await answerOf(`${stack.addresses.api}/api/auth/me`, { authorization: `Bearer ${token}` })
    expect(me).toMatchObject({ username: 'shopper' })
  })

  test('all it keeps lies in its own folder', () => {
    expect(readdirSync(join(folder, '.dev'))).toEqual(
      expect.arrayContaining(['logs', 'postgres', 'secrets.json', 'stack.json', 'temporal.db']),
    )
  })

  test(
    'killed processes are back, as other processes',
    async () => {
      const processes = Object.values(stack.processes)
      const before = await Promise.all(processes.map(({ pid }) => pid()))
      await Promise.all(processes.map(({ kill }) => kill('SIGKILL')))
      for (const { name } of processes) await until(() => said.includes(`${name} is back.`))
      const after = await Promise.all(processes.map(({ pid }) => pid()))
      expect(after.filter((pid) => before.includes(pid))).toEqual([])
      expect(said).toContain('api ended (SIGKILL) and starts again in 0.5 s.')
    },
    startMs,
  )

  test(
    'settings for one life of a process reach it and not the next one',
    async () => {
      const { worker } = stack.processes
      await expect(worker.restart({ LOG_LEVEL: 'unheard of' })).rejects.toThrow('LOG_LEVEL must be one of')
      await worker.restart()
      expect(await answerOf(stack.addresses.workerHealth)).toMatchObject({ status: 'healthy' })
    },
    startMs,
  )

  test(
    'after a stop nothing listens and nothing is left of a throw-away database',
    async () => {
      await stack.stop()
      const ports = [stack.environment.PORT, stack.environment.WORKER_PORT, stack.environment.DEV_PORT].map(Number)
      expect(await Promise.all(ports.map(isListening))).toEqual([false, false, false])
      expect(existsSync(join(folder, '.dev', 'postgres'))).toBe(false)
      expect(existsSync(join(folder, '.dev', 'stack.json'))).toBe(false)
    },
    startMs,
  )
})

test('a port that is taken is one sentence, before anything was started', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const folder = scratchFolder()
  const start = startDevelopmentStack({ folder, ports: 'usual', given: { PORT: String(port) } })
  await expect(start).rejects.toThrow(`The API needs port ${port} on 127.0.0.1, which is taken`)
  expect(readdirSync(folder)).toEqual([])
  await once(other.close(), 'close')
})

test('a port that is no port is one sentence', async () => {
  const start = startDevelopmentStack({ folder: scratchFolder(), ports: 'usual', given: { DEV_PORT: 'eighty' } })
  await expect(start).rejects.toThrow('DEV_PORT must be a port from 1 to 65535.')
})

async function answerOf(url: string, headers: Record<string, string> = {}): Promise<unknown> {
  return (await fetch(url, { headers })).json()
}

/** Ends with the time limit of the test when it never holds. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50))
}
