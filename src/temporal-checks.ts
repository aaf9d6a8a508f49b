import type { Client } from '@temporalio/client'
import { temporal as proto } from '@temporalio/proto'

import type { CheckWord, HealthCheck } from './health-report.js'
import { wordOf } from './health-report.js'

const ASK_EVERY_MS = 10_000
const RECENT_MS = 60_000
const CALL_MS = 900

/** The frontend answers. */
export function temporalCheck(temporal: Client): HealthCheck {
  return async () => {
    await temporal.withDeadline(Date.now() + CALL_MS, () => temporal.workflowService.getSystemInfo({}))
    return 'healthy'
  }
}

/** Names the queues whose workflows nobody has asked for within a minute; asked at most every ten seconds. */
export function workersCheck(temporal: Client, queues: readonly string[]): HealthCheck {
  let kept: { readonly word: CheckWord; readonly untilMs: number } | undefined
  return async () => {
    if (kept && Date.now() < kept.untilMs) return kept.word
    const word = await unservedQueues(temporal, queues).catch(wordOf)
    kept = { word, untilMs: Date.now() + ASK_EVERY_MS }
    return word
  }
}

async function unservedQueues(temporal: Client, queues: readonly string[]): Promise<CheckWord> {
  const served = await temporal.withDeadline(Date.now() + CALL_MS, () =>
    Promise.all(queues.map((queue) => isServed(temporal, queue))),
  )
  const unserved = queues.filter((_queue, index) => served[index] !== true)
  return unserved.length === 0 ? 'healthy' : `degraded: ${unserved.join(', ')}`
}

async function isServed(temporal: Client, queue: string): Promise<boolean> {
  const { pollers } = await temporal.workflowService.describeTaskQueue({
    namespace: temporal.options.namespace,
    taskQueue: { name: queue },
    taskQueueType: proto.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
  })
  const since = (Date.now() - RECENT_MS) / 1000
  return pollers.some(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) >= since)
}
