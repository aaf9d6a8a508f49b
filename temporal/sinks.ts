import type { InjectedSinks } from '@temporalio/worker'

import type { Logger } from '../src/logger.js'
import { reportRunDefect } from './run-defects.js'
import type { WorkflowSinks } from './workflow-sinks.js'

/** Where the workflows' reports arrive in this process. */
export function createSinks(logger: Logger): InjectedSinks<WorkflowSinks> {
  return {
    defects: {
      report: {
        fn({ workflowId, workflowType, runId }, { name, message, stack }) {
          logger.error({ workflowId, workflowType, failure: name, reason: message }, 'a run failed')
          reportRunDefect({ runId, workflowType }, Object.assign(new Error(message), { name, stack }))
        },
        callDuringReplay: false,
      },
    },
  }
}
