import { hostname } from 'node:os'

import closeWithGrace from 'close-with-grace'
import type { Worker } from '@temporalio/worker'

import { createActivities } from '../activities/index.js'
import { loadConfig } from '../src/config.js'
import { armCrashPoint } from '../src/crash-point.js'
import { flushDefects } from '../src/defects.js'
import { createDependencies } from '../src/dependencies.js'
import { createLogger, type Logger } from '../src/logger.js'
import { collectProcessMetrics } from '../src/metrics.js'
import { bundlePath, ensureBundle } from './bundle.js'
import { createDataConverter } from './codec.js'
import { connectWorkers, createClient } from './connection.js'
import { NightlySweep } from './nightly-sweep.js'
import { installRuntime } from './runtime.js'
import { Sweeper } from './sweeper.js'
import { assertPolled } from './polled-queues.js'
import { startWorkerHealth } from './worker-health.js'
import { WorkflowGateway } from './workflow-gateway.js'
import { createWorkers } from './workers.js'

const HARD_EXIT_MS = 25_000

/** The worker process: every effect of the store, the sweeper, health and metrics. */
async function main(): Promise<void> {
  const config = loadConfig()
  const logger = createLogger(config.logLevel)
  for (const warning of config.warnings) logger.warn(warning)
  armCrashPoint(config.crashAt)
  collectProcessMetrics()
  const identity = `worker@${hostname()}#${process.pid}`
  const metricsPort = installRuntime(logger)

  const stopping = new AbortController()
  const dependencies = await createDependencies(config, logger, 'worker')
  const dataConverter = createDataConverter(config.temporal)
  const temporal = createClient(config.temporal, { dataConverter, identity })
  const workers: Worker[] = []
  const health = await startWorkerHealth({ config, logger, dependencies, temporal, workers, metricsPort })

  const connection = await connectWorkers(config.temporal, logger, stopping.signal)
  const isEncoded = config.temporal.codecKeys.length > 0
  workers.push(
    ...(await createWorkers({
      connection,
      config: config.temporal,
      dataConverter,
      bundlePath: await ensureBundle(bundlePath(isEncoded), { isEncoded }),
      activities: createActivities({ ...dependencies, temporal, logger }),
      logger,
      identity,
      hasSlicer: dependencies.slicer !== undefined,
      ...(config.worker.deployment ? { deployment: config.worker.deployment } : {}),
    })),
  )
  const running = Promise.all(workers.map((worker) => worker.run()))
  const { database, store } = dependencies
  const signals = new WorkflowGateway(temporal, { caveSilenceHours: config.cave.silenceHours })
  const sweeps = [new Sweeper({ database, signals, logger }), new NightlySweep({ database, store, logger })]
  for (const sweep of sweeps) sweep.start()
  await assertPolled(temporal, { identity, workers, logger })
  health.isStarted = true
  logger.info({ identity, queues: workers.map((worker) => worker.options.taskQueue) }, 'worker is running')

  closeWithGrace({ delay: HARD_EXIT_MS }, async ({ err }) => {
    if (err) logger.fatal({ err }, 'the worker stops because of an error')
    health.isStarted = false
    stopping.abort()
    for (const sweep of sweeps) await sweep.stop()
    await drain(workers, running, logger)
    await flushDefects()
    await connection.close()
    await temporal.connection.close()
    await health.close()
    await dependencies.close()
  })
}

/** Lets running activities finish within the grace of the workers. */
async function drain(workers: readonly Worker[], running: Promise<unknown>, logger: Logger): Promise<void> {
  for (const worker of workers.filter((each) => each.getState() === 'RUNNING')) worker.shutdown()
  await running.catch((error: unknown) => logger.error({ err: error }, 'a worker ended badly'))
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
