import * as Sentry from '@sentry/node'
import type { InjectedSinks } from '@temporalio/worker'

import type { Logger } from '../src/logger.js'
import type { WorkflowSinks } from './workflow-sinks.js'

/** Where the workflows' reports arrive in this process. */
export function createSinks(logger: Logger): InjectedSinks<WorkflowSinks> {
  return {
    defects: {
      report: {
        fn({ workflowId, workflowType }, name, message) {
          logger.error({ workflowId, workflowType, failure: name, reason: message }, 'a run failed')
          Sentry.captureMessage(`run failed: ${workflowType} ${name}`, 'error')
        },
        callDuringReplay: false,
      },
    },
  }
}
