import { ApplicationFailureCategory, ApplicationFailure, CancelledFailure } from '@temporalio/common'
import type { ActivityInboundCallsInterceptor, ActivityInterceptorsFactory } from '@temporalio/worker'

import { crashPoint } from '../src/crash-point.js'
import { reportDefect } from '../src/defects.js'
import type { Logger } from '../src/logger.js'
import { activitySeconds } from '../src/metrics.js'
import { toFailure } from '../workflows/refusal.js'
import { isLastAttempt } from './last-attempt.js'

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
          if (isDefect(failure) && isLastAttempt(info, failure)) reportDefect(error, { activity: activityType })
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

/** Ours to mend: neither a refusal nor a cancellation, and not the failure of another side, which parks the run. */
function isDefect(failure: unknown): boolean {
  if (isExpected(failure)) return false
  return !(failure instanceof ApplicationFailure && OTHERS.has(failure.type ?? ''))
}

const OTHERS: ReadonlySet<string> = new Set(['UpstreamRefused', 'UpstreamUnavailable', 'OutcomeUnknown'])
