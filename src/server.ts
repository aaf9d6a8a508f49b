import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'

import closeWithGrace from 'close-with-grace'

import { knownMigrations } from '../migrations/migrate.js'
import { createDataConverter } from '../temporal/codec.js'
import { createClient } from '../temporal/connection.js'
import { queueSettings } from '../temporal/queues.js'
import { WorkflowGateway } from '../temporal/workflow-gateway.js'
import { buildApp } from './app.js'
import { type Config, loadConfig } from './config.js'
import { armCrashPoint } from './crash-point.js'
import { flushDefects } from './defects.js'
import { createDependencies, type Dependencies } from './dependencies.js'
import { databaseCheck, disabledCheck, migrationsCheck, pingCheck, redisCheck, tokensCheck } from './health-checks.js'
import type { HealthChecks } from './health-report.js'
import { createLimitsRedis } from './http/shared-counters.js'
import { createLogger } from './logger.js'
import { collectProcessMetrics } from './metrics.js'
import { StopState } from './stop-state.js'
import { temporalCheck, workersCheck } from './temporal-checks.js'

const MAX_CONNECTIONS = 2000
const HARD_EXIT_MS = 25_000
/** Balancers need this long to see that we are not ready. */
const NOTICE_MS = 3000

/** The API process: HTTP alone. It boots while Temporal, Redis and the identity provider are down. */
async function main(): Promise<void> {
  const config = loadConfig()
  const logger = createLogger(config.logLevel)
  for (const warning of config.warnings) logger.warn(warning)
  armCrashPoint(config.crashAt)
  collectProcessMetrics()

  const dependencies = await createDependencies(config, logger, 'api')
  const dataConverter = createDataConverter(config.temporal)
  const temporal = createClient(config.temporal, { dataConverter, identity: `api@${hostname()}#${process.pid}` })
  const limitsRedis = config.redisUrl === undefined ? undefined : createLimitsRedis(config.redisUrl, logger)
  const stopState = new StopState()
  const payloadCodec = dataConverter.payloadCodecs?.[0]
  const app = await buildApp({
    ...dependencies,
    config,
    logger,
    stopState,
    workflows: new WorkflowGateway(temporal, { caveSilenceHours: config.cave.silenceHours }),
    healthChecks: healthChecks({ config, dependencies, temporal, limitsRedis }),
    ...(limitsRedis && { limitsRedis }),
    ...(payloadCodec && { payloadCodec }),
  })
  app.server.maxConnections = MAX_CONNECTIONS
  dependencies.listener.start()
  // The first request finds keys; without them it is told so.
  void dependencies.tokens.ping()
  await app.listen({ port: config.api.port, host: config.environment === 'development' ? 'localhost' : '0.0.0.0' })
  logger.info({ port: config.api.port, environment: config.environment }, 'api is listening')

  closeWithGrace({ delay: HARD_EXIT_MS, logger }, async ({ err }) => {
    if (err) logger.fatal({ err }, 'the api stops because of an error')
    stopState.drain()
    if (!err && config.environment !== 'development') await pause(NOTICE_MS)
    await app.close()
    limitsRedis?.disconnect()
    // The client of Temporal is left open: a call that it still repeats would fail on a closed channel, uncaught.
    await dependencies.close()
    await flushDefects()
  })
}

interface Checked {
  readonly config: Config
  readonly dependencies: Dependencies
  readonly temporal: ReturnType<typeof createClient>
  readonly limitsRedis: ReturnType<typeof createLimitsRedis> | undefined
}

function healthChecks({ config, dependencies, temporal, limitsRedis }: Checked): HealthChecks {
  const workflowQueues = queueSettings(false).filter(({ hasWorkflows }) => hasWorkflows)
  const { stripe, razorpay } = config.payments
  const isProduction = config.environment === 'production'
  return {
    database: databaseCheck(dependencies.database),
    migrations: migrationsCheck(dependencies.database, knownMigrations()),
    redis: redisCheck(limitsRedis, isProduction),
    temporal: temporalCheck(temporal),
    workers: workersCheck(
      temporal,
      workflowQueues.map(({ taskQueue }) => taskQueue),
    ),
    keycloak: tokensCheck(dependencies.tokens),
    storage: pingCheck(dependencies.store),
    makrcave: pingCheck(dependencies.cave),
    payments: stripe || razorpay ? () => Promise.resolve('healthy') : disabledCheck,
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
