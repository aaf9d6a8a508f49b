import { ContinueAsNew, isCancellation, proxySinks, type WorkflowInterceptors } from '@temporalio/workflow'

import type { WorkflowSinks } from './workflow-sinks.js'

const { defects } = proxySinks<WorkflowSinks>()

/** A run that fails, or that stands because its code does, is a defect of ours: it is reported, never during replay. */
export function interceptors(): WorkflowInterceptors {
  return {
    inbound: [
      {
        async execute(input, next) {
          try {
            return await next(input)
          } catch (error) {
            if (!isCancellation(error) && !(error instanceof ContinueAsNew)) {
              const { name = 'unknown', message = String(error), stack = '' } = error instanceof Error ? error : {}
              defects.report({ name, message, stack })
            }
            throw error
          }
        },
      },
    ],
  }
}
