import { join } from 'node:path'
import { createServer, connect, type Server, type Socket } from 'node:net'

import { Redis } from 'ioredis'

import { findRedis, startRedis } from '../../src/development/redis-server.js'
import { freePort } from '../../src/development/free-port.js'
import { createLimitsRedis } from '../../src/http/shared-counters.js'
import { redisCheck } from '../../src/health-checks.js'
import { createLogger } from '../../src/logger.js'
import { buildTestApp, type TestApp, type TestAppOptions } from '../support/build-app.js'
import { cloneDatabase, type ClonedDatabase } from '../support/database.js'
import { currentRunFolder } from '../support/published-servers.js'
import { CRITICAL, limitRoutes } from './limit-routes.js'
import { healthRoutes } from '../../src/http/routes/health.js'

const PRODUCTION = { ENVIRONMENT: 'production', FORCE_HTTPS: 'false' }
const HOST = { host: 'makrx.store' }

let database: ClonedDatabase
let redisPort: number
let redis: Awaited<ReturnType<typeof startRedis>>
let admin: Redis
let proxy: FaultyProxy

/** Between the app and Redis: passes, hangs, delays, or hangs up. */
class FaultyProxy {
  port = 0
  private mode: 'pass' | 'hang' | 'slow' | 'cut' = 'pass'
  private readonly sockets = new Set<Socket>()
  private readonly server: Server

  constructor(target: () => number) {
    this.server = createServer((client) => {
      if (this.mode === 'cut') return void client.destroy()
      const upstream = connect(target(), '127.0.0.1')
      for (const socket of [client, upstream]) {
        this.sockets.add(socket)
        socket.on('error', () => socket.destroy())
        socket.on('close', () => {
          this.sockets.delete(socket)
          client.destroy()
          upstream.destroy()
        })
      }
      client.on('data', (chunk) => this.forward(chunk, upstream))
      upstream.pipe(client)
    })
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    this.port = (this.server.address() as { port: number }).port
  }

  set(mode: FaultyProxy['mode']): void {
    this.mode = mode
    if (mode === 'cut') for (const socket of this.sockets) socket.destroy()
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    await new Promise<void>((resolve) => this.server.close(() => resolve()))
  }

  private forward(chunk: Buffer, upstream: Socket): void {
    if (this.mode === 'pass') upstream.write(chunk)
    if (this.mode === 'slow') setTimeout(() => upstream.write(chunk), 2000).unref()
  }
}

beforeAll(async () => {
  database = await cloneDatabase()
  const { path: program } = await findRedis()
  redisPort = await freePort()
  redis = await startRedis({ program, port: redisPort, logFile: join(currentRunFolder(), `redis-${redisPort}.log`) })
  admin = new Redis(redis.url)
  proxy = new FaultyProxy(() => redisPort)
  await proxy.listen()
})
afterAll(async () => {
  admin.disconnect()
  await proxy.close()
  await redis.stop()
  await database.drop()
})

async function start(
  redisUrl: string | undefined,
  environment: TestAppOptions['environment'] = PRODUCTION,
): Promise<TestApp> {
  const limitsRedis = redisUrl === undefined ? undefined : createLimitsRedis(redisUrl, createLogger('silent'))
  const isProduction = environment === PRODUCTION
  return buildTestApp({
    environment: { ...environment, DATABASE_URL: database.url },
    routes: (dependencies) => [
      ...limitRoutes(),
      ...healthRoutes({
        ...dependencies,
        healthChecks: { ...dependencies.healthChecks, redis: redisCheck(limitsRedis, isProduction) },
      }),
    ],
    replace: limitsRedis ? { limitsRedis } : {},
  })
}

async function post(test: TestApp, group: string, headers: Record<string, string> = {}) {
  return test.app.inject({ method: 'POST', url: `/api/limited/${group}`, headers: { ...HOST, ...headers } })
}

async function statusOf(test: TestApp, url: string): Promise<[number, unknown]> {
  const response = await test.app.inject({ url, headers: HOST })
  return [response.statusCode, response.json<{ status: string }>().status]
}

async function eventually(check: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error('The condition did not come true within 15 s.')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function isServed(test: TestApp): Promise<boolean> {
  return (await post(test, 'webhook')).statusCode === 200
}

/** The cells of one state: every critical group refused before it is known who asks, everything else served. */
async function expectFailClosed(test: TestApp): Promise<void> {
  const verifiedBefore = test.tokens.verified
  const authorization = `Bearer ${await test.tokens.userToken()}`
  for (const group of [...CRITICAL, 'uncounted']) {
    const response = await post(test, group, { authorization })
    expect(response.json()).toMatchObject({ status: 503, code: 'rate_limiter_unavailable', retry_after: 5 })
    expect(response.headers['retry-after']).toBe('5')
    expect(response.body).not.toMatch(/redis|ECONN|NOAUTH|READONLY|OOM/i)
  }
  expect(test.tokens.verified).toBe(verifiedBefore)
  expect((await post(test, 'read')).statusCode).toBe(200)
  expect((await post(test, 'api')).statusCode).toBe(200)
  expect(await statusOf(test, '/health/live')).toEqual([200, 'alive'])
  await eventually(async () => (await statusOf(test, '/health/ready')).join() === '200,degraded')
  await eventually(async () => (await statusOf(test, '/health/detailed')).join() === '503,unhealthy')
}

it('S1: without REDIS_URL production refuses the critical groups and serves the rest', async () => {
  const test = await start(undefined)
  expect(test.dependencies.config.warnings).toContainEqual(expect.stringContaining('REDIS_URL'))
  await expectFailClosed(test)
  await test.close()
})

it('S2: with Redis down at boot the critical groups are refused until it comes', async () => {
  proxy.set('cut')
  const test = await start(`redis://127.0.0.1:${proxy.port}/0`)
  await expectFailClosed(test)
  proxy.set('pass')
  await eventually(() => isServed(test))
  await test.close()
})

interface State {
  readonly name: string
  enter(): Promise<unknown>
  leave(): Promise<unknown>
}

const STATES: State[] = [
  { name: 'S3: dies while running', ...throughProxy('cut') },
  { name: 'S4: accepts and never answers', ...throughProxy('hang') },
  { name: 'S5: answers after two seconds', ...throughProxy('slow') },
  {
    name: 'S6: wants a password that we do not have',
    async enter() {
      await admin.config('SET', 'requirepass', 'another')
      await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    },
    leave: () => admin.config('SET', 'requirepass', ''),
  },
  {
    name: 'S7: is read-only',
    enter: () => admin.replicaof('127.0.0.1', 1),
    leave: () => admin.replicaof('NO', 'ONE'),
  },
  {
    name: 'S8: is full',
    enter: () => admin.config('SET', 'maxmemory', '1'),
    leave: () => admin.config('SET', 'maxmemory', '0'),
  },
]

function throughProxy(mode: 'cut' | 'hang' | 'slow'): Omit<State, 'name'> {
  const set = (next: 'pass' | typeof mode) => () => {
    proxy.set(next)
    return Promise.resolve()
  }
  return { enter: set(mode), leave: set('pass') }
}

it.each(STATES)(
  '$name: the critical groups are refused, and served again when it is over',
  async ({ enter, leave }) => {
    const test = await start(`redis://127.0.0.1:${proxy.port}/0`)
    await eventually(() => isServed(test))
    await enter()
    await eventually(async () => !(await isServed(test)))
    await expectFailClosed(test)
    await leave()
    await eventually(() => isServed(test))
    await test.close()
  },
)

it.each(['development', 'staging'])('serves everything in %s while Redis is hung', async (environment) => {
  proxy.set('hang')
  const test = await start(`redis://127.0.0.1:${proxy.port}/0`, { ENVIRONMENT: environment })
  for (const group of CRITICAL) expect((await post(test, group)).statusCode).toBe(200)
  proxy.set('pass')
  await test.close()
})
