import { DefaultLogger, makeTelemetryFilterString, Runtime, type LogLevel } from '@temporalio/worker'

import type { Logger } from '../src/logger.js'
import { reportRunDefect } from './run-defects.js'

/** Where the SDK core shows its figures; taken from the process id, so that several workers share a machine. */
const CORE_METRICS_PORT = 20_000 + (process.pid % 10_000)

/** What the core says of every workflow task that our code fails, in a handler or by another order of steps too. */
const TASK_FAILED = 'Failing workflow task'

/** Installs the SDK's runtime once a process, before any connection: our logger, its metrics on loopback, our signals.
 * Returns the port of the metrics. */
export function installRuntime(logger: Logger): number {
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      // Queues that only serve activities are meant to have no workflows.
      if (!message.startsWith('No workflows registered')) logger[levelOf(level)]({ ...meta }, message)
      if (message === TASK_FAILED) reportRunDefect({ runId: String(meta?.runId) }, new WorkflowTaskFailed())
    }),
    telemetryOptions: {
      // Into our log too: one line of JSON each.
      logging: { filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }), forward: {} },
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

/** The log line has the words and the stack of the sandbox. */
class WorkflowTaskFailed extends Error {
  override readonly name = 'WorkflowTaskFailed'
}

function levelOf(level: LogLevel): 'error' | 'warn' | 'info' {
  if (level === 'ERROR') return 'error'
  return level === 'WARN' ? 'warn' : 'info'
}
