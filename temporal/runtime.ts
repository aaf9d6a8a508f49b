import { DefaultLogger, Runtime, type LogLevel } from '@temporalio/worker'

import type { Logger } from '../src/logger.js'

/** Where the SDK core shows its figures; taken from the process id, so that several workers share a machine. */
const CORE_METRICS_PORT = 20_000 + (process.pid % 10_000)

/** Installs the SDK's runtime once a process, before any connection: our logger, its metrics on loopback, our signals.
 * Returns the port of the metrics. */
export function installRuntime(logger: Logger): number {
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      // Queues that only serve activities are meant to have no workflows.
      if (!message.startsWith('No workflows registered')) logger[levelOf(level)]({ ...meta }, message)
    }),
    telemetryOptions: {
      metrics: {
        prometheus: {
          bindAddress: `127.0.0.1:${CORE_METRICS_PORT}`,
          countersTotalSuffix: true,
          unitSuffix: true,
          useSecondsForDurations: true,
        },
      },
    },
    workerHeartbeatInterval: '30 seconds',
    // Our own stop order decides.
    shutdownSignals: [],
  })
  return CORE_METRICS_PORT
}

function levelOf(level: LogLevel): 'error' | 'warn' | 'info' {
  if (level === 'ERROR') return 'error'
  return level === 'WARN' ? 'warn' : 'info'
}
