import { setTimeout as pause } from 'node:timers/promises'

import { Context } from '@temporalio/activity'
import { Client, Connection, type WorkflowHandle } from '@temporalio/client'
import { NativeConnection, Worker } from '@temporalio/worker'

import type { Activities } from '../../activities/index.js'
import { DEFAULT_TIMING, type Timing } from '../../src/domain/timing.js'
import { createLogger } from '../../src/logger.js'
import { createActivityInterceptors } from '../../temporal/interceptors.js'
import { installRuntime } from '../../temporal/runtime.js'
import { createSinks } from '../../temporal/sinks.js'
import { QUEUES } from '../../workflows/activity-options.js'
import { fakeActivities } from './fake-activities.js'

const logger = createLogger('silent')
installRuntime(logger)

/** Long enough that no timer fires in a test that does not shorten it. */
export const TEST_TIMING: Timing = {
  ...DEFAULT_TIMING,
  paymentPollsMs: [60_000],
  lateRefundMs: 60_000,
  inFlightMs: 10,
}

/** The queues on which runs are started. */
const HOSTS: ReadonlySet<string> = new Set([QUEUES.core, QUEUES.bom, QUEUES.cave])

const PATIENCE_MS = 20_000

/** Waits for a condition; says what never came. */
export async function until(isTrue: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`waited in vain for: ${what}`)
    await pause(15)
  }
}

/**
 * Real workers on every queue, started once for a test file. Each run has activities of its own, found by its workflow
 * id, so that what an earlier test left behind never meets a later one. Runs that a test leaves open are ended.
 */
export class WorkflowRig {
  readonly client: Client
  private readonly native: NativeConnection
  private readonly workers: Worker[] = []
  private readonly casts = new Map<string, Activities>()
  private running: Promise<unknown> = Promise.resolve()

  private constructor(client: Client, native: NativeConnection) {
    this.client = client
    this.native = native
  }

  static async open(where: { address: string; namespace: string; codePath: string }): Promise<WorkflowRig> {
    const { address, namespace, codePath } = where
    const connection = await Connection.connect({ address })
    const client = new Client({ connection, namespace, identity: 'test' })
    const rig = new WorkflowRig(client, await NativeConnection.connect({ address }))
    await rig.startWorkers({ namespace, codePath })
    return rig
  }

  /** From now on the runs under this id act through these activities. */
  cast(workflowId: string, activities: Activities): WorkflowHandle {
    this.casts.set(workflowId, activities)
    return this.client.workflow.getHandle(workflowId)
  }

  async endRuns(): Promise<void> {
    const ids = [...this.casts.keys()]
    this.casts.clear()
    await Promise.all(
      ids.map((id) =>
        this.client.workflow
          .getHandle(id)
          .terminate('over')
          .catch(() => undefined),
      ),
    )
  }

  async close(): Promise<void> {
    await this.endRuns()
    for (const worker of this.workers) worker.shutdown()
    await this.running.catch(() => undefined)
    await this.native.close()
    await this.client.connection.close()
  }

  private async startWorkers({ namespace, codePath }: { namespace: string; codePath: string }): Promise<void> {
    const shared = {
      connection: this.native,
      namespace,
      identity: 'test',
      // An activity that a failed test left waiting must not keep the process.
      shutdownForceTime: '3 seconds' as const,
      activities: this.dispatched(),
      interceptors: { activity: [createActivityInterceptors(logger)] },
      sinks: createSinks(logger),
    }
    const workflows = { workflowBundle: { codePath }, maxCachedWorkflows: 100 }
    for (const taskQueue of Object.values(QUEUES)) {
      const isHost = HOSTS.has(taskQueue)
      this.workers.push(await Worker.create({ ...shared, ...(isHost ? workflows : {}), taskQueue }))
    }
    this.running = Promise.all(this.workers.map((worker) => worker.run()))
  }

  private dispatched(): Activities {
    const names = Object.keys(fakeActivities().activities)
    const entries = names.map((name) => [name, (input: never) => this.play(name, input)])
    return Object.fromEntries(entries) as Activities
  }

  private play(name: string, input: never): unknown {
    const cast = this.casts.get(Context.current().info.workflowExecution?.workflowId ?? '')
    if (!cast) throw new Error('this run belongs to no test any more')
    return (cast as unknown as Record<string, (given: never) => unknown>)[name]?.(input)
  }
}
