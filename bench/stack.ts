import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client'
import { NativeConnection, Runtime, Worker } from '@temporalio/worker'

import { PrintOrder } from '../scripts/print-order.js'
import { demoToken, StoreClient } from '../scripts/store-client.js'
import { startDevelopmentStack, type DevelopmentStack } from '../src/development/development-stack.js'
import { ended, first } from './noop-workflows.js'

const QUEUE = 'bench'

/** The running product and, on the same Temporal server, a worker with the empty skeletons. */
export interface Bench {
  readonly stack: DevelopmentStack
  readonly print: PrintOrder
  readonly client: Client
  close(): Promise<void>
}

export async function openBench(): Promise<Bench> {
  Runtime.install({ logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} } })
  const many = '1000000'
  const limits = { RATE_LIMIT_QUOTE: many, RATE_LIMIT_UPLOAD: many, RATE_LIMIT_CHECKOUT: many, RATE_LIMIT_READ: many }
  const stack = await startDevelopmentStack({
    folder: mkdtempSync(path.join(tmpdir(), 'makrx-bench-')),
    isThrowAway: true,
    say: () => undefined,
    given: { ...limits, CAVE_SIM_STEP_SECONDS: '0.01', SLICER_BINARY: 'none', LOG_LEVEL: 'warn' },
  })
  const address = stack.addresses.temporal
  const namespace = 'makrx-store'
  const client = new Client({ connection: await Connection.connect({ address }), namespace })
  const native = await NativeConnection.connect({ address })
  const worker = await Worker.create({
    connection: native,
    namespace,
    taskQueue: QUEUE,
    workflowsPath: require.resolve('./noop-workflows.ts'),
    activities: noopActivities(client),
    maxCachedWorkflows: 250,
  })
  const running = worker.run()
  const store = new StoreClient(stack.addresses.api, await demoToken(stack.addresses.peers, 'shopper'))
  return {
    stack,
    client,
    print: new PrintOrder(store, stack.addresses.peers),
    async close() {
      worker.shutdown()
      await running
      await native.close()
      await client.connection.close()
      await stack.stop()
    },
  }
}

/** One round trip: start, one empty activity, the update's answer. */
export async function rawStart(client: Client, workflowId: string, workflow = 'noopStart'): Promise<void> {
  await client.workflow.executeUpdateWithStart(first, {
    startWorkflowOperation: new WithStartWorkflowOperation(workflow, {
      workflowId,
      taskQueue: QUEUE,
      workflowIdConflictPolicy: 'USE_EXISTING',
      args: [workflowId],
    }),
  })
}

function noopActivities(client: Client) {
  return {
    nothing: () => Promise.resolve(),
    async startSecond(id: string): Promise<void> {
      const options = { workflowId: `${id}-publication`, taskQueue: QUEUE, args: [id, CALLBACKS] }
      await client.workflow.start('noopPublication', options)
    },
    async signalFirst(id: string): Promise<void> {
      await client.workflow.getHandle(id).signal(ended)
    },
  }
}

/** Callbacks that the simulated MakrCave sends for one job. */
export const CALLBACKS = 6
