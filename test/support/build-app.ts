import { PassThrough } from 'node:stream'

import type { FastifyInstance } from 'fastify'

import { buildApp } from '../../src/app.js'
import { type Config, loadConfig } from '../../src/config.js'
import { RowListener } from '../../src/db/listen.js'
import { createDatabase, type Database } from '../../src/db/sequelize.js'
import { databaseCheck, disabledCheck, tokensCheck } from '../../src/health-checks.js'
import { CHECK_NAMES, type HealthChecks } from '../../src/health-report.js'
import type { ApiDependencies } from '../../src/http/api-dependencies.js'
import type { RouteDefinition } from '../../src/http/route.js'
import { createLogger } from '../../src/logger.js'
import { StopState } from '../../src/stop-state.js'
import { TestTokens } from './test-tokens.js'

export interface TestApp {
  readonly app: FastifyInstance
  readonly dependencies: ApiDependencies
  readonly tokens: TestTokens
  /** every log line so far, parsed */
  logLines(): Record<string, unknown>[]
  close(): Promise<void>
}

export interface TestAppOptions {
  /** variables on top of a complete development environment */
  readonly environment?: Readonly<Record<string, string>>
  /** instead of all routes of the store */
  readonly routes?: (dependencies: ApiDependencies) => readonly RouteDefinition[]
  readonly replace?: Partial<ApiDependencies>
}

/** A real app that does not listen, over a real database when its address is given. Close it before the database goes. */
export async function buildTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const config = testConfig(options.environment)
  const lines = collectLines()
  const logger = createLogger('info', lines.stream)
  const tokens = new TestTokens(config.keycloak)
  const database = createDatabase(config.database, { statementTimeoutMs: 5000, name: 'test-api' })
  const dependencies: ApiDependencies = {
    config,
    logger,
    database,
    tokens,
    listener: new RowListener(config.database.url, logger),
    store: absent('store'),
    payments: {},
    cave: absent('cave'),
    workflows: absent('workflows'),
    healthChecks: testChecks(database, tokens),
    stopState: new StopState(),
    maxLagMs: 0,
    ...options.replace,
  }
  const app = await buildApp(dependencies, options.routes?.(dependencies))
  const close = async (): Promise<void> => {
    await app.close()
    await dependencies.listener.stop()
    await database.close()
    await dependencies.limitsRedis?.quit().catch(() => undefined)
    dependencies.limitsRedis?.disconnect()
  }
  return { app, dependencies, tokens, logLines: lines.read, close }
}

/** The configuration of a complete environment; variables on top of it win. */
function testConfig(environment: Readonly<Record<string, string>> = {}): Config {
  return loadConfig({
    DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    KEYCLOAK_URL: 'https://id.test',
    KEYCLOAK_REALM: 'makrx',
    KEYCLOAK_CLIENT_ID: 'makrx-store-api',
    MAKRCAVE_API_URL: 'https://cave.test',
    S3_BASE_URL: 'https://files.test/bucket',
    S3_ACCESS_KEY: 'test-access',
    S3_SECRET_KEY: 'k3y-of-the-object-store',
    SECRET_KEY: 'a-test-key-of-plenty-bytes-0987',
    ...environment,
  })
}

/** A dependency that this test does not give; using it says so. */
function absent(name: string): never {
  const refuse = (_target: object, property: string | symbol): never => {
    throw new Error(`This test gives no ${name}, but ${String(property)} was used.`)
  }
  return new Proxy({}, { get: refuse }) as never
}

function testChecks(database: Database, tokens: TestTokens): HealthChecks {
  const all = Object.fromEntries(CHECK_NAMES.map((name) => [name, disabledCheck])) as unknown as HealthChecks
  return { ...all, database: databaseCheck(database), keycloak: tokensCheck(tokens) }
}

function collectLines(): { stream: PassThrough; read(): Record<string, unknown>[] } {
  const stream = new PassThrough()
  let text = ''
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8')
  })
  const read = (): Record<string, unknown>[] =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  return { stream, read }
}
