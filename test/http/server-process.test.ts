import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

import { freePort } from '../../src/development/free-port.js'
import { cloneDatabase, type ClonedDatabase } from '../support/database.js'

const ROOT = join(__dirname, '../..')

let database: ClonedDatabase

beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(() => database.drop())

interface Running {
  readonly process: ChildProcess
  readonly output: () => string
  readonly ended: Promise<number | null>
}

function start(environment: Record<string, string>): Running {
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', 'src/server.ts'], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...environment },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8')
    })
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { process: child, output: () => output, ended }
}

async function until(condition: () => Promise<boolean>, explain: () => string): Promise<void> {
  const deadline = Date.now() + 25_000
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`It did not happen within 25 s:\n${explain()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

it('refuses to start in production with one list of what is missing or weak, and no value', async () => {
  const weak = 'changeme-of-the-service'
  const { ended, output } = start({ ENVIRONMENT: 'production', MAKRCAVE_API_KEY: weak })
  expect(await ended).toBe(1)
  for (const name of ['DATABASE_URL', 'KEYCLOAK_URL', 'MAKRCAVE_API_KEY', 'S3_SECRET_KEY', 'TEMPORAL_ADDRESS']) {
    expect(output()).toContain(`- ${name} `)
  }
  expect(output()).not.toContain(weak)
}, 60_000)

it('boots while Temporal and the identity provider are down, and ends with 0 when it is asked to', async () => {
  const port = await freePort()
  const {
    process: child,
    ended,
    output,
  } = start({
    ENVIRONMENT: 'development',
    PORT: String(port),
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    KEYCLOAK_URL: 'http://127.0.0.1:1',
    MAKRCAVE_API_URL: 'http://127.0.0.1:1',
    SECRET_KEY: 'a-key-for-one-test-only',
  })
  const ask = async (path: string): Promise<{ status: number; body: Record<string, unknown> } | undefined> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined)
    return response && { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  await until(async () => (await ask('/health/live')) !== undefined, output)
  expect(await ask('/health/ready')).toMatchObject({ status: 200 })
  expect(await ask('/health/detailed')).toMatchObject({
    status: 503,
    body: { status: 'unhealthy', checks: { database: 'healthy', migrations: 'healthy', redis: 'disabled' } },
  })
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(output()).not.toMatch(/"level":"(error|fatal)"/)
}, 60_000)
