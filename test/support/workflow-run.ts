import { Client, Connection, type WorkflowHandle } from '@temporalio/client'
import { NativeConnection, Worker } from '@temporalio/worker'

import type { Activities } from '../../activities/index.js'
import { createActivityInterceptors } from '../../temporal/interceptors.js'
import { installRuntime } from '../../temporal/runtime.js'
import { createSinks } from '../../temporal/sinks.js'
import { createLogger } from '../../src/logger.js'
import { DEFAULT_TIMING, type Timing } from '../../src/domain/timing.js'
import { QUEUES } from '../../workflows/activity-options.js'
import { servers } from './servers.js'

const logger = createLogger('silent')
installRuntime(logger)

/** Fast enough for tests, slow enough to be seen waiting. */
export const TEST_TIMING: Timing = {
  ...DEFAULT_TIMING,
  paymentPollsMs: [60_000],
  lateRefundMs: 60_000,
  inFlightMs: 10,
}

/** Real workers on every queue with the given activities; runs that a test leaves open are ended after it. */
export class WorkflowRig {
  readonly client: Client
  private readonly native: NativeConnection
  private workers: Worker[] = []
  private running: Promise<unknown> = Promise.resolve()
  private readonly handles: WorkflowHandle[] = []

  private constructor(client: Client, native: NativeConnection) {
    this.client = client
    this.native = native
  }

  static async open(): Promise<WorkflowRig> {
    const { temporalAddress: address, temporalNamespace: namespace } = servers()
    const connection = await Connection.connect({ address })
    return new WorkflowRig(new Client({ connection, namespace }), await NativeConnection.connect({ address }))
  }

  async startWorkers(activities: Activities): Promise<void> {
    const queues = [QUEUES.core, QUEUES.cave, QUEUES.payments, QUEUES.files, QUEUES.slicer]
    this.workers = await Promise.all(
      queues.map((taskQueue) =>
        Worker.create({
          connection: this.native,
          namespace: servers().temporalNamespace,
          taskQueue,
          activities,
          workflowBundle: servers().workflowBundle,
          maxCachedWorkflows: 100,
          interceptors: { activity: [createActivityInterceptors(logger)] },
          sinks: createSinks(logger),
        }),
      ),
    )
    this.running = Promise.all(this.workers.map((worker) => worker.run()))
  }

  async start(name: string, options: { id: string; queue: string; input: unknown }): Promise<WorkflowHandle> {
    const handle = await this.client.workflow.start(name, {
      workflowId: options.id,
      taskQueue: options.queue,
      args: [options.input],
    })
    this.handles.push(handle)
    return handle
  }

  async stopWorkers(): Promise<void> {
    for (const handle of this.handles.splice(0)) await handle.terminate('test is over').catch(() => undefined)
    for (const worker of this.workers) worker.shutdown()
    await this.running
  }

  async close(): Promise<void> {
    await this.native.close()
    await this.client.connection.close()
  }
}
