import { setTimeout as sleep } from 'node:timers/promises'

import type { Client } from '@temporalio/client'
import { temporal as api } from '@temporalio/proto'
import type { Worker } from '@temporalio/worker'

import type { Logger } from '../src/logger.js'

const WAIT_MS = 10_000

/** Makes sure that the server sees this very process on each of its queues: a dead predecessor proves nothing. */
export async function assertPolled(
  temporal: Client,
  options: { readonly identity: string; readonly workers: readonly Worker[]; readonly logger: Logger },
): Promise<void> {
  const deadline = Date.now() + WAIT_MS
  for (const { options: settings } of options.workers) {
    while (!(await isPolledBy(temporal, settings, options.identity))) {
      if (Date.now() > deadline) throw new Error(`The server does not see this worker on ${settings.taskQueue}.`)
      await sleep(100)
    }
  }
}

async function isPolledBy(
  temporal: Client,
  settings: { readonly namespace: string; readonly taskQueue: string },
  identity: string,
): Promise<boolean> {
  const { pollers } = await temporal.workflowService.describeTaskQueue({
    namespace: settings.namespace,
    taskQueue: { name: settings.taskQueue },
    taskQueueType: api.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
  })
  return pollers.some((poller) => poller.identity === identity)
}
