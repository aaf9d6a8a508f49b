import { ContinueAsNew, isCancellation, proxySinks, type WorkflowInterceptors } from '@temporalio/workflow'

import type { WorkflowSinks } from './workflow-sinks.js'

const { defects } = proxySinks<WorkflowSinks>()

/** A run that fails is a defect of ours: it is reported once, never during replay. */
export function interceptors(): WorkflowInterceptors {
  return {
    inbound: [
      {
        async execute(input, next) {
          try {
            return await next(input)
          } catch (error) {
            if (!isCancellation(error) && !(error instanceof ContinueAsNew)) {
              defects.report(error instanceof Error ? error.name : 'unknown', String(error))
            }
            throw error
          }
        },
      },
    ],
  }
}
