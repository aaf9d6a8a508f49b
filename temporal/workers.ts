import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker'

import type { Activities } from '../activities/index.js'
import type { TemporalConfig } from '../src/config.js'
import type { Logger } from '../src/logger.js'
import type { DataConverter } from '@temporalio/common'
import { createActivityInterceptors } from './interceptors.js'
import { queueSettings, type QueueSettings } from './queues.js'
import { createSinks } from './sinks.js'

export interface WorkersOptions {
  readonly connection: NativeConnection
  readonly config: TemporalConfig
  readonly dataConverter: DataConverter
  readonly bundlePath: string
  readonly activities: Activities
  readonly logger: Logger
  readonly identity: string
  readonly hasSlicer: boolean
  readonly deployment?: { readonly name: string; readonly buildId: string }
}

/** One worker per queue on one connection; a fragile dependency fills its own slots and nothing else. */
export async function createWorkers(options: WorkersOptions): Promise<Worker[]> {
  return Promise.all(queueSettings(options.hasSlicer).map((queue) => Worker.create(workerOptions(options, queue))))
}

function workerOptions(options: WorkersOptions, queue: QueueSettings): WorkerOptions {
  return {
    connection: options.connection,
    namespace: options.config.namespace,
    taskQueue: queue.taskQueue,
    identity: options.identity,
    dataConverter: options.dataConverter,
    activities: options.activities,
    ...(queue.hasWorkflows ? workflowOptions(options) : {}),
    maxConcurrentActivityTaskExecutions: queue.activitySlots,
    ...(queue.activitiesPerSecond ? { maxTaskQueueActivitiesPerSecond: queue.activitiesPerSecond } : {}),
    activityTaskPollerBehavior: POLLERS,
    shutdownGraceTime: '20 seconds',
    shutdownForceTime: '23 seconds',
    defaultHeartbeatThrottleInterval: '5 seconds',
    maxHeartbeatThrottleInterval: '10 seconds',
    interceptors: { activity: [createActivityInterceptors(options.logger)] },
    sinks: createSinks(options.logger),
    ...versioning(options.deployment),
  }
}

const POLLERS = { type: 'autoscaling', minimum: 1, initial: 2, maximum: 10 } as const

function workflowOptions({ bundlePath }: WorkersOptions): Partial<WorkerOptions> {
  return {
    workflowBundle: { codePath: bundlePath },
    maxConcurrentWorkflowTaskExecutions: 40,
    maxCachedWorkflows: 250,
    reuseV8Context: true,
    workflowThreadPoolSize: 1,
    stickyQueueScheduleToStartTimeout: '10 seconds',
    workflowTaskPollerBehavior: POLLERS,
  }
}

function versioning(deployment: WorkersOptions['deployment']): Partial<WorkerOptions> {
  if (!deployment) return {}
  return {
    workerDeploymentOptions: {
      useWorkerVersioning: true,
      version: { deploymentName: deployment.name, buildId: deployment.buildId },
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  }
}
