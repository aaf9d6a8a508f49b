import { ApplicationFailureCategory, ApplicationFailure, CancelledFailure } from '@temporalio/common'
import type { ActivityInboundCallsInterceptor, ActivityInterceptorsFactory } from '@temporalio/worker'
import * as Sentry from '@sentry/node'

import { crashPoint } from '../src/crash-point.js'
import type { Logger } from '../src/logger.js'
import { activitySeconds } from '../src/metrics.js'
import { toFailure } from '../workflows/refusal.js'

/** Around every activity: the crash points of the fault rig, one log line, one figure, and errors in Temporal's words. */
export function createActivityInterceptors(logger: Logger): ActivityInterceptorsFactory {
  return ({ info }) => {
    const inbound: ActivityInboundCallsInterceptor = {
      async execute(input, next) {
        const startedMs = performance.now()
        const { activityType, attempt, workflowExecution } = info
        crashPoint(`${activityType}.before`)
        const finish = (outcome: string, error?: unknown): void => {
          const ms = Math.round(performance.now() - startedMs)
          activitySeconds.observe({ activity: activityType, outcome }, ms / 1000)
          const line = { activity: activityType, attempt, ms, outcome, workflowId: workflowExecution?.workflowId }
          if (outcome === 'failed') logger.warn({ ...line, err: error }, 'activity failed')
          else logger.info(line, 'activity')
        }
        try {
          const result: unknown = await next(input)
          crashPoint(`${activityType}.after`)
          finish('done')
          return result
        } catch (error) {
          const failure = toFailure(error)
          finish(isExpected(failure) ? 'refused' : 'failed', error)
          if (isDefect(failure)) Sentry.captureException(error)
          throw failure
        }
      },
    }
    return { inbound }
  }
}

function isExpected(failure: unknown): boolean {
  if (failure instanceof CancelledFailure) return true
  return failure instanceof ApplicationFailure && failure.category === ApplicationFailureCategory.BENIGN
}

/** Reported once: final failures that no flow expects. */
function isDefect(failure: unknown): boolean {
  return failure instanceof ApplicationFailure && failure.type === 'Invariant'
}
